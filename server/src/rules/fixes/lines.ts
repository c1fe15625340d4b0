/** Edits of whole lines: where the line of a place ends, how it is indented, and removing it. */
import type { Origin } from '../../base/fact.ts';
import type { Span } from '../../base/span.ts';
import type { Document, Host } from '../../host/model.ts';
import type { FileEdit } from '../define.ts';

export function documentOf(host: Host, file: string): Document | undefined {
  return host.documents.find((document) => document.file.id === file);
}

/** The line or lines that hold a span, with the line break behind them. */
export function linesOf(text: string, span: Span): Span {
  const start = text.lastIndexOf('\n', span.start - 1) + 1;
  const lineBreak = text.indexOf('\n', Math.max(span.start, span.end - 1));
  return { start, end: lineBreak < 0 ? text.length : lineBreak + 1 };
}

/** The blanks at the beginning of the line of an offset. */
export function indentAt(text: string, offset: number): string {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(start))?.[0] ?? '';
}

/** Adds a line after the one that holds the place, with the same indentation and line ending. */
export function insertLineAfter(host: Host, place: Origin, line: string): FileEdit | undefined {
  const text = documentOf(host, place.file)?.file.text;
  if (text === undefined) return undefined;
  const { end } = linesOf(text, place.span);
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const before = end > 0 && text[end - 1] !== '\n' ? eol : '';
  const newText = `${before}${indentAt(text, place.span.start)}${line}${eol}`;
  return { file: place.file, edits: [{ span: { start: end, end }, newText }] };
}

/** Removes the lines of a place if nothing else stands on them. */
export function removeLines(host: Host, place: Origin): FileEdit | undefined {
  const text = documentOf(host, place.file)?.file.text;
  if (text === undefined) return undefined;
  const lines = linesOf(text, place.span);
  const rest = text.slice(lines.start, place.span.start) + text.slice(place.span.end, lines.end);
  return rest.trim() === ''
    ? { file: place.file, edits: [{ span: lines, newText: '' }] }
    : undefined;
}
