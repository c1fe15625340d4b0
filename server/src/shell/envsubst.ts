/**
 * `envsubst` of GNU gettext: `$NAME` and `${NAME}` of its input become the values of exported variables, of those alone that its
 * argument names if it has one; any other `$` stays (envsubst.c, subst_from_stdin(), gettext 0.21).
 * Whether a variable is exported is known only where a line of the script says so outside of any block before; any other is a hole.
 */
import { unknown } from '../base/fact.ts';
import { lookup } from './environment.ts';
import { unknownPiece } from './pieces.ts';
import type { Scope } from './session.ts';
import type { HerePiece, ShellCommand, ShellWord } from './types.ts';

/** What it writes, or undefined where that is not known. */
export function envsubstOutput(
  { words, input, span }: ShellCommand,
  scope: Scope,
): readonly HerePiece[] | undefined {
  const [format, ...more] = words.slice(1);
  if (input === undefined || more.length > 0) return undefined;
  const isOption = typeof format?.value === 'string' && format.value.startsWith('-');
  if (isOption || format?.several === true) return undefined;
  const counts = filterOf(format);
  const isExported = exportsBefore(scope, span.start);
  return input.pieces.flatMap((piece) =>
    piece.unknown === undefined ? filled(piece, { counts, isExported, scope }) : [piece],
  );
}

const names = /\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)\})/g;

/** True for a name that is put in; undefined where that is not known. */
type Filter = (name: string) => boolean | undefined;

function filterOf(format: ShellWord | undefined): Filter {
  if (format === undefined) return () => true;
  const { value } = format;
  if (typeof value !== 'string') return () => undefined;
  const listed = new Set([...value.matchAll(names)].map(([, plain, braced]) => plain ?? braced));
  return (name) => listed.has(name);
}

interface Filling {
  readonly counts: Filter;
  readonly isExported: (name: string) => boolean;
  readonly scope: Scope;
}

function filled({ text, span }: HerePiece, filling: Filling): readonly HerePiece[] {
  const pieces: HerePiece[] = [];
  let at = 0;
  const keepUntil = (end: number): void => {
    if (end > at) pieces.push({ text: text.slice(at, end), span: part(at, end) });
  };
  // Where the text does not stand in the file letter by letter, a part of it stands where the whole does.
  const part = (start: number, end: number): HerePiece['span'] =>
    span.end - span.start === text.length
      ? { start: span.start + start, end: span.start + end }
      : span;
  for (const { 0: written, 1: plain, 2: braced, index } of text.matchAll(names)) {
    const name = plain ?? braced ?? '';
    if (filling.counts(name) === false) continue;
    keepUntil(index);
    at = index + written.length;
    pieces.push(...valueOf(name, part(index, at), filling));
  }
  keepUntil(text.length);
  return pieces;
}

function valueOf(name: string, span: HerePiece['span'], filling: Filling): readonly HerePiece[] {
  const variable = lookup(filling.scope.environment, name);
  const isSure = filling.counts(name) === true && filling.isExported(name);
  if (isSure && typeof variable === 'object' && variable.kind === 'text')
    return variable.text.map((piece) => ({ ...piece, span }));
  return [unknownPiece(unknown('`envsubst` puts it in', `envsubst ${name}`), span)];
}

/** Lines `export NAME…` and `declare -x NAME…` that begin at the left edge before a place of the text. */
function exportsBefore({ source }: Scope, end: number): (name: string) => boolean {
  const lines = source.text
    .slice(0, end)
    .matchAll(/^(?:export|declare -x|typeset -x)[ \t]+([^\n;|&]*)/gm);
  const found = new Set(
    [...lines].flatMap(([, words = '']) =>
      [...words.matchAll(/(?:^|[ \t])([A-Za-z_]\w*)(?==|[ \t]|$)/g)].map(([, name]) => name),
    ),
  );
  return (name) => found.has(name);
}
