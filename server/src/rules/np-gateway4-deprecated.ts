/** `gateway4` and `gateway6`, deprecated since netplan 0.103: a route to `default` says the same and can have a metric. */
import { known } from '../base/fact.ts';
import { containsSpan } from '../base/span.ts';
import { codeSpan } from '../base/markdown.ts';
import type { Host } from '../host/model.ts';
import { netplanSets, withKeys } from '../host/netplanSets.ts';
import { entriesAt, scalarFact, type PlacedEntry } from '../host/netplanTree.ts';
import { formatAddress } from '../net/address.ts';
import { readAddress } from '../netplan/values.ts';
import type { YamlSequence } from '../yaml/types.ts';
import { defineRule, type Fix } from './define.ts';
import { documentOf } from './fixes/lines.ts';
import { endOf, eolAt, endOfLine, insert, newLine, removeEntry } from './fixes/netplanEntry.ts';

const gateways = [
  { key: 'gateway4', family: 4 },
  { key: 'gateway6', family: 6 },
] as const;

export const npGateway4Deprecated = defineRule({
  id: 'np-gateway4-deprecated',
  severity: 'warning',
  summary: '`gateway4` or `gateway6` instead of a route to `default`',
  fix: 'safe',
  check(host, report) {
    for (const definition of netplanSets(host).flatMap((set) =>
      withKeys(set, 'gateway4', 'gateway6'),
    )) {
      for (const { key, family } of gateways) {
        for (const entry of entriesAt(definition, [key])) {
          const { value } = entry.node;
          if (value === undefined) continue;
          const fact = scalarFact({ file: entry.file, node: value }, (text) =>
            readAddress(text, family),
          );
          const via = known(fact);
          // A value that netplan refuses is an error already.
          if (via === undefined) continue;
          const fix = toRoute(host, entry, formatAddress(via));
          report(
            { file: entry.file, span: entry.node.key.span },
            {
              what: `${codeSpan(key)} is deprecated`,
              why: 'netplan still takes it, with a warning; it has no metric and no table, and with a second gateway neither netplan nor the kernel can tell which one is meant',
              todo: `write a route to \`default\` via ${codeSpan(formatAddress(via))}`,
              tags: ['deprecated'],
              fixes: fix === undefined ? [] : [fix],
            },
          );
        }
      }
    }
  },
});

function toRoute(host: Host, { file, node, parent }: PlacedEntry, via: string): Fix | undefined {
  const text = documentOf(host, file)?.file.text;
  if (text === undefined) return undefined;
  const fix = { title: `Write ${node.key.text} as a route to default`, safe: true };
  const quoted = parent.flow && via.includes(':') ? `"${via}"` : via;
  const flowRoute = `{to: default, via: ${quoted}}`;
  const routes = parent.entries.findLast((entry) => entry.key.text === 'routes');
  if (routes === undefined) {
    const lines = ['routes:', '  - to: default', `    via: ${via}`];
    const newText = parent.flow
      ? `routes: [${flowRoute}]`
      : lines.map((line, i) => (i === 0 ? line : newLine(text, node, line))).join('');
    const span = { start: node.span.start, end: endOf(text, node) };
    return { ...fix, edits: [{ file, edits: [{ span, newText }] }] };
  }
  const list = routes.value;
  const removal = removeEntry({ text, parent, entry: node });
  if (list?.kind !== 'sequence' || removal === undefined) return undefined;
  // What an alias brings in belongs to others too.
  if (!list.items.every((item) => containsSpan(routes.span, item.span))) return undefined;
  const added = addItem({ text, list, via, flowRoute });
  return added === undefined ? undefined : { ...fix, edits: [{ file, edits: [removal, added] }] };
}

interface NewItem {
  readonly text: string;
  readonly list: YamlSequence;
  readonly via: string;
  readonly flowRoute: string;
}

function addItem({ text, list, via, flowRoute }: NewItem): ReturnType<typeof insert> | undefined {
  const last = list.items.at(-1);
  if (last === undefined) return undefined;
  const end = last.span.start + text.slice(last.span.start, last.span.end).trimEnd().length;
  if (list.flow) return insert(end, `, ${flowRoute}`);
  const lineStart = text.lastIndexOf('\n', last.span.start - 1) + 1;
  const dash = /^[ \t]*-[ \t]+$/.exec(text.slice(lineStart, last.span.start))?.[0];
  if (dash === undefined) return undefined;
  const eol = eolAt(text, last.span.start);
  const lines = [`${dash}to: default`, `${dash.replace('-', ' ')}via: ${via}`];
  return insert(endOfLine(text, end), lines.map((line) => eol + line).join(''));
}
