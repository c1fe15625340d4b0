/** Sentences about what a distribution cannot know. */
import type { HashInForce } from './hashInForce.ts';
import type { FlowDecision } from './types.ts';

/** What stands beside the flow hash on this kernel with this policy. */
export function notesOnHash({ policy, kernel }: HashInForce): string[] {
  if (policy !== 1) return [];
  const wayOut = kernel.ipv4Policies.includes(3)
    ? ' Policy 3 with `net.ipv4.fib_multipath_hash_fields` 55 hashes the same fields and never uses those hashes.'
    : ' Kernel 5.14 and newer have policy 3 with fields 55, which hashes the same fields and never uses those hashes.';
  const notes = [
    `With policy 1 a hash that the packet already carries decides alone: that of the network card (RSS), of RPS, or of a socket on the same machine; then nothing here is predictable.${wayOut}`,
  ];
  if (kernel.policy1ForgetsAddresses) {
    notes.push(
      `Kernel ${kernel.version} leaves the addresses of forwarded packets out of policy 1; 4.15.8 and 4.16 do not.`,
    );
  }
  return notes;
}

/** One sentence for each reason why flows of the input have no answer. */
export function notesOnUndecided(decisions: readonly FlowDecision[]): string[] {
  const counts = new Map<string, number>();
  for (const { why } of decisions) {
    if (why !== undefined) counts.set(why, (counts.get(why) ?? 0) + 1);
  }
  return [...counts].map(
    ([why, count]) => `${count === 1 ? '1 flow is' : `${count} flows are`} not counted: ${why}.`,
  );
}
