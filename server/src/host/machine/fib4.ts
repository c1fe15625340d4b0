/**
 * `ip route` on IPv4: fib_table_insert() and fib_table_delete(), net/ipv4/fib_trie.c, v6.18, with the defaults of
 * iproute_modify(), iproute2 ip/iproute.c. A route is named by destination, tos and metric.
 */
import { hasHostBits } from '../../net/prefix.ts';
import { checkRoute4, type Route4 } from './fib4Check.ts';
import { sameAddress, scopes, tables } from './keys.ts';
import { matchesMetrics, sameMetrics } from './metrics.ts';
import { isTwofold, twofold } from './nexthopWords.ts';
import type { HopRequest, RouteRequest } from './requests.ts';
import { dropRoute, findTable, placeRoute, routesTo, takeTable } from './state.ts';
import type { Machine, MachineHop, MachineRefusal, MachineRoute } from './types.ts';
import { errno, extack } from './words.ts';

const localTypes: ReadonlySet<string> = new Set(['local', 'broadcast', 'nat', 'anycast']);
const invalidPrefix = extack('request-invalid', 'Invalid prefix for given prefix length');

/** Carries out one command on the routes, or tells why the kernel does not. */
export function route4(machine: Machine, request: RouteRequest): MachineRefusal | undefined {
  const route: Route4 = {
    request,
    type: request.type ?? 'unicast',
    table: request.table ?? (localTypes.has(request.type ?? '') ? tables.local : tables.main),
    scope: request.scope ?? defaultScope(request),
  };
  if (isTwofold(request)) return twofold;
  if (hasHostBits(request.destination)) return invalidPrefix;
  if (request.verb === 'del') return deleteRoute4(machine, route);
  takeTable(machine, 4, route.table);
  const checked = checkRoute4(machine, route);
  if (checked.value === undefined) return checked.refusal;
  return insert(machine, route, checked.value);
}

function defaultScope({ type = 'unicast', hops, nhid, verb, multipath }: RouteRequest): number {
  if (type === 'local' || type === 'nat') return scopes.host;
  if (type === 'broadcast' || type === 'multicast' || type === 'anycast') return scopes.link;
  if (verb === 'del') return scopes.nowhere;
  if (type !== 'unicast') return scopes.universe;
  const isDirect = !multipath && nhid === undefined && hops.every(({ via }) => via === undefined);
  return isDirect ? scopes.link : scopes.universe;
}

function insert(
  machine: Machine,
  route: Route4,
  hops: readonly MachineHop[],
): MachineRefusal | undefined {
  const { request } = route;
  const made = routeOf(route, hops);
  const list = routesTo(takeTable(machine, 4, route.table), made);
  const start = list.findIndex(
    (other) => other.tos < made.tos || (other.tos === made.tos && other.priority >= made.priority),
  );
  const first = list[start];
  const isNamed = first !== undefined && first.tos === made.tos && first.priority === made.priority;
  if (!isNamed) {
    if (request.verb === 'change' || request.verb === 'test') return missing(machine, route);
    placeRoute(machine, made, start < 0 ? list.length : start);
    return undefined;
  }
  const named = list.filter((other) => other.tos === made.tos && other.priority === made.priority);
  if (request.verb === 'add' || request.verb === 'test')
    return exists(named.find(({ sure }) => sure) ?? first);
  const twin = named.find((other) => isTwin(other, made));
  if (request.verb === 'replace' || request.verb === 'change') {
    if (twin !== undefined) return twin === first ? undefined : exists(twin);
    replaceAt(machine, first, made);
    return undefined;
  }
  if (twin !== undefined) return exists(twin);
  placeRoute(machine, made, request.verb === 'append' ? start + named.length : start);
  return undefined;
}

function replaceAt(machine: Machine, gone: MachineRoute, made: MachineRoute): void {
  const index = routesTo(takeTable(machine, 4, gone.table), gone).indexOf(gone);
  dropRoute(machine, gone);
  placeRoute(machine, gone.sure && !made.sure ? { ...made, sure: false } : made, index);
}

function exists(other: MachineRoute): MachineRefusal | undefined {
  return other.sure ? errno('route-exists', 'EEXIST', { cause: other.origin }) : undefined;
}

function missing(machine: Machine, { table }: Route4): MachineRefusal | undefined {
  return findTable(machine, 4, table)?.known === true
    ? errno('route-missing', 'ENOENT')
    : undefined;
}

function routeOf(
  { request, type, table, scope }: Route4,
  hops: readonly MachineHop[],
): MachineRoute {
  return {
    family: 4,
    table,
    destination: request.destination,
    tos: request.tos,
    priority: request.priority ?? 0,
    type,
    protocol: request.protocol ?? 'boot',
    scope,
    src: request.src,
    hops,
    nhid: request.nhid,
    metrics: request.metrics,
    realms: request.nhid === undefined ? request.realms : 0,
    preference: request.preference,
    siblings: undefined,
    sure: request.sure,
    origin: request.origin,
  };
}

/** fib_find_info(): the kernel shares what two routes have in common, so equal content is one and the same. */
function isTwin(a: MachineRoute, b: MachineRoute): boolean {
  return (
    a.type === b.type &&
    a.protocol === b.protocol &&
    a.scope === b.scope &&
    a.nhid === b.nhid &&
    a.realms === b.realms &&
    sameMetrics(a.metrics, b.metrics) &&
    sameAddress(a.src, b.src) &&
    a.hops.length === b.hops.length &&
    a.hops.every((hop, i) => isSameHop(hop, b.hops[i]))
  );
}

function isSameHop(a: MachineHop, b: MachineHop | undefined): boolean {
  return (
    b !== undefined &&
    a.link === b.link &&
    a.weight === b.weight &&
    a.onlink === b.onlink &&
    a.scope === b.scope &&
    a.dead === b.dead &&
    sameAddress(a.via, b.via)
  );
}

function deleteRoute4(machine: Machine, route: Route4): MachineRefusal | undefined {
  const { request } = route;
  if (request.nhid !== undefined && machine.nexthopsKnown && !machine.nexthops.has(request.nhid))
    return extack('nexthop-missing', 'Nexthop id does not exist', {
      subject: String(request.nhid),
    });
  const table = findTable(machine, 4, route.table);
  if (table === undefined) {
    if (!machine.tablesKnown) return undefined;
    return extack('table-missing', 'FIB table does not exist', { subject: String(route.table) });
  }
  const found = routesTo(table, request).filter((other) => isAskedFor(other, route));
  const gone = found[0];
  if (gone === undefined) return table.known ? errno('route-missing', 'ESRCH') : undefined;
  if (table.known && request.sure) dropRoute(machine, gone);
  else blur(found);
  return undefined;
}

/** Another route that nobody knows of may have gone instead. */
function blur(routes: readonly MachineRoute[]): void {
  for (const route of routes) route.sure = false;
}

/** The conditions of fib_table_delete() and fib_nh_match(). */
function isAskedFor(other: MachineRoute, { request, scope }: Route4): boolean {
  const { type, src, protocol, priority, nhid, metrics } = request;
  if (other.tos !== request.tos || (type !== undefined && type !== other.type)) return false;
  if (scope !== scopes.nowhere && scope !== other.scope) return false;
  if (src !== undefined && !sameAddress(src, other.src)) return false;
  if (protocol !== undefined && protocol !== other.protocol) return false;
  if (priority !== undefined && priority !== 0 && priority !== other.priority) return false;
  if (!matchesMetrics(metrics, other.metrics)) return false;
  if (nhid !== undefined) return other.nhid === nhid;
  // Without a word on its nexthops, a route by an object is meant as well as any other.
  if (other.nhid !== undefined) return request.hops.length === 0;
  return matchesRealms(request, other) && matchesHops(request, other.hops);
}

/** fib_nh_match() looks at them beside a link or a gateway alone. */
function matchesRealms({ hops, multipath, realms }: RouteRequest, other: MachineRoute): boolean {
  return realms === 0 || multipath || hops.length === 0 || realms === other.realms;
}

function matchesHops({ multipath, hops }: RouteRequest, has: readonly MachineHop[]): boolean {
  if (hops.length === 0) return true;
  if (!multipath) return matchesHop(hops[0], has[0]);
  // A route without nexthops holds one that names nothing.
  if (has.length === 0) return matchesHop(hops[0], undefined);
  return has.length <= hops.length && has.every((hop, i) => matchesOneOf(hops[i], hop));
}

/** Of several, one with a gateway of IPv6 means one without a gateway, too. */
function matchesOneOf(asked: HopRequest | undefined, has: MachineHop): boolean {
  const isOfIpv6 = asked?.via?.family === 6 && has.via === undefined;
  return matchesHop(isOfIpv6 ? { ...asked, via: undefined } : asked, has);
}

function matchesHop(asked: HopRequest | undefined, has: MachineHop | undefined): boolean {
  if (asked === undefined) return false;
  if (asked.dev !== undefined && asked.dev !== has?.link?.name) return false;
  return asked.via === undefined || sameAddress(asked.via, has?.via);
}
