/**
 * Offsets to positions of the protocol and back: the only place that does it.
 * Positions count UTF-16 units, the default encoding of LSP 3.17 and the unit of our offsets.
 */
import type { Position, Range } from 'vscode-languageserver/node';
import { offsetAt, positionAt } from '../base/lineIndex.ts';
import { lineIndexOf, type SourceFile } from '../base/sourceFile.ts';
import type { Span } from '../base/span.ts';

/** The range of a span in its file. */
export function toRange(file: SourceFile, span: Span): Range {
  const index = lineIndexOf(file);
  return { start: positionAt(index, span.start), end: positionAt(index, span.end) };
}

/** The offset of a position of the client; a position outside the text is clamped. */
export function toOffset(file: SourceFile, position: Position): number {
  return offsetAt(lineIndexOf(file), position);
}

export function toSpan(file: SourceFile, range: Range): Span {
  return { start: toOffset(file, range.start), end: toOffset(file, range.end) };
}
