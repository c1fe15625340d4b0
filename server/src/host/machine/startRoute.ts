/** A route of netplan in the tables of the machine, as networkd asks the kernel for it. */
import { isUnknown, known } from '../../base/fact.ts';
import { networkOf } from '../../net/prefix.ts';
import { noMetrics } from './metrics.ts';
import type { Host, HostNexthop, HostRoute } from '../model.ts';
import { emptyPrefix, scopes } from './keys.ts';
import { scopeNumber, tableOf } from './read/names.ts';
import { placeRoute, routesTo, takeTable } from './state.ts';
import type { Machine, MachineHop, MachineRoute } from './types.ts';

/** Routes with an unknown part are left out: the table may hold more than is known anyway. */
export function placeStartRoute(machine: Machine, host: Host, route: HostRoute): void {
  const made = routeOf(machine, host, route);
  if (made === undefined) return;
  const list = routesTo(takeTable(machine, made.family, made.table), made);
  const after = list.findIndex(({ priority }) => priority > made.priority);
  placeRoute(machine, made, after < 0 ? list.length : after);
}

function routeOf(machine: Machine, host: Host, route: HostRoute): MachineRoute | undefined {
  const { family } = route;
  const destination = known(route.destination);
  const table = tableOf(route.table, host.tableNames);
  if (isUnknown(family) || destination === undefined || table === undefined) return undefined;
  const metric = known(route.metric);
  if (route.metric !== undefined && metric === undefined) return undefined;
  const written = known(route.scope);
  const isDirect = route.nexthops.every(({ via }) => via === undefined);
  const scope = written === undefined ? undefined : scopeNumber(written);
  return {
    family,
    table,
    destination: destination === 'default' ? emptyPrefix(family) : networkOf(destination),
    tos: 0,
    priority: metric ?? (family === 6 ? 1024 : 0),
    type: route.type,
    protocol: 'static',
    scope: family === 6 ? 0 : (scope ?? (isDirect ? scopes.link : scopes.universe)),
    src: known(route.src),
    hops: route.nexthops.map((hop) => hopOf(machine, hop)),
    nhid: undefined,
    metrics: noMetrics,
    realms: 0,
    preference: 'medium',
    siblings: undefined,
    sure: true,
    origin: route.origin,
  };
}

function hopOf(machine: Machine, { via, dev, onlink }: HostNexthop): MachineHop {
  const link = machine.links.get(known(dev) ?? '');
  return {
    via: known(via),
    link,
    weight: 1,
    onlink,
    scope: scopes.link,
    dead: false,
    linkdown: false,
  };
}
