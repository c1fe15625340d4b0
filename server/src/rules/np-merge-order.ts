/** A later file that does not replace what an earlier one says: lists are appended, and DHCP stays on (parse.c, netplan 1.2). */
import { codeSpan } from '../base/markdown.ts';
import type { Host } from '../host/model.ts';
import { netplanSets, type NetplanDefinition, type NetplanPart } from '../host/netplanSets.ts';
import { booleanAt, entriesBelow, isOn, type PlacedEntry } from '../host/netplanTree.ts';
import { defineRule, type Related } from './define.ts';
import { nameOf } from './fileName.ts';

/** Lists of which people expect that the later one replaces the earlier one. */
const lists = [
  { path: ['addresses'], what: 'addresses' },
  { path: ['nameservers', 'addresses'], what: 'name servers' },
] as const;

export const npMergeOrder = defineRule({
  id: 'np-merge-order',
  severity: 'information',
  summary: 'A later file adds to an earlier one instead of replacing it',
  fix: 'none',
  check(host, report) {
    for (const definition of netplanSets(host).flatMap((set) => set.definitions)) {
      if (definition.parts.length < 2) continue;
      for (const { path, what } of lists) {
        for (const { entry, earlier } of appendedLists(definition, path)) {
          const others = earlier.map(({ file }) => codeSpan(nameOf(host, file)));
          report(
            { file: entry.file, span: entry.node.key.span },
            {
              what: `these ${what} are added to those of ${[...new Set(others)].join(' and ')}`,
              why: `netplan appends the lists of ${codeSpan(definition.id)} from all files, so the earlier ${what} stay`,
              todo: 'remove the earlier ones there if these shall replace them',
              related: earlier.map(relatedOf(host)),
            },
          );
        }
      }
      const dhcp = keptDhcp(definition);
      if (dhcp === undefined) continue;
      report(
        { file: dhcp.entry.file, span: dhcp.entry.node.key.span },
        {
          what: `${codeSpan(definition.id)} gets these addresses and one by DHCP`,
          why: `${codeSpan(nameOf(host, dhcp.from.file))} sets \`dhcp4: true\`, and a later file changes only what it names`,
          todo: 'add `dhcp4: false` here if the addresses shall replace DHCP',
          related: [dhcp.from].map(relatedOf(host)),
        },
      );
    }
  },
});

interface Appended {
  readonly entry: PlacedEntry;
  readonly earlier: readonly PlacedEntry[];
}

function appendedLists(
  definition: NetplanDefinition,
  path: readonly string[],
): readonly Appended[] {
  const entries = definition.parts.flatMap((part) => listsIn(part, path));
  return entries.flatMap((entry, i) => {
    const earlier = entries.slice(0, i).filter(({ file }) => file !== entry.file);
    const before = new Set(earlier.flatMap(textsOf));
    const isNew = textsOf(entry).some((text) => !before.has(text));
    return earlier.length > 0 && isNew ? [{ entry, earlier }] : [];
  });
}

function listsIn({ file, mapping }: NetplanPart, path: readonly string[]): readonly PlacedEntry[] {
  return entriesBelow({ file, node: mapping }, path).filter((entry) => textsOf(entry).length > 0);
}

function textsOf({ node: { value } }: PlacedEntry): readonly string[] {
  if (value?.kind !== 'sequence') return [];
  return value.items.flatMap((item) => {
    if (item.kind === 'scalar') return [item.text];
    return item.kind === 'mapping' ? item.entries.slice(0, 1).map(({ key }) => key.text) : [];
  });
}

/** Static addresses in a later file than the one that turned DHCP on. */
function keptDhcp(
  definition: NetplanDefinition,
): { readonly entry: PlacedEntry; readonly from: PlacedEntry } | undefined {
  if (!isOn(booleanAt(definition, ['dhcp4']))) return undefined;
  const all = definition.parts.map(({ file, mapping }) => ({ file, node: mapping }));
  const from = all.flatMap((part) => entriesBelow(part, ['dhcp4'])).at(-1);
  const written = all.flatMap((part) => entriesBelow(part, ['addresses']));
  if (from === undefined || written.some(({ file }) => file === from.file)) return undefined;
  const order = definition.parts.map(({ file }) => file);
  const entry = written.find(
    (candidate) =>
      order.indexOf(candidate.file) > order.indexOf(from.file) &&
      textsOf(candidate).some((text) => !text.includes(':')),
  );
  return entry === undefined ? undefined : { entry, from };
}

function relatedOf(host: Host): (entry: PlacedEntry) => Related {
  return ({ file, node }) => ({
    origin: { file, span: node.key.span },
    message: `${codeSpan(nameOf(host, file))} says it here`,
  });
}
