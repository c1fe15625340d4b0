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
  /** Columns of the blocks, and of the second level of the head, which ends the run. */
  readonly indent: number;
  readonly outerIndent: number;
}

export interface HeadPart {
  readonly kind: 'head';
  readonly span: Span;
}

export type TextPart = HeadPart | BlockRun;

const quoted = `(?:"[^"\\\\\\r\\n]*"|'[^'\\r\\n]*')`;
const key = `(?:\\w[\\w./@+-]*|${quoted})`;
const inFlow = `(?:[^"'#&*!\\r\\n{}[\\]]|${quoted})*`;
/** `{vlan7: {id: 7}}`, closed on its line, and as deep as somebody writes on one. */
const flow = [1, 2, 3].reduce(
  (inner) => `(?:\\{${inFlow}(?:${inner}${inFlow})*\\}|\\[${inFlow}(?:${inner}${inFlow})*\\])`,
  `(?:\\{${inFlow}\\}|\\[${inFlow}\\])`,
);
/** A key that holds a block, a key with a value, or a word alone: a key that somebody types. */
const headLine = new RegExp(
  `(?:${key}:[ \\t]+(?:${key}|${flow})|(?:${key}:)?(?:[ \\t]*\\w[\\w.-]*)?)[ \\t]*(?:[ \\t]#[^\\r\\n]*)?\\r?$`,
  'my',
);
const keyLine = new RegExp(`${key}:[ \\t]*(?:[ \\t]#[^\\r\\n]*)?\\r?$`, 'my');
/** A key that holds a block, a whole definition, or a word: the renderer of them all is lost with no definition. */
const blockLine = new RegExp(
  `${key}:(?:[ \\t]+(?:${flow}|\\w[\\w.-]*))?[ \\t]*(?:[ \\t]#[^\\r\\n]*)?\\r?$`,
  'my',
);
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
}

interface OpenRun {
  readonly indent: number;
  readonly starts: number[];
  readonly opening: Span;
}

/** The parts of the text, or undefined if it is not laid out as blocks. */
export function splitBlocks(text: string): readonly TextPart[] | undefined {
  const cutting: Cutting = {
    text,
    parts: [],
    partStart: 0,
    run: undefined,
    indent: undefined,
    level: 'none',
    opens: false,
  };
  const start = text.startsWith('\uFEFF') ? 1 : 0;
  if (!eachLine(text, { start, end: text.length }, (line) => addLine(line, cutting)))
    return undefined;
  closePart(cutting, text.length);
  return cutting.parts.some(({ kind }) => kind === 'run') ? cutting.parts : undefined;
}

/** The blocks in a part of a run that begins with one; undefined if they are not cut like those around them. */
export function cutRun(
  text: string,
  place: Span,
  { indent, outerIndent }: BlockRun,
): readonly Span[] | undefined {
  const run = { indent, starts: [], opening: place };
  const isCut = eachLine(
    text,
    place,
    (line) => line.indent > outerIndent && addRunLine(line, run, text),
  );
  return isCut && run.starts[0] === place.start ? blocksOf(run, place.end) : undefined;
}

/** False: a line cannot be cut. Empty lines and comments belong to what stands before them. */
function eachLine(text: string, { start: from, end }: Span, add: (line: Line) => boolean): boolean {
  for (let start = from; start < end;) {
    let word = start;
    while (text[word] === ' ') word++;
    if (text[word] === '\t') return false;
    if (!isBlank(text[word]) && !add({ start, word, indent: word - start })) return false;
    const lineEnd = text.indexOf('\n', word);
    start = lineEnd === -1 ? end : lineEnd + 1;
  }
  return true;
}

function isBlank(first: string | undefined): boolean {
  return first === undefined || first === '\n' || first === '\r' || first === '#';
}

/** False: the text cannot be cut. */
function addLine(line: Line, cutting: Cutting): boolean {
  const { run } = cutting;
  if (run === undefined || line.indent <= (cutting.indent ?? 0)) return addHeadLine(line, cutting);
  return addRunLine(line, run, cutting.text);
}

function addRunLine(line: Line, run: OpenRun, text: string): boolean {
  // In a run, a line with less indentation ends the document for libyaml.
  if (line.indent < run.indent) return false;
  if (line.indent === run.indent && matches(blockLine, text, line.word))
    run.starts.push(line.start);
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
  return true;
}

function closePart(cutting: Cutting, end: number): void {
  const { run, parts, partStart } = cutting;
  if (run !== undefined) {
    const { indent, opening } = run;
    const outerIndent = cutting.indent ?? 0;
    parts.push({ kind: 'run', blocks: blocksOf(run, end), opening, indent, outerIndent });
  } else if (partStart < end) parts.push({ kind: 'head', span: { start: partStart, end } });
  cutting.partStart = end;
  cutting.run = undefined;
}

function blocksOf({ starts }: OpenRun, end: number): readonly Span[] {
  return starts.map((start, i) => ({ start, end: starts[i + 1] ?? end }));
}

function matches(pattern: RegExp, text: string, at: number): boolean {
  pattern.lastIndex = at;
  return pattern.test(text);
}
