/** Chance that repeats: the same start gives the same numbers on every machine. */

export interface Draw {
  /** A whole number from 0 to `below` - 1. */
  (below: number): number;
}

export function createDraw(start: number): Draw {
  let state = start >>> 0;
  return (below) => {
    state = (state + 0x6d2b_79f5) >>> 0;
    let x = Math.imul(state ^ (state >>> 15), state | 1);
    x ^= x + Math.imul(x ^ (x >>> 7), x | 61);
    return ((x ^ (x >>> 14)) >>> 0) % below;
  };
}

export function pick<T>(draw: Draw, list: readonly T[]): T {
  const chosen = list[draw(list.length)];
  if (chosen === undefined) throw new Error('nothing to draw from');
  return chosen;
}
