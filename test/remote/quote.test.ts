/** A word for a shell is read as exactly its text by real shells, whatever is in it. */
import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { payloadOf } from '../../server/src/remote/payload.ts';
import { shellLine, shellWord } from '../../server/src/remote/quote.ts';
import { readTar, writeTar } from '../../server/src/remote/tar.ts';

const words = fc.array(
  fc
    .oneof(
      fc.string({ unit: 'grapheme', maxLength: 20 }),
      fc.constantFrom(
        '',
        '-rf',
        '$(id)',
        '`id`',
        "'",
        "'\\''",
        '"',
        '\\',
        '\n',
        ' ',
        '~',
        '*',
        '!',
        '#',
        'a b',
      ),
    )
    .map((text) => text.replaceAll(/[\0\uD800-\uDFFF]/g, '')),
  { minLength: 1, maxLength: 5 },
);

test.each(['sh', 'bash'])('%s reads each word as it was meant', (shell) => {
  const all = fc.sample(words, 400);
  const script = all.map((list) => `printf '%s\\0' ${shellLine(list)}`).join('\n');
  const output = execFileSync(shell, ['-c', script], { encoding: 'utf8' });
  expect(output).toBe(
    all
      .flat()
      .map((word) => `${word}\0`)
      .join(''),
  );
});

test('a NUL cannot be an argument', () => {
  expect(() => shellWord('a\0b')).toThrow(RangeError);
});

test('files come out of a tar as they went in', () => {
  const files = [
    { name: 'files/0/content', content: new Uint8Array(70_000).fill(7) },
    { name: 'files/0/path', content: new TextEncoder().encode('/etc/netplan/we ird\n.yaml') },
    { name: 'files/1/content', content: new Uint8Array() },
  ];
  expect(readTar(writeTar(files))).toEqual(files);
  // Bytes of a process may lie anywhere in a buffer that others use, too.
  const shared = Buffer.concat([Buffer.alloc(512, 1), writeTar(files), Buffer.alloc(512, 1)]);
  expect(readTar(shared.subarray(512, -512))).toEqual(files);
  expect(readTar(new TextEncoder().encode('no tar'))).toEqual([]);
});

test('the digest covers every byte, every path, every run, and what was there', () => {
  const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
  const file = { path: '/a', mode: '600', content: bytes('x'), before: undefined };
  const base = { host: 'h', files: [file], runs: [], bonds: [], warnings: [] };
  const digests = [
    base,
    { ...base, files: [{ ...file, content: bytes('y') }] },
    { ...base, files: [{ ...file, path: '/b' }] },
    { ...base, files: [{ ...file, mode: '644' }] },
    { ...base, files: [{ ...file, before: bytes('') }] },
    { ...base, files: [{ ...file, content: undefined }] },
    { ...base, runs: [{ kind: 'netplan' as const, path: '/etc/netplan' }] },
  ].map((plan) => payloadOf(plan).digest);
  expect(new Set(digests).size).toBe(digests.length);
});
