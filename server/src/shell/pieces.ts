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
  return pieces.map((piece) => piece.text).join('');
}

/** The pieces of a word; a word without unknown parts is one piece. */
export function piecesOfWord(word: ShellWord): readonly HerePiece[] {
  if (word.pieces !== undefined) return word.pieces;
  if (typeof word.value === 'string') return [{ text: word.value, span: word.span }];
  return [{ text: unknownPlaceholder, span: word.span, unknown: word.value }];
}

/** A piece of unknown text. */
export function unknownPiece(value: Unknown, span: HerePiece['span']): HerePiece {
  return { text: unknownPlaceholder, span, unknown: value };
}
