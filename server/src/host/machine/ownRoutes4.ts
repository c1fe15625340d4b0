/** Routes that the kernel itself makes for IPv4 addresses: fib_magic(), net/ipv4/fib_frontend.c, v6.18. */
import { noMetrics } from './metrics.ts';
import type { Origin } from '../../base/fact.ts';
import type { Address } from '../../net/address.ts';
import type { Prefix } from '../../net/prefix.ts';
import { sameAddress, scopes, tables } from './keys.ts';
import { isLocal4 } from './lookup4.ts';
import { dropRoute, mayBeInVrf, placeRoute, routesTo, takeTable } from './state.ts';
import type { Machine, MachineLink, MachineRoute } from './types.ts';

export interface OwnRoute {
  readonly link: MachineLink;
  readonly type: 'local' | 'unicast' | 'broadcast';
  readonly destination: Prefix;
  readonly src: Address;
  readonly priority: number;
  readonly sure: boolean;
  readonly origin: Origin | undefined;
}

function tableOf(own: OwnRoute): number {
  return own.type === 'unicast' ? tables.main : tables.local;
}

function scopeOf(own: OwnRoute): number {
  return own.type === 'local' ? scopes.host : scopes.link;
}

/** fib_valid_prefsrc(): the source is the destination itself, or an address whose own route is still there. */
function hasValidSource(machine: Machine, { type, src, destination }: OwnRoute): boolean {
  if (type === 'local' && sameAddress(src, destination.address)) return true;
  return src.family !== 4 || isLocal4(machine, src) !== false;
}

/** Appends the route behind those of its metric; nothing if it is there, or if its source has lost its own route. */
export function insertOwnRoute4(machine: Machine, own: OwnRoute): void {
  if (!hasValidSource(machine, own)) return;
  const { link, type, destination, src, priority, origin } = own;
  const sure = own.sure && !mayBeInVrf(link);
  const scope = scopeOf(own);
  const route: MachineRoute = {
    family: 4,
    table: tableOf(own),
    destination,
    tos: 0,
    priority,
    type,
    protocol: 'kernel',
    scope,
    src,
    hops: [
      {
        via: undefined,
        link,
        weight: 1,
        onlink: false,
        scope: type === 'local' ? scopes.nowhere : scopes.host,
        dead: false,
        linkdown: type !== 'local' && link.carrier === false,
      },
    ],
    nhid: undefined,
    metrics: noMetrics,
    realms: 0,
    preference: 'medium',
    siblings: undefined,
    sure,
    origin,
  };
  const list = routesTo(takeTable(machine, 4, route.table), route);
  const twins = list.filter((other) => other.tos === 0 && other.priority === priority);
  if (twins.some((other) => isTwin(other, own))) return;
  const after = list.findIndex((other) => other.tos === 0 && other.priority > priority);
  placeRoute(machine, route, after < 0 ? list.length : after);
}

function isTwin(other: MachineRoute, own: OwnRoute): boolean {
  return (
    other.type === own.type &&
    other.protocol === 'kernel' &&
    other.scope === scopeOf(own) &&
    other.hops.length === 1 &&
    other.hops[0]?.link === own.link &&
    other.hops[0].via === undefined &&
    sameAddress(other.src, own.src)
  );
}

/** Deletes the first such route, whatever its metric unless that is `exact`; a metric of 0 is any to the kernel. */
export function removeOwnRoute4(machine: Machine, own: OwnRoute, exact = false): void {
  const table = machine.tables[4].get(tableOf(own));
  if (table === undefined) return;
  const found = routesTo(table, own).find(
    (other) =>
      isTwin(other, own) && (!exact || own.priority === 0 || other.priority === own.priority),
  );
  if (found !== undefined) dropRoute(machine, found);
}
