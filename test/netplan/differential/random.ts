/** A seeded source of choices: the same seed gives the same documents everywhere. */

export interface Random {
  /** A whole number from 0 to below `n`. */
  readonly below: (n: number) => number;
  readonly chance: (probability: number) => boolean;
  readonly pick: <T>(values: readonly T[]) => T;
  /** Some of the values, in their order. */
  readonly some: <T>(values: readonly T[], n: number) => T[];
}

/** Mulberry32 by T. Ettinger: 32 bits of state are plenty here. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d_2b_79_f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (n: number): number => Math.floor(next() * n);
  const pick = <T>(values: readonly T[]): T => {
    const value = values[below(values.length)];
    if (value === undefined) throw new Error('nothing to pick from');
    return value;
  };
  return {
    below,
    pick,
    chance: (probability) => next() < probability,
    some: (values, n) => {
      const chosen = new Set(
        Array.from({ length: Math.min(n, values.length) }, () => below(values.length)),
      );
      return values.filter((_value, i) => chosen.has(i));
    },
  };
}
