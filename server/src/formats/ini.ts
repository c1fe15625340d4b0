/**
 * Files of sections and keys: systemd units, networkd, wg-quick.
 * systemd.syntax(7): `#` and `;` begin a comment line, a backslash at the end of a line goes on in the next one (comment lines
 * between are left out), blanks around `=` do not count.
 */
import type { Span } from '../base/span.ts';

export interface IniEntry {
  readonly section: string;
  /** Counts the section headers before it: two `[Route]` are two routes. */
  readonly sectionIndex: number;
  readonly key: string;
  readonly keySpan: Span;
  /** As written; line ends with their backslash are blanks here, so that offsets stay. */
  readonly value: string;
  readonly valueSpan: Span;
}

export interface IniFile {
  readonly entries: readonly IniEntry[];
  readonly comments: readonly Span[];
}

/** Lines that are neither header, setting nor comment are passed over. */
export function readIni(text: string): IniFile {
  const entries: IniEntry[] = [];
  const comments: Span[] = [];
  let section = '';
  let sectionIndex = 0;
  for (const { start, end } of logicalLines(text, comments)) {
    const line = text.slice(start, end);
    const header = /^\s*\[([^\]]*)\]\s*$/.exec(line)?.[1];
    if (header !== undefined) {
      section = header.trim();
      sectionIndex++;
    } else {
      const entry = entryOf(line, start);
      if (entry !== undefined) entries.push({ section, sectionIndex, ...entry });
    }
  }
  return { entries, comments };
}

/** Spans of lines with their continuations; comment lines are collected and left out. */
function logicalLines(text: string, comments: Span[]): readonly Span[] {
  const lines: Span[] = [];
  let open: number | undefined;
  for (const match of text.matchAll(/[^\r\n]+/g)) {
    const [line] = match;
    const span = { start: match.index, end: match.index + line.length };
    if (/^\s*[#;]/.test(line)) {
      comments.push(span);
      continue;
    }
    const start = open ?? span.start;
    open = line.endsWith('\\') ? start : undefined;
    if (open === undefined) lines.push({ start, end: span.end });
  }
  if (open !== undefined) lines.push({ start: open, end: text.length });
  return lines;
}

function entryOf(
  line: string,
  offset: number,
): Omit<IniEntry, 'section' | 'sectionIndex'> | undefined {
  const [, before = '', key = '', equals = ''] = /^(\s*)([^\s=]+)(\s*=[ \t]*)/.exec(line) ?? [];
  if (key === '') return undefined;
  const keyStart = offset + before.length;
  const valueStart = keyStart + key.length + equals.length;
  const value = unfolded(line.slice(valueStart - offset)).trimEnd();
  return {
    key,
    keySpan: { start: keyStart, end: keyStart + key.length },
    value,
    valueSpan: { start: valueStart, end: valueStart + value.length },
  };
}

/** Line ends with their backslash and comment lines between as blanks, one for each character. */
function unfolded(value: string): string {
  return value
    .replaceAll(/\\\r?\n(?:[ \t]*[#;][^\n]*\n)*/g, (part) => ' '.repeat(part.length))
    .replaceAll(/[\r\n]/g, ' ');
}

/** The blank-separated words of a value with their places. */
export function wordsOf({ value, valueSpan }: IniEntry): readonly { text: string; span: Span }[] {
  return [...value.matchAll(/\S+/g)].map(({ 0: text, index }) => ({
    text,
    span: { start: valueSpan.start + index, end: valueSpan.start + index + text.length },
  }));
}
