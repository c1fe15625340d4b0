/**
 * Edits of netplan mappings that keep the style of the file: an entry is added on a line of its own in a block, behind a comma
 * in a flow mapping. Comments behind the neighbour stay where they are.
 */
import type { TextEdit } from '../../base/edit.ts';
import type { YamlEntry, YamlMapping } from '../../yaml/types.ts';
import { linesOf } from './lines.ts';

export interface Place {
  readonly text: string;
  readonly parent: YamlMapping;
  readonly entry: YamlEntry;
}

/** Adds entries behind one; `lines` are indented relative to its key, and joined by commas in a flow mapping. */
export function addBeside({ text, parent, entry }: Place, lines: readonly string[]): TextEdit {
  const end = endOf(text, entry);
  if (parent.flow) return insert(end, lines.map((line) => `, ${line}`).join(''));
  return insert(endOfLine(text, end), lines.map((line) => newLine(text, entry, line)).join(''));
}

/** A line break and a line that is indented as the key of an entry. */
export function newLine(text: string, entry: YamlEntry, line: string): string {
  return `${eolAt(text, entry.span.start)}${' '.repeat(columnOf(text, entry.key.span.start))}${line}`;
}

/** The line break behind an offset, or before it on the last line. */
export function eolAt(text: string, offset: number): string {
  const next = text.indexOf('\n', offset);
  const lineBreak = next < 0 ? text.lastIndexOf('\n', offset) : next;
  return lineBreak > 0 && text[lineBreak - 1] === '\r' ? '\r\n' : '\n';
}

/** Removes an entry; undefined where other things stand on its lines. */
export function removeEntry({ text, parent, entry }: Place): TextEdit | undefined {
  const span = { start: entry.span.start, end: endOf(text, entry) };
  if (parent.flow) return { span: withComma(text, span), newText: '' };
  const lines = linesOf(text, span);
  const before = text.slice(lines.start, span.start);
  const behind = text.slice(span.end, lines.end);
  return before.trim() === '' && /^\s*(?:#.*)?$/.test(behind.trimEnd())
    ? { span: lines, newText: '' }
    : undefined;
}

/** The end of the last character that is no blank: a block may reach over the line break behind it. */
export function endOf(text: string, entry: YamlEntry): number {
  return entry.span.start + text.slice(entry.span.start, entry.span.end).trimEnd().length;
}

/** The end of the line of an offset, without its line break. */
export function endOfLine(text: string, offset: number): number {
  return offset + (/^[^\r\n]*/.exec(text.slice(offset, offset + 2000))?.[0].length ?? 0);
}

export function insert(offset: number, newText: string): TextEdit {
  return { span: { start: offset, end: offset }, newText };
}

function columnOf(text: string, offset: number): number {
  return offset - (text.lastIndexOf('\n', offset - 1) + 1);
}

/** With the comma behind it, or the one before it if it is the last. */
function withComma(text: string, span: TextEdit['span']): TextEdit['span'] {
  const behind = /^\s*,\s*/.exec(text.slice(span.end))?.[0].length;
  if (behind !== undefined) return { start: span.start, end: span.end + behind };
  const before =
    /,\s*$/.exec(text.slice(Math.max(0, span.start - 200), span.start))?.[0].length ?? 0;
  return { start: span.start - before, end: span.end };
}
