/**
 * The multipath routes, nexthop groups and bonds of a host as groups to preview.
 * Every route that any line adds is a group, so that each written line has its own; what is unknown stays unknown.
 */
import { isUnknown, known } from '../base/fact.ts';
import type { Host, HostNexthop, HostRoute } from '../host/model.ts';
import { formatAddress } from '../net/address.ts';
import type { Family } from '../net/address.ts';
import { formatPrefix } from '../net/prefix.ts';
import { findBalances } from './balance/groups.ts';
import { findBonds } from './bondGroups.ts';
import { findNexthopGroups } from './nexthopGroups.ts';
import { preferredSource } from './preferredSource.ts';
import { hashSysctls } from './sysctlNumber.ts';
import type { Group, GroupMember } from './types.ts';

/** Routes, then nexthop groups, bonds and balancing rules, each in the order in which their lines run. */
export function findGroups(host: Host): Group[] {
  const routes = host.routesEverAdded
    .filter((route) => route.multipath && route.nexthops.length > 1)
    .map((route) => groupOf(host, route));
  return [...routes, ...findNexthopGroups(host), ...findBonds(host), ...findBalances(host)];
}

function groupOf(host: Host, route: HostRoute): Group {
  // Without any address on the command line, `ip` makes an IPv4 route.
  const family = isUnknown(route.family) ? 4 : route.family;
  const refusal = refusalOf(route);
  return {
    kind: 'route',
    origin: route.origin,
    family,
    name: nameOf(route),
    members: membersOf(host, route, family),
    ...hashSysctls(host, family),
    ...(refusal === undefined ? {} : { refusal }),
  };
}

function membersOf(host: Host, route: HostRoute, family: Family): GroupMember[] {
  const weights = route.nexthops.map(({ weight }) => known(weight));
  const total = weights.reduce<number>((sum, weight) => sum + (weight ?? Number.NaN), 0);
  return route.nexthops.map((nexthop, index) => {
    const weight = weights[index] ?? 0;
    const source = preferredSource(host, nexthop, family);
    return {
      index,
      gateway: gatewayOf(nexthop),
      device: known(nexthop.dev),
      weight,
      configured: total > 0 ? weight / total : 0,
      ...(source === undefined ? {} : { source: formatAddress(source) }),
    };
  });
}

function gatewayOf({ via }: HostNexthop): string | undefined {
  const address = known(via);
  return address === undefined ? undefined : formatAddress(address);
}

function nameOf({ destination }: HostRoute): string {
  if (isUnknown(destination.value)) {
    return destination.value.symbol === undefined
      ? 'an unknown destination'
      : `$${destination.value.symbol}`;
  }
  if (destination.value === 'default' || destination.value.length === 0) return 'default';
  return formatPrefix(destination.value);
}

function refusalOf({ nexthops }: HostRoute): string | undefined {
  for (const { weight } of nexthops) {
    if (isUnknown(weight.value)) return `a weight is not known: ${weight.value.reason}`;
  }
  return undefined;
}
