/** A key that stands twice in one mapping. netplan merges both (parse.c, 1.2); YAML 1.2 forbids it, and other readers keep one or refuse the file. */
import { codeSpan } from '../base/markdown.ts';
import { createMemo } from '../base/pieces.ts';
import { netplanSets, type NetplanFile } from '../host/netplanSets.ts';
import { linkEntries } from '../netplan/read.ts';
import type { YamlEntry, YamlMapping, YamlNode } from '../yaml/types.ts';
import { defineRule } from './define.ts';

export const npDuplicateKey = defineRule({
  id: 'np-duplicate-key',
  severity: 'warning',
  summary: 'A key that stands twice in one mapping',
  fix: 'none',
  check(host, report) {
    for (const file of netplanSets(host).flatMap((set) => set.files)) {
      const id = file.file.id;
      for (const { first, again } of repetitions(file)) {
        const key = codeSpan(again.key.text);
        report(
          { file: id, span: again.key.span },
          {
            what: `${key} stands here for the second time`,
            why: `netplan says nothing and ${fateOf(again.value)}; other programs that read the file, such as cloud-init, keep only one of the two or refuse it`,
            todo: `put both under one ${key}`,
            related: [{ origin: { file: id, span: first.key.span }, message: `the first ${key}` }],
          },
        );
      }
    }
  },
});

function fateOf(value: YamlNode | undefined): string {
  if (value?.kind === 'mapping') return 'merges the two: of each key inside the later value counts';
  if (value?.kind === 'sequence') return 'appends the second list to the first';
  return 'takes the later value';
}

interface Repetition {
  readonly first: YamlEntry;
  readonly again: YamlEntry;
}

/** All repeated keys of a file; what an alias names is told once. */
function repetitions({ yaml }: NetplanFile): readonly Repetition[] {
  const definitions = new Set(linkEntries(yaml.root).map(({ entry }) => entry));
  const all = repetitionsBelow(yaml.root, (entry) =>
    definitions.has(entry) ? repetitionsOf(entry) : undefined,
  );
  return [...new Map(all.map((one) => [one.again, one])).values()];
}

const ofDefinitions = createMemo<readonly Repetition[]>();

function repetitionsOf(definition: YamlEntry): readonly Repetition[] {
  return ofDefinitions.recall(definition, [], () =>
    repetitionsBelow(definition.value, () => undefined),
  );
}

/** `known` gives what is below an entry if that was looked at before. */
function repetitionsBelow(
  root: YamlNode | undefined,
  known: (entry: YamlEntry) => readonly Repetition[] | undefined,
): readonly Repetition[] {
  const found: Repetition[] = [];
  const seen = new Set<YamlMapping['entries']>();
  const visit = (node: YamlNode | undefined): void => {
    if (node?.kind === 'sequence') for (const item of node.items) visit(item);
    if (node?.kind !== 'mapping' || seen.has(node.entries)) return;
    seen.add(node.entries);
    for (const repetition of repetitionsIn(node)) found.push(repetition);
    for (const entry of node.entries) {
      if (entry.value === undefined || entry.value.kind === 'scalar') continue;
      const below = known(entry);
      if (below === undefined) visit(entry.value);
      else for (const repetition of below) found.push(repetition);
    }
  };
  visit(root);
  return found;
}

function repetitionsIn({ entries }: YamlMapping): readonly Repetition[] {
  const keys = new Set<string>();
  for (const { key } of entries) keys.add(key.text);
  if (keys.size === entries.length) return [];
  const firsts = new Map<string, YamlEntry>();
  return entries.flatMap((again) => {
    const first = firsts.get(again.key.text);
    if (first === undefined) firsts.set(again.key.text, again);
    return first === undefined ? [] : [{ first, again }];
  });
}
