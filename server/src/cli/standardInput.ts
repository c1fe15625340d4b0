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
