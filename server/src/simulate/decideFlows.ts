/** The exact distribution: the key is known, each flow is decided as the kernel would. */
import { chooseNexthop } from '../kernel/multipathRoute.ts';
import type { ReadyRoute } from '../kernel/multipathRoute.ts';
import type { Question } from './question.ts';
import { notesOnHash, notesOnUndecided } from './notes.ts';
import type { Distribution, FlowDecision } from './types.ts';

export function decideFlows(
  { group, hash, flows, profile }: Question,
  route: ReadyRoute,
): Distribution {
  const counts = group.members.map(() => 0);
  const decisions = flows.map((flow): FlowDecision => {
    const choice = chooseNexthop(route, flow);
    if (choice.kind !== 'member') return { member: null, why: choice.reason };
    counts[choice.index] = (counts[choice.index] ?? 0) + 1;
    return { member: choice.index };
  });
  const nDecided = counts.reduce((sum, count) => sum + count, 0);
  return {
    group,
    policy: hash.policy,
    seed: hash.seed,
    exact: true,
    members: group.members.map((member, index) => {
      const nFlows = counts[index] ?? 0;
      return { ...member, predicted: nDecided === 0 ? 0 : nFlows / nDecided, flows: nFlows };
    }),
    flows: decisions,
    profile,
    notes: [...hash.notes, ...notesOnHash(hash), ...notesOnUndecided(decisions)],
  };
}
