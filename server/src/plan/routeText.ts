/** Routes of a host in one form, so that what runs can be compared with what the files say. */
import type { FactNexthop, FactRoute } from './types.ts';

/** IPv6 routes without a metric have this one (IP6_RT_PRIO_USER, include/uapi/linux/ipv6_route.h). */
const usualMetric6 = 1024;

/** As `ip route` writes it; equal texts are the same route. Tables are numbers, but for main. */
export function routeText(route: FactRoute, tables: ReadonlyMap<string, number>): string {
  const { family, destination, nexthops } = route;
  const metric = metricOf(route);
  const table = tableText(route.table, tables);
  return [
    family === 6 && destination === 'default' ? 'default (IPv6)' : destination,
    ...(nexthops.length === 1 ? nexthops.map(nexthopText) : nexthops.map(memberText)),
    ...(table === 'main' ? [] : [`table ${table}`]),
    ...(metric === (family === 6 ? usualMetric6 : 0) ? [] : [`metric ${metric}`]),
  ].join(' ');
}

export function metricOf({ family, metric }: FactRoute): number {
  return metric ?? (family === 6 ? usualMetric6 : 0);
}

export function nexthopText({ via, link }: FactNexthop): string {
  return [via === undefined ? '' : `via ${via}`, link === undefined ? '' : `dev ${link}`]
    .filter((part) => part !== '')
    .join(' ');
}

/** `254` and `main` are one, and so are a name and its number. */
export function tableText(table: string, tables: ReadonlyMap<string, number>): string {
  const number = String(tables.get(table) ?? table);
  return number === '254' ? 'main' : number;
}

function memberText(nexthop: FactNexthop): string {
  return `nexthop ${nexthopText(nexthop)} weight ${nexthop.weight}`;
}
