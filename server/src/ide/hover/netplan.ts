/** The hover on a netplan key: its row in the key table. */
import { codeSpan } from '../../base/markdown.ts';
import { touchesSpan } from '../../base/span.ts';
import { root } from '../../netplan/keys/network.ts';
import type { KeyRow, KeyTable, ValueType } from '../../netplan/keys/table.ts';
import type { YamlEntry, YamlNode } from '../../yaml/types.ts';
import type { Hover, Place } from '../types.ts';

const reference = 'https://netplan.readthedocs.io/en/stable/netplan-yaml/';

/** Answers on the key of an entry that a table knows. */
export function hoverNetplan({ document, offset }: Place): Hover | undefined {
  if (document.kind !== 'netplan' || document.yaml.root === undefined) return undefined;
  const found = findKey(document.yaml.root, { kind: 'mapping', table: root }, offset);
  return found === undefined
    ? undefined
    : { span: found.entry.key.span, markdown: explain(found.row) };
}

interface Found {
  readonly entry: YamlEntry;
  readonly row: KeyRow;
}

/** Walks from the root to the entry at the offset; the type of each value tells the table of its keys. */
function findKey(node: YamlNode, type: ValueType, offset: number): Found | undefined {
  if (node.kind === 'scalar') return undefined;
  if (node.kind === 'sequence') {
    const item = node.items.find(({ span }) => touchesSpan(span, offset));
    return item === undefined || type.kind !== 'sequence'
      ? undefined
      : findKey(item, type.of, offset);
  }
  const entry = node.entries.find(({ span }) => touchesSpan(span, offset));
  if (entry === undefined) return undefined;
  if (type.kind === 'definitions')
    return inside(entry, { kind: 'mapping', table: type.table }, offset);
  if (type.kind !== 'mapping') return undefined;
  return inTable(entry, type.table, offset);
}

function inTable(entry: YamlEntry, table: KeyTable, offset: number): Found | undefined {
  const row = table.rows.get(entry.key.text);
  if (row === undefined) return undefined;
  return touchesSpan(entry.key.span, offset) ? { entry, row } : inside(entry, row.type, offset);
}

function inside(entry: YamlEntry, type: ValueType, offset: number): Found | undefined {
  return entry.value === undefined ? undefined : findKey(entry.value, type, offset);
}

function explain(row: KeyRow): string {
  return [
    `**${row.key}**${row.isDeprecated === true ? ' (deprecated)' : ''}`,
    row.doc,
    ...valuesOf(row.type),
    ...(row.since === undefined ? [] : [`Since netplan ${row.since}.`]),
    ...(row.renderers === undefined
      ? []
      : [`Has an effect with ${row.renderers.map(codeSpan).join(' and ')}.`]),
    `[netplan reference](${reference})`,
  ].join('\n\n');
}

function valuesOf(type: ValueType): readonly string[] {
  return type.kind === 'word' ? [`Values: ${type.words.map(codeSpan).join(', ')}.`] : [];
}
