/**
 * Comments, which the parser does not report: a `#` at the start of a word, outside every word, quote and here-document.
 */
import type { Span } from '../base/span.ts';
import type { Source } from './source.ts';

/** The spans of all comments, from `#` to the end of the line. `leaves` are ranges in which no comment starts. */
export function findComments(
  source: Pick<Source, 'text' | 'locate'>,
  leaves: readonly Span[],
): Span[] {
  const comments: Span[] = [];
  const ordered = leaves.toSorted((a, b) => a.start - b.start);
  let next = 0;
  let covered = 0;
  for (let at = source.text.indexOf('#'); at !== -1; at = source.text.indexOf('#', at + 1)) {
    for (let leaf = ordered[next]; leaf !== undefined && leaf.start <= at; leaf = ordered[++next])
      covered = Math.max(covered, leaf.end);
    if (at < covered || !startsWord(source.text, at)) continue;
    const lineEnd = source.text.indexOf('\n', at);
    const end = lineEnd === -1 ? source.text.length : lineEnd;
    comments.push(source.locate(at, end));
    at = end - 1;
  }
  return comments;
}

function startsWord(text: string, at: number): boolean {
  return at === 0 || /[\s;&|()]/.test(text[at - 1] ?? '');
}
