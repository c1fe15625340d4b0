/**
 * Offsets to positions of the protocol and back: the only place that does it.
 * Positions count UTF-16 units, the default encoding of LSP 3.17 and the unit of our offsets.
 */
import type { Position, Range } from 'vscode-languageserver/node';
import { createLineIndex, offsetAt, positionAt, type LineIndex } from '../base/lineIndex.ts';
import type { SourceFile } from '../base/sourceFile.ts';
import type { Span } from '../base/span.ts';

const indexes = new WeakMap<SourceFile, LineIndex>();

/** The range of a span in its file. */
export function toRange(file: SourceFile, span: Span): Range {
  const index = indexOf(file);
  return { start: positionAt(index, span.start), end: positionAt(index, span.end) };
}

/** The offset of a position of the client; a position outside the text is clamped. */
export function toOffset(file: SourceFile, position: Position): number {
  return offsetAt(indexOf(file), position);
}

export function toSpan(file: SourceFile, range: Range): Span {
  return { start: toOffset(file, range.start), end: toOffset(file, range.end) };
}

function indexOf(file: SourceFile): LineIndex {
  const known = indexes.get(file);
  if (known !== undefined) return known;
  const index = createLineIndex(file.text);
  indexes.set(file, index);
  return index;
}
