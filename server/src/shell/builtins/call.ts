/** A call of a command that the shell itself runs. */
import type { Command } from '../adapter.ts';
import type { Scope, Stdin } from '../session.ts';
import type { ShellCommand, ShellWord } from '../types.ts';

export interface BuiltinCall {
  readonly node: Command;
  readonly command: ShellCommand;
  /** The arguments, without the name. */
  readonly args: readonly ShellWord[];
  readonly scope: Scope;
  /** What the command itself reads: its own here-document, or what comes from around it. */
  readonly stdin: Stdin | undefined;
  /** Field separators: those of `IFS=… read`. */
  readonly separators: string | undefined;
}

/** The value of a word, if it is known and one word. */
export function textOfWord(word: ShellWord | undefined): string | undefined {
  return typeof word?.value === 'string' && word.several !== true ? word.value : undefined;
}

export const identifier = /^[A-Za-z_]\w*$/;
