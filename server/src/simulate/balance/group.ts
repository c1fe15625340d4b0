/** A group for the preview out of balancing rules. */
import { isUnknown } from '../../base/fact.ts';
import type { Family } from '../../net/address.ts';
import type { NetfilterRule } from '../../netfilter/types.ts';
import type { Group } from '../types.ts';
import type { Target } from './labels.ts';
import { balanceShares } from './shares.ts';
import type { GroupBalance } from './types.ts';

export interface Place {
  /** The first rule of the group. */
  readonly rule: NetfilterRule;
  readonly family: Family;
}

/** Members that get nothing are left out where they only stand for the rest. */
export function balanceGroup(
  place: Place,
  targets: readonly Target[],
  balance: GroupBalance,
): Group {
  const shares = balanceShares(balance, targets.length);
  const isRestEmpty = (shares[balance.rest] ?? 0) < NOTHING && balance.rest === targets.length - 1;
  const shown = isRestEmpty ? targets.slice(0, -1) : targets;
  return {
    ...emptyGroup(place),
    members: shown.map((target, index) => {
      const configured = shares[index] ?? 0;
      return { index, weight: configured, configured, ...target };
    }),
    balance,
  };
}

/** Below the step of xt_statistic; sums of shares differ by less. */
const NOTHING = 1e-10;

export function refusedGroup(place: Place, refusal: string): Group {
  return { ...emptyGroup(place), members: [], refusal };
}

function emptyGroup({ rule, family }: Place): Omit<Group, 'members'> {
  const { table, chain, origin } = rule;
  return {
    kind: 'balance',
    origin,
    family,
    name: `${isUnknown(table) ? '?' : table} ${isUnknown(chain) ? '?' : chain}`,
    policy: undefined,
    seed: undefined,
  };
}
