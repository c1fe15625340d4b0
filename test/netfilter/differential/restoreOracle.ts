/** What the real iptables-restore answers to texts, each in an empty namespace. */
import type { Outcome } from './iptablesOracle.ts';
import { before } from './iptablesOracle.ts';
import { askJudge } from './judge.ts';
import type { RestoreCase } from './restoreGenerator.ts';

/** The last answer is that of iptables-restore; those before are of the commands before it. */
export function askRestore(cases: readonly RestoreCase[]): Promise<readonly Outcome[]> {
  return askJudge<Outcome>(
    cases.map(({ program, options, before: commands, text }) => ({
      commands: commands.map((command) => command.map((word) => word.replaceAll('\n', ' '))),
      program,
      options,
      restore: text,
    })),
    before,
  );
}
