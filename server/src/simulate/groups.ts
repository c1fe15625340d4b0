/**
 * The multipath routes of a host as groups to preview.
 * Every route that any line adds is a group, so that each written line has its own; what is unknown stays unknown.
 */
import { isUnknown, known } from '../base/fact.ts';
import type { Fact } from '../base/fact.ts';
import type { Host, HostNexthop, HostRoute, HostSysctl } from '../host/model.ts';
import { formatAddress, parseUnsignedC } from '../net/address.ts';
import type { Family } from '../net/address.ts';
import { formatPrefix } from '../net/prefix.ts';
import { preferredSource } from './preferredSource.ts';
import type { Group, GroupMember } from './types.ts';

/** Groups in the order in which the lines run. */
export function findGroups(host: Host): Group[] {
  return host.routesEverAdded
    .filter((route) => route.multipath && route.nexthops.length > 1)
    .map((route) => groupOf(host, route));
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
    policy: sysctlNumber(host, `net.ipv${family}.fib_multipath_hash_policy`),
    // One seed for both families.
    seed: sysctlNumber(host, 'net.ipv4.fib_multipath_hash_seed'),
    useNeigh: known(sysctlNumber(host, 'net.ipv4.fib_multipath_use_neigh')) === 1,
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

function isKey(segments: HostSysctl['key'], key: string): boolean {
  const wanted = key.split('.');
  return segments.length === wanted.length && segments.every((segment, i) => segment === wanted[i]);
}

/** The last write that the kernel would take as a number. */
function sysctlNumber(host: Host, key: string): Fact<number> | undefined {
  const writes = host.sysctls
    .filter((write) => isKey(write.key, key))
    .map(({ value }) => numberOf(value));
  return writes.findLast((write) => write !== undefined);
}

function numberOf(fact: Fact<string>): Fact<number> | undefined {
  if (isUnknown(fact.value)) return { value: fact.value, origin: fact.origin };
  const value = parseUnsignedC(fact.value.trim());
  return value === undefined ? undefined : { value, origin: fact.origin };
}
