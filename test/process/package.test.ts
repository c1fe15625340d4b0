/** What reaches a user: the contents and the size of the packaged extension, and that its parts load. */
import { execFileSync } from 'node:child_process';
import { accessSync, constants, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { inProject, vsixPath } from '../../scripts/project.mjs';
import { zipEntries } from './zipEntries.ts';

const kilobyte = 1024;
const names = (): readonly string[] =>
  zipEntries(readFileSync(vsixPath)).map((entry) => entry.name);

test('the package is below 750 KB', () => {
  expect(statSync(vsixPath).size).toBeLessThan(750 * kilobyte);
});

test.each([
  ['serverMain.js', 1600],
  ['remote.js', 180],
  ['extension.js', 480],
  ['preview.js', 60],
])('dist/%s is below %i KB', (file, budget) => {
  expect(statSync(inProject('dist', file)).size).toBeLessThan(budget * kilobyte);
});

test('the package has all parts of the extension', () => {
  expect(names()).toEqual(
    expect.arrayContaining(
      [
        'package.json',
        'package.nls.json',
        'readme.md',
        'changelog.md',
        'LICENSE.txt',
        'dist/extension.js',
        'dist/server.js',
        'dist/serverMain.js',
        'dist/preview.js',
        'dist/preview.css',
        'dist/ThirdPartyNotices.txt',
      ].map((file) => `extension/${file}`),
    ),
  );
});

test('the package has nothing else', () => {
  const expected =
    /^(\[Content_Types\]\.xml|extension\.vsixmanifest|extension\/((package(\.nls)?|language-configuration\.[\w-]+)\.json|(readme|changelog)\.md|LICENSE\.txt|dist\/[\w.]+|(syntaxes|snippets)\/[\w.-]+\.json|media\/[\w./-]+))$/;
  expect(names().filter((name) => !expected.test(name))).toEqual([]);
  expect(names().filter((name) => /node_modules|\.map$|\.test\.|\.ts$/.test(name))).toEqual([]);
});

test('every file that the manifest names is in the package', () => {
  const manifest: unknown = JSON.parse(readFileSync(inProject('package.json'), 'utf8'));
  const files = relativePaths(manifest);
  expect(files).toContain('./dist/extension.js');
  const missing = files.filter((file) => !names().includes(path.posix.join('extension', file)));
  expect(missing).toEqual([]);
});

test.each(['cli.js', 'server.js'])('dist/%s can be started by its name', (file) => {
  accessSync(inProject('dist', file), constants.X_OK);
  expect(readFileSync(inProject('dist', file), 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/);
});

test('the command line starts', () => {
  const help = execFileSync(inProject('dist', 'cli.js'), ['--help'], { encoding: 'utf8' });
  expect(help).toContain('check');
});

test('the simulator loads as an ES module without a Node API', () => {
  const text = readFileSync(inProject('dist', 'kernel.js'), 'utf8');
  expect(text).not.toMatch(/node:|\brequire\(|\bprocess\./);
  const script = `import(${JSON.stringify(inProject('dist', 'kernel.js'))}).then((m) => console.log(Object.keys(m).length))`;
  const count = execFileSync('node', ['--no-warnings', '-e', script], { encoding: 'utf8' });
  expect(Number(count)).toBeGreaterThan(0);
});

/** The notices are what makes the bundles lawful to give away. */
test('the notices name the packages that every bundle stands on', () => {
  const notices = readFileSync(inProject('dist', 'ThirdPartyNotices.txt'), 'utf8');
  for (const name of [
    'vscode-languageserver',
    'vscode-languageclient',
    'yaml',
    'unbash',
    'd3-scale',
  ]) {
    expect(notices).toMatch(new RegExp(`^${name} \\d`, 'm'));
  }
});

/** All texts of the manifest that are paths of files in it. */
function relativePaths(value: unknown): readonly string[] {
  if (typeof value === 'string') return value.startsWith('./') ? [value] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(relativePaths);
}
