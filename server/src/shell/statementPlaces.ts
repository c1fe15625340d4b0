/** Which statements of a script can be told apart by their lines, and which of them stand in the next text as they did before. */
import type { Span } from '../base/span.ts';
import type { Script } from './adapter.ts';

/** From the first character of the statement to the next one: here-documents stand behind the statement. */
export type StatementPlace = Span;

/** The places of all statements; undefined for one that shares a line with another. */
export function placesOf({ commands }: Script, text: string): readonly (Span | undefined)[] {
  const starts = commands.map(({ pos }) => (startsLine(text, pos) ? pos : undefined));
  return starts.map((start, index) => {
    const end = index + 1 < starts.length ? starts[index + 1] : text.length;
    return start === undefined || end === undefined ? undefined : { start, end };
  });
}

function startsLine(text: string, at: number): boolean {
  let before = at - 1;
  while (before >= 0 && (text[before] === ' ' || text[before] === '\t')) before -= 1;
  return before < 0 || text[before] === '\n';
}

/** What two texts have in common at their ends. */
export interface Change {
  /** The first difference. */
  readonly start: number;
  /** Behind the last difference, in the old text and in the new one. */
  readonly oldEnd: number;
  readonly newEnd: number;
}

export function changeBetween(before: string, after: string): Change {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) start += 1;
  let oldEnd = before.length;
  let newEnd = after.length;
  while (
    oldEnd > start &&
    newEnd > start &&
    before.charCodeAt(oldEnd - 1) === after.charCodeAt(newEnd - 1)
  ) {
    oldEnd -= 1;
    newEnd -= 1;
  }
  return { start, oldEnd, newEnd };
}
