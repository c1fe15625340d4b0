/**
 * Hosts with one definition of which one key may be wrong, and everything else is right: netplan stops at the first error, so
 * others would hide it.
 */
import { linkKinds, network } from '../../../server/src/netplan/keys/network.ts';
import type { NetplanVersion } from '../../../server/src/netplan/version.ts';
import type { GeneratedFile } from './generate.ts';
import { scalar, writeDocument } from './node.ts';
import type { Entry } from './node.ts';
import { definitionNode, isKnown, plainDefinition } from './nodes.ts';
import type { Context } from './nodes.ts';
import type { Random } from './random.ts';

export function focusedFiles(random: Random, target: NetplanVersion): readonly GeneratedFile[] {
  const kinds = Object.keys(linkKinds).filter((kind) => isKnown(network.rows.get(kind), target));
  const section = random.pick(kinds);
  const ids = new Map([
    [section, ['it0', 'it1']],
    ['ethernets', ['et0', 'et1']],
  ]);
  const context: Context = { random, ids, target, quality: 1, family: 4, isFocused: false };
  const renderer = { key: 'renderer', value: scalar(random.pick(['networkd', 'NetworkManager'])) };
  const sections = [...ids.keys()].map((key) => sectionOf(context, key, key === section));
  const entries = [renderer, ...sections];
  const network_ = { key: 'network', value: { kind: 'map', entries } } as const;
  const text = writeDocument({ kind: 'map', entries: [network_] }, random);
  return [{ name: 'etc/netplan/10-a.yaml', text }];
}

/** The first definition of the section is the one that is tried. */
function sectionOf(context: Context, section: string, isFocused: boolean): Entry {
  const type = network.rows.get(section)?.type;
  if (type?.kind !== 'definitions') throw new Error(`${section} holds no definitions`);
  const entries = (context.ids.get(section) ?? []).map((key, i) => ({
    key,
    value:
      isFocused && i === 0
        ? definitionNode({ ...context, isFocused }, type.table)
        : plainDefinition(context, type.table),
  }));
  return { key: section, value: { kind: 'map', entries } };
}
