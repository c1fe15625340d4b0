/** The exact distribution: the key is known, each flow is decided as the kernel would. */
import { chooseNexthop } from '../kernel/multipathRoute.ts';
import type { ReadyRoute } from '../kernel/multipathRoute.ts';
import type { Question } from './question.ts';
import { notesOnHash, notesOnUndecided } from './notes.ts';
import type { Distribution, FlowDecision } from './types.ts';
import { weightedShares } from './weightedShares.ts';

export function decideFlows(
  { group, hash, packetHash, flows, profile }: Question,
  route: ReadyRoute,
): Distribution {
  const isOtherHash = packetHash !== undefined && hash.policy === 1;
  const counts = group.members.map(() => 0);
  const decisions = flows.map((flow): FlowDecision => {
    if (isOtherHash && flow.origin === 'forwarded') return { member: null, why: packetHash };
    const choice = chooseNexthop(route, flow);
    if (choice.kind !== 'member') return { member: null, why: choice.reason };
    counts[choice.index] = (counts[choice.index] ?? 0) + 1;
    return { member: choice.index };
  });
  const nDecided = counts.reduce((sum, count) => sum + count, 0);
  const weighted = weightedShares(flows, decisions, counts.length);
  return {
    group,
    policy: hash.policy,
    seed: hash.seed,
    exact: nDecided > 0 || !isOtherHash,
    members: group.members.map((member, index) => {
      const nFlows = counts[index] ?? 0;
      // Another hash spreads packets by weight as well.
      const otherwise = isOtherHash ? member.configured : 0;
      const predicted = nDecided > 0 ? nFlows / nDecided : otherwise;
      return { ...member, predicted, flows: nFlows, ...weighted[index] };
    }),
    flows: decisions,
    profile,
    notes: [...hash.notes, ...notesOnHash(hash), ...notesOnUndecided(decisions)],
  };
}
