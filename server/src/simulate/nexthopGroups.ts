/**
 * Nexthop groups of a host as groups to preview, one for each `ip nexthop add|replace … group`.
 * The commands are folded in their order: a resilient group that is replaced keeps what its table was, as the kernel does.
 */
import { isUnknown, known } from '../base/fact.ts';
import type { Host, HostNexthopStep } from '../host/model.ts';
import type { NexthopMember } from '../iproute/types.ts';
import { createTable, replaceMembers } from '../kernel/resilientTable.ts';
import { formatAddress } from '../net/address.ts';
import type { Family } from '../net/address.ts';
import { hashSysctls } from './sysctlNumber.ts';
import type { Group, GroupMember } from './types.ts';

/** Groups in the order in which the lines run. */
export function findNexthopGroups(host: Host): Group[] {
  const objects = new Map<number, NexthopObject>();
  return (host.nexthopSteps ?? []).flatMap((step) => {
    const id = known(step.id);
    if (step.verb === 'flush') objects.clear();
    if (step.verb === 'del' && id !== undefined) removeObject(objects, id);
    if (step.verb === 'flush' || step.verb === 'del') return [];
    const object = objectOf(step, id === undefined ? undefined : objects.get(id));
    if (id !== undefined) objects.set(id, object);
    return step.members === undefined ? [] : [groupOf(host, object, objects)];
  });
}

/** A nexthop or a group while the commands are folded in. */
interface NexthopObject {
  readonly step: HostNexthopStep;
  readonly members: readonly NexthopMember[] | undefined;
  /** Resilient groups: numbers of the nexthops that own the buckets. */
  readonly owners: readonly number[] | undefined;
}

function objectOf(step: HostNexthopStep, before: NexthopObject | undefined): NexthopObject {
  const members = known(step.members);
  if (members === undefined || members.length === 0 || known(step.groupType) !== 'resilient')
    return { step, members, owners: undefined };
  if (step.verb === 'replace' && before?.owners !== undefined)
    return { step, members, owners: replaceMembers(before.owners, withIds(members)) };
  const buckets = known(step.buckets) ?? 0;
  const hasTable = buckets >= 1 && buckets <= 0xffff && hasOnlyWeights(members);
  return { step, members, owners: hasTable ? createTable(buckets, withIds(members)) : undefined };
}

function hasOnlyWeights(members: readonly NexthopMember[]): boolean {
  return members.every(({ weight }) => weight >= 1 && weight <= 65_536);
}

function withIds(members: readonly NexthopMember[]): readonly NexthopMember[] {
  return hasOnlyWeights(members) ? members : [];
}

/** A deleted nexthop leaves its groups. */
function removeObject(objects: Map<number, NexthopObject>, id: number): void {
  objects.delete(id);
  for (const [groupId, object] of objects) {
    const { members, owners } = object;
    if (members?.some((member) => member.id === id) !== true) continue;
    const left = members.filter((member) => member.id !== id);
    if (left.length === 0) objects.delete(groupId);
    else {
      const moved = owners === undefined ? undefined : replaceMembers(owners, withIds(left));
      objects.set(groupId, { ...object, members: left, owners: moved });
    }
  }
}

function groupOf(
  host: Host,
  { step, members = [], owners }: NexthopObject,
  objects: ReadonlyMap<number, NexthopObject>,
): Group {
  const id = known(step.id);
  const family = familyOf(host, step, members, objects);
  const isResilient = known(step.groupType) === 'resilient';
  const indexOf = (owner: number): number => members.findIndex((member) => member.id === owner);
  const buckets = owners?.map(indexOf) ?? known(step.buckets);
  const refusal = refusalOf(step);
  return {
    kind: isResilient ? 'resilient-group' : 'nexthop-group',
    origin: step.origin,
    family,
    name: id === undefined ? 'nexthop group' : `nexthop group ${id}`,
    members: membersOf(members, objects),
    ...hashSysctls(host, family),
    ...(isResilient && buckets !== undefined ? { buckets } : {}),
    ...(refusal === undefined ? {} : { refusal }),
  };
}

function membersOf(
  members: readonly NexthopMember[],
  objects: ReadonlyMap<number, NexthopObject>,
): GroupMember[] {
  const total = members.reduce((sum, { weight }) => sum + weight, 0);
  return members.map(({ id, weight }, index) => {
    const object = objects.get(id)?.step;
    const gateway = known(object?.via);
    return {
      index,
      gateway: gateway === undefined ? undefined : formatAddress(gateway),
      device: known(object?.dev),
      weight,
      configured: total > 0 ? weight / total : 0,
    };
  });
}

/** Of a route that uses the group, else of its members: an IPv4 route may have IPv6 gateways. */
function familyOf(
  host: Host,
  step: HostNexthopStep,
  ...[members, objects]: readonly [readonly NexthopMember[], ReadonlyMap<number, NexthopObject>]
): Family {
  const id = known(step.id);
  const route = host.routesEverAdded.find(({ nhid }) => id !== undefined && known(nhid) === id);
  const families = [route?.family, ...members.map((member) => objects.get(member.id)?.step.family)];
  const first = families.find((family) => family === 4 || family === 6);
  return first === 6 ? 6 : 4;
}

function refusalOf({ members, groupType, buckets }: HostNexthopStep): string | undefined {
  if (members !== undefined && isUnknown(members.value))
    return `the members are not known: ${members.value.reason}`;
  if (groupType !== undefined && isUnknown(groupType.value))
    return `the type of the group is not known: ${groupType.value.reason}`;
  const type = known(groupType) ?? 'mpath';
  if (type !== 'mpath' && type !== 'resilient') return `there is no group type \`${type}\``;
  if (buckets !== undefined && isUnknown(buckets.value))
    return `the number of buckets is not known: ${buckets.value.reason}`;
  return undefined;
}
