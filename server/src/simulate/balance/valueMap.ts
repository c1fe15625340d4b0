/** A rule whose mark, address or verdict is taken by a drawn number: `meta mark set numgen inc mod 2 map { … }`, HMARK. */
import { isUnknown } from '../../base/fact.ts';
import type { Fact } from '../../base/fact.ts';
import type { Host } from '../../host/model.ts';
import type { Family } from '../../net/address.ts';
import type {
  BalancedValue,
  BalanceChoice,
  NetfilterRule,
  RuleAction,
  RuleBalance,
} from '../../netfilter/types.ts';
import type { Group } from '../types.ts';
import { MAX_NUMBERS, readDraw } from './draws.ts';
import { balanceGroup, refusedGroup } from './group.ts';
import { markTarget, plainTarget, targetOfAction } from './labels.ts';
import type { Target } from './labels.ts';
import type { Outcome } from './types.ts';

/** Undefined: no action of the rule is balanced. */
export function readValueMap(host: Host, rule: NetfilterRule, family: Family): Group | undefined {
  const found = balancedTargets(host, rule, family);
  if (found === undefined) return undefined;
  const place = { rule, family };
  const read = readDraw(found.balance);
  if ('why' in read) return refusedGroup(place, read.why);
  const { draw, offset } = read;
  const { choices } = found;
  if (choices === undefined && draw.modulus > MAX_NUMBERS)
    return refusedGroup(place, `${draw.text} draws more than ${MAX_NUMBERS} numbers`);
  const all =
    choices ??
    Array.from({ length: draw.modulus }, (_, i) => ({
      from: offset + i,
      to: offset + i,
      value: found.ofNumber(offset + i),
    }));
  const targets: Target[] = [];
  const outcomes = all.map(({ from, to, value }) => {
    const same = targets.findIndex(({ label }) => label === value.label);
    const member = same < 0 ? targets.push(value) - 1 : same;
    return { from: from - offset, to: Math.min(to - offset, draw.modulus - 1), member };
  });
  const rest = targets.push(plainTarget('the rest')) - 1;
  if (overlaps(outcomes)) return refusedGroup(place, 'the map gives one number two values');
  const inside = outcomes.filter(({ from, to }) => from >= 0 && from <= to);
  return balanceGroup(place, targets, {
    steps: [{ draw, outcomes: inside, isForRest: false, ends: true }],
    rest,
  });
}

function overlaps(outcomes: readonly Outcome[]): boolean {
  const sorted = outcomes.toSorted((a, b) => a.from - b.from);
  return sorted.some(({ from }, i) => from <= (sorted[i - 1]?.to ?? -1) && i > 0);
}

interface BalancedTargets {
  readonly balance: RuleBalance;
  /** Undefined: the number itself is the value. */
  readonly choices: readonly BalanceChoice<Target>[] | undefined;
  readonly ofNumber: (number: number) => Target;
}

function balancedTargets(
  host: Host,
  { actions }: NetfilterRule,
  family: Family,
): BalancedTargets | undefined {
  for (const action of actions) {
    if (!('balanced' in action) || action.balanced === undefined) continue;
    const { kind } = action;
    if (kind === 'choose') {
      const verdictOf = (value: RuleAction): Target =>
        targetOfAction(host, family, value) ?? plainTarget(value.kind);
      return withValues(action.balanced, verdictOf, plainTargetOfNumber);
    }
    if (kind === 'snat' || kind === 'dnat') {
      const textOf = (fact: Fact<string>): Target =>
        plainTarget(`${kind} to ${isUnknown(fact.value) ? 'an unknown address' : fact.value}`);
      return withValues(action.balanced, textOf, plainTargetOfNumber);
    }
    const ofNumber = (value: number): Target => markTarget(host, family, { kind, value });
    const targetOf = ({ value }: Fact<number>): Target =>
      isUnknown(value) ? plainTarget('an unknown mark') : ofNumber(value);
    return withValues(action.balanced, targetOf, ofNumber);
  }
  return undefined;
}

function withValues<T>(
  { balance, choices }: BalancedValue<T>,
  targetOf: (value: T) => Target,
  ofNumber: (number: number) => Target,
): BalancedTargets {
  return {
    balance,
    choices: choices?.map(({ value, ...numbers }) => ({ ...numbers, value: targetOf(value) })),
    ofNumber,
  };
}

function plainTargetOfNumber(number: number): Target {
  return plainTarget(`number ${number}`);
}
