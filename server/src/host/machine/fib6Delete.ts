/** `ip -6 route del`: ip6_route_del(), net/ipv6/route.c, v6.18. Without a gateway all nexthops of a multipath route go. */
import { isZero, sameAddress, tables } from './keys.ts';
import { removeSibling } from './siblings.ts';
import type { HopRequest, RouteRequest } from './requests.ts';
import { dropRoute, findTable, routesTo, takeTable } from './state.ts';
import type { Machine, MachineRefusal, MachineRoute, MachineTable, TableId } from './types.ts';
import { errno, extack } from './words.ts';

export function deleteRoute6(
  machine: Machine,
  request: RouteRequest,
  id: TableId,
): MachineRefusal | undefined {
  const { nhid } = request;
  if (nhid !== undefined && machine.nexthopsKnown && !machine.nexthops.has(nhid))
    return extack('nexthop-missing', 'Nexthop id does not exist', { subject: String(nhid) });
  const table = findTable(machine, 6, id);
  if (table === undefined) {
    if (!machine.tablesKnown) return undefined;
    if (id === tables.main || id === tables.local)
      return deleteOne(machine, {
        request,
        table: takeTable(machine, 6, id),
        hop: request.hops[0],
      });
    return extack('table-missing', 'FIB table does not exist', { subject: String(id) });
  }
  const hops = request.hops.length === 0 ? [undefined] : request.hops;
  let refusal: MachineRefusal | undefined;
  for (const hop of hops) refusal = deleteOne(machine, { request, table, hop }) ?? refusal;
  return refusal;
}

interface Deletion {
  readonly request: RouteRequest;
  readonly table: MachineTable;
  readonly hop: HopRequest | undefined;
}

function deleteOne(machine: Machine, deletion: Deletion): MachineRefusal | undefined {
  const { request, table, hop } = deletion;
  const found = routesTo(table, request).filter((route) => isAskedFor(route, deletion));
  const gone = found[0];
  if (gone === undefined) {
    if (!table.known) return undefined;
    return errno('route-missing', meetsNullEntry(deletion) ? 'ENOENT' : 'ESRCH');
  }
  if (!table.known || !request.sure) {
    for (const route of found) route.sure = false;
  } else if ((hop?.via !== undefined && !isZero(hop.via)) || request.multipath)
    removeSibling(machine, gone);
  else for (const route of gone.siblings ?? [gone]) drop(machine, route);
  return undefined;
}

/** A table without a default route holds the null entry in its place, which matches and cannot be deleted. */
function meetsNullEntry({ request, table, hop }: Deletion): boolean {
  const { priority, protocol, nhid } = request;
  return (
    request.destination.length === 0 &&
    routesTo(table, request).length === 0 &&
    (priority === undefined || priority === 0) &&
    (protocol === undefined || protocol === 'kernel') &&
    nhid === undefined &&
    (hop?.dev === undefined || hop.dev === 'lo') &&
    (hop?.via === undefined || isZero(hop.via))
  );
}

function drop(machine: Machine, route: MachineRoute): void {
  dropRoute(machine, route);
  route.siblings = undefined;
}

function isAskedFor(route: MachineRoute, { request, hop }: Deletion): boolean {
  const { nhid, priority, protocol } = request;
  if (route.nhid !== undefined && nhid !== undefined && route.nhid !== nhid) return false;
  if (priority !== undefined && priority !== 0 && priority !== route.priority) return false;
  if (protocol !== undefined && protocol !== route.protocol) return false;
  if (route.nhid !== undefined) return true;
  if (nhid !== undefined) return false;
  const has = route.hops[0];
  if (hop?.dev !== undefined && hop.dev !== has?.link?.name) return false;
  return hop?.via === undefined || isZero(hop.via) || sameAddress(hop.via, has?.via);
}
