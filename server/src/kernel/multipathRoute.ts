/**
 * A multipath route made ready for lookups: checks what the kernel would refuse, then answers flow by flow.
 * It follows ip_mkroute_input() and fib_select_path(), net/ipv4/route.c and fib_semantics.c, fib6_select_path(),
 * net/ipv6/route.c, and nexthop_select_path(), net/ipv4/nexthop.c, v6.18.
 * Invariant: never an index outside the nexthops, never a number where the answer is not known.
 */
import type { Family } from '../net/address.ts';
import type { Flow } from '../net/flow.ts';
import { reasonOfFlow } from './checkFlow.ts';
import { checkRoute } from './checkRoute.ts';
import { createFlowHasher, hashInput } from './flowHash.ts';
import type { FlowHasher } from './flowHash.ts';
import type { HashInput } from './flowKeys.ts';
import type { HashPolicy } from './hashPolicy.ts';
import type { KernelProfile } from './profiles.ts';
import { refuse } from './refusal.ts';
import type { Refused } from './refusal.ts';
import { DEAD, upperBounds } from './regions.ts';
import { createTable, removeMembers } from './resilientTable.ts';
import type { HashSettings, MultipathRoute, RouteNexthop } from './route.ts';
import { selectKeys } from './selectKeys.ts';
import { selectMultipath } from './selectMultipath.ts';
import type { Candidate, Lookup } from './selectMultipath.ts';

/** A route with everything computed that does not depend on the flow. */
export interface ReadyRoute {
  readonly kind: 'ready';
  readonly family: Family;
  readonly policy: HashPolicy;
  /** Fields of policy 3. */
  readonly fields: number;
  readonly profile: KernelProfile;
  readonly hasher: FlowHasher;
  readonly candidates: readonly Candidate[];
  /** Only IPv4 routes written with `nexthop` prefer by source address. */
  readonly preference: Lookup['preference'];
  /** Resilient groups: the index of the nexthop that owns each bucket. */
  readonly buckets?: readonly number[];
  /** IPv6 before 4.16: the hash modulo the number of nexthops, whatever their weights are. */
  readonly isModulo: boolean;
  /** IPv6 before 6.15: nexthops whose link is down take part. */
  readonly takesDead: boolean;
  /** False where the preferred source of a usable nexthop is not known. */
  readonly knowsSources: boolean;
}

export type Choice =
  | { readonly kind: 'member'; readonly index: number }
  | { readonly kind: 'unknown'; readonly reason: string }
  | Refused;

/** Checks and prepares a route. Refused: a policy that the kernel lacks, a weight outside its limits, no buckets, … */
export function prepareRoute(route: MultipathRoute, settings: HashSettings): ReadyRoute | Refused {
  const checked = checkRoute(route, settings);
  if (checked.kind === 'refused') return checked;
  const { family, kind, nexthops } = route;
  const { profile, key } = settings;
  const buckets = kind === 'resilient' ? bucketsOf(route) : undefined;
  return {
    kind: 'ready',
    family,
    policy: checked.policy,
    fields: checked.fields,
    profile,
    hasher: createFlowHasher(key),
    candidates: candidatesOf(route, settings),
    preference: kind === 'classic' && family === 4 ? profile.sourcePreference : 'none',
    ...(buckets === undefined ? {} : { buckets }),
    isModulo: family === 6 && profile.ipv6Multipath === 'modulo',
    takesDead: takesDead(route, profile),
    knowsSources: nexthops.every(({ isDead, source }) => isDead === true || source !== undefined),
  };
}

function takesDead({ family, kind, nexthops }: MultipathRoute, profile: KernelProfile): boolean {
  if (family !== 6 || kind !== 'classic' || profile.ipv6Multipath !== 'regions') return false;
  return profile.ipv6TakesDead && nexthops.some(({ isDead }) => isDead === true);
}

function candidatesOf(route: MultipathRoute, settings: HashSettings): Candidate[] {
  const { nexthops } = route;
  const isAlive = (index: number): boolean => nexthops[index]?.isDead !== true;
  const bounds = upperBounds(
    nexthops.map(({ weight }) => weight),
    isAlive,
  );
  const good = goodNexthops(route, settings);
  return nexthops.map((nexthop, index) => ({
    upperBound: bounds[index] ?? DEAD,
    isGood: good[index] === true,
    source: nexthop.source?.family === 4 ? nexthop.source.value : 0,
  }));
}

/**
 * Which nexthops may be chosen. nexthop_select_path(), net/ipv4/nexthop.c, v5.10, takes the failed owner of the region where
 * no member behind it is good, so those at the end count as good.
 */
function goodNexthops(route: MultipathRoute, { useNeigh, profile }: HashSettings): boolean[] {
  const { nexthops, kind } = route;
  const good = nexthops.map((nexthop) =>
    isGoodNexthop(nexthop, { ...route, useNeigh: useNeigh === true }),
  );
  if (kind !== 'group' || !profile.groupKeepsFailedOwner) return good;
  const last = good.lastIndexOf(true);
  return good.map((isGood, index) => isGood || (index > last && nexthops[index]?.isDead !== true));
}

/** Groups always look at the neighbour, IPv4 routes if the sysctl says so, IPv6 routes never. A dead member of a group is gone. */
function isGoodNexthop(
  { isDead, hasFailedNeighbour }: RouteNexthop,
  { kind, family, useNeigh }: MultipathRoute & { readonly useNeigh: boolean },
): boolean {
  if (kind !== 'classic') return isDead !== true && hasFailedNeighbour !== true;
  return !(family === 4 && useNeigh) || hasFailedNeighbour !== true;
}

/** A number of buckets stands for a new group; members that died since then gave their buckets to the others. */
function bucketsOf({ nexthops, buckets = 0 }: MultipathRoute): readonly number[] {
  const members = nexthops.map(({ weight }, id) => ({ id, weight }));
  const owners = typeof buckets === 'number' ? createTable(buckets, members) : buckets;
  const removed = members.filter(({ id }) => nexthops[id]?.isDead === true).map(({ id }) => id);
  // Buckets in use are busy, so only those of the deleted members move.
  return removeMembers(owners, members, { removed, busy: new Set(owners.keys()) });
}

/** What one flow brings to the selection, the same for every key. */
export interface FlowLookup {
  readonly kind: 'lookup';
  readonly input: HashInput;
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
  const reason = reasonOfFlow(flow, route.family);
  if (reason !== undefined) return refuse(reason);
  const input = selectKeys(flow, route);
  if (input.kind === 'unknown') return input;
  const saddr = route.preference === 'none' ? 0 : sourceOfLookup(flow);
  if (saddr === 0 || route.knowsSources) return { kind: 'lookup', input, saddr };
  return {
    kind: 'unknown',
    reason:
      'local traffic prefers the nexthop of its source address, and not every address of the links is known',
  };
}

export function chooseByLookup(route: ReadyRoute, { input, saddr }: FlowLookup): number {
  const { candidates, preference, buckets } = route;
  const hash = hashInput(route.hasher, input);
  if (buckets !== undefined) return buckets[hash % buckets.length] ?? 0;
  if (route.isModulo) return byModulo(candidates, hash);
  if (route.takesDead) return selectWithDead(candidates, hash);
  return selectMultipath(candidates, { hash, saddr, preference }) ?? firstAlive(candidates);
}

/**
 * fib6_select_path(), net/ipv6/route.c, v5.10: the bound -1 of a nexthop that is down is compared as an unsigned number,
 * so no hash lies above it. Only the route of the plain lookup, the first that is up, is passed over by another test.
 */
export function selectWithDead(candidates: readonly Candidate[], hash: number): number {
  const first = firstAlive(candidates);
  if (hash <= (candidates[first]?.upperBound ?? DEAD)) return first;
  const index = candidates.findIndex(
    ({ upperBound }, i) => i !== first && (upperBound === DEAD || hash <= upperBound),
  );
  return index < 0 ? first : index;
}

/** rt6_multipath_select(), net/ipv6/route.c, v4.15: routes of links that are down are not in the list. */
function byModulo(candidates: readonly Candidate[], hash: number): number {
  const alive = [...candidates.keys()].filter((index) => candidates[index]?.upperBound !== DEAD);
  return alive[hash % alive.length] ?? firstAlive(candidates);
}

/** The nexthop that the flow takes with every key, or undefined if it depends on the key. */
export function certainNexthop(
  { candidates, preference, buckets, takesDead: hasDead }: ReadyRoute,
  { saddr }: FlowLookup,
): number | undefined {
  if (hasDead) return undefined;
  if (buckets !== undefined) {
    const [first] = buckets;
    return buckets.every((owner) => owner === first) ? first : undefined;
  }
  const usable = candidates.flatMap(({ upperBound, isGood, source }, index) =>
    upperBound !== DEAD && isGood ? [{ index, source }] : [],
  );
  if (usable.length <= 1) return usable[0]?.index ?? firstAlive(candidates);
  if (saddr === 0 || preference !== 'score') return undefined;
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
