/**
 * netplan files at random, along the key tables: mostly what netplan takes, with few mistakes in each file, because netplan
 * stops at the first.
 */
import { linkKinds, network } from '../../../server/src/netplan/keys/network.ts';
import type { KeyRow, KeyTable, ValueType } from '../../../server/src/netplan/keys/table.ts';
import { scalar, writeDocument } from './node.ts';
import type { Entry, Node } from './node.ts';
import { createRandom } from './random.ts';
import type { Random } from './random.ts';
import { addresses, textFor } from './values.ts';

export interface GeneratedFile {
  /** `etc/netplan/10-a.yaml`. */
  readonly name: string;
  readonly text: string;
}

interface Context {
  readonly random: Random;
  /** Hosts of one family are seldom refused for mixing both. */
  readonly family: 4 | 6 | undefined;
  /** Chance for each value that it is one that netplan takes. */
  readonly quality: number;
  /** Definitions of all files, by section. */
  readonly ids: ReadonlyMap<string, readonly string[]>;
}

/** The files of one host. */
export function generateFiles(seed: number): readonly GeneratedFile[] {
  const random = createRandom(seed);
  const sections = random.some(Object.keys(linkKinds), 1 + random.below(5));
  if (!sections.includes('ethernets')) sections.unshift('ethernets');
  const ids = new Map(sections.map((section, i) => [section, idsFor(section, i, random)] as const));
  const quality = random.pick([1, 1, 1, 1, 0.99, 0.97, 0.9]);
  const family = random.pick([4, 4, 4, 6, 0] as const) || undefined;
  const context: Context = { random, quality, ids, family };
  const names = random.pick([oneName, oneName, oneName, oneName, twoNames, twoNames, layers]);
  return names.map((name) => ({ name, text: fileText(context, sections, name === names[0]) }));
}

const oneName = ['etc/netplan/10-a.yaml'];
const twoNames = ['etc/netplan/10-a.yaml', 'etc/netplan/20-b.yaml'];
const layers = ['lib/netplan/20-b.yaml', 'run/netplan/10-a.yaml', 'etc/netplan/20-b.yaml'];

function idsFor(section: string, i: number, random: Random): readonly string[] {
  const n = section === 'ethernets' ? 1 + random.below(4) : 1 + random.below(2);
  const name = section.slice(0, 2);
  return Array.from({ length: n }, (_, j) => (random.chance(0.003) ? 'e0' : `${name}${i}${j}`));
}

function fileText(context: Context, sections: readonly string[], isFirst: boolean): string {
  const { random } = context;
  const entries: Entry[] = [];
  if (random.chance(0.8)) entries.push({ key: 'version', value: scalar('2') });
  if (random.chance(0.35))
    entries.push({ key: 'renderer', value: scalar(random.pick(['networkd', 'NetworkManager'])) });
  const here = isFirst ? sections : random.some(sections, 2);
  for (const key of here) {
    const row = network.rows.get(key);
    if (row !== undefined) entries.push({ key, value: sectionNode(context, key, row) });
  }
  const globals = network.rows.get('openvswitch');
  if (random.chance(0.05) && globals !== undefined)
    entries.push({ key: 'openvswitch', value: valueNode(context, 'openvswitch', globals.type) });
  if (random.chance(0.3)) entries.reverse();
  const tree: Node = {
    kind: 'map',
    entries: [{ key: 'network', value: { kind: 'map', entries } }],
  };
  return writeDocument(tree, random);
}

function sectionNode(context: Context, section: string, row: KeyRow): Node {
  const { random, ids } = context;
  if (row.type.kind !== 'definitions') return scalar('');
  const { table } = row.type;
  const entries: Entry[] = (ids.get(section) ?? []).map((key) => ({
    key,
    value: definitionNode(context, table),
  }));
  if (random.chance(0.08))
    entries.splice(random.below(entries.length + 1), 0, {
      key: 'renderer',
      value: scalar(random.pick(['networkd', 'NetworkManager'])),
    });
  return { kind: 'map', entries };
}

function definitionNode(context: Context, table: KeyTable): Node {
  const { random } = context;
  const rows = [...table.rows.values()];
  const required = rows.filter((row) => needsRow(row, table) && random.chance(0.97));
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

const oddEntries: readonly Entry[] = [
  { key: 'dhcp5', value: scalar('true') },
  { key: '<<', value: { kind: 'map', entries: [] } },
  { key: 'Addresses', value: { kind: 'list', items: [] } },
  { key: 'gateway', value: scalar('192.0.2.1') },
];

function entryFor(context: Context, row: KeyRow): Entry {
  return { key: row.key, value: valueNode(context, row.key, row.type) };
}

function valueNode(context: Context, key: string, type: ValueType): Node {
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
  const rows = [...table.rows.values()];
  const wanted = rows.filter(
    ({ key, isRequired }) => isRequired === true || (usual.has(key) && random.chance(0.9)),
  );
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
