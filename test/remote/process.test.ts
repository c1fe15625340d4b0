/** What of a process comes back, whatever becomes of it. */
import { expect, test } from 'vitest';
import { runProcess } from '../../server/src/remote/process.ts';

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const run = (
  script: string,
  more: Partial<Parameters<typeof runProcess>[0]> = {},
): ReturnType<typeof runProcess> =>
  runProcess({ command: 'sh', args: ['-c', script], timeoutMilliseconds: 20_000, ...more });

test('output, errors and status come back as they are', async () => {
  const input = new Uint8Array([0, 255, 10, 128]);
  const result = await run('cat; echo oh >&2; exit 7', { input });
  expect(result).toMatchObject({ status: 7, complaint: 'oh\n' });
  expect([...result.output]).toEqual([...input]);
});

test('arguments are never read by a shell', async () => {
  const result = await runProcess({
    command: 'printf',
    args: ['%s', '$(id) `id` * "\''],
    timeoutMilliseconds: 20_000,
  });
  expect(text(result.output)).toBe('$(id) `id` * "\'');
});

test('a program that does not read its input is no failure', async () => {
  const result = await run('echo done', { input: new Uint8Array(5_000_000) });
  expect(result.status).toBe(0);
  expect(text(result.output)).toBe('done\n');
});

test('no program is 127, no answer is 124, an end from elsewhere is 126', async () => {
  const none = { command: '/nowhere/ssh', args: [], timeoutMilliseconds: 1000 };
  expect(await runProcess(none)).toMatchObject({
    status: 127,
    complaint: 'the program `/nowhere/ssh` is not there',
  });
  expect(await run('exec sleep 20', { timeoutMilliseconds: 100 })).toMatchObject({ status: 124 });
  expect(await run('kill -9 $$')).toMatchObject({ status: 126 });
  const abort = new AbortController();
  setTimeout(() => abort.abort(), 100);
  expect(await run('exec sleep 20', { signal: abort.signal })).toMatchObject({ status: 126 });
});

test('an environment comes on top of that of this process', async () => {
  const result = await run('echo "$ADDED ${PATH:+path}"', { env: { ADDED: 'yes' } });
  expect(text(result.output)).toBe('yes path\n');
});
