/**
 * `ip route` commands as changes of the routing tables.
 * Follows fib_table_insert() and fib_table_delete(), net/ipv4/fib_trie.c, v6.12: a route is named by
 * destination, table and metric; `replace` puts the new one in the place of the first that has the same name.
 */
import { identityOf, isUnknown, type Fact } from '../../base/fact.ts';
import type { IpNexthop, IpRouteCommand } from '../../iproute/types.ts';
import type { Family } from '../../net/address.ts';
import { formatPrefix, type Prefix } from '../../net/prefix.ts';
import type { HostNexthop, HostRoute } from '../model.ts';
import { mainTable, tableIdentity } from '../table.ts';
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
      if (!command.context.conditional) deleteRoute(state, routeOf(command, file));
      return;
    case 'flush':
      if (!command.context.conditional && !command.flushCache) flushTable(state, command);
      return;
    default:
  }
}

function addRoute(state: HostState, route: HostRoute | undefined): void {
  if (route === undefined) return;
  state.routes.push(route);
  state.routesEverAdded.push(route);
}

function replaceRoute(state: HostState, route: HostRoute | undefined): void {
  if (route === undefined) return;
  if (route.context?.conditional !== true) {
    const name = nameOf(route, state);
    if (name !== undefined)
      state.routes = state.routes.filter(
        (other) => other.automatic || nameOf(other, state) !== name,
      );
  }
  addRoute(state, route);
}

function deleteRoute(state: HostState, route: HostRoute | undefined): void {
  const name = route === undefined ? undefined : nameOf({ ...route, metric: undefined }, state);
  if (route === undefined || name === undefined) return;
  const index = state.routes.findIndex(
    (other) =>
      !other.automatic &&
      nameOf({ ...other, metric: undefined }, state) === name &&
      (route.metric === undefined || metricOf(route) === metricOf(other)),
  );
  if (index >= 0) state.routes.splice(index, 1);
}

function flushTable(state: HostState, command: IpRouteCommand): void {
  const table = tableIdentity(command.table, state.tableNames);
  const narrowed =
    command.destination !== undefined ||
    command.protocol !== undefined ||
    command.nexthops.length > 0;
  if (table === undefined || narrowed) return;
  state.routes = state.routes.filter(
    (route) => tableIdentity(route.table, state.tableNames) !== table,
  );
}

/** Family, table, destination and metric: what makes two routes the same entry. Undefined where one is unknown. */
function nameOf(route: HostRoute, state: HostState): string | undefined {
  const table = tableIdentity(route.table, state.tableNames);
  const metric = metricOf(route);
  const destination = destinationText(route.destination);
  if (
    table === undefined ||
    metric === undefined ||
    destination === undefined ||
    isUnknown(route.family)
  )
    return undefined;
  return `${route.family} ${table} ${destination} ${metric}`;
}

function metricOf(route: HostRoute): number | undefined {
  if (route.metric === undefined) return route.family === 6 ? 1024 : 0;
  return isUnknown(route.metric.value) ? undefined : route.metric.value;
}

/** Comparable text of a destination. */
export function destinationText(destination: Fact<Prefix | 'default'>): string | undefined {
  const { value } = destination;
  if (isUnknown(value)) return value.symbol === undefined ? undefined : `$${value.symbol}`;
  if (value === 'default' || value.length === 0) return 'default';
  return formatPrefix(value);
}

function routeOf(command: IpRouteCommand, file: string): HostRoute | undefined {
  if (command.destination === undefined) return undefined;
  return {
    language: 'iproute',
    family: familyOf(command),
    type: command.type,
    destination: command.destination,
    table: command.table ?? { value: mainTable, origin: { file, span: command.span } },
    metric: command.metric,
    scope: command.scope,
    src: command.src,
    nexthops: command.nexthops.map((nexthop) => nexthopOf(nexthop, file)),
    ...(command.nhid === undefined ? {} : { nhid: command.nhid }),
    multipath: command.multipath,
    automatic: false,
    context: command.context,
    origin: { file, span: command.span },
  };
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

/** True if both nexthops name the same link. */
export function sameLink(a: Fact<string> | undefined, b: Fact<string> | undefined): boolean {
  const name = identityOf(a);
  return name !== undefined && name === identityOf(b);
}
