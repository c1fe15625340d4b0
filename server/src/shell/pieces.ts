/**
 * Text made of known and unknown pieces, each with its place: words, here-documents, values of variables.
 * Invariant: an unknown piece is never turned into text that a tool could take for a value.
 */
import { unknown } from '../base/fact.ts';
import type { Unknown } from '../base/fact.ts';
import type { HerePiece, ShellWord } from './types.ts';

/** Stands for an unknown piece in the text that a tool reads: a private character, valid in no address, name or number. */
export const unknownPlaceholder = '\uE000';

/** The whole value, or unknown. One unknown piece alone keeps its symbol; text around it makes it another value. */
export function valueOf(pieces: readonly HerePiece[]): string | Unknown {
  const [only] = pieces;
  if (only !== undefined && pieces.length === 1) return only.unknown ?? only.text;
  const first = pieces.find((piece) => piece.unknown !== undefined)?.unknown;
  if (first === undefined) return textOf(pieces);
  const isAlone = pieces.every(
    (piece) => piece.unknown === first || (piece.unknown === undefined && piece.text === ''),
  );
  return isAlone && pieces.filter((piece) => piece.unknown !== undefined).length === 1
    ? first
    : unknown(first.reason);
}

/** The text with placeholders for what is unknown. */
export function textOf(pieces: readonly HerePiece[]): string {
  let text = '';
  for (const piece of pieces) text += piece.text;
  return text;
}

/** The pieces of a word; a word without unknown parts is one piece. */
export function piecesOfWord(word: ShellWord): readonly HerePiece[] {
  if (word.pieces !== undefined) return word.pieces;
  const written = word.written === undefined ? {} : { written: word.written };
  if (typeof word.value === 'string') return [{ text: word.value, span: word.span, ...written }];
  return [{ text: unknownPlaceholder, span: word.span, unknown: word.value, ...written }];
}

/** True where the shell may make none or several words of it. */
export function isOpen({ several, open }: ShellWord): boolean {
  return several === true || open === true;
}

/** The same as the `count` of an item. */
export function countOf({ several, open }: ShellWord): 'one' | 'open' | 'several' {
  return several === true ? 'several' : open === true ? 'open' : 'one';
}

/** A piece of unknown text. */
export function unknownPiece(value: Unknown, span: HerePiece['span']): HerePiece {
  return { text: unknownPlaceholder, span, unknown: value };
}

/** Part of a text, cut by characters; an unknown piece counts as one. */
export function slicePieces(
  pieces: readonly HerePiece[],
  start: number,
  end: number,
): readonly HerePiece[] {
  const found: HerePiece[] = [];
  let at = 0;
  for (const piece of pieces) {
    const from = Math.max(start - at, 0);
    const to = Math.min(end - at, piece.text.length);
    if (from < to) found.push(slicePiece(piece, from, to));
    at += piece.text.length;
  }
  return found;
}

/** Part of one piece; places that stand for the piece character by character are cut with it. */
export function slicePiece(piece: HerePiece, from: number, to: number): HerePiece {
  const { text, span, written } = piece;
  if (piece.unknown !== undefined || (from === 0 && to === text.length)) return piece;
  const cut = (whole: HerePiece['span']): HerePiece['span'] =>
    whole.end - whole.start === text.length
      ? { start: whole.start + from, end: whole.start + to }
      : whole;
  return {
    text: text.slice(from, to),
    span: cut(span),
    ...(written === undefined ? {} : { written: { ...written, span: cut(written.span) } }),
  };
}
