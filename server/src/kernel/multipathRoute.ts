/**
 * A multipath route made ready for lookups: checks what the kernel would refuse, then answers flow by flow.
 * It follows ip_route_input_rcu()/ip_mkroute_input() for forwarded packets and fib_select_path() for local lookups,
 * net/ipv4/route.c and fib_semantics.c, v6.18: only the latter hands the source address to the selection.
 * Invariant: never an index outside the nexthops, never a number where the answer is not known.
 */
import type { Flow } from '../net/flow.ts';
import { checkRoute } from './checkRoute.ts';
import { createFlowHasher, hashFlow } from './flowHash.ts';
import type { FlowHasher, Ipv4Keys } from './flowHash.ts';
import type { KernelProfile } from './profiles.ts';
import { refuse } from './refusal.ts';
import type { Refused } from './refusal.ts';
import { DEAD, upperBounds } from './regions.ts';
import type { HashSettings, MultipathRoute } from './route.ts';
import { selectKeys } from './selectKeys.ts';
import { selectMultipath } from './selectMultipath.ts';
import type { Candidate } from './selectMultipath.ts';

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

/** What one flow brings to the selection, the same for every key. */
export interface FlowLookup {
  readonly kind: 'lookup';
  readonly keys: Ipv4Keys;
  /** Source address that the choice prefers by; 0: no preference. */
  readonly saddr: number;
}

/** The nexthop of one flow. */
export function chooseNexthop(route: ReadyRoute, flow: Flow): Choice {
  const lookup = readFlow(route, flow);
  return lookup.kind === 'lookup'
    ? { kind: 'member', index: chooseByLookup(route, lookup) }
    : lookup;
}

/** The part of the choice that does not depend on the key. */
export function readFlow(
  route: ReadyRoute,
  flow: Flow,
): FlowLookup | Exclude<Choice, { readonly kind: 'member' }> {
  if (flow.src.family !== 4 || flow.dst.family !== 4)
    return refuse('an IPv6 flow never meets an IPv4 route');
  const keys = selectKeys(flow, route);
  if ('reason' in keys) return keys;
  const saddr = route.profile.sourcePreference === 'none' ? 0 : sourceOfLookup(flow);
  if (saddr === 0 || route.knowsSources) return { kind: 'lookup', keys, saddr };
  return {
    kind: 'unknown',
    reason:
      'local traffic prefers the nexthop of its source address, and not every address of the links is known',
  };
}

export function chooseByLookup(route: ReadyRoute, { keys, saddr }: FlowLookup): number {
  const hash = hashFlow(route.hasher, keys);
  const index = selectMultipath(route.candidates, {
    hash,
    saddr,
    preference: route.profile.sourcePreference,
  });
  return index ?? firstAlive(route.candidates);
}

/** The nexthop that the flow takes with every key, or undefined if it depends on the key. */
export function certainNexthop(
  { candidates, profile }: ReadyRoute,
  { saddr }: FlowLookup,
): number | undefined {
  const usable = candidates.flatMap(({ upperBound, isGood, source }, index) =>
    upperBound !== DEAD && isGood ? [{ index, source }] : [],
  );
  if (usable.length <= 1) return usable[0]?.index ?? firstAlive(candidates);
  if (saddr === 0 || profile.sourcePreference !== 'score') return undefined;
  const ofSource = usable.filter(({ source }) => source === saddr);
  return ofSource.length === 1 ? ofSource[0]?.index : undefined;
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
