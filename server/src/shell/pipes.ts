/**
 * What a command in a pipeline reads, where the command before it writes text that stands in the script.
 * `echo`, `printf`, `cat` of a here-document and `tee` are followed; every other filter makes the input unknown to us.
 */
import { coverSpans } from '../base/span.ts';
import { piecesOfWord, textOf } from './pieces.ts';
import type { HereDocument, HerePiece, ShellCommand, ShellWord } from './types.ts';

/** The text that a command writes to standard output, if the script tells it. */
export function literalOutput(command: ShellCommand): HereDocument | undefined {
  const args = command.words.slice(1);
  if (args.some((word) => word.several === true)) return undefined;
  if (
    command.redirections.some((each) => each.operator.includes('>') && (each.descriptor ?? 1) === 1)
  )
    return undefined;
  switch (command.name) {
    case 'echo':
      return echoOutput(args);
    case 'printf':
      return printfOutput(args);
    case 'cat':
      return args.every((word) => word.value === '-') ? command.input : undefined;
    case 'tee':
      return command.input;
    default:
      return undefined;
  }
}

function echoOutput(args: readonly ShellWord[]): HereDocument | undefined {
  const options = args.findIndex(
    (word) => typeof word.value !== 'string' || !/^-[neE]+$/.test(word.value),
  );
  const words = options === -1 ? [] : args.slice(options);
  const flags = args
    .slice(0, args.length - words.length)
    .map((word) => word.raw)
    .join('');
  // Whether echo reads backslashes differs between shells.
  if (words.some((word) => piecesOfWord(word).some((piece) => piece.text.includes('\\'))))
    return undefined;
  const pieces = words.flatMap((word, index): HerePiece[] => [
    ...(index === 0 ? [] : [between(word, ' ')]),
    ...piecesOfWord(word),
  ]);
  return document(words, flags.includes('n') ? pieces : [...pieces, ...lineEnd(words)]);
}

function printfOutput(args: readonly ShellWord[]): HereDocument | undefined {
  const [format, ...values] = args;
  if (format === undefined || typeof format.value !== 'string') return undefined;
  const shape = format.value.replaceAll('\\n', '\n').replaceAll('\\t', '\t');
  if (shape.includes('\\')) return undefined;
  if (!shape.includes('%')) return document([format], [{ text: shape, span: format.span }]);
  if (!/^(?:[^%]|%s)*$/.test(shape)) return undefined;
  const perRound = shape.split('%s').length - 1;
  const pieces: HerePiece[] = [];
  for (let round = 0; round === 0 || round * perRound < values.length; round++) {
    shape.split('%s').forEach((text, index) => {
      const word = index === 0 ? undefined : values[round * perRound + index - 1];
      if (word !== undefined) pieces.push(...piecesOfWord(word));
      if (text !== '') pieces.push({ text, span: format.span });
    });
  }
  return document(args, pieces);
}

function document(
  words: readonly ShellWord[],
  pieces: readonly HerePiece[],
): HereDocument | undefined {
  const first = words[0];
  const last = words.at(-1);
  if (first === undefined || last === undefined) return undefined;
  return {
    span: coverSpans(first.span, last.span),
    body: textOf(pieces),
    quoted: words.every((word) => word.isLiteral),
    pieces,
  };
}

function between(word: ShellWord, text: string): HerePiece {
  return { text, span: { start: word.span.start, end: word.span.start } };
}

function lineEnd(words: readonly ShellWord[]): HerePiece[] {
  const last = words.at(-1);
  return last === undefined
    ? []
    : [{ text: '\n', span: { start: last.span.end, end: last.span.end } }];
}
