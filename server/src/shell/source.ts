/**
 * A piece of shell text and where its characters stand in the file.
 * A trap handler, an escaped backquote or a text with CRLF line ends is parsed apart from the file; every span passes `locate`.
 */
import type { Unknown } from '../base/fact.ts';
import type { Span } from '../base/span.ts';
import { unknownPlaceholder } from './pieces.ts';
import type { HerePiece, Place } from './types.ts';

export interface Source {
  readonly text: string;
  /** The span in the file of a range of `text`. */
  readonly locate: (start: number, end: number) => Span;
  /** The file of all spans, where it is not the script itself. */
  readonly file?: string;
  /** The whole text of that file: `raw` texts are cut from it. */
  readonly fileText: string;
  /** Ranges of `text` that a quote without its partner swallowed, or around a NUL character: words that touch them are unknown. */
  readonly broken: readonly Span[];
  /** Text that was put together: where its characters were written, and what its placeholders stand for. */
  readonly origin?: {
    readonly written: (start: number, end: number) => Place | undefined;
    readonly unknownAt: (offset: number) => Unknown | undefined;
  };
}

/** Text that stands in another text from `offset` on, character by character. */
export function shiftedSource(text: string, outer: Source, offset: number): Source {
  return {
    ...outer,
    text,
    broken: [],
    locate: (start, end) => outer.locate(start + offset, end + offset),
  };
}

/** Text that was put together from pieces, such as the argument of `eval`: all of it is shown at one span. */
export function pieceSource(pieces: readonly HerePiece[], at: Span, outer: Source): Source {
  const starts: number[] = [];
  let text = '';
  for (const piece of pieces) {
    starts.push(text.length);
    text += piece.text;
  }
  const pieceAt = (offset: number): number => starts.findLastIndex((start) => start <= offset);
  const written = (start: number, end: number): Place | undefined => {
    const index = pieceAt(start);
    const piece = pieces[index];
    const from = starts[index];
    if (piece === undefined || from === undefined || end > from + piece.text.length)
      return undefined;
    return placeWithin(piece, start - from, end - from);
  };
  const unknownAt = (offset: number): Unknown | undefined => pieces[pieceAt(offset)]?.unknown;
  return { ...outer, text, broken: [], locate: () => at, origin: { written, unknownAt } };
}

/** Where a part of a piece was written, if its characters stand there one by one. */
export function placeWithin(
  { written, text }: HerePiece,
  start: number,
  end: number,
): Place | undefined {
  if (written === undefined || text === unknownPlaceholder) return written;
  if (written.span.end - written.span.start !== text.length) return written;
  const from = written.span.start;
  return { ...written, span: { start: from + start, end: from + end } };
}

/**
 * The text with CRLF read as LF.
 * A shell would keep the carriage return in the last word of each line; a checkout with CRLF is still worth reading.
 */
export function withoutCarriageReturns(text: string): Pick<Source, 'text' | 'locate'> {
  if (!text.includes('\r\n'))
    return { text, locate: (start, end) => ({ start, end: Math.max(start, end) }) };
  const removedAt: number[] = [];
  const kept = text.replaceAll(/\r\n/g, (_, offset: number) => {
    removedAt.push(offset - removedAt.length);
    return '\n';
  });
  const original = (at: number): number => at + countAtOrBelow(removedAt, at - 1);
  return {
    text: kept,
    locate: (start, end) => ({
      start: original(start),
      end: Math.max(original(start), end > start ? original(end - 1) + 1 : original(end)),
    }),
  };
}

/** How many entries of an ascending list are at most `limit`. */
function countAtOrBelow(ascending: readonly number[], limit: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ascending[middle] ?? 0) <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
