/** What one definition says about others: members, primaries, peers, port costs (src/parse.c of netplan 1.2). */
import { codeSpan } from '../../base/markdown.ts';
import type { YamlEntry, YamlMapping, YamlNode, YamlScalar } from '../../yaml/types.ts';
import { atStart, refuseConflict } from '../refusal.ts';
import type { Refusal } from '../refusal.ts';
import { lookUp, originIn } from './state.ts';
import type { Definition, TreeState } from './state.ts';

/** `interfaces` of a bridge, a bond or a VRF. */
export function applyMembers(state: TreeState, definition: Definition, value: YamlNode): void {
  if (value.kind !== 'sequence') return;
  for (const [i, item] of value.items.entries()) {
    if (item.kind !== 'scalar') continue;
    if (state.isStopped) return;
    const member = lookUp(state, definition, item);
    if (member === undefined) continue;
    const refusal = refuseMember(definition, member);
    if (refusal === undefined) join(definition, member);
    else {
      const report = (span: typeof item.span, one: Refusal): void =>
        state.report(originIn(state, span), one);
      (i === 0 ? report : atStart(value.span, report))(item.span, refusal);
    }
  }
}

function refuseMember(definition: Definition, member: Definition): Refusal | undefined {
  const isBridge = definition.kind === 'bridges';
  if (definition.kind === 'vrfs') {
    if (member.vrf === undefined || member.vrf === definition) return undefined;
    return refuseSecond(definition, member, { owner: member.vrf, kind: 'vrf' });
  }
  if (member.bridge !== undefined && !(isBridge && member.bridge === definition))
    return refuseSecond(definition, member, { owner: member.bridge, kind: 'bridge' });
  if (member.bond !== undefined && (isBridge || member.bond !== definition))
    return refuseSecond(definition, member, { owner: member.bond, kind: 'bond' });
  return undefined;
}

function refuseSecond(
  definition: Definition,
  member: Definition,
  { owner, kind }: { readonly owner: Definition; readonly kind: string },
): Refusal {
  const netplan = `${definition.id}: interface '${member.id}' is already assigned to ${kind} ${owner.id}`;
  const name = kind === 'vrf' ? 'VRF' : kind;
  return refuseConflict(
    `${codeSpan(member.id)} belongs to ${name} ${codeSpan(owner.id)} already`,
    netplan,
    'remove it from one of the two',
  );
}

function join(definition: Definition, member: Definition): void {
  if (definition.kind === 'vrfs') {
    member.vrf = definition;
    return;
  }
  if (definition.kind === 'bridges') member.bridge ??= definition;
  else if (definition.kind === 'bonds') member.bond = definition;
  if (member.backend === 'ovs') definition.backend = 'ovs';
}

/** `primary` of a bond. */
export function applyPrimary(state: TreeState, definition: Definition, value: YamlScalar): void {
  const member = lookUp(state, definition, value);
  if (member === undefined || definition.primary === value.text) return;
  const place = originIn(state, value.span);
  if (definition.primary !== undefined) {
    const netplan = `${definition.id}: bond already has a primary member: ${definition.primary}`;
    const what = `the bond has the primary ${codeSpan(definition.primary)} already`;
    state.report(place, refuseConflict(what, netplan, 'name one primary'));
    return;
  }
  if (member.primary !== undefined && state.target !== '0.106') {
    const owner = [...state.definitions.values()].find(
      (other) => other.kind === 'bonds' && other.primary === value.text,
    );
    const netplan = `${definition.id}: interface '${value.text}' is already a primary of ${owner?.id ?? ''}`;
    const what = `${codeSpan(value.text)} is the primary of another bond already`;
    state.report(place, refuseConflict(what, netplan, 'name a member of this bond'));
    return;
  }
  member.primary = value.text;
  definition.primary = value.text;
}

/** `peer` of a virtual Ethernet link. */
export function applyPeer(state: TreeState, definition: Definition, value: YamlScalar): void {
  if (definition.kind !== 'virtual-ethernets') return;
  const place = originIn(state, value.span);
  const { id } = definition;
  const name = codeSpan(value.text);
  if (value.text === id) {
    const netplan = `${id}: virtual-ethernet peer cannot be itself`;
    state.report(place, refuseConflict(`${name} is its own peer`, netplan, 'name the other end'));
    return;
  }
  const peer = lookUp(state, definition, value);
  if (peer === undefined) return;
  if (peer.kind !== 'virtual-ethernets' && peer.kind !== 'placeholder') {
    const netplan = `${id}: virtual-ethernet peer '${peer.id}' is not a virtual-ethernet interface`;
    const what = `${name} is not in ${codeSpan('virtual-ethernets')}`;
    state.report(place, refuseConflict(what, netplan, 'name the other end of the cable'));
    return;
  }
  if (peer.peer !== undefined && peer.peer !== definition) {
    const netplan = `${id}: virtual-ethernet peer '${peer.id}' is another virtual-ethernet's (${peer.peer.id}) peer already`;
    const what = `${name} is the peer of ${codeSpan(peer.peer.id)} already`;
    state.report(place, refuseConflict(what, netplan, 'join each end once'));
    return;
  }
  definition.peer = peer;
  peer.peer = definition;
}

interface PortMap {
  readonly name: string;
  readonly mapping: YamlMapping;
}

/** `path-cost` and `port-priority` of a bridge. */
export function applyPortNumbers(
  state: TreeState,
  definition: Definition,
  { name, mapping }: PortMap,
): void {
  if (definition.kind !== 'bridges' || (name !== 'path-cost' && name !== 'port-priority')) return;
  for (const entry of mapping.entries) {
    if (state.isStopped) return;
    const port = lookUp(state, definition, entry.key);
    if (port === undefined) continue;
    const field = name === 'path-cost' ? 'pathCost' : 'portPriority';
    if (port[field] === 0) port[field] = numberOf(entry);
    else reportTwice(state, definition, { name, mapping, entry, port, was: port[field] });
  }
}

function numberOf({ value }: YamlEntry): number {
  const number = value?.kind === 'scalar' ? Number(value.text) : 0;
  return Number.isNaN(number) ? 0 : number;
}

function reportTwice(
  state: TreeState,
  definition: Definition,
  twice: PortMap & { readonly entry: YamlEntry; readonly port: Definition; readonly was: number },
): void {
  const { name, mapping, entry, port, was } = twice;
  const words = name === 'path-cost' ? 'path cost' : 'port priority';
  const netplan = `${definition.id}: interface '${port.id}' already has a ${words} of ${was}`;
  const what = `${codeSpan(port.id)} has a ${words} already`;
  const report = atStart(mapping.span, (span, refusal) =>
    state.report(originIn(state, span), refusal),
  );
  report(entry.key.span, refuseConflict(what, netplan, 'keep one of the two'));
}
