/** Files that scripts source are read from the disk with the scripts: those of the host, each once, none from outside. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { withSourced } from '../../server/src/workspace/sourcedFiles.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'routelens-sourced-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Writes the files below a folder `host`, and gives the paths that are read for the first of them. */
function sourcedBy(files: Readonly<Record<string, string>>): readonly string[] {
  const root = path.join(folder, 'host');
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
    writeFileSync(path.join(root, name), text);
  }
  const [[first, text] = ['', '']] = Object.entries(files);
  const all = withSourced([{ path: `${root}/${first}`, text }], { root, isTree: true });
  return all.slice(1).map((file) => path.relative(root, file.path));
}

test('a path below `/` counts from the root of the host', () => {
  expect(
    sourcedBy({ 'usr/sbin/up.sh': '. /etc/default/up', 'etc/default/up': 'GW=192.0.2.1' }),
  ).toEqual(['etc/default/up']);
});

test('any other path counts from the script', () => {
  expect(
    sourcedBy({
      'usr/sbin/up.sh': 'source ./lib/a.sh\n. "$(dirname "$0")/b.sh"',
      'usr/sbin/lib/a.sh': 'A=1',
      'usr/sbin/b.sh': 'B=1',
    }),
  ).toEqual(['usr/sbin/lib/a.sh', 'usr/sbin/b.sh']);
});

test('files that source each other are read once', () => {
  expect(sourcedBy({ 'a.sh': '. /b.sh', 'b.sh': '. /c.sh\n. /a.sh', 'c.sh': '. /b.sh' })).toEqual([
    'b.sh',
    'c.sh',
  ]);
});

test('a file that is missing, binary or a folder is left out', () => {
  expect(
    sourcedBy({
      'a.sh': '. /none\n. /etc\n. /etc/binary',
      'etc/binary': 'A=\0',
    }),
  ).toEqual([]);
});

test('nothing outside of the host is read', () => {
  writeFileSync(path.join(folder, 'secret'), 'A=1');
  expect(sourcedBy({ 'usr/a.sh': '. ../../secret\n. ./../../secret' })).toEqual([]);
});

test('files of variables of a unit, also by a pattern', () => {
  expect(
    sourcedBy({
      'etc/systemd/system/wan@eth0.service':
        '[Service]\nEnvironmentFile=-/etc/default/%p\nEnvironmentFile=/etc/wan.d/*.env\nEnvironmentFile=/etc/none\n',
      'etc/default/wan': 'A=1',
      'etc/wan.d/b.env': 'A=2',
      'etc/wan.d/a.env': 'A=3',
      'etc/wan.d/a.txt': 'A=4',
    }),
  ).toEqual(['etc/default/wan', 'etc/wan.d/a.env', 'etc/wan.d/b.env']);
  expect(sourcedBy({ 'notes.txt': 'EnvironmentFile=/etc/x', 'etc/x': 'A=1' })).toEqual([]);
});
