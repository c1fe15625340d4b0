/** `read` and `mapfile`, from a here-document, a here-string or a pipe whose text the script tells (Bash manual, 4.2). */
import { unknown } from '../../base/fact.ts';
import { arrayOf, setText } from '../assign.ts';
import { limits, spend } from '../budget.ts';
import { forget, freshSymbol } from '../environment.ts';
import { slicePieces, textOf, unknownPiece } from '../pieces.ts';
import type { Outcome, Scope, Stdin } from '../session.ts';
import type { HerePiece } from '../types.ts';
import { identifier, textOfWord } from './call.ts';
import type { BuiltinCall } from './call.ts';

interface Request {
  readonly names: readonly string[];
  readonly array: string | undefined;
  readonly raw: boolean;
  /** Options that are not modelled. */
  readonly isOdd: boolean;
}

/** Reads a line into variables; without a known line they are unknown. */
export function read(call: BuiltinCall): Outcome {
  const request = requestOf(call);
  const line = request.isOdd ? undefined : takeLine(call.stdin, call.scope);
  if (line === undefined) {
    forgetNames(request, call.scope);
    return 'unsure';
  }
  const { separators } = call;
  if (separators === undefined || (!request.raw && textOf(line.pieces).includes('\\'))) {
    forgetNames(request, call.scope);
    return line.isWhole ? 'success' : 'failure';
  }
  store(request, line.pieces, { separators, scope: call.scope });
  return line.isWhole ? 'success' : 'failure';
}

function requestOf({ args }: BuiltinCall): Request {
  const names: string[] = [];
  let array: string | undefined;
  let raw = false;
  let isOdd = false;
  for (let at = 0; at < args.length; at++) {
    const text = textOfWord(args[at]);
    if (text === undefined) isOdd = true;
    else if (!text.startsWith('-') || text === '-') names.push(text);
    else {
      raw ||= text.includes('r');
      const last = text.at(-1) ?? '';
      if (/[dnNu]/.test(text)) isOdd = true;
      if (last === 'a') array = textOfWord(args[++at]);
      else if (/[dnNuptie]/.test(last) && last !== 'e') at++;
    }
  }
  return {
    names: names.length === 0 && array === undefined ? ['REPLY'] : names,
    array,
    raw,
    isOdd,
  };
}

function forgetNames({ names, array }: Request, { environment, session }: Scope): void {
  const at = { environment, symbols: session.symbols };
  for (const name of names.filter((each) => identifier.test(each)))
    forget(at, name, `\`$${name}\` is set by \`read\` when the script runs`);
  if (array !== undefined)
    environment.bindings.set(array, {
      kind: 'list',
      value: unknown(
        `\`${array}\` is read when the script runs`,
        freshSymbol(session.symbols, array),
      ),
      shifted: 0,
    });
}

interface Line {
  readonly pieces: readonly HerePiece[];
  /** It ended with a line end, not with the input. */
  readonly isWhole: boolean;
}

/** The next line of the input, or undefined where it is not known. */
function takeLine(stdin: Stdin | undefined, scope: Scope): Line | undefined {
  if (stdin?.document === undefined || stdin.isLost) return undefined;
  if (scope.uncertainty > stdin.uncertainty) {
    stdin.isLost = true;
    return undefined;
  }
  const text = (stdin.text ??= textOf(stdin.document.pieces));
  const end = text.indexOf('\n', stdin.at);
  const to = end === -1 ? text.length : end;
  spend(scope.session.budget, 0, stdin.document.pieces.length);
  const pieces = slicePieces(stdin.document.pieces, stdin.at, to);
  stdin.at = end === -1 ? to : end + 1;
  return { pieces, isWhole: end !== -1 };
}

interface Storing {
  readonly separators: string;
  readonly scope: Scope;
}

function store({ names, array }: Request, line: readonly HerePiece[], to: Storing): void {
  const { scope } = to;
  const isKnown = line.every((piece) => piece.unknown === undefined);
  if (array !== undefined) {
    if (isKnown)
      scope.environment.bindings.set(array, arrayOf(splitLine(line, to.separators, Infinity)));
    else forgetNames({ names: [], array, raw: true, isOdd: true }, scope);
    return;
  }
  const isReply = names.length === 1 && names[0] === 'REPLY';
  const fields = isReply ? [line] : splitLine(line, to.separators, names.length);
  names.forEach((name, index) => {
    if (!identifier.test(name)) return;
    const field = fields[index] ?? (isKnown ? [] : [partOfUnknown(line)]);
    setText(name, withPlaces(field), scope);
  });
}

/** A field that may hold a part of an unknown value, or what stands behind it. */
function partOfUnknown(line: readonly HerePiece[]): HerePiece {
  const span = line[0]?.span ?? { start: 0, end: 0 };
  return unknownPiece(unknown('a value in the line that is read is not known'), span);
}

/** A field of a line. From the first unknown value on, which may have separators in it, the known fields end. */
function fieldOf(line: readonly HerePiece[], start: number, end: number): readonly HerePiece[] {
  const pieces = slicePieces(line, start, end);
  const before = slicePieces(line, 0, start);
  if (before.some((piece) => piece.unknown !== undefined)) return [partOfUnknown(line)];
  const at = pieces.findIndex((piece) => piece.unknown !== undefined);
  return at === -1 || pieces.length === 1 ? pieces : [...pieces.slice(0, at), partOfUnknown(line)];
}

/** Where the value of a variable was written: here, in the text that was read. */
function withPlaces(pieces: readonly HerePiece[]): readonly HerePiece[] {
  return pieces.map((piece) => ({ ...piece, written: piece.written ?? { span: piece.span } }));
}

/** Fields of a line; the last of them takes the rest. */
function splitLine(
  line: readonly HerePiece[],
  separators: string,
  count: number,
): (readonly HerePiece[])[] {
  const text = textOf(line);
  const isBlank = (at: number): boolean =>
    /[ \t\n]/.test(text[at] ?? 'x') && separators.includes(text[at] ?? '');
  const isOther = (at: number): boolean =>
    at < text.length && separators.includes(text[at] ?? '') && !isBlank(at);
  const fields: (readonly HerePiece[])[] = [];
  let at = 0;
  let end = text.length;
  while (isBlank(at)) at++;
  while (end > at && isBlank(end - 1)) end--;
  while (at < end) {
    if (fields.length === count - 1) {
      const isCut = slicePieces(line, 0, at).some((piece) => piece.unknown !== undefined);
      const rest = slicePieces(line, at, restEnd(at, end, { isBlank, isOther }));
      fields.push(isCut ? [partOfUnknown(line)] : trimmed(rest));
      break;
    }
    const start = at;
    while (at < end && !isBlank(at) && !isOther(at)) at++;
    fields.push(fieldOf(line, start, at));
    while (at < end && isBlank(at)) at++;
    if (isOther(at)) {
      at++;
      while (at < end && isBlank(at)) at++;
    }
  }
  return fields;
}

/** A value that may be empty at an edge of the rest: whether the blanks next to it stay is not known. */
function trimmed(rest: readonly HerePiece[]): readonly HerePiece[] {
  const first = rest.at(0);
  const isOpen = first?.unknown !== undefined || rest.at(-1)?.unknown !== undefined;
  return first === undefined || rest.length < 2 || !isOpen ? rest : [partOfUnknown(rest)];
}

/** The rest loses a separator at its end if that is the only one in it. */
function restEnd(
  start: number,
  end: number,
  { isBlank, isOther }: Record<'isBlank' | 'isOther', (at: number) => boolean>,
): number {
  let at = start;
  while (at < end && !isBlank(at) && !isOther(at)) at++;
  let after = at;
  while (after < end && isBlank(after)) after++;
  return isOther(after) && after === end - 1 ? at : end;
}

/** `mapfile -t NAME`: every line an element. */
export function mapfile(call: BuiltinCall): Outcome {
  const { args, scope, stdin } = call;
  const options = args.filter((word) => word.raw.startsWith('-')).map((word) => word.raw);
  const name = textOfWord(args.find((word) => !word.raw.startsWith('-'))) ?? 'MAPFILE';
  const isPlain = options.every((option) => option === '-t') && options.length === 1;
  const lines: (readonly HerePiece[])[] = [];
  while (isPlain && lines.length < limits.elements) {
    const line = takeLine(stdin, scope);
    if (line === undefined) break;
    if (!line.isWhole && line.pieces.length === 0) {
      scope.environment.bindings.set(name, arrayOf(lines.map(withPlaces)));
      return 'success';
    }
    lines.push(line.pieces);
  }
  forgetNames({ names: [], array: name, raw: true, isOdd: true }, scope);
  return 'unsure';
}

/** `getopts`: what it finds depends on the arguments. */
export function getopts({ args, scope }: BuiltinCall): Outcome {
  const { environment, session } = scope;
  const name = textOfWord(args[1]);
  const at = { environment, symbols: session.symbols };
  for (const each of [...(name === undefined ? [] : [name]), 'OPTARG', 'OPTIND'])
    forget(at, each, `\`$${each}\` is set by \`getopts\` when the script runs`);
  return 'unsure';
}
