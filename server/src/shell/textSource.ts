/**
 * Text that a tool reads, and where its characters stand in the file: a file, or a here-document with variables put in.
 * What is read out of the text finds its place, and whether it is known, in the same way for both.
 */
import type { Unknown } from '../base/fact.ts';
import { coverSpans } from '../base/span.ts';
import type { Span } from '../base/span.ts';
import type { HereDocument, HerePiece } from './types.ts';

export interface TextSource {
  readonly text: string;
  /** The span in the file of a range of `text`. */
  readonly locate: (start: number, end: number) => Span;
  /** The unknown that a range of `text` touches, if any. */
  readonly unknownIn: (start: number, end: number) => Unknown | undefined;
  /** Blocks of a template: each line may be there, or not, or several times. */
  readonly hasBlocks?: boolean;
}

/** A file: every character stands where it is. */
export function fileSource(text: string): TextSource {
  return { text, locate: (start, end) => ({ start, end }), unknownIn: () => undefined };
}

/** The body of a here-document with known variables put in. */
export function hereDocumentSource(document: HereDocument): TextSource {
  return pieceSource(document.pieces, document.span);
}

/** Text made of pieces; a range between them stands at the end of `whole`. */
export function pieceSource(pieces: readonly HerePiece[], whole: Span): TextSource {
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
  readonly piece: HerePiece;
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
function spanWithin({ text, span }: HerePiece, start: number, end: number): Span {
  if (span.end - span.start !== text.length) return span;
  const from = span.start + Math.max(0, start);
  return { start: from, end: Math.max(from, Math.min(span.end, span.start + end)) };
}
