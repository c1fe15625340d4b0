/** Writes to /proc/sys by the shell: `echo 1 > /proc/sys/…`, `printf`, `tee`, with patterns and loops over them. */
import { isUnknown, unknown, type Unknown } from '../base/fact.ts';
import { textOf } from '../shell/pieces.ts';
import { literalOutput } from '../shell/pipes.ts';
import type { ShellCommand, ShellWord } from '../shell/types.ts';
import { pathSegments } from './key.ts';
import type { SysctlReading, SysctlSetting } from './types.ts';
import { keyText, wordText } from './words.ts';

const writers: ReadonlySet<string | undefined> = new Set(['echo', 'printf', 'tee', 'cat']);

/** The settings that a command writes, or undefined if it writes none. */
export function readSysctlWrite(command: ShellCommand, file: string): SysctlReading | undefined {
  if (!writers.has(command.name)) return undefined;
  const targets = command.redirections
    .filter(
      ({ operator, descriptor = 1 }) => /^(?:>{1,2}\|?|&>)$/.test(operator) && descriptor === 1,
    )
    .map((redirection) => redirection.target)
    .concat(command.name === 'tee' ? command.words.slice(1) : []);
  const settings: SysctlSetting[] = [];
  for (const target of targets) {
    if (target === undefined) continue;
    const key = pathSegments(keyText(wordText(target), target)) ?? loopKey(command, target);
    if (key === undefined) continue;
    const value = writtenValue(command, file);
    settings.push({ key, value, keySpan: target.span, span: command.span, optional: false });
  }
  return settings.length === 0 ? undefined : { settings, problems: [] };
}

/**
 * A loop over names that are not known (`do echo 0 > $f`) may write any setting, which is said by a key of one unknown
 * segment.
 */
function loopKey(command: ShellCommand, target: ShellWord): readonly Unknown[] | undefined {
  return command.context.loop && isUnknown(target.value) && target.value.symbol !== undefined
    ? [target.value]
    : undefined;
}

function writtenValue(command: ShellCommand, file: string): SysctlSetting['value'] {
  const output = literalOutput({ ...command, redirections: [] });
  if (output === undefined)
    return { value: unknown('what is written is not known'), origin: { file, span: command.span } };
  const origin = { file, span: output.span };
  const holes = output.pieces.filter((piece) => piece.unknown !== undefined);
  const [hole] = holes;
  if (hole?.unknown === undefined) return { value: textOf(output.pieces).trim(), origin };
  const isAlone = holes.length === 1 && textOf(output.pieces).trim() === hole.text;
  return { value: isAlone ? hole.unknown : unknown(hole.unknown.reason), origin };
}
