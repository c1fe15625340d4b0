/**
 * What the simulator refuses to answer, each with its reason: input that the kernel would not take
 * (fib_create_info(), net/ipv4/fib_semantics.c, v6.18) and behaviour that is not modelled yet.
 */
import type { HashSettings, MultipathRoute } from './route.ts';
import type { KernelProfile } from './profiles.ts';
import { refuse } from './refusal.ts';
import type { Refused } from './refusal.ts';

/** The weight of a nexthop in a route is one byte, kept less one. */
export const MAX_ROUTE_WEIGHT = 256;

/** More nexthops than one netlink message carries; keeps the sum of weights exact. */
const MAX_NEXTHOPS = 4096;

export function checkRoute(
  route: MultipathRoute,
  { policy, profile }: HashSettings,
): { readonly kind: 'checked'; readonly policy: 0 | 1 } | Refused {
  const reason = reasonOfRoute(route) ?? reasonOfKernel(profile);
  if (reason !== undefined) return refuse(reason);
  const policies = profile.ipv4Policies.length === 0 ? [0] : profile.ipv4Policies;
  if (!policies.includes(policy)) {
    return refuse(
      `kernel ${profile.version} has no hash policy ${policy}; it has ${policies.join(', ')}`,
    );
  }
  if (policy !== 0 && policy !== 1) return refuse(`hash policy ${policy} is not modelled yet`);
  return { kind: 'checked', policy };
}

function reasonOfRoute({ family, kind, nexthops }: MultipathRoute): string | undefined {
  if (family !== 4) return 'IPv6 routes are not modelled yet';
  if (kind !== 'classic') return 'nexthop groups are not modelled yet';
  if (nexthops.length === 0) return 'the route has no nexthop';
  if (nexthops.length > MAX_NEXTHOPS) return `the route has more than ${MAX_NEXTHOPS} nexthops`;
  const wrong = nexthops.find(({ weight }) => !isWeight(weight));
  if (wrong !== undefined) return `weight ${wrong.weight} is outside 1 to ${MAX_ROUTE_WEIGHT}`;
  if (nexthops.some(({ source }) => source?.family === 6))
    return 'an IPv4 route has a nexthop with an IPv6 source';
  if (nexthops.every(({ isDead }) => isDead === true))
    return 'every nexthop is down: the kernel has no route';
  return undefined;
}

function reasonOfKernel(profile: KernelProfile): string | undefined {
  if (profile.ipv4Multipath !== 'flow-hash')
    return `kernel ${profile.version} does not choose by a flow hash`;
  if (!profile.hasKnownLayout)
    return `the hashed message of kernel ${profile.version} is not known bit for bit`;
  return undefined;
}

function isWeight(weight: number): boolean {
  return Number.isInteger(weight) && weight >= 1 && weight <= MAX_ROUTE_WEIGHT;
}
