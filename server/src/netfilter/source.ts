/**
 * Text that a netfilter tool reads, and where its characters stand in the file.
 * A rule set can be a file, a here-document with variables put in, or the arguments of a command; all are read alike.
 */
import { isUnknown, unknown } from '../base/fact.ts';
import type { Unknown } from '../base/fact.ts';
import { coverSpans } from '../base/span.ts';
import type { Span } from '../base/span.ts';
import type { HereDocument, ShellWord } from '../shell/types.ts';

/** One argument: its value and its place. */
export interface Word {
  readonly value: string | Unknown;
  readonly span: Span;
}

interface Piece {
  readonly text: string;
  readonly span: Span;
  readonly unknown?: Unknown;
}

export interface TextSource {
  readonly text: string;
  /** The span in the file of a range of `text`. */
  readonly locate: (start: number, end: number) => Span;
  /** The unknown that a range of `text` touches, if any. */
  readonly unknownIn: (start: number, end: number) => Unknown | undefined;
}

/** A file: every character stands where it is. */
export function fileSource(text: string): TextSource {
  return { text, locate: (start, end) => ({ start, end }), unknownIn: () => undefined };
}

/** The body of a here-document with known variables put in. */
export function hereDocumentSource(document: HereDocument): TextSource {
  return pieceSource(document.pieces, document.span);
}

/** Arguments joined by blanks, as nft itself joins them (main(), nftables src/main.c). */
export function argumentSource(words: readonly ShellWord[]): TextSource {
  const pieces = words.flatMap((word, index): Piece[] => {
    const piece = argumentPiece(word);
    const gap = { text: ' ', span: { start: word.span.start, end: word.span.start } };
    return index === 0 ? [piece] : [gap, piece];
  });
  const [first] = words;
  return pieceSource(pieces, first?.span ?? { start: 0, end: 0 });
}

/** Text of an unknown piece: a word that no grammar knows, so that the words around it are still read. */
const placeholder = 'unknown-value';

function argumentPiece({ value, span, raw, isLiteral }: ShellWord): Piece {
  if (isUnknown(value)) return { text: placeholder, span, unknown: value };
  const quote = /^(["']).*\1$/s.test(raw) ? 1 : 0;
  const inner = { start: span.start + quote, end: span.end - quote };
  const fits = isLiteral && inner.end - inner.start === value.length;
  return { text: value, span: fits ? inner : span };
}

function pieceSource(pieces: readonly Piece[], whole: Span): TextSource {
  const starts: number[] = [];
  let length = 0;
  for (const piece of pieces) {
    starts.push(length);
    length += piece.text.length;
  }
  const touched = (start: number, end: number): readonly PlacedPiece[] => {
    const found: PlacedPiece[] = [];
    for (let i = lastAtOrBelow(starts, start); i < pieces.length; i++) {
      const piece = pieces[i];
      const at = starts[i] ?? length;
      if (piece === undefined || at >= Math.max(end, start + 1)) break;
      if (at + piece.text.length > start) found.push({ piece, at });
    }
    return found;
  };
  return {
    text: pieces.map((piece) => piece.text).join(''),
    locate: (start, end) =>
      touched(start, end)
        .map(({ piece, at }) => spanWithin(piece, start - at, end - at))
        .reduce<Span | undefined>(
          (all, span) => (all === undefined ? span : coverSpans(all, span)),
          undefined,
        ) ?? { start: whole.end, end: whole.end },
    unknownIn: (start, end) =>
      touched(start, end).find(({ piece }) => piece.unknown !== undefined)?.piece.unknown,
  };
}

interface PlacedPiece {
  readonly piece: Piece;
  readonly at: number;
}

/** Index of the last of the ascending numbers that is at most `limit`, or 0. */
function lastAtOrBelow(ascending: readonly number[], limit: number): number {
  let low = 0;
  let high = ascending.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((ascending[middle] ?? 0) <= limit) low = middle;
    else high = middle - 1;
  }
  return Math.max(0, low);
}

/** The part of a piece; the whole piece where its characters do not match those of the file one by one. */
function spanWithin({ text, span }: Piece, start: number, end: number): Span {
  if (span.end - span.start !== text.length) return span;
  const from = span.start + Math.max(0, start);
  return { start: from, end: Math.max(from, Math.min(span.end, span.start + end)) };
}

/** The unknown of a word that is only partly unknown: equal to nothing else. */
export function partlyUnknown(part: Unknown, isWhole: boolean): Unknown {
  return isWhole ? part : unknown(part.reason);
}
