/** How the flows spread over what balancing rules of nft and iptables do with them. */
import type { Flow } from '../../net/flow.ts';
import { notesOnUndecided } from '../notes.ts';
import type { Distribution, FlowDecision, Group } from '../types.ts';
import { weightedShares } from '../weightedShares.ts';
import { decideBalance, isExact } from './decide.ts';
import type { GroupBalance } from './types.ts';

export interface BalanceQuestion {
  readonly group: Group;
  readonly balance: GroupBalance;
  readonly flows: readonly Flow[];
  /** Id of the flow profile, or `input`. */
  readonly profile: string;
}

export function distributeBalance({
  group,
  balance,
  flows,
  profile,
}: BalanceQuestion): Distribution {
  const decisions = flows.map((flow) => {
    const decision = decideBalance(balance, flow);
    // The rest has no member of its own where every number leads somewhere.
    return (decision.member ?? 0) < group.members.length ? decision : NOT_TAKEN;
  });
  const counts = group.members.map(() => 0);
  for (const { member } of decisions)
    if (member !== null) counts[member] = (counts[member] ?? 0) + 1;
  const nDecided = counts.reduce((sum, count) => sum + count, 0);
  const exact = isExact(balance) && nDecided > 0;
  const weighted = weightedShares(flows, decisions, counts.length);
  return {
    group,
    policy: 0,
    seed: seedOf(balance),
    exact,
    members: group.members.map((member, index) => {
      const predicted = exact ? (counts[index] ?? 0) / nDecided : member.configured;
      const nFlows = exact ? (counts[index] ?? 0) : Math.round(predicted * flows.length);
      return { ...member, predicted, flows: nFlows, ...(exact ? weighted[index] : {}) };
    }),
    flows: decisions,
    profile,
    notes: [
      'The other conditions of the rule are not looked at: every flow is taken to reach it.',
      ...notesOnUndecided(decisions),
    ],
  };
}

const NOT_TAKEN: FlowDecision = { member: null, why: 'no rule takes this flow' };

/** Of the only hash with a seed. */
function seedOf({ steps }: GroupBalance): number | null {
  const seeds = steps.flatMap(({ draw: { source } }) => {
    if (source.kind === 'jhash') return source.seed === undefined ? [] : [source.seed];
    return source.kind === 'hmark' && source.rule !== undefined ? [source.rule.seed] : [];
  });
  const [first] = seeds;
  return first !== undefined && seeds.every((seed) => seed === first) ? first : null;
}
