/** `ip nexthop`: rtm_new_nexthop() and rtm_del_nexthop(), net/ipv4/nexthop.c, v6.18. */
import type { Family } from '../../net/address.ts';
import { hopOf, type Checked } from './check.ts';
import { checkGateway4 } from './fib4Check.ts';
import { checkHop6 } from './gateway6.ts';
import { scopes, tables } from './keys.ts';
import { checkReplacement } from './nexthopReplace.ts';
import { findLink } from './state.ts';
import { removeNexthop } from './nexthopEvents.ts';
import type { Asked, HopRequest } from './requests.ts';
import { note } from './state.ts';
import type { Machine, MachineHop, MachineLink, MachineNexthop, MachineRefusal } from './types.ts';
import { errno, extack, notThere } from './words.ts';

export interface NexthopRequest extends Asked {
  readonly verb: 'add' | 'replace' | 'del';
  readonly id: number | undefined;
  readonly family: Family;
  readonly hop: HopRequest;
  readonly blackhole: boolean;
  readonly members: readonly { readonly id: number; readonly weight: number }[] | undefined;
  readonly groupType: string;
  readonly buckets: number | undefined;
  readonly protocol: string | undefined;
}

/** Carries out one command, or tells why the kernel does not. */
export function nexthop(machine: Machine, request: NexthopRequest): MachineRefusal | undefined {
  if (request.verb === 'del') return deleteNexthop(machine, request);
  if (request.members !== undefined) return addGroup(machine, request, request.members);
  const checked = checkHop(machine, request);
  if (checked.refusal !== undefined) return checked.refusal;
  return insert(machine, request, checked.value);
}

function deleteNexthop(machine: Machine, { id, sure }: NexthopRequest): MachineRefusal | undefined {
  const found = id === undefined ? undefined : machine.nexthops.get(id);
  if (found === undefined)
    return machine.nexthopsKnown
      ? errno('nexthop-missing', 'ENOENT', id === undefined ? {} : { subject: String(id) })
      : undefined;
  if (sure) removeNexthop(machine, found);
  else found.sure = false;
  return undefined;
}

function checkHop(machine: Machine, request: NexthopRequest): Checked<MachineHop | undefined> {
  const { hop, family, blackhole } = request;
  if (hop.dev !== undefined && findLink(machine, hop.dev) === undefined)
    return { refusal: notThere(hop.dev) };
  if (blackhole) {
    if (hop.via !== undefined || hop.dev !== undefined)
      return {
        refusal: extack(
          'request-invalid',
          'Blackhole attribute can not be used with gateway, oif, encap or fdb',
        ),
      };
    const isDown = family === 4 && machine.links.get('lo')?.up === false;
    if (!isDown) return { value: undefined };
    return { refusal: extack('link-down', 'Device for nexthop is not up', { subject: 'lo' }) };
  }
  if (hop.dev === undefined) {
    return {
      refusal: extack(
        'request-invalid',
        'Device attribute required for non-blackhole and non-fdb nexthops',
      ),
    };
  }
  const link = findLink(machine, hop.dev);
  if (link === undefined) return { refusal: notThere(hop.dev) };
  const subject = { subject: link.name };
  if (link.up === false)
    return { refusal: extack('link-down', 'Nexthop device is not up', subject) };
  if (link.carrier === false)
    return { refusal: extack('link-down', 'Carrier for nexthop device is down', subject) };
  if (family === 6) {
    const checked = checkHop6(machine, { hop, table: undefined });
    return checked.refusal === undefined
      ? { value: hopOf(hop, { link: checked.value, scope: 0, linkdown: false }) }
      : checked;
  }
  if (hop.via === undefined)
    return { value: hopOf(hop, { link, scope: scopes.host, linkdown: false }) };
  return checkGateway4(machine, { hop, via: hop.via, table: tables.main, scope: scopes.universe });
}

/** The id is the lowest free one where none is given. */
function insert(
  machine: Machine,
  request: NexthopRequest,
  hop: MachineHop | undefined,
): MachineRefusal | undefined {
  const id = request.id ?? freeId(machine);
  if (id === undefined) return undefined;
  const found = machine.nexthops.get(id);
  if (found !== undefined && request.verb === 'add') return exists(found);
  const made: MachineNexthop = {
    id,
    family: request.members === undefined ? request.family : undefined,
    hop,
    blackhole: request.blackhole,
    members: request.members,
    groupType: request.groupType,
    buckets: request.buckets ?? found?.buckets,
    protocol: request.protocol,
    routes: found?.routes ?? new Set(),
    groups: found?.groups ?? new Set(),
    sure: request.sure,
    origin: request.origin,
  };
  if (found === undefined) {
    if (made.groupType === 'resilient' && made.buckets === undefined && machine.nexthopsKnown)
      return extack(
        'request-invalid',
        'Number of buckets not specified for nexthop group insertion',
      );
  } else {
    const refusal = checkReplacement(machine, found, made);
    if (refusal !== undefined) return refusal;
    for (const member of found.members ?? []) machine.nexthops.get(member.id)?.groups.delete(id);
    note(machine, { kind: 'nexthop', gone: true, nexthop: found });
  }
  for (const member of made.members ?? []) machine.nexthops.get(member.id)?.groups.add(id);
  machine.nexthops.set(id, made);
  note(machine, { kind: 'nexthop', gone: false, nexthop: made });
  return undefined;
}

function exists(found: MachineNexthop): MachineRefusal | undefined {
  if (!found.sure) return undefined;
  return errno('nexthop-exists', 'EEXIST', { subject: String(found.id), cause: found.origin });
}

function freeId(machine: Machine): number | undefined {
  if (!machine.nexthopsKnown) return undefined;
  let id = 1;
  while (machine.nexthops.has(id)) id += 1;
  return id;
}

/** nh_check_attr_group(). */
function addGroup(
  machine: Machine,
  request: NexthopRequest,
  members: NonNullable<NexthopRequest['members']>,
): MachineRefusal | undefined {
  const ids = members.map(({ id }) => id);
  if (new Set(ids).size < ids.length)
    return extack('request-invalid', 'Nexthop id can not be used twice in a group');
  for (const id of ids) {
    const member = machine.nexthops.get(id);
    if (member === undefined) {
      if (!machine.nexthopsKnown) continue;
      return extack('nexthop-missing', 'Invalid nexthop id', { subject: String(id) });
    }
    if (member.members !== undefined)
      return extack('request-invalid', 'Hash-threshold group can not be a nexthop within a group');
    if (member.blackhole && ids.length > 1)
      return extack(
        'request-invalid',
        'Blackhole nexthop can not be used in a group with more than 1 path',
      );
  }
  return insert(machine, request, undefined);
}

/** `ip nexthop flush`; absent selectors match everything. */
export interface NexthopFlush {
  readonly family: Family | undefined;
  readonly dev: string | undefined;
  readonly protocol: string | undefined;
}

/** One that drops packets stands on the loopback link. */
function linkOf(machine: Machine, { hop, blackhole }: MachineNexthop): MachineLink | undefined {
  return blackhole ? machine.links.get('lo') : hop?.link;
}

/** ipnh_list_flush(), iproute2 ip/ipnexthop.c. */
export function flushNexthops(
  machine: Machine,
  { family, dev, protocol }: NexthopFlush,
): MachineRefusal | undefined {
  const link = dev === undefined ? undefined : findLink(machine, dev);
  if (dev !== undefined && link === undefined) return notThere(dev);
  for (const each of machine.nexthops.values()) {
    const isMeant =
      (family === undefined || each.family === family) &&
      (link === undefined || linkOf(machine, each) === link) &&
      (protocol === undefined || (each.protocol ?? 'unspec') === protocol);
    if (isMeant) removeNexthop(machine, each);
  }
  if (family === undefined && dev === undefined && protocol === undefined)
    machine.nexthopsKnown = true;
  return undefined;
}
