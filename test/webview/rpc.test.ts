import { expect, test } from 'vitest';
import { createRpc } from '../../client/webview/rpc.ts';
import type { Rpc } from '../../client/webview/rpc.ts';
import { english } from '../../client/src/preview/strings.ts';
import { readFromPage } from '../../client/src/preview/messages.ts';
import { exactResult, rangeResult } from './samples.ts';

function connect(): { rpc: Rpc; sent: unknown[]; seen: string[] } {
  const sent: unknown[] = [];
  const seen: string[] = [];
  const rpc = createRpc((message) => sent.push(message), {
    onSubject: ({ subject }) => seen.push(`subject ${subject.uri}`),
    onResult: ({ kernel }) => seen.push(`result ${kernel}`),
    onFailure: (message) => seen.push(`failure ${message}`),
  });
  return { rpc, sent, seen };
}

test('everything that the page sends is what the extension reads', () => {
  const { rpc, sent } = connect();
  rpc.ready();
  rpc.preview({ policy: 1, down: ['eno3'] });
  rpc.reveal('file:///a.sh', 3);
  expect(sent.map(readFromPage)).toEqual(sent);
  expect(sent).toHaveLength(3);
});

test('an answer goes with its question, and an overtaken one is forgotten', () => {
  const { rpc, seen } = connect();
  rpc.preview({});
  rpc.preview({ policy: 1 });
  rpc.receive({ version: 1, type: 'previewResult', id: 1, result: rangeResult });
  rpc.receive({ version: 1, type: 'previewResult', id: 2, result: exactResult });
  expect(seen).toEqual(['result 6.18']);
});

test('subjects and failures arrive', () => {
  const { rpc, seen } = connect();
  rpc.receive({
    version: 1,
    type: 'subject',
    subject: { uri: 'file:///a.sh', line: null },
    strings: english,
  });
  rpc.preview({});
  rpc.receive({ version: 1, type: 'previewError', id: 1, message: 'gone' });
  expect(seen).toEqual(['subject file:///a.sh', 'failure gone']);
});

test.each([
  undefined,
  null,
  7,
  'x',
  {},
  { version: 2, type: 'subject' },
  { version: 1, type: 'other' },
])('what is no message of the extension is dropped: %j', (message) => {
  const { rpc, seen } = connect();
  rpc.receive(message);
  expect(seen).toEqual([]);
});
