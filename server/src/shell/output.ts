/** What commands write to standard output, as far as the script tells it: `echo`, `printf`, `cat`, `seq`, … */
import { unknown } from '../base/fact.ts';
import { envsubstOutput } from './envsubst.ts';
import { piecesOfWord, textOf, unknownPiece, valueOf } from './pieces.ts';
import { formatPrintf, readEscapes } from './printf.ts';
import type { Scope, Session } from './session.ts';
import type { HereDocument, HerePiece, ShellCommand, ShellWord } from './types.ts';

/** Commands that write nothing, or whose inner commands write for them. */
const silent =
  /^(?:|:|true|false|test|\[|export|readonly|local|set|shift|read|cd|unset|sleep|mkdir|rm|touch|wait|eval|return|exit|break|continue|let|getopts|mapfile|readarray|chmod|\.|source|umask|shopt)$/;

/** Adds the output of a command to what is asked for; `calls` tells that its body has written already. */
export function writeOutput(
  command: ShellCommand,
  scope: Scope,
  { calls }: { readonly calls: boolean },
): void {
  const { sink } = scope;
  if (sink === undefined || !sink.known) return;
  if (calls || isRedirected(command)) return;
  const { dialect, commands } = scope.session;
  const output =
    command.name === 'envsubst'
      ? envsubstOutput(command, scope)
      : outputOf(command, { dialect, previous: commands.at(-2) });
  if (output === undefined || (scope.uncertainty > sink.uncertainty && output.length > 0))
    sink.known = false;
  else sink.pieces.push(...output);
}

/** After a jump that may not happen, what is written from here on is not known. */
export function loseOutput({ sink, uncertainty }: Scope): void {
  if (sink !== undefined && uncertainty > sink.uncertainty) sink.known = false;
}

function isRedirected({ redirections }: ShellCommand): boolean {
  return redirections.some((each) => each.operator.includes('>') && (each.descriptor ?? 1) === 1);
}

interface Surroundings {
  readonly dialect: Session['dialect'];
  /** The command that ran before. */
  readonly previous: ShellCommand | undefined;
}

/** What one command writes, or undefined where that is not known. */
export function outputOf(
  command: ShellCommand,
  around: Surroundings,
): readonly HerePiece[] | undefined {
  const { name, words } = command;
  const args = words.slice(1);
  if (args.some((word) => word.several === true)) return undefined;
  // A pattern of file names, where the names count.
  if (name !== 'echo' && args.some(({ open, value }) => open === true && typeof value === 'string'))
    return name !== undefined && silent.test(name) ? [] : undefined;
  switch (name) {
    case 'echo':
      return echoOutput(args, around.dialect);
    case 'printf':
      return args[0]?.value === '-v' ? [] : formatPrintf(args);
    case 'cat':
      return args.every((word) => word.value === '-') ? command.input?.pieces : undefined;
    case 'seq':
      return sequence(args);
    case 'which':
    case 'command':
    case 'type':
      return programPath(args, command);
    case 'dirname':
    case 'basename':
    case 'realpath':
    case 'readlink':
      return pathOutput(name, args, command);
    case 'pwd':
      return folderOutput(around.previous, command);
    default:
      return name !== undefined && silent.test(name) ? [] : undefined;
  }
}

/** `echo` as bash does it without `-e`; whether a plain backslash is read differs between shells. */
function echoOutput(
  args: readonly ShellWord[],
  dialect: Session['dialect'],
): HerePiece[] | undefined {
  const first = args.findIndex(
    (word) => typeof word.value !== 'string' || !/^-[neE]+$/.test(word.value),
  );
  const words = first === -1 ? [] : args.slice(first);
  const flags = args
    .slice(0, args.length - words.length)
    .map((word) => (typeof word.value === 'string' ? word.value : ''))
    .join('');
  let pieces = words.flatMap((word, index): readonly HerePiece[] => {
    // An open word may be none: whether a blank stands beside it is not known either.
    const before = words[index - 1];
    const hasGap = before !== undefined && before.open !== true && word.open !== true;
    return [...(hasGap ? [gap(word, ' ')] : []), ...writtenPieces(word)];
  });
  if (pieces.some((piece) => piece.text.includes('\\'))) {
    const isPlain = dialect === 'bash' && !flags.includes('e');
    if (!isPlain) {
      const read = dialect === 'bash' ? readEscapes(pieces) : undefined;
      if (read === undefined) return undefined;
      pieces = read;
    }
  }
  if (flags.includes('n')) return pieces;
  const last = words.at(-1)?.span.end ?? 0;
  return [...pieces, { text: '\n', span: { start: last, end: last } }];
}

function writtenPieces(word: ShellWord): readonly HerePiece[] {
  const isPattern = word.open === true && typeof word.value === 'string';
  return isPattern
    ? [unknownPiece(unknown('it is a pattern of file names'), word.span)]
    : piecesOfWord(word);
}

function gap(word: ShellWord, text: string): HerePiece {
  return { text, span: { start: word.span.start, end: word.span.start } };
}

function sequence(args: readonly ShellWord[]): HerePiece[] | undefined {
  const numbers = args.map((word) =>
    typeof word.value === 'string' && /^-?\d{1,9}$/.test(word.value) ? Number(word.value) : NaN,
  );
  const [a, b, c] = numbers;
  if (a === undefined || numbers.length > 3 || numbers.some((each) => Number.isNaN(each)))
    return undefined;
  const first = b === undefined ? 1 : a;
  const step = c === undefined ? 1 : (b ?? 1);
  const last = c ?? b ?? a;
  if (step === 0 || Math.abs((last - first) / step) > 1_000) return undefined;
  const span = args[0]?.span ?? { start: 0, end: 0 };
  const pieces: HerePiece[] = [];
  for (let value = first; step > 0 ? value <= last : value >= last; value += step)
    pieces.push({ text: `${value}\n`, span });
  return pieces;
}

/** `$(which ip)` is a path that ends in the program's name; the name is all that readers take from it. */
function programPath(
  args: readonly ShellWord[],
  { name }: ShellCommand,
): readonly HerePiece[] | undefined {
  const words = args.filter((word) => word.value !== '-v' && word.value !== '-p');
  const [word] = words;
  const hasOption = words.length < args.length;
  if (word === undefined || words.length > 1 || (name !== 'which' && !hasOption)) return undefined;
  return typeof word.value === 'string' && /^[\w./-]+$/.test(word.value)
    ? piecesOfWord(word)
    : undefined;
}

/** Parts of a path that is known, or that of the script. */
function pathOutput(
  name: string,
  args: readonly ShellWord[],
  command: ShellCommand,
): readonly HerePiece[] | undefined {
  const words = args.filter((word) => !/^-[a-z]+$/.test(word.raw));
  const [word, suffix] = words;
  if (word === undefined) return undefined;
  const { value } = word;
  if (typeof value !== 'string') {
    const symbol = value.symbol ?? '';
    if (!/^(?:0$|BASH_SOURCE )/.test(symbol)) return undefined;
    if (name === 'realpath' || name === 'readlink') return piecesOfWord(word);
    if (name !== 'dirname') return undefined;
    return [
      unknownPiece(unknown('it is the folder of the script', `dirname ${symbol}`), word.span),
    ];
  }
  if (name !== 'basename' && name !== 'dirname') return undefined;
  if (words.length < args.length || !/[^/]$/.test(value)) return undefined;
  const slash = value.lastIndexOf('/');
  const ending = suffix === undefined ? '' : suffix.value;
  if (typeof ending !== 'string' || words.length > 2) return undefined;
  const base = value.slice(slash + 1);
  const text =
    name === 'basename'
      ? base !== ending && base.endsWith(ending)
        ? base.slice(0, base.length - ending.length)
        : base
      : slash < 0
        ? '.'
        : value.slice(0, slash).replace(/\/+$/, '') || '/';
  return [{ text, span: command.span }];
}

/** `$(cd "$(dirname "$0")" && pwd)`: the folder of the script, where the subshell has just gone there. */
function folderOutput(
  before: ShellCommand | undefined,
  command: ShellCommand,
): readonly HerePiece[] | undefined {
  const value = before?.name === 'cd' ? before.words.at(-1)?.value : undefined;
  if (value === undefined || typeof value === 'string') return undefined;
  return value.symbol?.startsWith('dirname ') === true
    ? [unknownPiece(value, command.span)]
    : undefined;
}

/** What was written, as the input of the next command. */
export function documentOf(
  sink: { readonly pieces: readonly HerePiece[] },
  place: HerePiece['span'],
): HereDocument {
  const shown = sink.pieces.filter((piece) => piece.span.end > piece.span.start);
  const start = Math.min(...shown.map((piece) => piece.span.start));
  const end = Math.max(...shown.map((piece) => piece.span.end));
  const span = shown.length === 0 ? place : { start, end };
  return {
    span,
    body: textOf(sink.pieces),
    quoted:
      typeof valueOf(sink.pieces) === 'string' &&
      sink.pieces.every((piece) => piece.written === undefined),
    pieces: sink.pieces,
  };
}
