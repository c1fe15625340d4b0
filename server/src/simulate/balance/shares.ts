/** The share of each member over all packets or flows, where no single one can be told. */
import { outcomeOf, sameNumber } from './types.ts';
import type { BalanceStep, GroupBalance } from './types.ts';

/** Counters go round together; longer rounds than this are taken for chance. */
const MAX_ROUND = 65_536;

/** Sums to 1. */
export function balanceShares(balance: GroupBalance, nMembers: number): number[] {
  const { steps } = balance;
  const round = steps.reduce((product, { draw }) => product * draw.modulus, 1);
  const areCounters = steps.every(({ draw: { source } }) => TAKES_TURNS.has(source.kind));
  if (areCounters && round <= MAX_ROUND) return goRound(balance, { round, nMembers });
  const shared = sharedDraw(steps);
  if (shared === undefined) return spread(balance, nMembers, undefined);
  const sums = Array.from({ length: nMembers }, () => 0);
  for (let number = 0; number < shared.modulus; number++) {
    const shares = spread(balance, nMembers, { key: shared.key, number });
    for (const [i, share] of shares.entries()) sums[i] = (sums[i] ?? 0) + share / shared.modulus;
  }
  return sums;
}

const TAKES_TURNS: ReadonlySet<string> = new Set(['counter', 'always']);

/** Each rule counts the packets that reach it: nft_ng_inc_gen(), net/netfilter/nft_numgen.c, statistic_mt(), xt_statistic.c. */
function goRound(
  { steps, rest }: GroupBalance,
  { round, nMembers }: { readonly round: number; readonly nMembers: number },
): number[] {
  const counters = steps.map(() => 0);
  const counts = Array.from({ length: nMembers }, () => 0);
  for (let packet = 0; packet < round; packet++) {
    let member = rest;
    for (const [k, step] of steps.entries()) {
      if (step.isForRest && member !== rest) continue;
      const number = counters[k] ?? 0;
      counters[k] = (number + 1) % step.draw.modulus;
      const outcome = outcomeOf(step, number);
      if (outcome === undefined) continue;
      member = outcome.member;
      if (step.ends) break;
    }
    counts[member] = (counts[member] ?? 0) + 1;
  }
  return counts.map((count) => count / round);
}

/** A draw that several steps share: its numbers have to be looked at one by one. */
function sharedDraw(
  steps: readonly BalanceStep[],
): { readonly key: string; readonly modulus: number } | undefined {
  const seen = new Set<string>();
  for (const { draw } of steps) {
    const key = sameNumber(draw);
    if (key === undefined) continue;
    if (seen.has(key) && draw.modulus <= MAX_ROUND) return { key, modulus: draw.modulus };
    seen.add(key);
  }
  return undefined;
}

/** All draws but the given one are taken as independent of each other. */
function spread(
  { steps, rest }: GroupBalance,
  nMembers: number,
  given: { readonly key: string; readonly number: number } | undefined,
): number[] {
  const done = Array.from({ length: nMembers }, () => 0);
  let here = done.map((_, member) => Number(member === rest));
  for (const step of steps) {
    const before = here;
    const takers = before.map((share, member) => (step.isForRest && member !== rest ? 0 : share));
    const reached = takers.reduce((sum, share) => sum + share, 0);
    const parts = partsOf(step, given);
    const taken = parts.reduce((sum, { part }) => sum + part, 0);
    here = before.map((share, member) => share - (takers[member] ?? 0) * taken);
    const target = step.ends ? done : here;
    for (const { member, part } of parts) target[member] = (target[member] ?? 0) + reached * part;
  }
  return done.map((share, member) => share + (here[member] ?? 0));
}

function partsOf(
  step: BalanceStep,
  given: { readonly key: string; readonly number: number } | undefined,
): { readonly member: number; readonly part: number }[] {
  if (given !== undefined && sameNumber(step.draw) === given.key) {
    const outcome = outcomeOf(step, given.number);
    return outcome === undefined ? [] : [{ member: outcome.member, part: 1 }];
  }
  return step.outcomes.map(({ from, to, member }) => ({
    member,
    part: (to - from + 1) / step.draw.modulus,
  }));
}
