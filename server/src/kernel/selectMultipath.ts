/**
 * A hash to a nexthop: fib_select_multipath(), net/ipv4/fib_semantics.c.
 * Three histories: until 6.15 the source address plays no part, 6.16 to 6.18.3 (32607a332cfe) and since 6.18.4
 * (6e17474aa9fe) local traffic prefers the nexthop whose device has the source address.
 */
import { DEAD } from './regions.ts';

export interface Candidate {
  /** Last hash of the region, or DEAD. */
  readonly upperBound: number;
  /** False: net.ipv4.fib_multipath_use_neigh is set and the neighbour entry exists and is not valid. */
  readonly isGood: boolean;
  /** Preferred source address of the nexthop as a number; 0 if it has none. */
  readonly source: number;
}

export interface Lookup {
  readonly hash: number;
  /** Source address of the lookup for local traffic; 0: none, or a forwarded packet. */
  readonly saddr: number;
  readonly preference: 'none' | 'last' | 'score';
}

/** Index of the chosen nexthop, or undefined if the function chooses none (then the plain lookup's nexthop stays). */
export function selectMultipath(
  candidates: readonly Candidate[],
  lookup: Lookup,
): number | undefined {
  switch (lookup.preference) {
    case 'none':
      return selectPlain(candidates, lookup.hash);
    case 'last':
      return selectLast(candidates, lookup);
    case 'score':
      return selectByScore(candidates, lookup);
  }
}

/** v4.7 to v6.15: the first region that holds the hash; past the end the first nexthop with a good neighbour. */
function selectPlain(candidates: readonly Candidate[], hash: number): number | undefined {
  const index = candidates.findIndex(({ isGood, upperBound }) => isGood && hash <= upperBound);
  if (index >= 0) return index;
  // A dead nexthop counts as good here: with its device the neighbour entry went away.
  const fallback = candidates.findIndex(({ isGood }) => isGood);
  return fallback < 0 ? undefined : fallback;
}

/** v6.16 to v6.18.3: without a nexthop of this source every usable nexthop overwrites the choice, so the last one stays. */
function selectLast(candidates: readonly Candidate[], { hash, saddr }: Lookup): number | undefined {
  let chosen: number | undefined;
  let isFound = false;
  for (const [index, { upperBound, isGood, source }] of candidates.entries()) {
    if (upperBound === DEAD || !isGood) continue;
    const isOfSource = saddr === 0 || source === saddr;
    if (!isFound) {
      chosen = index;
      isFound = isOfSource;
    }
    if (hash > upperBound) continue;
    if (isOfSource) return index;
    if (isFound) return chosen;
  }
  return chosen;
}

/** v6.18.4 and newer: two points for the source, one for the region; the first of the best wins. */
function selectByScore(
  candidates: readonly Candidate[],
  { hash, saddr }: Lookup,
): number | undefined {
  let chosen: number | undefined;
  let best = -1;
  for (const [index, { upperBound, isGood, source }] of candidates.entries()) {
    if (upperBound === DEAD || !isGood) continue;
    const score = (saddr !== 0 && source === saddr ? 2 : 0) + (hash <= upperBound ? 1 : 0);
    if (score <= best) continue;
    chosen = index;
    best = score;
    if (score === (saddr === 0 ? 1 : 3)) break;
  }
  return chosen;
}
