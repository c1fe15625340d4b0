/**
 * netplan files at random, along the key tables: mostly what netplan takes, with few mistakes in each file, because netplan
 * stops at the first.
 */
import { linkKinds, network } from '../../../server/src/netplan/keys/network.ts';
import type { KeyRow } from '../../../server/src/netplan/keys/table.ts';
import type { NetplanVersion } from '../../../server/src/netplan/version.ts';
import { scalar, writeDocument } from './node.ts';
import type { Entry, Node } from './node.ts';
import { focusedFiles } from './focus.ts';
import { definitionNode, isKnown, valueNode } from './nodes.ts';
import type { Context } from './nodes.ts';
import { createRandom } from './random.ts';
import type { Random } from './random.ts';

export interface GeneratedFile {
  /** `etc/netplan/10-a.yaml`. */
  readonly name: string;
  readonly text: string;
}

/** The files of one host. */
export function generateFiles(seed: number, target: NetplanVersion): readonly GeneratedFile[] {
  const random = createRandom(seed);
  if (random.chance(0.4)) return focusedFiles(random, target);
  const kinds = Object.keys(linkKinds).filter(
    (kind) => isKnown(network.rows.get(kind), target) || random.chance(0.02),
  );
  const sections = random.some(kinds, 1 + random.below(5));
  if (!sections.includes('ethernets')) sections.unshift('ethernets');
  const ids = new Map(sections.map((section, i) => [section, idsFor(section, i, random)] as const));
  const quality = random.pick([1, 1, 1, 1, 0.99, 0.97, 0.9]);
  const family = random.pick([4, 4, 4, 6, 0] as const) || undefined;
  const context: Context = { random, quality, ids, family, target, isFocused: false };
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
