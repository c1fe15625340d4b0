/** Compares what the evaluation says with what bash called. */
import { isUnknown } from '../../../server/src/base/fact.ts';
import { parseShell } from '../../../server/src/shell/parse.ts';
import { isOpen, piecesOfWord } from '../../../server/src/shell/pieces.ts';
import type { ShellCommand, ShellWord } from '../../../server/src/shell/types.ts';
import type { Called } from './bash.ts';

const tools = /^(?:ip|iptables|sysctl|nft)$/;

/** The calls of tools that a script makes, in order. */
export function evaluatedCommands(script: string): readonly ShellCommand[] {
  return parseShell(script).executed.filter(
    ({ name, context }) =>
      name !== undefined &&
      tools.test(name) &&
      context.neverRuns !== true &&
      context.uncalled !== true &&
      !context.trap,
  );
}

/** What differs, or undefined. For scripts whose every value is known. */
export function differenceOfKnown(script: string, called: readonly Called[]): string | undefined {
  const commands = evaluatedCommands(script);
  const theirs = called.map(({ words, input }) => show(words, input));
  let next = 0;
  for (const command of commands) {
    const ours = show(command.words.map(wordText), inputText(command));
    if (ours === theirs[next]) next++;
    // A value beyond the limits is unknown, and so is all that hangs on it.
    else if (isTooLong(command) || (theirs[next] ?? '').length > longestTried) return undefined;
    // The stubs succeed, which the evaluation cannot know: what stands behind `||` does not run.
    else if (!command.context.conditional && !readsFile(command))
      // bash ends a script at a calculation that it cannot do.
      return next === theirs.length && theirs.at(-1) !== show(['ip', 'end'], undefined)
        ? undefined
        : `command ${next}: evaluated ${ours}, bash called ${theirs[next] ?? 'nothing'} ${why(command)}`;
  }
  return next === theirs.length
    ? undefined
    : `bash called ${theirs[next] ?? 'nothing'}, evaluated nothing`;
}

/** Patterns are tried on values of this length at most. */
const longestTried = 500;

function isTooLong({ words, input }: ShellCommand): boolean {
  const pieces = [...words.flatMap(piecesOfWord), ...(input?.pieces ?? [])];
  return pieces.some((piece) => piece.unknown?.reason.endsWith('too long to follow') === true);
}

/** bash does not run a command that reads a file which is not there, and no script makes files. */
function readsFile({ redirections }: ShellCommand): boolean {
  return redirections.some((each) => each.operator === '<');
}

/** The words that are not known, for whoever looks for the reason. */
function why({ words }: ShellCommand): string {
  return words
    .flatMap(({ value, raw }) => (isUnknown(value) ? [`${raw}: ${value.reason}`] : []))
    .join('; ');
}

function show(words: readonly string[], input: string | undefined): string {
  return JSON.stringify(input === undefined ? words : [words, input]);
}

function wordText({ value }: ShellWord): string {
  return isUnknown(value) ? '?' : value;
}

function inputText({ name, input }: ShellCommand): string | undefined {
  if (name !== 'nft') return undefined;
  return input === undefined
    ? ''
    : input.pieces.map((piece) => (piece.unknown === undefined ? piece.text : '?')).join('');
}

/** A call that no evaluated command allows, or undefined. For scripts with values from outside. */
export function contradiction(script: string, called: readonly Called[]): string | undefined {
  const { executed } = parseShell(script);
  // A command whose name is not known may be any.
  if (executed.some(({ name, context }) => name === undefined && context.neverRuns !== true))
    return undefined;
  const patterns = evaluatedCommands(script).map(patternOf);
  const odd = called.find(({ words }) => {
    const text = words.map((word) => `\u0001${word}`).join('');
    return !patterns.some((pattern) => pattern.test(text));
  });
  return odd === undefined ? undefined : `bash called ${JSON.stringify(odd.words)}`;
}

/** Unknown text is any text; an open word is also none or several. */
function patternOf({ words }: ShellCommand): RegExp {
  const parts = words.map((word) => {
    if (isOpen(word)) return anyWords(word);
    return `\u0001${piecesOfWord(word)
      .map((piece) => (piece.unknown === undefined ? escape(piece.text) : '[^\u0001]*'))
      .join('')}`;
  });
  return new RegExp(`^${parts.join('')}$`, 's');
}

function anyWords(word: ShellWord): string {
  const pieces = piecesOfWord(word);
  const known = pieces.filter((piece) => piece.unknown === undefined && piece.text !== '');
  if (known.length === 0) return '.*';
  return `\u0001?${pieces.map((piece) => (piece.unknown === undefined ? escape(piece.text) : '.*')).join('')}`;
}

function escape(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
