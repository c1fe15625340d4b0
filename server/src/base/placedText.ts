/** Text of a file with some parts put in: `%i`, `$$`. The result knows where each character stands. */
import type { Span } from '../base/span.ts';

export interface Replacement {
  readonly span: Span;
  readonly text: string;
}

export interface PlacedText {
  readonly text: string;
  readonly locate: (start: number, end: number) => Span;
}

interface Part {
  readonly text: string;
  /** Where it begins in the result. */
  readonly at: number;
  readonly span: Span;
}

/** The characters of `span` in `fileText` with the replacements made, which are in order and do not overlap. */
export function placeText(
  fileText: string,
  span: Span,
  replacements: readonly Replacement[],
): PlacedText {
  if (replacements.length === 0)
    return {
      text: fileText.slice(span.start, span.end),
      locate: (start, end) => ({
        start: span.start + start,
        end: span.start + Math.max(start, end),
      }),
    };
  const parts: Part[] = [];
  let at = 0;
  let from = span.start;
  const push = (text: string, of: Span): void => {
    parts.push({ text, at, span: of });
    at += text.length;
  };
  for (const replacement of replacements) {
    push(fileText.slice(from, replacement.span.start), {
      start: from,
      end: replacement.span.start,
    });
    push(replacement.text, replacement.span);
    from = replacement.span.end;
  }
  push(fileText.slice(from, span.end), { start: from, end: span.end });
  const original = (offset: number, edge: 'start' | 'end'): number => {
    let index = lastUpTo(parts, offset);
    const isPast = ({ at: from, text }: Part): boolean =>
      from === offset && (edge === 'end' || text === '');
    for (let one = parts[index]; one !== undefined && isPast(one); one = parts[index]) index--;
    const part = parts[index];
    if (part === undefined) return span.start;
    const isSame = part.span.end - part.span.start === part.text.length;
    if (isSame) return part.span.start + Math.min(offset - part.at, part.text.length);
    return edge === 'start' ? part.span.start : part.span.end;
  };
  return {
    text: parts.map((part) => part.text).join(''),
    locate: (start, end) => {
      const first = original(start, 'start');
      return { start: first, end: Math.max(first, original(Math.max(start, end), 'end')) };
    },
  };
}

/** The index of the last part that begins at or before an offset; -1 if there is none. A template has thousands. */
function lastUpTo(parts: readonly Part[], offset: number): number {
  let low = 0;
  let high = parts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((parts[middle]?.at ?? Infinity) <= offset) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
