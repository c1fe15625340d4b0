/**
 * The distribution without a key: the same flows under many keys, as mean with the 5 % and 95 % quantiles.
 * The keys are drawn the same way every time, so that the same files always show the same numbers.
 */
import { createFlowHasher } from '../kernel/flowHash.ts';
import { certainNexthop, chooseByLookup, readFlow } from '../kernel/multipathRoute.ts';
import type { FlowLookup, ReadyRoute } from '../kernel/multipathRoute.ts';
import type { HashKey } from '../kernel/siphash.ts';
import type { Question } from './question.ts';
import { notesOnHash, notesOnUndecided } from './notes.ts';
import type { Distribution, FlowDecision, MemberShare } from './types.ts';

const N_KEYS = 1_000;
const MIN_KEYS = 20;
/** Keeps a preview of very many flows within half a second: fewer keys then, whose shares differ little anyway. */
const MAX_DECISIONS = 2_000_000;

export function spreadOverSeeds(question: Question, route: ReadyRoute): Distribution {
  const { group, hash, flows, profile } = question;
  const lookups: FlowLookup[] = [];
  const decisions = flows.map((flow): FlowDecision => {
    const lookup = readFlow(route, flow);
    if (lookup.kind !== 'lookup') return { member: null, why: lookup.reason };
    lookups.push(lookup);
    const certain = certainNexthop(route, lookup);
    return certain === undefined ? { member: null, why: hash.unknownBecause } : { member: certain };
  });
  return {
    group,
    policy: hash.policy,
    seed: hash.seed,
    exact: false,
    members: sharesOverKeys(question, route, lookups),
    flows: decisions,
    profile,
    notes: [
      ...hash.notes,
      ...notesOnHash(hash),
      ...notesOnUndecided(decisions.filter(({ why }) => why !== hash.unknownBecause)),
    ],
  };
}

function sharesOverKeys(
  { group }: Question,
  route: ReadyRoute,
  lookups: readonly FlowLookup[],
): MemberShare[] {
  const nFlows = lookups.length;
  if (nFlows === 0)
    return group.members.map((member) => ({ ...member, predicted: 0, low: 0, high: 0, flows: 0 }));
  const nKeys = Math.max(MIN_KEYS, Math.min(N_KEYS, Math.floor(MAX_DECISIONS / nFlows)));
  const counts = Array.from({ length: nKeys }, (_, i) =>
    countWithKey(route, lookups, keyNumber(i)),
  );
  return group.members.map((member, index) => {
    const shares = counts.map((count) => (count[index] ?? 0) / nFlows).toSorted((a, b) => a - b);
    const predicted = shares.reduce((sum, share) => sum + share, 0) / nKeys;
    const quantiles = { low: quantile(shares, 0.05), high: quantile(shares, 0.95) };
    return { ...member, predicted, ...quantiles, flows: Math.round(predicted * nFlows) };
  });
}

function countWithKey(route: ReadyRoute, lookups: readonly FlowLookup[], key: HashKey): number[] {
  const keyed = { ...route, hasher: createFlowHasher(key) };
  const count = route.candidates.map(() => 0);
  for (const lookup of lookups) {
    const index = chooseByLookup(keyed, lookup);
    count[index] = (count[index] ?? 0) + 1;
  }
  return count;
}

/** The nearest entry of sorted shares. */
function quantile(shares: readonly number[], at: number): number {
  return shares[Math.round(at * (shares.length - 1))] ?? 0;
}

/** The n-th of the keys that every preview uses. */
function keyNumber(n: number): HashKey {
  const word = (part: number): number => Math.imul(n * 4 + part + 1, 0x9e37_79b1) >>> 0;
  return { key0: { low: word(0), high: word(1) }, key1: { low: word(2), high: word(3) } };
}
