/**
 * The trees of several netplan files as one, each value with the places that made it.
 * Follows netplan 1.2 as `netplan get all` shows it: scalars override, mappings mix, lists append what they do not hold yet;
 * `link-local` and `match: driver` are replaced, a wireless network is written anew, and so are the VXLAN settings of a tunnel.
 */
import type { Origin } from '../../../base/fact.ts';
import type { YamlEntry, YamlMapping, YamlNode } from '../../../yaml/types.ts';

export interface MergedScalar {
  readonly kind: 'scalar';
  readonly text: string;
  readonly isQuoted: boolean;
  readonly origin: Origin;
  /** What it overrides. */
  readonly over: Origin | undefined;
}

export interface MergedList {
  readonly kind: 'list';
  readonly items: readonly MergedNode[];
}

export interface MergedMapping {
  readonly kind: 'mapping';
  readonly entries: ReadonlyMap<string, MergedEntry>;
}

export interface MergedEntry {
  readonly key: string;
  readonly isQuoted: boolean;
  /** Every place where the key is written, in netplan's order. */
  readonly origins: readonly Origin[];
  readonly value: MergedNode;
}

export type MergedNode = MergedScalar | MergedList | MergedMapping;

export const nothing: MergedMapping = { kind: 'mapping', entries: new Map() };

/** Adds a mapping of one file to what the files before made. */
export function mergeMapping(
  before: MergedMapping,
  mapping: YamlMapping,
  file: string,
): MergedMapping {
  return addEntries(before, mapping, { file, path: [], budget: { left: maxNodes } });
}

/** Aliases can make a small text a huge tree. */
const maxNodes = 100_000;

interface At {
  readonly file: string;
  readonly path: readonly string[];
  readonly budget: { left: number };
}

function addEntries(before: MergedMapping, { entries }: YamlMapping, at: At): MergedMapping {
  const merged = new Map(isTunnel(at.path) ? withoutVxlan(before.entries) : before.entries);
  for (const entry of entries) {
    if (at.budget.left-- <= 0) break;
    const key = entry.key.text;
    merged.set(key, addEntry(merged.get(key), entry, { ...at, path: [...at.path, key] }));
  }
  return { kind: 'mapping', entries: merged };
}

function addEntry(before: MergedEntry | undefined, { key, value }: YamlEntry, at: At): MergedEntry {
  const isNew = at.path.at(-2) === 'access-points';
  const origin = { file: at.file, span: key.span };
  return {
    key: key.text,
    isQuoted: key.style !== 'plain',
    origins: isNew || before === undefined ? [origin] : [...before.origins, origin],
    value: addNode(isNew ? undefined : before?.value, value ?? { ...key, text: '' }, at),
  };
}

function addNode(before: MergedNode | undefined, node: YamlNode, at: At): MergedNode {
  switch (node.kind) {
    case 'scalar':
      return {
        kind: 'scalar',
        text: node.text,
        isQuoted: node.style !== 'plain',
        origin: { file: at.file, span: node.span },
        over: before?.kind === 'scalar' ? before.origin : undefined,
      };
    case 'mapping':
      return addEntries(before?.kind === 'mapping' ? before : nothing, node, at);
    case 'sequence': {
      const items = before?.kind === 'list' && !isReplaced(at.path) ? before.items : [];
      return { kind: 'list', items: appendItems(items, node.items, at) };
    }
  }
}

function appendItems(
  before: readonly MergedNode[],
  nodes: readonly YamlNode[],
  at: At,
): readonly MergedNode[] {
  const items = [...before];
  const keepsEqual = repeating.has(at.path.at(-1) ?? '');
  const seen = new Set(items.map(canonical));
  for (const node of nodes) {
    if (at.budget.left-- <= 0) break;
    const item = addNode(undefined, node, { ...at, path: [...at.path, '-'] });
    const text = canonical(item);
    if (!keepsEqual && seen.has(text)) continue;
    seen.add(text);
    items.push(item);
  }
  return items;
}

const repeating: ReadonlySet<string> = new Set(['arp-ip-targets', 'port-range']);

function isReplaced(path: readonly string[]): boolean {
  const last = path.at(-1);
  return last === 'link-local' || (last === 'driver' && path.at(-2) === 'match');
}

/** `network`, `tunnels`, id. */
function isTunnel(path: readonly string[]): boolean {
  return path.length === 3 && path[1] === 'tunnels';
}

const vxlanKeys: ReadonlySet<string> = new Set([
  'id',
  'ageing',
  'aging',
  'limit',
  'type-of-service',
  'flow-label',
  'do-not-fragment',
  'short-circuit',
  'arp-proxy',
  'mac-learning',
  'notifications',
  'checksums',
  'extensions',
  'port-range',
]);

function withoutVxlan(
  entries: ReadonlyMap<string, MergedEntry>,
): readonly (readonly [string, MergedEntry])[] {
  return [...entries].filter(([key]) => !vxlanKeys.has(key));
}

/** Equal for equal values, whatever the order of keys. */
function canonical(node: MergedNode): string {
  switch (node.kind) {
    case 'scalar':
      return JSON.stringify(node.text);
    case 'list':
      return `[${node.items.map(canonical).join(',')}]`;
    case 'mapping':
      return `{${[...node.entries.values()]
        .map(({ key, value }) => `${JSON.stringify(key)}:${canonical(value)}`)
        .toSorted()
        .join(',')}}`;
  }
}
