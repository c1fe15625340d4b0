/** Weights to regions of the hash space: fib_rebalance(), net/ipv4/fib_semantics.c, v6.18 (unchanged since 4.4). */

/** Upper bound of a nexthop that takes part in nothing. */
export const DEAD = -1;

/**
 * The last hash of each nexthop's region, DEAD for a nexthop that is down.
 * Invariant: the bounds of living nexthops rise, and the last one is 2^31 - 1. Weights are 1 to 65536.
 */
export function upperBounds(
  weights: readonly number[],
  isAlive: (index: number) => boolean,
): number[] {
  const total = weights.reduce((sum, weight, index) => (isAlive(index) ? sum + weight : sum), 0);
  let reached = 0;
  return weights.map((weight, index) => {
    if (!isAlive(index)) return DEAD;
    reached += weight;
    return roundedPart(reached, total) - 1;
  });
}

/** DIV_ROUND_CLOSEST_ULL((u64)reached << 31, total). */
function roundedPart(reached: number, total: number): number {
  if (total < EXACT_IN_DOUBLES)
    return Math.floor((reached * 2 ** 31 + Math.floor(total / 2)) / total);
  return Number(((BigInt(reached) << 31n) + BigInt(Math.floor(total / 2))) / BigInt(total));
}

/** Below it the dividend stays below 2^53, and the quotient of two such numbers is never rounded up to the next integer. */
const EXACT_IN_DOUBLES = 2 ** 21;
