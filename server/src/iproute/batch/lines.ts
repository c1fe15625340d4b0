/**
 * Splits what `ip -batch` reads into lines of words (iproute2 6.1 to 7.3, lib/utils.c: getcmdline, makeargs).
 * Not the shell's rules: `#` starts a comment anywhere, even within quotes; a quote counts only at the start of a word;
 * a backslash joins lines only as the last character, and there is no other escape.
 */
import type { Problem } from '../../base/problem.ts';
import type { Span } from '../../base/span.ts';
import type { TextSource } from '../../shell/textSource.ts';
import { batchProblem } from './wording.ts';

/** A word of a line, by its range in the text that was read. */
export interface BatchWord {
  readonly text: string;
  /** With its quotes. */
  readonly start: number;
  readonly end: number;
}

export interface BatchLine {
  /** At least one. */
  readonly words: readonly BatchWord[];
  /** What ends the reading of the whole file at this line. */
  readonly problem?: Problem;
}

/** iproute2 takes no more words in a line (MAX_ARGS, include/utils.h, counts the NULL at the end). */
const mostWords = 511;

/** A logical line: its characters, and where each stands in the text. */
interface Logical {
  readonly text: string;
  readonly offsetOf: (index: number) => number;
  readonly next: number;
  /** The file ends after a backslash. */
  readonly lacksLine: boolean;
}

/** The lines that hold words. A line with a problem is the last one: `ip` stops there. */
export function splitBatch(source: TextSource): readonly BatchLine[] {
  const lines: BatchLine[] = [];
  let at = 0;
  while (at < source.text.length) {
    const logical = readLogical(source.text, at);
    at = logical.next;
    const locate = (start: number, end: number): Span =>
      source.locate(logical.offsetOf(start), logical.offsetOf(end - 1) + 1);
    const line = splitWords(logical, locate);
    const { length } = logical.text;
    if (logical.lacksLine) {
      const problem = batchProblem('continuation', locate(Math.max(0, length - 1), length || 1));
      lines.push({ words: [], problem });
      break;
    }
    if (line.words.length > 0 || line.problem !== undefined) lines.push(line);
    if (line.problem !== undefined) break;
  }
  return lines;
}

function readLogical(text: string, start: number): Logical {
  const pieces: { readonly at: number; readonly text: string }[] = [];
  let next = start;
  for (;;) {
    const end = text.indexOf('\n', next);
    const raw = text.slice(next, end < 0 ? text.length : end);
    // C strings end at NUL.
    const kept = /^[^#\0]*/.exec(raw)?.[0] ?? '';
    const isJoined = kept.length === raw.length && kept.endsWith('\\') && end >= 0;
    pieces.push({ at: next, text: isJoined ? kept.slice(0, -1) : kept });
    next = end < 0 ? text.length : end + 1;
    if (!isJoined) break;
    if (next >= text.length) return { ...joined(pieces), next, lacksLine: true };
  }
  return { ...joined(pieces), next, lacksLine: false };
}

function joined(
  pieces: readonly { readonly at: number; readonly text: string }[],
): Pick<Logical, 'text' | 'offsetOf'> {
  return {
    text: pieces.map((piece) => piece.text).join(''),
    offsetOf: (index) => {
      let left = index;
      for (const piece of pieces) {
        if (left < piece.text.length) return piece.at + left;
        left -= piece.text.length;
      }
      const last = pieces.at(-1);
      return last === undefined ? 0 : last.at + last.text.length + left;
    },
  };
}

function splitWords(
  { text, offsetOf }: Logical,
  locate: (start: number, end: number) => Span,
): BatchLine {
  const words: BatchWord[] = [];
  // makeargs() knows four blanks.
  const pattern = /[^ \t\r\n]/g;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    const start = match.index;
    const quote = match[0];
    const isQuoted = quote === '"' || quote === "'";
    if (words.length >= mostWords)
      return { words: [], problem: batchProblem('too-many', locate(start, text.length)) };
    const close = isQuoted ? text.indexOf(quote, start + 1) : -1;
    if (isQuoted && close < 0)
      return { words, problem: batchProblem('quote', locate(start, text.length)) };
    const end = isQuoted
      ? close + 1
      : start + (/^[^ \t\r\n]+/.exec(text.slice(start))?.[0].length ?? 1);
    const value = isQuoted ? text.slice(start + 1, close) : text.slice(start, end);
    words.push({ text: value, start: offsetOf(start), end: offsetOf(end - 1) + 1 });
    pattern.lastIndex = end;
  }
  return { words };
}
