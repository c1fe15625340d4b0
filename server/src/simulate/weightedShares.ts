/** Shares of bytes and packets beside those of flows, where the flows tell how large they are. */
import type { Flow } from '../net/flow.ts';
import type { FlowDecision, MemberShare } from './types.ts';

type Weighted = Pick<MemberShare, 'byteShare' | 'packetShare'>;

/** For each member, over the flows that have a member; empty where no flow has a size. */
export function weightedShares(
  flows: readonly Flow[],
  decisions: readonly FlowDecision[],
  nMembers: number,
): readonly Weighted[] {
  const bytes = sharesBy('bytes', { flows, decisions, nMembers });
  const packets = sharesBy('packets', { flows, decisions, nMembers });
  return Array.from({ length: nMembers }, (_, i) => ({
    ...(bytes === undefined ? {} : { byteShare: bytes[i] ?? 0 }),
    ...(packets === undefined ? {} : { packetShare: packets[i] ?? 0 }),
  }));
}

interface Decided {
  readonly flows: readonly Flow[];
  readonly decisions: readonly FlowDecision[];
  readonly nMembers: number;
}

/** Undefined: no flow with a member tells this size, or all say 0. A flow that does not tell it counts as 0. */
function sharesBy(
  size: 'bytes' | 'packets',
  { flows, decisions, nMembers }: Decided,
): readonly number[] | undefined {
  const sums = Array.from({ length: nMembers }, () => 0);
  for (const [i, flow] of flows.entries()) {
    const member = decisions[i]?.member ?? null;
    if (member !== null) sums[member] = (sums[member] ?? 0) + (flow[size] ?? 0);
  }
  const total = sums.reduce((sum, part) => sum + part, 0);
  return total > 0 ? sums.map((sum) => sum / total) : undefined;
}
