/**
 * The routes of a host while commands are folded in: in the order of insertion, and found by name without a search.
 * A name is what makes two routes the same entry for the kernel; a route with an unknown part has none.
 */
import { isUnknown, type Fact } from '../../base/fact.ts';
import { createMemo } from '../../base/pieces.ts';
import { formatPrefix, type Prefix } from '../../net/prefix.ts';
import type { HostRoute } from '../model.ts';
import { tableIdentity } from '../table.ts';

export interface RouteTable {
  readonly all: Set<HostRoute>;
  /** By family, table and destination. */
  readonly byPlace: Map<string, Set<HostRoute>>;
}

export function createRouteTable(): RouteTable {
  return { all: new Set(), byPlace: new Map() };
}

export function insertRoute(
  routes: RouteTable,
  route: HostRoute,
  names: ReadonlyMap<string, number>,
): void {
  routes.all.add(route);
  const place = placeOf(route, names);
  if (place === undefined) return;
  const found = routes.byPlace.get(place);
  if (found === undefined) routes.byPlace.set(place, new Set([route]));
  else found.add(route);
}

export function removeRoute(
  routes: RouteTable,
  route: HostRoute,
  names: ReadonlyMap<string, number>,
): void {
  routes.all.delete(route);
  const place = placeOf(route, names);
  if (place !== undefined) routes.byPlace.get(place)?.delete(route);
}

/** Routes that somebody wrote, with the same family, table and destination, whatever their metric. */
export function routesAt(
  routes: RouteTable,
  route: HostRoute,
  names: ReadonlyMap<string, number>,
): readonly HostRoute[] {
  const place = placeOf(route, names);
  const found = place === undefined ? undefined : routes.byPlace.get(place);
  return found === undefined ? [] : [...found].filter((other) => !other.automatic);
}

/** The metric, with the kernel's value where none is written; undefined if unknown. */
export function metricOf(route: HostRoute): number | undefined {
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

const numbered = createMemo<string | undefined>();

/** A route of netplan that has a number for its table has one place, whatever the names of tables are. */
function placeOf(route: HostRoute, names: ReadonlyMap<string, number>): string | undefined {
  return route.language === 'netplan' && typeof route.table.value === 'number'
    ? numbered.recall(route, [], () => placeWith(route, names))
    : placeWith(route, names);
}

function placeWith(route: HostRoute, names: ReadonlyMap<string, number>): string | undefined {
  const table = tableIdentity(route.table, names);
  const destination = destinationText(route.destination);
  if (table === undefined || destination === undefined || isUnknown(route.family)) return undefined;
  return `${route.family} ${table} ${destination}`;
}
