/**
 * What of a text is read: all of it, up to a generous length, with NUL characters taken for blanks.
 * bash 5.2 and dash leave NUL characters out and run the rest; bash refuses a file with one in its first line
 * ("cannot execute binary file"). The words around a NUL are unknown, for the shell joins what is read apart here.
 */
import type { Span } from '../base/span.ts';
import type { ShellError } from './types.ts';

/** Longer texts are read up to the last line that ends within so many UTF-16 units. */
export const longestText = 16_000_000;

/** So many NUL characters tell a text from a script: after them all words are unknown. */
const mostBroken = 50;

/** The lines that are read. */
export function withinLength(text: string): {
  readonly text: string;
  readonly notes: readonly ShellError[];
} {
  if (text.length <= longestText) return { text, notes: [] };
  // Whole lines only: half a command would be misread.
  const end = text.lastIndexOf('\n', longestText - 1) + 1;
  const span = { start: Math.max(0, end - 1), end: Math.max(1, end) };
  const message = `RouteLens read up to here: the script has more than ${longestText} characters`;
  return { text: text.slice(0, end), notes: [{ kind: 'too-long', span, message }] };
}

/** The text with blanks for NUL characters, so that every offset stays; `broken` are ranges whose words are unknown. */
export function withoutNul(text: string): {
  readonly text: string;
  readonly notes: readonly ShellError[];
  readonly broken: readonly Span[];
} {
  const first = text.indexOf('\0');
  if (first === -1) return { text, notes: [], broken: [] };
  const lineEnd = text.indexOf('\n');
  const note: ShellError = {
    kind: lineEnd === -1 || first < lineEnd ? 'nul-in-first-line' : 'nul',
    span: { start: first, end: first + 1 },
    message: 'a NUL character',
  };
  return { text: text.replaceAll('\0', ' '), notes: [note], broken: brokenAt(text, first) };
}

function brokenAt(text: string, first: number): Span[] {
  const broken: Span[] = [];
  for (let at = first; at !== -1 && broken.length < mostBroken; at = text.indexOf('\0', at + 1))
    // One character on each side: a word that ends or begins at the NUL.
    broken.push({ start: Math.max(0, at - 1), end: Math.min(text.length, at + 2) });
  const last = broken.at(-1);
  if (last === undefined || broken.length < mostBroken) return broken;
  return [...broken.slice(0, -1), { start: last.start, end: text.length }];
}
