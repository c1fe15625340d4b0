/**
 * Half-open ranges of UTF-16 offsets into one text.
 * Everything below `lsp/` and `cli/` speaks offsets; lines and columns are made at the edge by `lineIndex.ts`.
 */
export interface Span {
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
}

/** The smallest span that holds both. */
export function coverSpans(first: Span, last: Span): Span {
  return { start: Math.min(first.start, last.start), end: Math.max(first.end, last.end) };
}

/** True if the offset lies in the span or touches its end, as a cursor does. */
export function touchesSpan(span: Span, offset: number): boolean {
  return span.start <= offset && offset <= span.end;
}

/** True if the whole of `inner` lies in `outer`. */
export function containsSpan(outer: Span, inner: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}
