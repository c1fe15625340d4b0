/** What the real iptables answers to sequences of commands, each in an empty namespace. */
import type { Command } from './iptablesGenerator.ts';
import { askJudge } from './judge.ts';

export interface Answer {
  readonly status: number;
  /** What it says, line by line. */
  readonly words: string;
}

export interface Outcome {
  readonly answers: readonly Answer[];
  /** `iptables-save` and `ip6tables-save` at the end. */
  readonly saved: Readonly<Record<4 | 6, string>>;
}

export const before =
  'ip link set lo up; ipset create s4 hash:ip; ipset create s6 hash:ip family inet6';

/** Runs all sequences. Throws if the judge itself fails. `suffix`: `-legacy` for the tools without nft. */
export function askIptables(
  sequences: readonly (readonly Command[])[],
  suffix: '' | '-legacy' = '',
): Promise<readonly Outcome[]> {
  return askJudge<Outcome>(
    sequences.map((commands) => ({ commands: commands.map(withoutBreaks), suffix })),
    before,
  );
}

function withoutBreaks(command: Command): readonly string[] {
  return command.map((word) => word.replaceAll('\n', ' '));
}
