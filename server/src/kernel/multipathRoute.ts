/**
 * A multipath route made ready for lookups: checks what the kernel would refuse, then answers flow by flow.
 * It follows ip_route_input_rcu()/ip_mkroute_input() for forwarded packets and fib_select_path() for local lookups,
 * net/ipv4/route.c and fib_semantics.c, v6.18: only the latter hands the source address to the selection.
 * Invariant: never an index outside the nexthops, never a number where the answer is not known.
 */
import type { Address, Family } from '../net/address.ts';
import type { Flow } from '../net/flow.ts';
import { checkRoute } from './checkRoute.ts';
import { createFlowHasher, hashFlow } from './flowHash.ts';
import type { FlowHasher } from './flowHash.ts';
import type { KernelProfile } from './profiles.ts';
import { refuse } from './refusal.ts';
import type { Refused } from './refusal.ts';
import { DEAD, upperBounds } from './regions.ts';
import { selectKeys } from './selectKeys.ts';
import { selectMultipath } from './selectMultipath.ts';
import type { Candidate } from './selectMultipath.ts';
import type { HashKey } from './siphash.ts';

export interface RouteNexthop {
  /** 1 to 256, as written after `weight`. */
  readonly weight: number;
  /** The link is down, or has no carrier with ignore_routes_with_linkdown=1: the others share its region. */
  readonly isDead?: boolean;
  /** The neighbour entry of the gateway exists and is not valid. Matters only with `useNeigh`. */
  readonly hasFailedNeighbour?: boolean;
  /** The address that the kernel would put in packets through this nexthop; undefined where it is not known. */
  readonly source?: Address;
}

export interface MultipathRoute {
  readonly family: Family;
  /** `classic`: written with `nexthop` in the route; the others are nexthop objects. */
  readonly kind: 'classic' | 'group' | 'resilient';
  readonly nexthops: readonly RouteNexthop[];
}

export interface HashSettings {
  readonly profile: KernelProfile;
  /** net.ipv4.fib_multipath_hash_policy. */
  readonly policy: number;
  readonly key: HashKey;
  /** net.ipv4.fib_multipath_use_neigh. */
  readonly useNeigh?: boolean;
}

/** A route with everything computed that does not depend on the flow. */
export interface ReadyRoute {
  readonly kind: 'ready';
  readonly policy: 0 | 1;
  readonly profile: KernelProfile;
  readonly hasher: FlowHasher;
  readonly candidates: readonly Candidate[];
  /** False where the preferred source of a usable nexthop is not known. */
  readonly knowsSources: boolean;
}

export type Choice =
  | { readonly kind: 'member'; readonly index: number }
  | { readonly kind: 'unknown'; readonly reason: string }
  | Refused;

/** Checks and prepares a route. Refused: a policy that the kernel lacks, a weight outside 1 to 256, a kind not modelled yet, … */
export function prepareRoute(route: MultipathRoute, settings: HashSettings): ReadyRoute | Refused {
  const checked = checkRoute(route, settings);
  if (checked.kind === 'refused') return checked;
  const { nexthops } = route;
  const bounds = upperBounds(
    nexthops.map(({ weight }) => weight),
    (index) => nexthops[index]?.isDead !== true,
  );
  return {
    kind: 'ready',
    policy: checked.policy,
    profile: settings.profile,
    hasher: createFlowHasher(settings.key),
    candidates: nexthops.map(({ hasFailedNeighbour, source }, index) => ({
      upperBound: bounds[index] ?? DEAD,
      isGood: settings.useNeigh !== true || hasFailedNeighbour !== true,
      source: source?.family === 4 ? source.value : 0,
    })),
    knowsSources: nexthops.every(({ isDead, source }) => isDead === true || source !== undefined),
  };
}

/** The nexthop of one flow. */
export function chooseNexthop(route: ReadyRoute, flow: Flow): Choice {
  if (flow.src.family !== 4 || flow.dst.family !== 4)
    return refuse('an IPv6 flow never meets an IPv4 route');
  const keys = selectKeys(flow, route);
  if ('reason' in keys) return keys;
  const saddr = route.profile.sourcePreference === 'none' ? 0 : sourceOfLookup(flow);
  if (saddr !== 0 && !route.knowsSources) {
    return {
      kind: 'unknown',
      reason:
        'local traffic prefers the nexthop of its source address, and the addresses of the links are not all known',
    };
  }
  const preference = route.profile.sourcePreference;
  const index = selectMultipath(route.candidates, {
    hash: hashFlow(route.hasher, keys),
    saddr,
    preference,
  });
  return { kind: 'member', index: index ?? firstAlive(route.candidates) };
}

/** Forwarded packets and `route get … iif` have no preference; local lookups prefer by the source they asked with. */
function sourceOfLookup(flow: Flow): number {
  if (flow.origin === 'forwarded' || flow.origin === 'route-get-iif') return 0;
  const source = flow.saddr ?? flow.src;
  return source.family === 4 ? source.value : 0;
}

/** Where every neighbour failed the nexthop of the plain lookup stays: the first that is not down (fib_table_lookup). */
function firstAlive(candidates: readonly Candidate[]): number {
  return candidates.findIndex(({ upperBound }) => upperBound !== DEAD);
}
