/** Seeded choices. */
export interface Line {
  /** The family option of `ip`. */
  readonly family: '' | '6';
  /** The words behind it. */
  readonly text: string;
}

export type Random = () => number;

/** mulberry32. */
export function randomOf(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

export class Maker {
  readonly #random: Random;
  readonly #boost: number;

  /** `boost`: how much more often the rare words come than they do in scripts. */
  constructor(random: Random, boost = 1) {
    this.#random = random;
    this.#boost = boost;
  }

  chance(probability: number): boolean {
    return this.#random() < probability;
  }

  number(below: number): number {
    return Math.floor(this.#random() * below);
  }

  pick<T>(...values: readonly [T, ...T[]]): T {
    return values[this.number(values.length)] ?? values[0];
  }

  /** Words that few scripts have. */
  rare(probability: number, words: () => string): string {
    return this.maybe(Math.min(0.5, probability * this.#boost), words);
  }

  /** The words with a probability, else nothing. */
  maybe(probability: number, words: () => string): string {
    return this.chance(probability) ? ` ${words()}` : '';
  }
}

export const plain = (text: string): Line => ({
  family: '',
  text: text.trim().replaceAll(/ +/g, ' '),
});
export const six = (text: string): Line => ({
  family: '6',
  text: text.trim().replaceAll(/ +/g, ' '),
});
