/** The netplan texts of this project: examples, rule pages, snippets in tests. They are what the random damage starts from. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { readFixture } from '../../support/fixture.ts';
import { defaultPathOf, readRulePage } from '../../support/rulePage.ts';
import type { GeneratedFile } from './generate.ts';

type Host = readonly GeneratedFile[];

/** All of them, always in the same order. `root` is the folder of the project. */
export function ownHosts(root: string): readonly Host[] {
  const pages = filesBelow(path.join(root, 'docs', 'rules'), '.md');
  const tests = filesBelow(path.join(root, 'test'), '.ts');
  const examples = filesBelow(path.join(root, 'examples'), '.yaml').map((file) => [
    { path: placeIn(root, file), text: readFileSync(file, 'utf8') },
  ]);
  const found = [
    ...examples,
    ...pages.flatMap((file) => hostsOfPage(readFileSync(file, 'utf8'))),
    ...tests.flatMap((file) => hostsOfTest(readFileSync(file, 'utf8'))),
  ];
  return found.map(netplanFiles).filter((host) => host.length > 0);
}

type Files = readonly { readonly path: string; readonly text: string }[];

/** The file as it would lie on a host. */
function placeIn(root: string, file: string): string {
  return path.relative(root, file).replace(/^examples\/[^/]+/, '');
}

function filesBelow(folder: string, ending: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .toSorted();
}

function hostsOfPage(markdown: string): Files[] {
  return readRulePage(markdown).examples.map(
    ({ text, language }) => readFixture(text, defaultPathOf(language)).files,
  );
}

/** Template literals with whole files, and the lines that tests write below `network:`. */
function hostsOfTest(source: string): Files[] {
  const whole = [...source.matchAll(/`([^`$]*\bnetwork:[^`$]*)`/g)].map(
    ([, text = '']) => readFixture(outdent(text), '/etc/netplan/10-a.yaml').files,
  );
  const lines = [...source.matchAll(/\bone\(\s*((?:'[^'\n]*',?\s*)+)\)/g)].map(([, list = '']) => {
    const below = [...list.matchAll(/'([^'\n]*)'/g)].map(([, line = '']) => `  ${line}\n`);
    return [{ path: '/etc/netplan/10-a.yaml', text: `network:\n${below.join('')}` }];
  });
  return [...whole, ...lines];
}

function outdent(text: string): string {
  const indent = /\n( *)network:/.exec(text)?.[1] ?? '';
  return text.replaceAll(`\n${indent}`, '\n').replace(/^\n/, '').replaceAll('\\n', '\n');
}

/** The files of a host that netplan reads. */
function netplanFiles(files: Files): Host {
  return files.flatMap(({ path: place, text }) =>
    /^\/(?:etc|run|lib)\/netplan\/[\w.-]+\.yaml$/.test(place)
      ? [{ name: place.slice(1), text }]
      : [],
  );
}
