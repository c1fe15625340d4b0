/**
 * `ip route flush`: iproute_list_flush_or_save(), iproute2 ip/iproute.c: every route that matches is deleted with the words that
 * the kernel lists it with. Those of a route by a nexthop object are a contradiction to the kernel ("mutually exclusive",
 * rtm_to_fib_config() and rtm_to_fib6_config(), v6.18), so it stays, and `ip` gives up behind the others of the same request.
 * So do nexthops that were appended to an IPv6 route with another protocol.
 */
import type { Family } from '../../net/address.ts';
import { prefixCovers, type Prefix } from '../../net/prefix.ts';
import { forget } from './forget.ts';
import { removeSibling } from './siblings.ts';
import { emptyPrefix, hostPrefix, prefixKey, sameAddress, tables } from './keys.ts';
import type { FlushRequest } from './requests.ts';
import { dropRoute, linkNamed, takeTable } from './state.ts';
import type { Machine, MachineRefusal, MachineHop, MachineRoute, MachineTable } from './types.ts';
import { noDevice } from './words.ts';

/** Deletes what matches; the kernel refuses to list a table that was never made. */
export function flushRoutes(machine: Machine, request: FlushRequest): MachineRefusal | undefined {
  const { dev } = request;
  if (dev !== undefined && linkNamed(machine, dev) === undefined) {
    const isMissing = machine.linksKnown || machine.absentLinks.has(dev);
    return isMissing ? noDevice(dev) : undefined;
  }
  const families: readonly Family[] = request.family === undefined ? [4, 6] : [request.family];
  const { table = tables.main } = request;
  if (table === 'all') {
    // `ip` asks for both families at once: what is refused of one stops nothing of the other.
    const all = families.flatMap((family) => [...machine.tables[family].values()]);
    return flushTables(machine, all, request);
  }
  const refusals = families.map((family) => flushTable(machine, { family, id: table }, request));
  return refusals.find((refusal) => refusal !== undefined);
}

function flushTable(
  machine: Machine,
  { family, id }: { readonly family: Family; readonly id: number | string },
  request: FlushRequest,
): MachineRefusal | undefined {
  const table = machine.tables[family].get(id);
  if (table === undefined) {
    if (!machine.tablesKnown) {
      // Whatever stood in the table is gone.
      if (isWhole(request)) takeTable(machine, family, id).known = true;
      return undefined;
    }
    if (isBuiltIn(family, id) || request.inBatch) return undefined;
    return {
      kind: 'table-missing',
      says: `Error: ipv${family}: FIB table does not exist.`,
      subject: String(id),
    };
  }
  const refusal = flushTables(machine, [table], request);
  if (refusal === undefined && isWhole(request)) table.known = true;
  return refusal;
}

/** Nothing but the table is chosen. */
function isWhole(request: FlushRequest): boolean {
  const { dev, exact, within, around, protocol, type, scope, via, src, metric } = request;
  const selectors = [dev, exact, within, around, protocol, type, scope, via, src, metric];
  return selectors.every((each) => each === undefined);
}

function isBuiltIn(family: Family, id: number | string): boolean {
  return id === tables.main || id === tables.local || (family === 4 && id === tables.default);
}

/** `ip` sends its requests by 4 KiB; what stands in a later one than a refused request stays, too. */
const mostInOneRequest = 40;

function flushTables(
  machine: Machine,
  all: readonly MachineTable[],
  request: FlushRequest,
): MachineRefusal | undefined {
  const asked = all
    .flatMap(({ byPrefix }) => [...byPrefix.values()].flat())
    .filter((route) => isAskedFor(machine, route, request));
  const kept = asked.filter((route) => route.nhid !== undefined || isOfOtherProtocol(route));
  const isLong = kept.length > 0 && asked.length > mostInOneRequest;
  for (const { id } of isLong ? all : []) forget(machine, { touches: 'routes', table: id });
  for (const route of isLong ? [] : asked) {
    if (kept.includes(route)) continue;
    if (route.family === 4) dropRoute(machine, route);
    else removeSibling(machine, route);
  }
  if (!machine.listsNexthops)
    for (const route of kept) if (route.nhid !== undefined) route.sure = false;
  const first = kept.find(({ sure }) => sure);
  return first === undefined ? undefined : refusalOf(first);
}

function refusalOf({ nhid, origin: cause }: MachineRoute): MachineRefusal {
  const kind = 'flush-incomplete';
  const says = 'Failed to send flush request: ';
  return nhid === undefined
    ? { kind, says: `${says}No such process`, cause }
    : { kind, says: `${says}Invalid argument`, subject: String(nhid), cause };
}

/** A multipath route of IPv6 is listed, and then deleted, with the protocol of its first nexthop (rt6_fill_node(), v6.18). */
function isOfOtherProtocol({ protocol, siblings }: MachineRoute): boolean {
  return siblings?.[0] !== undefined && siblings[0].protocol !== protocol;
}

/** filter_nlmsg(). */
function isAskedFor(machine: Machine, route: MachineRoute, request: FlushRequest): boolean {
  const { dev, protocol, type, scope, via, src, metric } = request;
  const hop = onlyHop(machine, route);
  return (
    (dev === undefined || (hop !== undefined && hop.link === linkNamed(machine, dev))) &&
    isToAskedFor(route.destination, request) &&
    (src === undefined || (route.src !== undefined && isWithin(src, hostPrefix(route.src)))) &&
    (metric === undefined || metric === route.priority) &&
    (protocol === undefined || protocol === (route.siblings?.[0] ?? route).protocol) &&
    (type === undefined || type === route.type) &&
    (scope === undefined || scope === route.scope) &&
    (via === undefined || sameAddress(hop?.via, via))
  );
}

/** The kernel shows link and gateway of a route with several nexthops elsewhere (RTA_MULTIPATH), where `ip` does not look. */
function onlyHop(
  { nexthops }: Machine,
  { hops, siblings, nhid }: MachineRoute,
): MachineHop | undefined {
  if (nhid !== undefined) return nexthops.get(nhid)?.hop;
  return hops.length > 1 || (siblings?.length ?? 0) > 1 ? undefined : hops[0];
}

/** `default` is that of any family where no other word names one. */
function isToAskedFor(to: Prefix, { family, exact, within, around }: FlushRequest): boolean {
  const inFamily = (prefix: Prefix): Prefix =>
    family === undefined && prefix.length === 0 ? emptyPrefix(to.address.family) : prefix;
  return (
    (exact === undefined || prefixKey(inFamily(exact)) === prefixKey(to)) &&
    (within === undefined || isWithin(inFamily(within), to)) &&
    (around === undefined || isWithin(to, inFamily(around)))
  );
}

function isWithin(outer: Prefix, inner: Prefix): boolean {
  return outer.address.family === inner.address.family && prefixCovers(outer, inner);
}
