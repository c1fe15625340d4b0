/** netplan files as texts by path, and what the tree of them refuses, for tests. */
import { readNetplan } from '../../server/src/netplan/read.ts';
import { readNetplanTree } from '../../server/src/netplan/tree.ts';
import type { NetplanTree } from '../../server/src/netplan/tree.ts';
import type { NetplanVersion } from '../../server/src/netplan/version.ts';
import { parseYaml } from '../../server/src/yaml/parse.ts';

export type Files = Readonly<Record<string, string>>;

export function treeOf(files: Files, target: NetplanVersion = '1.2'): NetplanTree {
  const documents = Object.entries(files).map(([path, text]) => {
    const yaml = parseYaml(text);
    return { id: path, path, yaml, netplan: readNetplan(yaml, path) };
  });
  return readNetplanTree(documents, target);
}

/** Each problem as its rule, the marked characters and netplan's words. */
export function problemsOf(files: Files, target?: NetplanVersion): readonly string[] {
  return treeOf(files, target).problems.map(({ file, problem }) => {
    const { rule, span, why } = problem;
    const marked = (files[file] ?? '').slice(span.start, span.end);
    return `${rule.replace('netplan-', '')} ${marked} | ${/"(.*)"$/.exec(why)?.[1] ?? why}`;
  });
}

/** One file with these lines below `network`. */
export function one(...lines: readonly string[]): Files {
  return { 'etc/netplan/a.yaml': `network:\n${lines.map((line) => `  ${line}\n`).join('')}` };
}
