/** The nodes of a definition at random, along the key tables. */
import type { KeyRow, KeyTable, ValueType } from '../../../server/src/netplan/keys/table.ts';
import { isOlder } from '../../../server/src/netplan/version.ts';
import type { NetplanVersion } from '../../../server/src/netplan/version.ts';
import { scalar } from './node.ts';
import type { Entry, Node } from './node.ts';
import type { Random } from './random.ts';
import { addresses, textFor } from './values.ts';

export interface Context {
  readonly random: Random;
  /** Hosts of one family are seldom refused for mixing both. */
  readonly family: 4 | 6 | undefined;
  /** Chance for each value that it is one that netplan takes. */
  readonly quality: number;
  readonly target: NetplanVersion;
  /** True where one key, somewhere below, is to be tried in all ways, and the rest is to be right. */
  readonly isFocused: boolean;
  /** Definitions of all files, by section. */
  readonly ids: ReadonlyMap<string, readonly string[]>;
}

/** False for what came after the version. */
export function isKnown(row: KeyRow | undefined, target: NetplanVersion): boolean {
  return row?.since === undefined || !isOlder(target, row.since);
}

function knownRows({ random, target }: Context, table: KeyTable): KeyRow[] {
  return [...table.rows.values()].filter((row) => isKnown(row, target) || random.chance(0.02));
}

export function definitionNode(context: Context, table: KeyTable): Node {
  const { random } = context;
  const rows = knownRows(context, table);
  const needed = rows.filter((row) => needsRow(row, table));
  if (context.isFocused) return focusedNode(context, rows, needed);
  const required = needed.filter(() => random.chance(0.97));
  const others = random
    .some(rows, random.pick([0, 1, 2, 3, 5]))
    .filter(({ key }) => !delicate.has(key) || random.chance(0.12));
  if (others.some(({ key }) => key === 'set-name') && random.chance(0.9))
    others.push(...rows.filter(({ key }) => key === 'match'));
  const entries = [...new Set([...required, ...others])].map((row) => entryFor(context, row));
  if (random.chance(0.2)) entries.reverse();
  if (random.chance(0.01)) entries.push(random.pick(oddEntries));
  return { kind: 'map', entries };
}

/** Keys that most definitions are refused for. */
const delicate: ReadonlySet<string> = new Set([
  'networkmanager',
  'openvswitch',
  'delay-virtual-functions-rebind',
  'gateway4',
  'gateway6',
  'ipv6-address-token',
  'activation-mode',
  'auth',
]);

/** Keys without which a definition is hardly ever right. */
function needsRow({ key, isRequired }: KeyRow, { name }: KeyTable): boolean {
  if (isRequired === true) return true;
  if (name === 'a tunnel') return ['remote', 'id', 'peers'].includes(key);
  if (name === 'a NetworkManager device') return key === 'networkmanager';
  return false;
}

/** A definition with what it needs and nothing else. */
export function plainDefinition(context: Context, table: KeyTable): Node {
  const needed = knownRows(context, table).filter((row) => needsRow(row, table));
  return { kind: 'map', entries: needed.map((row) => entryFor(context, row)) };
}

const oddEntries: readonly Entry[] = [
  { key: 'dhcp5', value: scalar('true') },
  { key: '<<', value: { kind: 'map', entries: [] } },
  { key: 'Addresses', value: { kind: 'list', items: [] } },
  { key: 'gateway', value: scalar('192.0.2.1') },
];

function entryFor(context: Context, row: KeyRow): Entry {
  return { key: row.key, value: valueNode(context, row.key, row.type) };
}

export function valueNode(context: Context, key: string, type: ValueType): Node {
  const { random, quality } = context;
  if (!random.chance(0.5 + quality / 2)) return random.pick(oddShapes);
  switch (type.kind) {
    case 'sequence':
      return listNode(context, key, type);
    case 'mapping':
      return tableNode(context, type.table);
    case 'map':
      return mapNode(context, key, type);
    case 'definitions':
      return definitionNode(context, type.table);
    case 'interface-address':
      return addressNode(context, type);
    case 'either':
      return random.chance(0.7)
        ? scalar(textFor(type.scalar, key, { ...context, ids: allIds(context) }))
        : valueNode(context, key, type.other);
    case 'elsewhere':
      return random.chance(quality) ? scalar('off') : valueNode(context, key, type.type);
    default:
      return scalar(textFor(type, key, { ...context, ids: allIds(context, key) }));
  }
}

const oddShapes: readonly Node[] = [
  scalar(''),
  scalar('word'),
  { kind: 'list', items: [] },
  { kind: 'map', entries: [] },
  { kind: 'list', items: [{ kind: 'list', items: [] }] },
  { kind: 'list', items: [{ kind: 'map', entries: [] }] },
  { kind: 'map', entries: [{ key: 'a', value: scalar('b') }] },
];

function allIds({ ids, random }: Context, key = ''): readonly string[] {
  if (key === 'peer') return [...(ids.get('virtual-ethernets') ?? []), 'elsewhere'];
  const ethernets = ids.get('ethernets') ?? [];
  return random.chance(0.8) ? ethernets : [...ids.values()].flat();
}

function listNode(
  context: Context,
  key: string,
  type: Extract<ValueType, { kind: 'sequence' }>,
): Node {
  const { random } = context;
  const n = type.length?.count ?? random.pick([0, 1, 1, 1, 2, 3]);
  return {
    kind: 'list',
    items: Array.from({ length: n }, () => valueNode(context, key, type.of)),
  };
}

function tableNode(context: Context, table: KeyTable): Node {
  const { random, quality } = context;
  const rows = knownRows(context, table);
  const wanted = rows.filter(
    ({ key, isRequired }) => isRequired === true || (usual.has(key) && random.chance(0.9)),
  );
  if (context.isFocused) return focusedNode(context, rows, wanted);
  const others = random
    .some(rows, random.pick([0, 1, 2, 3]))
    .filter(({ type }) => type.kind !== 'elsewhere' || random.chance(0.1));
  const entries = [...new Set([...wanted, ...others])].map((row) => entryFor(context, row));
  if (!random.chance(0.8 + quality / 5)) entries.push(random.pick(oddEntries));
  if (random.chance(0.2)) entries.reverse();
  return { kind: 'map', entries };
}

/** Keys of routes, rules and peers. */
const usual: ReadonlySet<string> = new Set([
  'to',
  'via',
  'from',
  'keys',
  'allowed-ips',
  'passthrough',
  'priority',
]);

function mapNode(context: Context, key: string, type: Extract<ValueType, { kind: 'map' }>): Node {
  const { random } = context;
  const keys =
    type.keys === 'reference'
      ? allIds(context)
      : type.keys === 'ssid'
        ? ['home', 'my net', 'home']
        : ['connection.type', 'ipv4.method', 'plain'];
  const chosen =
    key === 'passthrough' ? ['connection.type'] : random.some(keys, 1 + random.below(2));
  return {
    kind: 'map',
    entries: chosen.map((one) => ({ key: one, value: portValue(context, key, type) })),
  };
}

function portValue(context: Context, key: string, type: Extract<ValueType, { kind: 'map' }>): Node {
  const { random, quality } = context;
  if (type.keys !== 'reference') return valueNode(context, key, type.of);
  const good = key === 'path-cost' ? ['1', '100', '0'] : ['0', '1', '63'];
  return scalar(random.pick(random.chance(quality) ? good : ['64', '-1', '', 'x', '4294967295']));
}

function addressNode(
  context: Context,
  type: Extract<ValueType, { kind: 'interface-address' }>,
): Node {
  const { random, quality } = context;
  const text = random.pick(random.chance(quality) ? addresses.good : addresses.bad);
  if (random.chance(0.95)) return scalar(text);
  return { kind: 'map', entries: [{ key: text, value: tableNode(context, type.options) }] };
}

/** The rows that a mapping needs, right, and one more that may be wrong. */
function focusedNode(context: Context, rows: readonly KeyRow[], wanted: readonly KeyRow[]): Node {
  const { random } = context;
  if (rows.length === 0) return { kind: 'map', entries: [] };
  const focus = random.pick(rows);
  const calm = { ...context, isFocused: false, quality: 1 };
  const entries = wanted.filter((row) => row !== focus).map((row) => entryFor(calm, row));
  const hasDepth = depthOf(focus.type) > 0;
  const quality = hasDepth ? 1 : 0.4;
  const isLeftOut = wanted.includes(focus) && random.chance(0.2);
  if (!isLeftOut) entries.push(entryFor({ ...context, isFocused: hasDepth, quality }, focus));
  return { kind: 'map', entries };
}

/** How many tables lie below. */
function depthOf(type: ValueType): number {
  switch (type.kind) {
    case 'mapping':
    case 'definitions':
      return 1;
    case 'sequence':
    case 'map':
      return depthOf(type.of);
    case 'either':
      return depthOf(type.other);
    default:
      return 0;
  }
}
