/**
 * Offsets to lines and back. Lines end at LF, CRLF or a lone CR, as in LSP 3.17.
 */
export interface Position {
  /** 0-based. */
  readonly line: number;
  /** 0-based, in UTF-16 units. */
  readonly character: number;
}

export interface LineIndex {
  /** Offset of the first character of each line; the first entry is 0. */
  readonly lineStarts: readonly number[];
  readonly length: number;
}

const LF = 10;
const CR = 13;

export function createLineIndex(text: string): LineIndex {
  const lineStarts = [0];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === LF || (code === CR && text.charCodeAt(i + 1) !== LF)) lineStarts.push(i + 1);
  }
  return { lineStarts, length: text.length };
}

/** The position of an offset; offsets outside the text are clamped. */
export function positionAt(index: LineIndex, offset: number): Position {
  const at = Math.max(0, Math.min(offset, index.length));
  let low = 0;
  let high = index.lineStarts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((index.lineStarts[middle] ?? 0) <= at) low = middle;
    else high = middle - 1;
  }
  return { line: low, character: at - (index.lineStarts[low] ?? 0) };
}

/** The offset of a position; positions outside the text are clamped. */
export function offsetAt(index: LineIndex, position: Position): number {
  const start = index.lineStarts[position.line];
  if (start === undefined) return position.line < 0 ? 0 : index.length;
  const next = index.lineStarts[position.line + 1] ?? index.length;
  return Math.min(start + Math.max(0, position.character), next);
}
