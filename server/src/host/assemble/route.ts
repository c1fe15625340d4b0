/**
 * `ip route` commands as changes of the routing tables.
 * Follows fib_table_insert() and fib_table_delete(), net/ipv4/fib_trie.c, v6.12: a route is named by
 * destination, table and metric; `replace` puts the new one in the place of the first that has the same name.
 */
import { isUnknown, unknown } from '../../base/fact.ts';
import type { IpNexthop, IpRouteCommand } from '../../iproute/types.ts';
import type { Family } from '../../net/address.ts';
import type { HostNexthop, HostRoute } from '../model.ts';
import { mainTable, tableIdentity } from '../table.ts';
import { insertRoute, metricOf, removeRoute, routesAt } from './routeTable.ts';
import type { HostState } from './state.ts';

/** Applies one `ip route` command. Commands that may not run add, but never remove. */
export function applyRoute(state: HostState, command: IpRouteCommand, file: string): void {
  switch (command.verb) {
    case 'add':
    case 'append':
    case 'prepend':
      return addRoute(state, routeOf(command, file));
    case 'replace':
    case 'change':
      return replaceRoute(state, routeOf(command, file));
    case 'del':
      return deleteRoute(state, routeOf(command, file));
    case 'flush':
      if (!command.context.conditional && !command.flushCache) flushTable(state, command);
      return;
    default:
  }
}

function addRoute(state: HostState, route: HostRoute | undefined): void {
  if (route === undefined) return;
  insertRoute(state.routes, route, state.tableNames);
  state.routesEverAdded.push(route);
}

function replaceRoute(state: HostState, route: HostRoute | undefined): void {
  if (route === undefined) return;
  const metric = metricOf(route);
  for (const other of routesAt(state.routes, route, state.tableNames)) {
    const isSame = metric !== undefined && metricOf(other) === metric;
    if (isSame && surelyRemoves(route, other)) removeRoute(state.routes, other, state.tableNames);
  }
  addRoute(state, route);
}

function deleteRoute(state: HostState, route: HostRoute | undefined): void {
  if (route === undefined) return;
  const gone = routesAt(state.routes, route, state.tableNames).find(
    (other) => route.metric === undefined || metricOf(route) === metricOf(other),
  );
  if (gone !== undefined && surelyRemoves(route, gone))
    removeRoute(state.routes, gone, state.tableNames);
}

/**
 * A command that may not run removes nothing; neither does a function what was set outside it, since nobody knows whether
 * and when it is called.
 */
function surelyRemoves({ context }: HostRoute, other: HostRoute): boolean {
  if (context === undefined || context.conditional) return false;
  return context.functionName === undefined || context.functionName === other.context?.functionName;
}

function flushTable(state: HostState, command: IpRouteCommand): void {
  const table = tableIdentity(tableOf(command), state.tableNames);
  const { context, destination, protocol, nexthops } = command;
  const isNarrowed = destination !== undefined || protocol !== undefined || nexthops.length > 0;
  if (table === undefined || isNarrowed || context.functionName !== undefined) return;
  for (const route of state.routes.all) {
    if (tableIdentity(route.table, state.tableNames) === table)
      removeRoute(state.routes, route, state.tableNames);
  }
}

function routeOf(command: IpRouteCommand, file: string): HostRoute | undefined {
  const destination = command.destination ?? unreadDestination(command, file);
  if (destination === undefined) return undefined;
  return {
    language: command.implied === true ? 'settings' : 'iproute',
    family: familyOf(command),
    type: command.type,
    destination,
    table: tableOf(command) ?? { value: mainTable, origin: { file, span: command.span } },
    metric: command.metric,
    scope: command.scope,
    src: command.src,
    nexthops: command.nexthops.map((nexthop) => nexthopOf(nexthop, file)),
    ...(command.nhid === undefined ? {} : { nhid: command.nhid }),
    multipath: command.multipath,
    automatic: false,
    context: command.context,
    ...(command.incomplete === true ? { incomplete: true } : {}),
    origin: { file, span: command.span },
  };
}

/** `vrf NAME` takes the table of the VRF (ipvrf_get_table(), iproute2 ip/ipvrf.c), which another command has given it. */
function tableOf({ table, vrf }: IpRouteCommand): IpRouteCommand['table'] {
  return vrf === undefined
    ? table
    : { value: unknown('it is that of the VRF'), origin: vrf.origin };
}

/** What was not read may hold the destination. */
function unreadDestination(
  { incomplete, span }: IpRouteCommand,
  file: string,
): HostRoute['destination'] | undefined {
  if (incomplete !== true) return undefined;
  return { value: unknown('the command is not read to the end'), origin: { file, span } };
}

function nexthopOf(nexthop: IpNexthop, file: string): HostNexthop {
  const { via, dev, weight, onlink, span } = nexthop;
  return { via, dev, weight, onlink, origin: { file, span } };
}

/** iproute2: `-4`/`-6`, else the family of the first address, else IPv4. */
function familyOf(command: IpRouteCommand): HostRoute['family'] {
  if (command.family !== undefined) return command.family;
  const { destination } = command;
  if (
    destination !== undefined &&
    !isUnknown(destination.value) &&
    destination.value !== 'default'
  ) {
    return destination.value.address.family;
  }
  const via = command.nexthops
    .map((nexthop) => nexthop.via?.value)
    .find((value) => value !== undefined && !isUnknown(value));
  const family: Family = via === undefined || isUnknown(via) ? 4 : via.family;
  return family;
}
