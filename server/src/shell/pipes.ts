/** What one command alone writes, for readers of files that scripts write to. */
import { documentOf, outputOf } from './output.ts';
import type { HereDocument, ShellCommand } from './types.ts';

/** The text that a command writes to standard output, wherever that leads; undefined where the script does not tell it. `dialect`: of its shell. */
export function literalOutput(
  command: ShellCommand,
  dialect: 'bash' | 'any' = 'any',
): HereDocument | undefined {
  const isRedirected = command.redirections.some(
    (each) => each.operator.includes('>') && (each.descriptor ?? 1) === 1,
  );
  if (isRedirected) return undefined;
  if (command.name === 'tee') return command.input;
  const pieces = outputOf(command, { dialect, previous: undefined });
  const first = command.words[1];
  const last = command.words.at(-1);
  if (pieces === undefined || first === undefined || last === undefined)
    return command.name === 'cat' ? command.input : undefined;
  if (command.name === 'cat') return command.input;
  return documentOf({ pieces }, { start: first.span.start, end: last.span.end });
}
