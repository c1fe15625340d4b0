/** Every key of every table has a hover and a completion, each at a place where netplan takes the key. */
import { describe, expect, test } from 'vitest';
import { completionsAt, hoverAt } from './answers.ts';
import { root } from '../../server/src/netplan/keys/network.ts';
import type { KeyRow, KeyTable, ValueType } from '../../server/src/netplan/keys/table.ts';

/** Lines of YAML that lead to a table, and the column of its keys. */
interface Way {
  readonly lines: readonly string[];
  readonly column: number;
  /** The line of the first key begins with a dash that is there already. */
  readonly isOpen: boolean;
}

interface Found {
  readonly table: KeyTable;
  readonly row: KeyRow;
  readonly way: Way;
}

const keys = [...keysBelow(root, { lines: [], column: 0, isOpen: false })];

test('there are all keys of netplan 1.2', () => {
  // 33 tables of the parser; tables that several kinds of links share count for each kind here.
  expect(new Set(keys.map(({ row }) => row.key)).size).toBeGreaterThan(190);
  expect(keys.length).toBeGreaterThan(547);
});

const tables = new Map<string, Found[]>();
for (const found of keys) {
  const name = found.way.lines.map((line) => line.trim()).join(' ') || 'the file';
  tables.set(name, [...(tables.get(name) ?? []), found]);
}

describe.each([...tables])('%s', (_name, rows) => {
  test('each key has a hover with its type and a sentence', () => {
    for (const { row, way } of rows) {
      const half = Math.ceil(row.key.length / 2);
      const key = `${row.key.slice(0, half)}<|>${row.key.slice(half)}:`;
      const answer = hoverAt(textOf(way, key));
      expect(answer, row.key).toContain(`**${row.key}**`);
      expect(answer).toContain(row.doc);
      expect(answer).toContain('Renderers: ');
    }
  });

  test('each key that netplan takes here is offered here', () => {
    const [first] = rows;
    if (first === undefined) throw new Error('no keys');
    const offered = new Set(completionsAt(textOf(first.way, '<|>')));
    for (const { row } of rows) expect(offered.has(row.key), row.key).toBe(!isElsewhere(row.type));
  });
});

test('what is for some devices only is offered for one of them', () => {
  const names = (isHere: boolean): ReadonlySet<string> =>
    new Set(
      keys
        .filter(({ row }) => isElsewhere(row.type) !== isHere)
        .map(({ table, row }) => `${table.name}: ${row.key}`),
    );
  const here = names(true);
  expect([...names(false)].filter((name) => !here.has(name))).toEqual([]);
});

function isElsewhere(type: ValueType): boolean {
  return type.kind === 'elsewhere';
}

function* keysBelow(table: KeyTable, way: Way): Generator<Found, void> {
  for (const row of table.rows.values()) {
    yield { table, row, way };
    const lead = `${way.isOpen ? '' : ' '.repeat(way.column)}${row.key}:`;
    const lines = way.isOpen
      ? [...way.lines.slice(0, -1), `${way.lines.at(-1) ?? ''}${lead}`]
      : [...way.lines, lead];
    yield* keysOf(row.type, { lines, column: way.column + 2, isOpen: false });
  }
}

function* keysOf(type: ValueType, way: Way): Generator<Found, void> {
  const indent = ' '.repeat(way.column);
  switch (type.kind) {
    case 'mapping':
      return yield* keysBelow(type.table, way);
    case 'definitions':
      return yield* keysBelow(type.table, named(way, 'x1'));
    case 'map':
      return yield* keysOf(type.of, named(way, 'x1'));
    case 'sequence':
      return yield* keysOf(type.of, {
        lines: [...way.lines, `${indent}- `],
        column: way.column + 2,
        isOpen: true,
      });
    case 'interface-address':
      return yield* keysBelow(type.options, {
        lines: [...way.lines.slice(0, -1), `${way.lines.at(-1) ?? ''}192.0.2.1/24:`],
        column: way.column + 2,
        isOpen: false,
      });
    case 'either':
      return yield* keysOf(type.other, way);
    case 'elsewhere':
      return yield* keysOf(type.type, way);
    default:
  }
}

function named(way: Way, id: string): Way {
  const line = `${' '.repeat(way.column)}${id}:`;
  return { lines: [...way.lines, line], column: way.column + 2, isOpen: false };
}

function textOf({ lines, column, isOpen }: Way, key: string): string {
  const text = isOpen
    ? `${lines.join('\n')}${key}`
    : [...lines, `${' '.repeat(column)}${key}`].join('\n');
  return `#- /etc/netplan/a.yaml\n${text}\n`;
}
