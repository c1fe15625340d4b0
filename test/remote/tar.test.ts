/** What GNU tar packs comes out by the same names. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readTar } from '../../server/src/remote/tar.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'routelens-tar-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('names come out to the last byte: no slash for a backslash, no step upwards, none cut short', () => {
  const names = [
    'a\\b.yaml',
    'x\\..\\10.yaml',
    `${'é'.repeat(100)}.yaml`,
    `${'n'.repeat(99)}`,
    `${'n'.repeat(100)}`,
    '\uFEFFbom.yaml',
    'new\nline.yaml',
    'C:drive',
    '10.yaml',
  ];
  const long = 'd'.repeat(150);
  mkdirSync(path.join(folder, 'tree', long), { recursive: true });
  for (const name of names) writeFileSync(path.join(folder, 'tree', name), `text of ${name}`);
  writeFileSync(path.join(folder, 'tree', long, 'inner'), '');
  symlinkSync('t'.repeat(120), path.join(folder, 'tree', 'link'));
  const tar = execFileSync('tar', ['-cf', '-', '-C', folder, 'tree']);
  const found = new Map(
    readTar(tar).map(({ name, content }) => [name, String(Buffer.from(content))]),
  );
  expect(found).toEqual(
    new Map([
      ...names.map((name) => [`tree/${name}`, `text of ${name}`] as const),
      [`tree/${long}/inner`, ''],
    ]),
  );
  for (const length of [0, 511, 512, 700, tar.length - 9000])
    expect(readTar(tar.subarray(0, length)).length).toBeLessThan(found.size);
});
