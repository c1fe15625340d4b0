/** The path `-`: standard input, read as a file of the name that `--stdin-filename` gives. */
import type { GivenFile } from './inputs.ts';
import type { Terminal } from './terminal.ts';

export interface StandardInputOptions {
  readonly stdinFilename: string | undefined;
}

/** A script is the likeliest thing to be piped. */
const defaultName = 'stdin.sh';

export function givenFile(
  paths: readonly string[],
  { stdinFilename }: StandardInputOptions,
  terminal: Terminal,
): GivenFile | undefined {
  if (!paths.includes('-')) return undefined;
  return { path: stdinFilename ?? defaultName, text: terminal.readStandardInput() };
}

/** True, and said, if a name is given to standard input that no path asks for. */
export function isNameWithoutInput(
  paths: readonly string[],
  { stdinFilename }: StandardInputOptions,
  terminal: Pick<Terminal, 'complain'>,
): boolean {
  if (stdinFilename === undefined || paths.includes('-')) return false;
  terminal.complain(
    '--stdin-filename names standard input, which is not read: give the path - to read it',
  );
  return true;
}
