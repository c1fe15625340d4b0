/** What balancing rules of nft and iptables do to one packet, step by step. Pure data. */
import type { Hmark } from '../../kernel/balance.ts';

/** How a step gets its number, 0 to `modulus` - 1. */
export type Source =
  /** One after the other, packet by packet: `numgen inc`, `statistic --mode nth`. */
  | { readonly kind: 'counter' }
  /** By chance, packet by packet: `numgen random`, `statistic --mode random`. */
  | { readonly kind: 'chance' }
  | { readonly kind: 'symhash' }
  /** `seed` undefined: drawn when the rule is loaded. */
  | { readonly kind: 'jhash'; readonly keys: readonly string[]; readonly seed: number | undefined }
  /** `rule` undefined: an option of it is not modelled, `why` says which. */
  | { readonly kind: 'hmark'; readonly rule: Hmark | undefined; readonly why: string }
  /** A rule without a balancer that takes what the others left. */
  | { readonly kind: 'always' };

export interface Draw {
  /** `numgen inc`, `jhash`. */
  readonly text: string;
  readonly source: Source;
  readonly modulus: number;
}

/** The numbers `from` to `to` lead to a member. */
export interface Outcome {
  readonly from: number;
  readonly to: number;
  readonly member: number;
}

export interface BalanceStep {
  readonly draw: Draw;
  /** They do not overlap; other numbers change nothing. */
  readonly outcomes: readonly Outcome[];
  /** Only packets that no step before has given to a member: the rule asks for mark 0. */
  readonly isForRest: boolean;
  /** The packet leaves the chain with its member. */
  readonly ends: boolean;
}

export interface GroupBalance {
  readonly steps: readonly BalanceStep[];
  /** The member of packets that no step takes. */
  readonly rest: number;
}

/** One text for draws that give the same number for the same packet; undefined: no other draw does. */
export function sameNumber({ source, modulus }: Draw): string | undefined {
  if (source.kind === 'symhash') return `symhash ${modulus}`;
  if (source.kind !== 'jhash' || source.seed === undefined) return undefined;
  return `jhash ${modulus} ${source.seed} ${source.keys.join(' . ')}`;
}

export function outcomeOf({ outcomes }: BalanceStep, number: number): Outcome | undefined {
  return outcomes.find(({ from, to }) => from <= number && number <= to);
}
