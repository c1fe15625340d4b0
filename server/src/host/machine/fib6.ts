/**
 * `ip -6 route`: ip6_route_add() and ip6_route_del(), net/ipv6/route.c; fib6_add_rt2node(), net/ipv6/ip6_fib.c; v6.18.
 * A route is named by destination and metric; nexthops with a gateway and of one name are one multipath route.
 */
import type { Address } from '../../net/address.ts';
import { networkOf, prefixContains, type Prefix } from '../../net/prefix.ts';
import { isFree } from './duplicates6.ts';
import { checkHop6, isLinkLocalAddress } from './gateway6.ts';
import { sameAddress, tables } from './keys.ts';
import { hopOf, noHop, type Checked } from './check.ts';
import { usesIpv4 } from './nexthopReplace.ts';
import { isTwofold, twofold } from './nexthopWords.ts';
import type { HopRequest, RouteRequest } from './requests.ts';
import { dropRoute, linkNamed, placeRoute, routesTo, takeTable } from './state.ts';
import { deleteRoute6 } from './fib6Delete.ts';
import { removeSibling } from './siblings.ts';
import type {
  Machine,
  MachineHop,
  MachineLink,
  MachineRefusal,
  MachineRoute,
  MachineTable,
  TableId,
} from './types.ts';
import { errno, extack } from './words.ts';

/** IP6_RT_PRIO_USER. */
const userPriority = 1024;
const localTypes: ReadonlySet<string> = new Set(['local', 'broadcast', 'nat', 'anycast']);
const rejectTypes: ReadonlySet<string> = new Set(['blackhole', 'unreachable', 'prohibit', 'throw']);

/** Carries out one command on the routes, or tells why the kernel does not. */
export function route6(machine: Machine, request: RouteRequest): MachineRefusal | undefined {
  const table = request.table ?? (localTypes.has(request.type ?? '') ? tables.local : tables.main);
  if (request.tos !== 0)
    return extack('request-invalid', 'Invalid dsfield (tos): option not available for IPv6');
  if (isTwofold(request)) return twofold;
  if (request.verb === 'del') return deleteRoute6(machine, request, table);
  if (request.multipath) return addMultipath(machine, request, table);
  const hop = request.hops[0] ?? noHop;
  const checked = createRoute(machine, { request, table, hop });
  if (checked.value === undefined) return checked.refusal;
  return insertRoute6(machine, checked.value, request.verb);
}

interface Wanted {
  readonly request: RouteRequest;
  readonly table: TableId;
  readonly hop: HopRequest;
}

/** ip6_route_info_create(). */
function createRoute(machine: Machine, wanted: Wanted): Checked<MachineRoute> {
  const { request, table } = wanted;
  takeTable(machine, 6, table);
  if (request.nhid !== undefined) {
    const object = machine.nexthops.get(request.nhid);
    if (object === undefined && machine.nexthopsKnown)
      return {
        refusal: extack('nexthop-missing', 'Nexthop id does not exist', {
          subject: String(request.nhid),
        }),
      };
    if (object !== undefined && usesIpv4(machine, object))
      return { refusal: extack('request-invalid', 'IPv6 routes can not use an IPv4 nexthop') };
    return { value: routeOf(wanted, []) };
  }
  const checked = checkNexthop(machine, wanted);
  if (checked.value === undefined) return checked;
  const { src } = request;
  if (src !== undefined && !isUsable(machine, src, checked.value.link))
    return { refusal: extack('source-missing', 'Invalid source address') };
  const route = routeOf(wanted, [checked.value]);
  return { value: isRejected(machine, wanted) ? { ...route, preference: 'medium' } : route };
}

/** fib6_is_reject(). */
function isRejected(machine: Machine, { request, hop }: Wanted): boolean {
  const { type = 'unicast' } = request;
  if (rejectTypes.has(type)) return true;
  const dev = hop.dev === undefined ? undefined : linkNamed(machine, hop.dev);
  return dev?.kind === 'loopback' && type !== 'local' && hop.via === undefined;
}

function checkNexthop(machine: Machine, { request, table, hop }: Wanted): Checked<MachineHop> {
  const dev = hop.dev === undefined ? undefined : linkNamed(machine, hop.dev);
  const isLocal = request.type === 'local';
  if (isRejected(machine, { request, table, hop })) {
    const lo = machine.links.get('lo');
    if (hop.onlink && dev === undefined)
      return { refusal: extack('request-invalid', 'Nexthop device required for onlink') };
    if (dev?.up === false && (hop.onlink || !rejectTypes.has(request.type ?? '')))
      return {
        refusal: extack('link-down', 'Nexthop device is not up', { subject: dev.name }),
      };
    return {
      value: hopOf({ ...noHop, onlink: hop.onlink }, { link: lo, scope: 0, linkdown: false }),
    };
  }
  const checked = checkHop6(machine, { hop, table });
  if (checked.refusal !== undefined) return checked;
  const link = checked.value;
  return { value: hopOf(hop, { link, scope: 0, linkdown: !isLocal && link?.carrier === false }) };
}

/** ipv6_chk_addr(): an address of the machine, and no longer tentative. */
function isUsable(
  machine: Machine,
  src: NonNullable<RouteRequest['src']>,
  link: MachineLink | undefined,
): boolean {
  const onlyLink = isLinkLocalAddress(src);
  for (const each of machine.links.values()) {
    if (!each.addressesKnown) return true;
    if (onlyLink && each !== link) continue;
    const found = each.addresses.find(({ local }) => sameAddress(local, src));
    if (found !== undefined && (each.up === undefined || isFree(each, found))) return true;
  }
  return !machine.linksKnown || onlyLink;
}

function routeOf({ request, table }: Wanted, hops: readonly MachineHop[]): MachineRoute {
  const priority = request.priority ?? 0;
  return {
    family: 6,
    table,
    destination: networkOf(request.destination),
    tos: 0,
    priority: priority === 0 ? userPriority : priority,
    type: request.type ?? 'unicast',
    protocol: request.protocol ?? 'boot',
    scope: 0,
    src: request.src,
    hops,
    nhid: request.nhid,
    metrics: request.metrics,
    realms: 0,
    preference: request.preference,
    siblings: undefined,
    sure: request.sure,
    origin: request.origin,
  };
}

/** rt6_qualify_for_ecmp(). */
function canShare(route: MachineRoute): boolean {
  return route.nhid === undefined && route.hops[0]?.via !== undefined;
}

/** rt6_duplicate_nexthop(). */
export function isSameNexthop(a: MachineRoute, b: MachineRoute): boolean {
  return (
    a.nhid === b.nhid &&
    a.hops[0]?.link === b.hops[0]?.link &&
    sameAddress(a.hops[0]?.via, b.hops[0]?.via)
  );
}

/** fib6_add(). */
function insertRoute6(
  machine: Machine,
  made: MachineRoute,
  verb: RouteRequest['verb'],
): MachineRefusal | undefined {
  const table = takeTable(machine, 6, made.table);
  const list = routesTo(table, made);
  const isReplace = verb === 'replace' || verb === 'change';
  if (list.length === 0 && (verb === 'change' || verb === 'test')) return missing(table, made);
  const named = list.filter(({ priority }) => priority === made.priority);
  const first = named[0];
  if (first !== undefined && (verb === 'add' || verb === 'test'))
    return exists(named.find(({ sure }) => sure) ?? first);
  if (isReplace) return replace(machine, { made, verb, named, list });
  const twin = named.find((other) => isSameNexthop(other, made));
  if (twin !== undefined) return exists(twin);
  join(machine, { made, named, list });
  return undefined;
}

/** fib6_add_1(): the words differ where the tree has a node of that prefix without a route. */
function missing(table: MachineTable, { destination }: MachineRoute): MachineRefusal | undefined {
  if (!table.known) return undefined;
  if (destination.length === 0 || isBranch(table, destination))
    return errno('route-missing', 'ENOENT');
  return extack('route-missing', 'Can not replace route - no match found');
}

/** True if the tree branches at the prefix: routes are on both sides below it. */
function isBranch(table: MachineTable, prefix: Prefix): boolean {
  const sides = new Set<number>();
  for (const [route] of table.byPrefix.values()) {
    if (route === undefined || route.destination.length <= prefix.length) continue;
    const { address } = route.destination;
    if (prefixContains(prefix, address)) sides.add(bitAt(address, prefix.length));
  }
  return sides.size === 2;
}

function bitAt(address: Address, bit: number): number {
  const word = address.family === 4 ? address.value : (address.words[bit >>> 5] ?? 0);
  return (word >>> (31 - (bit & 31))) & 1;
}

function exists(other: MachineRoute): MachineRefusal | undefined {
  return other.sure ? errno('route-exists', 'EEXIST', { cause: other.origin }) : undefined;
}

interface Insertion {
  readonly made: MachineRoute;
  readonly named: readonly MachineRoute[];
  readonly list: readonly MachineRoute[];
}

/** Behind those of its metric, as a sibling of those that can share. */
function join(machine: Machine, { made, list, named }: Insertion): void {
  if (canShare(made)) {
    const partner = named.find((other) => canShare(other));
    if (partner !== undefined) {
      partner.siblings ??= [partner];
      made.siblings = partner.siblings;
      made.siblings.push(made);
    }
  }
  const after = list.findIndex(({ priority }) => priority > made.priority);
  placeRoute(machine, made, after < 0 ? list.length : after);
}

function replace(
  machine: Machine,
  { made, named, list, verb }: Insertion & { readonly verb: RouteRequest['verb'] },
): MachineRefusal | undefined {
  const gone = named.find((other) => canShare(other) === canShare(made)) ?? named[0];
  if (gone === undefined) {
    if (verb === 'change')
      return takeTable(machine, 6, made.table).known ? errno('route-missing', 'ENOENT') : undefined;
    join(machine, { made, named, list });
    return undefined;
  }
  const index = list.indexOf(gone);
  const others = gone.siblings?.filter((each) => each !== gone) ?? [];
  dropRoute(machine, gone);
  gone.siblings = undefined;
  placeRoute(machine, made, index);
  for (const other of others) {
    dropRoute(machine, other);
    other.siblings = undefined;
  }
  return undefined;
}

/** ip6_route_multipath_add(): one entry a nexthop; if one fails, those before it are taken back. */
function addMultipath(
  machine: Machine,
  request: RouteRequest,
  table: TableId,
): MachineRefusal | undefined {
  if (request.hops.some(({ via }) => via === undefined))
    return extack(
      'request-invalid',
      'Device only routes can not be added for IPv6 using the multipath API',
    );
  const made: MachineRoute[] = [];
  for (const hop of request.hops) {
    const checked = createRoute(machine, { request, table, hop });
    if (checked.value === undefined) return checked.refusal;
    const { value } = checked;
    const twin = made.find((other) => isSameNexthop(other, value));
    if (twin !== undefined) return errno('route-exists', 'EEXIST', { cause: request.origin });
    made.push(value);
  }
  const placed: MachineRoute[] = [];
  for (const [index, route] of made.entries()) {
    const refusal = insertRoute6(machine, route, index === 0 ? request.verb : 'prepend');
    if (refusal !== undefined) {
      for (const each of placed) removeSibling(machine, each);
      return refusal;
    }
    placed.push(route);
  }
  return undefined;
}
