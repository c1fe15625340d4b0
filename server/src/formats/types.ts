/**
 * What a file with a grammar of its own says: the commands that it runs, and what the program that reads it does itself.
 * Invariant: every value knows its place in the file; what depends on the machine is unknown.
 */
import type { Problem } from '../base/problem.ts';
import type { IpCommand } from '../iproute/types.ts';
import type { CommandContext, ShellCommand, ShellScript } from '../shell/types.ts';
import type { SysctlSetting } from '../sysctl/types.ts';

/** In the order in which it happens. */
export interface FormatStep {
  readonly command: ShellCommand;
  /** Set where nobody wrote the command: a setting in the words of `ip`. */
  readonly implied?: IpCommand;
  /** The same for a setting of the kernel. */
  readonly sysctl?: SysctlSetting;
}

export interface FormatReading {
  readonly steps: readonly FormatStep[];
  /** The commands that are written in the file. */
  readonly script: ShellScript;
  readonly problems: readonly Problem[];
}

/** A command that surely runs when the file takes effect. */
export const plainContext: CommandContext = {
  conditional: false,
  loop: false,
  failureIgnored: false,
  trap: false,
};

/** A command that undoes: it belongs to another program than those that set up. */
export const downContext: CommandContext = { ...plainContext, caseLabel: 'down' };
