/** How the answers of a host are read, and what is never sent to one. */
import { expect, test } from 'vitest';
import { createGuard } from '../../server/src/remote/guard.ts';
import type { ProcessCall } from '../../server/src/remote/process.ts';
import { bytes } from '../../server/src/remote/utf8.ts';

function guardAnswering(destination: string, answer: string, calls: ProcessCall[] = []) {
  const run = (call: ProcessCall) => {
    calls.push(call);
    return Promise.resolve({ status: 0, output: bytes(answer), complaint: '' });
  };
  return createGuard({ destination, program: 'ssh', options: [], sudo: false, run });
}

test('checksums of more than ten files are those of the files of these numbers', async () => {
  const sums = Array.from({ length: 12 }, (_, number) => `sum${number}`);
  const lines = sums.map((sum, number) => `file ${number} ${sum}\n`).toSorted();
  const { files } = await guardAnswering('edge1', `state kept\n${lines.join('')}`).status('a');
  expect(files).toEqual(sums);
});

test.each(['', '-oProxyCommand=x', '-', 'edge1\n', 'a\0b'])('%j is no host', async (name) => {
  const calls: ProcessCall[] = [];
  await expect(guardAnswering(name, '', calls).facts()).rejects.toMatchObject({
    kind: 'unreachable',
    message: expect.stringContaining('no name of a host') as unknown,
  });
  expect(calls).toEqual([]);
});

test('what holds a NUL is not sent', async () => {
  const calls: ProcessCall[] = [];
  await expect(guardAnswering('edge1', '', calls).probe('dns', 'a\0b')).rejects.toMatchObject({
    kind: 'refused',
    message: 'a NUL character cannot be sent to a host',
  });
  expect(calls).toEqual([]);
});
