/** Lines and values for damage: every key of every table, with a value that it may take. */
import { root } from '../../../server/src/netplan/keys/network.ts';
import type { KeyRow, KeyTable, ValueType } from '../../../server/src/netplan/keys/table.ts';
import { sampleTexts } from './values.ts';

const rows = rowsBelow(root, new Set());

/** `key: value` in one line. */
export const rowTexts: readonly string[] = rows.map(
  ({ key, type }, i) => `${key}: ${sampleOf(type, key, i)}`,
);

/** Values of any type. */
export const valueTexts: readonly string[] = [
  ...sampleTexts,
  '{}',
  '[]',
  '[[]]',
  '[{}]',
  '{a: b}',
  '[a, b]',
  '*a',
  '&a x',
  '!!str 5',
  '""',
  '~',
  'off',
  '[192.0.2.1/24]',
  'e0',
];

function rowsBelow(table: KeyTable, seen: Set<KeyTable>): KeyRow[] {
  if (seen.has(table)) return [];
  seen.add(table);
  return [...table.rows.values()].flatMap((row) => [
    row,
    ...tablesOf(row.type).flatMap((inner) => rowsBelow(inner, seen)),
  ]);
}

/** The tables right below a value. */
function tablesOf(type: ValueType): KeyTable[] {
  switch (type.kind) {
    case 'mapping':
    case 'definitions':
      return [type.table];
    case 'interface-address':
      return [type.options];
    case 'sequence':
    case 'map':
      return tablesOf(type.of);
    case 'either':
      return tablesOf(type.other);
    case 'elsewhere':
      return tablesOf(type.type);
    default:
      return [];
  }
}

function sampleOf(type: ValueType, key: string, i: number): string {
  switch (type.kind) {
    case 'mapping':
    case 'definitions':
    case 'map':
      return '{}';
    case 'sequence':
      return '[]';
    case 'either':
      return 'x1';
    case 'word':
      return type.words[i % type.words.length] ?? key;
    default:
      return sampleTexts[i % sampleTexts.length] ?? key;
  }
}
