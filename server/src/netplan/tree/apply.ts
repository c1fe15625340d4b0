/**
 * One occurrence of a definition: its keys, in the order of the text, change what is known of the definition.
 * Scalars override, lists append, mappings mix; references and Open vSwitch settings act at once (src/parse.c of netplan 1.2).
 */
import type {
  YamlEntry,
  YamlMapping,
  YamlNode,
  YamlScalar,
  YamlSequence,
} from '../../yaml/types.ts';
import { isMixed, refuseMixed } from '../exclusive.ts';
import { applyAccessPoints } from './accessPoints.ts';
import { chooseOpenvswitch } from './openvswitch.ts';
import { applyMembers, applyPeer, applyPortNumbers, applyPrimary } from './references.ts';
import { lookUp, makeOwn, originIn } from './state.ts';
import type { Definition, TreeState } from './state.ts';
import { applyTextMap, textMaps } from './textMaps.ts';

export function applyDefinition(
  state: TreeState,
  definition: Definition,
  mapping: YamlMapping,
): void {
  makeOwn(definition);
  // netplan makes the VXLAN settings of a tunnel anew each time the tunnel is written.
  if (definition.kind === 'tunnels') for (const path of vxlanPaths) definition.scalars.delete(path);
  for (const entry of mapping.entries) {
    if (state.isStopped) return;
    applyEntry(state, definition, entry);
  }
}

const vxlanPaths = ['id', 'flow-label'];

function applyEntry(state: TreeState, definition: Definition, entry: YamlEntry): void {
  const key = entry.key.text;
  merge(state, definition, { path: key, entry });
  const value = entry.value ?? emptyScalar(entry);
  if (key === 'renderer') applyRenderer(definition, value);
  else if (key === 'openvswitch') chooseOpenvswitch(definition, value);
  else if (key === 'interfaces') applyMembers(state, definition, value);
  else if (key === 'parameters') applyParameters(state, definition, value);
  else if (key === 'link') applyLink(state, definition, value);
  else if (key === 'peer' && value.kind === 'scalar') applyPeer(state, definition, value);
  else if (key === 'access-points') applyAccessPoints(state, definition, value);
}

/** `link:` alone is a reference to the empty id. */
function emptyScalar({ key }: YamlEntry): YamlScalar {
  return { kind: 'scalar', text: '', span: key.span, style: 'plain' };
}

interface Part {
  readonly path: string;
  readonly entry: YamlEntry;
}

function merge(state: TreeState, definition: Definition, { path, entry }: Part): void {
  const { value } = entry;
  if (value === undefined || value.kind === 'scalar') {
    const origin = originIn(state, (value ?? entry.key).span);
    const placed = { text: value?.text ?? '', origin };
    definition.scalars.set(path, placed);
    if (path === 'key' || path === 'keys') setAllKeys(definition, placed);
    return;
  }
  if (path === 'access-points') return;
  if (value.kind === 'sequence') {
    append(state, definition, { path, items: value.items });
    if (path === 'wakeonwlan') checkFlags(state, definition, value);
    return;
  }
  const name = path === 'key' ? 'keys' : path;
  definition.sections.add(name);
  if (textMapPaths.has(name)) {
    applyTextMap(state, definition.scalars, { path: name, mapping: value });
    return;
  }
  for (const inner of value.entries)
    merge(state, definition, { path: `${name}.${inner.key.text}`, entry: inner });
}

const textMapPaths: ReadonlySet<string> = new Set(textMaps.map((name) => `openvswitch.${name}`));

/** One key is for both directions, and the private key of WireGuard. */
function setAllKeys(
  definition: Definition,
  placed: { text: string; origin: Definition['place'] },
): void {
  for (const name of ['input', 'output', 'private']) definition.scalars.set(`keys.${name}`, placed);
}

function append(
  state: TreeState,
  definition: Definition,
  { path, items }: { readonly path: string; readonly items: readonly YamlNode[] },
): void {
  const list = definition.lists.get(path) ?? [];
  definition.lists.set(path, list);
  if (path === 'peers' && isTakenForKnown(state, definition, items)) return;
  for (const node of items) {
    if (definition.seen.has(node)) continue;
    definition.seen.add(node);
    list.push({ node, file: state.file });
  }
}

/** The words of all files count together; those of one list are judged with its values. */
function checkFlags(state: TreeState, { lists }: Definition, list: YamlSequence): void {
  const all = (lists.get('wakeonwlan') ?? []).map(({ node }) => node);
  if (isMixed(all, 'default') && !isMixed(list.items, 'default'))
    state.report(originIn(state, list.span), refuseMixed('default'));
}

/** handle_wireguard_peers: as many peers as there are already are not read again, whatever they are. */
function isTakenForKnown(
  { ignored, file }: TreeState,
  { id, lists, seen }: Definition,
  items: readonly YamlNode[],
): boolean {
  const list = lists.get('peers') ?? [];
  const [first, last] = [items[0], items.at(-1)];
  if (list[0] === undefined || first === undefined || last === undefined) return false;
  if (list.length !== items.length) return false;
  if (items.every((node) => seen.has(node))) return true;
  const place = { file, span: { start: first.span.start, end: last.span.end } };
  ignored.set(first, { id, place, earlier: { file: list[0].file, span: list[0].node.span } });
  return true;
}

function applyRenderer(definition: Definition, value: YamlNode): void {
  if (value.kind !== 'scalar') return;
  if (value.text === 'networkd' || value.text === 'NetworkManager') definition.backend = value.text;
  if (value.text === 'sriov' && definition.kind === 'vlans') definition.sections.add('sriov');
}

function applyParameters(state: TreeState, definition: Definition, value: YamlNode): void {
  if (value.kind !== 'mapping') return;
  for (const entry of value.entries) {
    if (state.isStopped) return;
    const { key } = entry;
    const inner = entry.value ?? emptyScalar(entry);
    if (inner.kind === 'mapping')
      applyPortNumbers(state, definition, { name: key.text, mapping: inner });
    if (inner.kind !== 'scalar' || definition.kind !== 'bonds') continue;
    if (key.text === 'mode' && ovsModes.has(inner.text)) definition.backend = 'ovs';
    if (key.text === 'primary') applyPrimary(state, definition, inner);
  }
}

const ovsModes: ReadonlySet<string> = new Set(['balance-tcp', 'balance-slb']);

function applyLink(state: TreeState, definition: Definition, value: YamlNode): void {
  if (value.kind !== 'scalar') return;
  const { kind } = definition;
  if (kind !== 'vlans' && kind !== 'ethernets' && kind !== 'nm-devices' && kind !== 'tunnels')
    return;
  const target = lookUp(state, definition, value);
  if (target === undefined) return;
  if (kind === 'vlans') {
    definition.link = target;
    if (target.backend === 'ovs') definition.backend = 'ovs';
  }
  if (kind === 'ethernets' || kind === 'nm-devices') definition.physicalFunction = target;
}
