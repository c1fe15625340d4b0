/**
 * Cuts a netplan file into blocks, one a link, that can be parsed alone: `eth0:` below `ethernets:` and all that is indented
 * deeper. What stands above them is the head: the lines of the first two levels.
 * Invariant: head parts and blocks cover the text, in order, without gap. A text that is laid out in another way is not cut.
 */
import type { Span } from '../base/span.ts';

/** Blocks below one key of the head, without a gap between them. */
export interface BlockRun {
  readonly kind: 'run';
  readonly blocks: readonly Span[];
  /** The indentation and the key of the first block, with its colon. */
  readonly opening: Span;
}

export interface HeadPart {
  readonly kind: 'head';
  readonly span: Span;
}

export type TextPart = HeadPart | BlockRun;

/** A text with fewer blocks is parsed as fast in one piece. */
const minBlocks = 8;

const key = `(?:\\w[\\w./@+-]*|"[^"\\\\\\r\\n]*"|'[^'\\r\\n]*')`;
/** A key that holds a block, a key with a word, or a word alone: a key that somebody types. */
const headLine = new RegExp(
  `(${key}:)?(?:[ \\t]*\\w[\\w.-]*)?[ \\t]*(?:[ \\t]#[^\\r\\n]*)?\\r?$`,
  'my',
);
const keyLine = new RegExp(`${key}:[ \\t]*(?:[ \\t]#[^\\r\\n]*)?\\r?$`, 'my');
const openingKey = new RegExp(`${key}:(?=[ \\t\\r\\n]|$)`, 'y');
const documentStart = /---[ \t]*\r?$/my;

interface Line {
  readonly start: number;
  /** Where the indentation ends. */
  readonly word: number;
  readonly indent: number;
}

interface Cutting {
  readonly text: string;
  readonly parts: TextPart[];
  /** Where the part that is open begins. */
  partStart: number;
  run: OpenRun | undefined;
  /** Indentation of the second level. */
  indent: number | undefined;
  /** The level of the last line of the head, and whether it is a key that holds a block. */
  level: 'none' | 'top' | 'second';
  opens: boolean;
  nBlocks: number;
}

interface OpenRun {
  readonly indent: number;
  readonly starts: number[];
  readonly opening: Span;
}

/** The parts of the text, or undefined if it is not laid out as blocks, or has too few of them. */
export function splitBlocks(text: string): readonly TextPart[] | undefined {
  const cutting: Cutting = {
    text,
    parts: [],
    partStart: 0,
    run: undefined,
    indent: undefined,
    level: 'none',
    opens: false,
    nBlocks: 0,
  };
  for (let start = text.startsWith('\uFEFF') ? 1 : 0; start < text.length;) {
    let word = start;
    while (text[word] === ' ') word++;
    if (text[word] === '\t') return undefined;
    if (!isBlank(text[word]) && !addLine({ start, word, indent: word - start }, cutting))
      return undefined;
    const end = text.indexOf('\n', word);
    start = end === -1 ? text.length : end + 1;
  }
  closePart(cutting, text.length);
  return cutting.nBlocks < minBlocks ? undefined : cutting.parts;
}

/** Empty lines and comments belong to what stands before them. */
function isBlank(first: string | undefined): boolean {
  return first === undefined || first === '\n' || first === '\r' || first === '#';
}

/** False: the text cannot be cut. */
function addLine(line: Line, cutting: Cutting): boolean {
  const { run } = cutting;
  if (run === undefined || line.indent <= (cutting.indent ?? 0)) return addHeadLine(line, cutting);
  // In a run, a line with less indentation ends the document for libyaml.
  if (line.indent < run.indent) return false;
  if (line.indent === run.indent && matches(keyLine, cutting.text, line.word)) {
    run.starts.push(line.start);
    cutting.nBlocks++;
  }
  return true;
}

function addHeadLine(line: Line, cutting: Cutting): boolean {
  const { text } = cutting;
  if (cutting.level === 'none' && line.indent === 0 && matches(documentStart, text, line.word))
    return true;
  if (line.indent > 0 && cutting.level === 'top' && cutting.opens) cutting.indent ??= line.indent;
  if (line.indent > 0 && line.indent !== cutting.indent)
    return cutting.level === 'second' && cutting.opens && openRun(line, cutting);
  if (line.indent > 0 && cutting.level === 'top' && !cutting.opens) return false;
  if (!matches(headLine, text, line.word)) return false;
  if (cutting.run !== undefined) closePart(cutting, line.start);
  cutting.level = line.indent === 0 ? 'top' : 'second';
  cutting.opens = matches(keyLine, text, line.word);
  return true;
}

function openRun(line: Line, cutting: Cutting): boolean {
  if (line.indent < (cutting.indent ?? 0) || !matches(openingKey, cutting.text, line.word))
    return false;
  closePart(cutting, line.start);
  const opening = { start: line.start, end: openingKey.lastIndex };
  cutting.run = { indent: line.indent, starts: [line.start], opening };
  cutting.nBlocks++;
  return true;
}

function closePart(cutting: Cutting, end: number): void {
  const { run, parts, partStart } = cutting;
  if (run !== undefined) {
    const blocks = run.starts.map((start, i) => ({ start, end: run.starts[i + 1] ?? end }));
    parts.push({ kind: 'run', blocks, opening: run.opening });
  } else if (partStart < end) parts.push({ kind: 'head', span: { start: partStart, end } });
  cutting.partStart = end;
  cutting.run = undefined;
}

function matches(pattern: RegExp, text: string, at: number): boolean {
  pattern.lastIndex = at;
  return pattern.test(text);
}
