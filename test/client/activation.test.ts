import { describe, expect, test } from 'vitest';
import { activateWith } from './support/fakeEditor.ts';

describe('the server', () => {
  test.each([
    ['netplan', ''],
    ['iproute-batch', ''],
    ['shellscript', '#!/bin/sh\nip route add default via 192.0.2.1\n'],
    ['yaml', 'network:\n  version: 2\n'],
  ])('is started for %s', (languageId, text) => {
    const { serverWasStarted, context } = activateWith([{ languageId, text }]);
    expect(serverWasStarted).toBe(true);
    expect(context.get('routelens.openFiles')).toEqual(['file0']);
  });

  test.each([
    ['shellscript', '#!/bin/sh\necho hello\n'],
    ['yaml', 'services:\n  network: host\n'],
    ['plaintext', 'ip route add default via 192.0.2.1\n'],
  ])('is not started for %s without routing', (languageId, text) => {
    const { serverWasStarted, context, required } = activateWith([{ languageId, text }]);
    expect(serverWasStarted).toBe(false);
    expect(context.get('routelens.openFiles')).toEqual([]);
    // The language client asks for `child_process`; without a routing document it is not even evaluated.
    expect(required.filter((name) => !/^(?:vscode|node:crypto|crypto)$/.test(name))).toEqual([]);
  });
});
