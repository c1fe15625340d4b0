/**
 * Offsets to lines and back. Lines end at LF, CRLF or a lone CR, as in LSP 3.17.
 */
export interface Position {
  /** 0-based. */
  readonly line: number;
  /** 0-based, in UTF-16 units. */
  readonly character: number;
}

/** Grows as far as it is asked: in a long text most findings stand far in front of the end. */
export interface LineIndex {
  readonly text: string;
  /** Offset of the first character of each line that was found; the first entry is 0. */
  readonly lineStarts: number[];
  /** All line ends in front of this offset are found. */
  searched: number;
  /** Looking for one character is many times faster than looking at each. */
  readonly hasReturns: boolean;
}

const LF = 10;
const CR = 13;

export function createLineIndex(text: string): LineIndex {
  return { text, lineStarts: [0], searched: 0, hasReturns: text.includes('\r') };
}

/** Finds the lines up to the one that an offset is in, and its end. */
function searchTo(index: LineIndex, offset: number): void {
  while (index.searched <= offset && index.searched < index.text.length) searchLine(index);
}

function searchLine(index: LineIndex): void {
  const { text, lineStarts, searched, hasReturns } = index;
  const end = hasReturns ? lineEnd(text, searched) : text.indexOf('\n', searched) + 1;
  index.searched = end > 0 ? end : text.length;
  if (end > 0) lineStarts.push(end);
}

/** Behind the end of the line that begins at an offset, or 0 in the last line. */
function lineEnd(text: string, start: number): number {
  for (let i = start; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === LF || (code === CR && text.charCodeAt(i + 1) !== LF)) return i + 1;
  }
  return 0;
}

/** The position of an offset; offsets outside the text are clamped. */
export function positionAt(index: LineIndex, offset: number): Position {
  const at = Math.max(0, Math.min(offset, index.text.length));
  searchTo(index, at);
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
  const { text, lineStarts } = index;
  while (lineStarts.length <= position.line + 1 && index.searched < text.length) searchLine(index);
  const start = lineStarts[position.line];
  if (start === undefined) return position.line < 0 ? 0 : text.length;
  const next = lineStarts[position.line + 1] ?? text.length;
  return Math.min(start + Math.max(0, position.character), next);
}
