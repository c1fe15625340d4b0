/** Routes that the kernel itself makes for IPv6: addrconf_prefix_route() and addrconf_add_mroute(), net/ipv6/addrconf.c, v6.18. */
import { noMetrics } from './metrics.ts';
import type { Origin } from '../../base/fact.ts';
import type { Prefix } from '../../net/prefix.ts';
import { isSameNexthop } from './fib6.ts';
import { removeSibling } from './siblings.ts';
import { prefixKey, tables } from './keys.ts';
import { mayBeInVrf, placeRoute, routesTo, takeTable } from './state.ts';
import type { Machine, MachineLink, MachineRoute, TableId } from './types.ts';

export interface OwnRoute6 {
  readonly link: MachineLink;
  readonly type: 'local' | 'unicast' | 'multicast';
  readonly table: TableId;
  readonly destination: Prefix;
  readonly priority: number;
  readonly sure: boolean;
  readonly origin: Origin | undefined;
}

/** Appends the route; nothing if it is there. */
export function insertOwnRoute6(machine: Machine, own: OwnRoute6): void {
  const { link, type, table, destination, priority, origin } = own;
  const sure = own.sure && !mayBeInVrf(link);
  const hop = {
    via: undefined,
    link,
    weight: 1,
    onlink: false,
    scope: 0,
    dead: false,
    linkdown: type !== 'local' && link.carrier === false,
  };
  const route: MachineRoute = {
    family: 6,
    table,
    destination,
    tos: 0,
    priority,
    type,
    protocol: 'kernel',
    scope: 0,
    src: undefined,
    hops: [hop],
    nhid: undefined,
    metrics: noMetrics,
    realms: 0,
    preference: 'medium',
    siblings: undefined,
    sure,
    origin,
  };
  const list = routesTo(takeTable(machine, 6, table), route);
  if (!hasTwin(list, route, link)) placeRoute(machine, route, behindMetric(list, priority));
}

/** Every link has a route to ff00::/8 and fe80::/64, so one of the link is looked for where fewer routes are. */
function hasTwin(list: readonly MachineRoute[], made: MachineRoute, link: MachineLink): boolean {
  if (list.length <= link.routes.size)
    return list.some((other) => other.priority === made.priority && isSameNexthop(other, made));
  const key = prefixKey(made.destination);
  for (const other of link.routes) {
    const isNamed =
      other.family === 6 && other.table === made.table && other.priority === made.priority;
    if (isNamed && isSameNexthop(other, made) && prefixKey(other.destination) === key) return true;
  }
  return false;
}

/** Behind the routes of the same metric; the list is in the order of metrics. */
function behindMetric(list: readonly MachineRoute[], priority: number): number {
  let index = list.length;
  while (index > 0 && (list[index - 1]?.priority ?? 0) > priority) index -= 1;
  return index;
}

type Place6 = Pick<OwnRoute6, 'link' | 'table' | 'destination'>;

/** The first route to the prefix without a gateway on the link, whoever made it: addrconf_get_prefix_route(). */
export function findOwnRoute6(
  machine: Machine,
  { link, table, destination }: Place6,
): MachineRoute | undefined {
  const found = machine.tables[6].get(table);
  if (found === undefined) return undefined;
  return routesTo(found, { destination }).find(
    ({ hops }) => hops[0]?.link === link && hops[0].via === undefined,
  );
}

export function removeOwnRoute6(machine: Machine, place: Place6): void {
  const gone = findOwnRoute6(machine, place);
  if (gone !== undefined) removeSibling(machine, gone);
}

/** ff00::/8, which every link but the loopback has once IPv6 is configured on it. */
export function multicastRoute(machine: Machine, link: MachineLink): void {
  if (link.kind === 'loopback') return;
  insertOwnRoute6(machine, {
    link,
    type: 'multicast',
    table: tables.local,
    destination: { address: { family: 6, words: [0xff00_0000, 0, 0, 0] }, length: 8 },
    priority: 256,
    sure: true,
    origin: undefined,
  });
}
