import { describe, expect, test } from 'vitest';
import { readPreviewParams } from '../../server/src/lsp/previewParams.ts';
import { resultIdOf } from '../../server/src/lsp/resultId.ts';
import { defaultSettings, readSettings, settingsTable } from '../../server/src/lsp/settings.ts';

describe('settings', () => {
  test('what a client sends', () => {
    expect(
      readSettings({
        kernel: ' 4.15 ',
        netplan: '0.106',
        rules: { 'route-cache-noop': 'off', b: 'loud' },
      }),
    ).toEqual({
      kernel: '4.15',
      netplan: '0.106',
      rules: new Map([['route-cache-noop', 'off']]),
      inlayHints: true,
      hosts: [],
      sshPath: undefined,
      sshConfig: undefined,
    });
  });

  test.each([undefined, null, 7, 'x', [], { kernel: 6.18, netplan: '', rules: [] }])(
    'nonsense counts as not set: %j',
    (section) => {
      expect(readSettings(section)).toEqual(defaultSettings);
    },
  );

  test('every setting has the name of the section and a sentence', () => {
    for (const { name, doc } of settingsTable) {
      expect(name).toMatch(/^routelens\.[a-zA-Z.]+$/);
      expect(doc).toMatch(/\.$/);
    }
  });
});

describe('preview parameters', () => {
  test('what makes sense is taken', () => {
    const options = {
      policy: 1,
      seed: 42,
      profile: 'office',
      flows: 'src,dst\n',
      down: ['eno4', 7],
    };
    expect(readPreviewParams({ textDocument: { uri: 'u' }, line: 3, options })).toEqual({
      uri: 'u',
      line: 3,
      policy: 1,
      seed: 42,
      profile: 'office',
      flows: 'src,dst\n',
      down: ['eno4'],
      problems: [],
    });
  });

  test('what makes none is named', () => {
    const request = readPreviewParams({
      textDocument: { uri: 'u' },
      line: -1,
      options: { policy: 4, seed: 2 ** 32 },
    });
    expect(request).toMatchObject({ line: undefined, policy: undefined, seed: undefined });
    expect(request?.problems).toHaveLength(2);
  });

  test.each([undefined, null, 'x', {}, { textDocument: 7 }])(
    'without a document there is nothing: %j',
    (params) => {
      expect(readPreviewParams(params)).toBeUndefined();
    },
  );
});

test('reports with other contents have other names', () => {
  const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } };
  const names = ['a', 'b', 'ab', 'ba'].map((message) => resultIdOf([{ range, message }]));
  expect(new Set(names).size).toBe(4);
  expect(resultIdOf([{ range, message: 'a' }])).toBe(names[0]);
});

test('hosts: what makes sense of each entry', () => {
  const { hosts, sshPath, sshConfig } = readSettings({
    hosts: [
      {
        name: ' edge1 ',
        target: 'root@192.0.2.1',
        timeout: 90,
        sudo: true,
        files: { a: '/b', c: 1 },
      },
      { name: 'edge2', timeout: 4, run: ['/usr/local/sbin/up', 7], probes: 'gateway' },
      { target: 'nobody' },
      'text',
    ],
    ssh: { path: '/opt/ssh', config: ' ' },
  });
  expect(hosts).toMatchObject([
    {
      name: 'edge1',
      target: 'root@192.0.2.1',
      timeout: 90,
      sudo: true,
      files: new Map([['a', '/b']]),
    },
    {
      name: 'edge2',
      target: 'edge2',
      timeout: undefined,
      sudo: false,
      run: ['/usr/local/sbin/up'],
    },
  ]);
  expect(hosts).toHaveLength(2);
  expect([sshPath, sshConfig]).toEqual(['/opt/ssh', undefined]);
});
