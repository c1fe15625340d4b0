/**
 * A piece of shell text and where its characters stand in the file.
 * A trap handler, an escaped backquote or a text with CRLF line ends is parsed apart from the file; every span passes `locate`.
 */
import type { Span } from '../base/span.ts';

export interface Source {
  readonly text: string;
  /** The span in the file of a range of `text`. */
  readonly locate: (start: number, end: number) => Span;
}

/** Text that is the file itself, from its first character on. */
export function plainSource(text: string): Source {
  return { text, locate: (start, end) => ({ start, end: Math.max(start, end) }) };
}

/** Text that stands in another text from `offset` on, character by character. */
export function shiftedSource(text: string, outer: Source, offset: number): Source {
  return { text, locate: (start, end) => outer.locate(start + offset, end + offset) };
}

/** Text that was computed: all of it comes from one span. */
export function derivedSource(text: string, span: Span): Source {
  return { text, locate: () => span };
}

/**
 * The text with CRLF read as LF.
 * A shell would keep the carriage return in the last word of each line; a checkout with CRLF is still worth reading.
 */
export function withoutCarriageReturns(text: string): Source {
  if (!text.includes('\r\n')) return plainSource(text);
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
