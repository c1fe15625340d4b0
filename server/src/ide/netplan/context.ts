/**
 * Where the cursor stands in a netplan file that somebody is writing: the keys above it by their indentation.
 * The text is read line by line, because an unfinished file has no tree, or a wrong one.
 */
import type { Span } from '../../base/span.ts';
import { maxLine, parseRest, readLine, type Line, type PathPart } from './contextLine.ts';

export interface Context {
  /** From the root of the file. */
  readonly path: readonly PathPart[];
  /** `either`: a word that stands where a key or a value can be, as right behind a dash. */
  readonly position: 'key' | 'value' | 'either';
  /** What was begun and will be replaced. */
  readonly begun: Span;
  /** Keys that the mapping has already. */
  readonly siblings: ReadonlySet<string>;
  /** The value stands in brackets, on one line with its key. */
  readonly isFlow: boolean;
  /** A colon stands behind the cursor already. */
  readonly hasColon: boolean;
  /** Where the keys of the mapping begin, if it is not in brackets. */
  readonly column: number;
}

/** Undefined in a comment, and where the place is not understood. */
export function contextAt(text: string, offset: number): Context | undefined {
  const lines = splitLines(text);
  const at = lines.findLastIndex(({ start }) => start <= offset);
  const line = lines[at];
  if (line === undefined || offset > line.start + line.text.length) return undefined;
  const prefix = line.text.slice(0, offset - line.start);
  if (prefix.length > maxLine || /(?:^|\s)#/.test(prefix) || /^\s*\t/.test(prefix))
    return undefined;
  const own = readLine(prefix);
  if (own.rest === '' && prefix.endsWith('-')) return undefined;
  const rest = parseRest(own.rest, offset);
  if (rest === undefined) return undefined;
  const climbed = climb(lines, at, own);
  const inner = [...climbed.path, ...rest.path];
  const isPlain = rest.path.length === 0;
  return {
    path: inner,
    position: isPlain ? (own.dashes.length > 0 ? 'either' : 'key') : rest.position,
    begun: rest.begun,
    siblings: isPlain ? new Set([...climbed.siblings, ...below(lines, at, own)]) : rest.siblings,
    isFlow: rest.isFlow,
    column: own.column,
    hasColon: /^[\w.-]*["']?:(?:\s|$)/.test(line.text.slice(prefix.length)),
  };
}

interface TextLine {
  readonly start: number;
  readonly text: string;
}

function splitLines(text: string): readonly TextLine[] {
  const lines: TextLine[] = [];
  const ending = /\r\n|\n|\r|$/g;
  let start = 0;
  for (const match of text.matchAll(ending)) {
    if (match.index < start) continue;
    lines.push({ start, text: text.slice(start, match.index) });
    start = match.index + match[0].length;
  }
  return lines;
}

interface Climbed {
  readonly path: readonly PathPart[];
  readonly siblings: readonly string[];
}

/** Upwards from a line: what is indented less holds it, what is in its column stands beside it. */
function climb(lines: readonly TextLine[], at: number, own: Line): Climbed {
  const path: PathPart[] = [];
  const siblings: string[] = [];
  let column = own.column;
  let isItem = false;
  const enterDashes = (dashes: readonly number[]): void => {
    for (const dash of dashes.toReversed()) {
      if (dash >= column) continue;
      path.unshift({ kind: 'item' });
      column = dash;
      isItem = true;
    }
  };
  enterDashes(own.dashes);
  for (let i = at - 1; i >= 0 && (column > 0 || isItem); i--) {
    const line = readLine(lines[i]?.text ?? '');
    if (line.isBlank) continue;
    const { key } = line;
    const holdsItem = isItem && line.column === column && line.dashes.length === 0;
    if (key !== undefined && (line.column < column || holdsItem)) {
      path.unshift({ kind: 'key', key });
      column = line.column;
      isItem = false;
      enterDashes(line.dashes);
    } else if (line.column === column && !isItem) {
      if (key !== undefined && path.length === 0) siblings.push(key);
      enterDashes(line.dashes);
    } else if (line.column < column) return { path, siblings };
  }
  return { path, siblings };
}

/** Keys of the same mapping behind the line. */
function below(lines: readonly TextLine[], at: number, own: Line): readonly string[] {
  const keys: string[] = [];
  for (const { text } of lines.slice(at + 1)) {
    const line = readLine(text);
    if (line.isBlank) continue;
    const first = line.dashes[0] ?? line.column;
    if (first < own.column || line.column < own.column) return keys;
    if (line.column === own.column && line.key !== undefined) keys.push(line.key);
  }
  return keys;
}
