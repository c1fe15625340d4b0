/**
 * Moves an error from the place where the parser noticed it to its cause: the line without a colon, the quote or bracket
 * that was opened, the key that is indented too deep.
 */
import type { Span } from '../base/span.ts';
import type { YamlError, YamlNode } from './types.ts';

interface Source {
  readonly text: string;
  readonly root: YamlNode | undefined;
}

/** The error at its cause, with `noticed` where libyaml stops on a later line. */
export function findCause(error: YamlError, source: Source): YamlError {
  switch (error.code) {
    case 'missing-colon':
      if (isBehindKey(source.text, error.span.start)) return causeOfNesting(error, source);
      return withNoticed(
        { ...error, span: restOfLine(source.text, error.span.start) },
        nextWord(source.text, error.span.start) ?? endOf(source.text),
      );
    case 'bad-indent':
      return causeOfIndent(error, source.text);
    case 'nested-mapping':
      return causeOfNesting(error, source);
    case 'unclosed-quote':
    case 'unclosed-flow':
    case 'missing-comma':
      return causeOfOpening(error, source);
    case 'other':
      return causeOfUnexpected(error, source);
    default:
      return error;
  }
}

/** `a: 1` with a deeper `b: 2` below, or `a: b: c` on one line. */
function causeOfNesting(error: YamlError, { text }: Source): YamlError {
  const line = restOfLine(text, error.span.start);
  const colon = text.slice(line.start, line.end).search(/:(\s|$)/);
  if (colon !== -1) return { ...error, span: { start: line.start, end: line.start + colon + 1 } };
  return atNextWord(error, text);
}

function atNextWord(error: YamlError, text: string): YamlError {
  const next = nextWord(text, error.span.start);
  return next === undefined ? error : { ...error, code: 'bad-indent', span: next };
}

function isBehindKey(text: string, offset: number): boolean {
  const lineStart =
    Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1)) + 1;
  return /:\s/.test(text.slice(lineStart, offset));
}

/** The parser may mark the space in front of the word, or a comment between the lines. */
function causeOfIndent(error: YamlError, text: string): YamlError {
  const { start } = error.span;
  const blank = /^[ \t]*/.exec(text.slice(start, start + 1024))?.[0] ?? '';
  if (/^[\r\n#]/.test(text.slice(start + blank.length))) return atNextWord(error, text);
  const tab = blank.indexOf('\t');
  if (tab !== -1)
    return { ...error, code: 'tab-indent', span: { start: start + tab, end: start + tab + 1 } };
  const word = start + blank.length;
  return { ...error, span: { start: word, end: Math.max(word + 1, error.span.end) } };
}

function causeOfOpening(error: YamlError, source: Source): YamlError {
  const { text } = source;
  const wantsQuote = error.code === 'unclosed-quote';
  const opened = innermost(source, error.span.start, (node) =>
    node.kind === 'scalar' ? wantsQuote && node.style === 'quoted' : !wantsQuote && node.flow,
  );
  if (opened === undefined) return error;
  const line = restOfLine(text, opened.span.start);
  const isSameLine = error.span.start <= line.end;
  if (error.code === 'missing-comma' && isSameLine) return error;
  const code = wantsQuote ? error.code : 'unclosed-flow';
  const span = wantsQuote ? line : { start: opened.span.start, end: opened.span.start + 1 };
  const cause: YamlError = { ...error, code, span };
  return isSameLine ? cause : withNoticed(cause, error.span);
}

/** A quote that is closed by the opening quote of a later line leaves a word behind it. */
function causeOfUnexpected(error: YamlError, source: Source): YamlError {
  const { text } = source;
  const quoted = innermost(
    source,
    error.span.start,
    (node) => node.kind === 'scalar' && node.style === 'quoted',
  );
  if (quoted === undefined || !/[\r\n]/.test(text.slice(quoted.span.start, quoted.span.end)))
    return error;
  return withNoticed(
    { ...error, code: 'unclosed-quote', span: restOfLine(text, quoted.span.start) },
    error.span,
  );
}

function withNoticed(error: YamlError, noticed: Span | undefined): YamlError {
  return noticed === undefined ? error : { ...error, noticed };
}

/** From an offset to the end of its line, without trailing space or comment. */
function endOf(text: string): Span {
  return { start: text.length, end: text.length };
}

function restOfLine(text: string, start: number): Span {
  const length = text.slice(start, start + 4096).search(/[\r\n]|\s+#/);
  const end = length === -1 ? Math.min(text.length, start + 4096) : start + length;
  return { start, end: Math.max(end, Math.min(start + 1, text.length)) };
}

/** The first word on the next line that holds one; the end of the text if there is none. */
function nextWord(text: string, offset: number): Span | undefined {
  const line = /[\r\n]+(?:[ \t]*(?:#[^\r\n]*)?[\r\n]+)*[ \t]*([^\s:#]*)/g;
  line.lastIndex = offset;
  const found = line.exec(text);
  if (found === null) return undefined;
  const end = found.index + found[0].length;
  return { start: end - (found[1]?.length ?? 0), end };
}

/** The deepest node of a kind that holds a place, or ends in front of it with nothing but space between. */
function innermost(
  source: Source,
  place: number,
  fits: (node: YamlNode) => boolean,
): YamlNode | undefined {
  let found: YamlNode | undefined;
  let node = source.root;
  while (node !== undefined) {
    if (fits(node) && isBlank(source.text.slice(node.span.end, place))) found = node;
    node = childrenOf(node).findLast((child) => child.span.start < place);
  }
  return found;
}

/** Nothing but space, commas and comments. */
function isBlank(text: string): boolean {
  return /^[\s,]*$/.test(text.replaceAll(/#[^\r\n]*/g, ''));
}

function childrenOf(node: YamlNode): readonly YamlNode[] {
  if (node.kind === 'scalar') return [];
  if (node.kind === 'sequence') return node.items;
  return node.entries.flatMap((entry) =>
    entry.value === undefined ? [entry.key] : [entry.key, entry.value],
  );
}
