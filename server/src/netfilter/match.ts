/** Building the match of a rule piece by piece, as its words are read. */
import type { BalanceMatch, RuleMatch } from './types.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** A match under construction; a `RuleMatch` once the rule is read. */
export type MatchDraft = Omit<Mutable<RuleMatch>, 'other' | 'balance'> & {
  other: string[];
  balance: BalanceMatch[];
};

/** The match of a rule without any condition. */
export function emptyMatch(): MatchDraft {
  return {
    iif: undefined,
    oif: undefined,
    source: undefined,
    destination: undefined,
    mark: undefined,
    ctMark: undefined,
    ctStates: undefined,
    balance: [],
    other: [],
  };
}

/** States of the conntrack match; the virtual states SNAT and DNAT are no part of the complement. */
const states = ['invalid', 'new', 'established', 'related', 'untracked'];

/** The states that a list means, in an order of our own, whatever the case of its letters; undefined where one of them is no state. */
export function stateList(
  names: readonly string[],
  isNegated: boolean,
): readonly string[] | undefined {
  const lower = names.map((name) => name.trim().toLowerCase());
  if (!lower.every((name) => states.includes(name))) return undefined;
  return states.filter((state) => lower.includes(state) !== isNegated);
}

/** A packet mark that is set to the connection mark which the rule demands: a restore in another guise. */
export function restoresByMatch(match: RuleMatch, value: unknown, mask: number): boolean {
  const { ctMark } = match;
  if (ctMark === undefined || ctMark.negated || typeof value !== 'number') return false;
  const demanded = ctMark.value.value;
  return (
    typeof demanded === 'number' &&
    demanded !== 0 &&
    (demanded & mask) === (value & mask) &&
    (value & mask) !== 0
  );
}
