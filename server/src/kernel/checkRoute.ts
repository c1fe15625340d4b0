/**
 * What the simulator refuses to answer, each with its reason: input that the kernel would not take
 * (fib_create_info(), net/ipv4/fib_semantics.c, and nh_check_attr_group(), net/ipv4/nexthop.c, v6.18)
 * and what a kernel version does not have.
 */
import { ALL_FIELDS, DEFAULT_FIELDS } from './customFields.ts';
import type { HashPolicy } from './hashPolicy.ts';
import { knownLayouts } from './profiles.ts';
import type { KernelProfile } from './profiles.ts';
import { refuse } from './refusal.ts';
import type { Refused } from './refusal.ts';
import type { HashSettings, MultipathRoute } from './route.ts';

/** The weight of a nexthop in a route is one byte, kept less one. */
export const MAX_ROUTE_WEIGHT = 256;

/** More nexthops than one netlink message carries; keeps the sum of weights exact. */
const MAX_NEXTHOPS = 4096;

/** NHA_RES_GROUP_BUCKETS has 16 bits. */
const MAX_BUCKETS = 0xffff;

export interface Checked {
  readonly kind: 'checked';
  readonly policy: HashPolicy;
  readonly fields: number;
}

export function checkRoute(route: MultipathRoute, settings: HashSettings): Checked | Refused {
  const { profile, fields = DEFAULT_FIELDS } = settings;
  const reason =
    reasonOfNexthops(route, profile) ??
    reasonOfAddresses(route) ??
    reasonOfKernel(route, profile) ??
    reasonOfBuckets(route);
  if (reason !== undefined) return refuse(reason);
  const policies = policiesOf(route, profile);
  const policy = policies.find((one) => one === settings.policy);
  if (policy === undefined) {
    const owned = policies.length === 1 ? `only ${policies[0]}` : policies.join(', ');
    return refuse(
      `kernel ${profile.version} has no hash policy ${settings.policy} for IPv${route.family}; it has ${owned}`,
    );
  }
  if (policy === 3 && !(Number.isInteger(fields) && fields >= 1 && fields <= ALL_FIELDS))
    return refuse(`hash fields ${fields} are outside 1 to ${ALL_FIELDS}`);
  if (!profile.hasKnownLayout)
    return refuse(
      `the hashed message of kernel ${profile.version} could not be compared with that kernel; that of ${knownLayouts} was`,
    );
  return { kind: 'checked', policy, fields };
}

/** Without the sysctl a kernel behaves as with policy 0. */
function policiesOf({ family }: MultipathRoute, profile: KernelProfile): readonly HashPolicy[] {
  const policies = family === 4 ? profile.ipv4Policies : profile.ipv6Policies;
  const known = ALL_POLICIES.filter((policy) => policies.includes(policy));
  return known.length === 0 ? [0] : known;
}

const ALL_POLICIES: readonly HashPolicy[] = [0, 1, 2, 3];

function reasonOfNexthops(
  { kind, nexthops }: MultipathRoute,
  profile: KernelProfile,
): string | undefined {
  const what = kind === 'classic' ? 'route' : 'group';
  if (nexthops.length === 0) return `the ${what} has no nexthop`;
  if (nexthops.length > MAX_NEXTHOPS) return `the ${what} has more than ${MAX_NEXTHOPS} nexthops`;
  const limit = kind === 'classic' ? MAX_ROUTE_WEIGHT : profile.maxGroupWeight;
  const wrong = nexthops.find(
    ({ weight }) => !(Number.isInteger(weight) && weight >= 1 && weight <= limit),
  );
  if (wrong !== undefined) return `weight ${wrong.weight} is outside 1 to ${limit}`;
  if (!nexthops.every(({ isDead }) => isDead === true)) return undefined;
  return 'every nexthop is down: the kernel has no route';
}

function reasonOfAddresses({ family, nexthops }: MultipathRoute): string | undefined {
  const other = family === 4 ? 6 : 4;
  return nexthops.some(({ source }) => source?.family === other)
    ? `an IPv${family} route has a nexthop with an IPv${other} source`
    : undefined;
}

function reasonOfKernel(
  { family, kind }: MultipathRoute,
  profile: KernelProfile,
): string | undefined {
  const { version } = profile;
  if (kind !== 'classic' && !profile.hasNexthopObjects)
    return `kernel ${version} has no nexthop groups; 5.3 and newer have`;
  if (kind === 'resilient' && !profile.hasResilientGroups)
    return `kernel ${version} has no resilient groups; 5.13 and newer have`;
  if (family === 6 && profile.ipv6Multipath === 'none')
    return `kernel ${version} has no IPv6 multipath routes; 3.8 and newer have`;
  if (family === 4 && profile.ipv4Multipath !== 'flow-hash')
    return `kernel ${version} does not choose by a flow hash`;
  return undefined;
}

function reasonOfBuckets({ kind, nexthops, buckets }: MultipathRoute): string | undefined {
  if (kind !== 'resilient') return undefined;
  if (buckets === undefined) return 'a resilient group needs its number of buckets';
  if (typeof buckets === 'number') {
    return Number.isInteger(buckets) && buckets >= 1 && buckets <= MAX_BUCKETS
      ? undefined
      : `${buckets} buckets are outside 1 to ${MAX_BUCKETS}`;
  }
  if (buckets.length === 0 || buckets.length > MAX_BUCKETS)
    return `${buckets.length} buckets are outside 1 to ${MAX_BUCKETS}`;
  const stray = buckets.find((owner) => nexthops[owner] === undefined);
  return stray === undefined
    ? undefined
    : `a bucket belongs to nexthop ${stray}, which does not exist`;
}
