/**
 * Reads on after a quote without its partner: the quote is closed at the end of its line and the rest is read again.
 * Without this a half-typed quote would hide every command after it. The words it touched are unknown.
 */
import { childrenOf, parseSyntax } from './adapter.ts';
import type { ParsedScript, SyntaxNode, WordPart } from './adapter.ts';
import type { Span } from '../base/span.ts';
import type { ShellError } from './types.ts';

export interface TolerantSyntax {
  readonly syntax: ParsedScript;
  /** The text that was parsed: the same length as the original. */
  readonly text: string;
  readonly errors: readonly ShellError[];
  readonly broken: readonly Span[];
}

const maximumRepairs = 8;

/** Parses, repairing unclosed quotes and brackets line by line. Errors are in text order, spans in `text`. */
export function parseTolerantly(original: string): TolerantSyntax {
  const errors: ShellError[] = [];
  const broken: Span[] = [];
  let text = original;
  let syntax = parseSyntax(text);
  for (let repairs = 0; repairs < maximumRepairs; repairs++) {
    const error = syntax.errors?.find((each) => each.message.startsWith('unterminated'));
    if (error === undefined) break;
    const at = openingOf(error.message, error.pos, { syntax, text });
    const repaired = closeAtLineEnd(text, at);
    if (repaired === undefined) break;
    errors.push({ span: { start: at, end: at + openingLength(text, at) }, message: error.message });
    broken.push({ start: at, end: repaired.end });
    text = repaired.text;
    syntax = parseSyntax(text);
  }
  for (const error of syntax.errors ?? [])
    errors.push({ span: errorSpan(error, { syntax, text }), message: error.message });
  return { syntax, text, errors, broken };
}

interface Parsed {
  readonly syntax: ParsedScript;
  readonly text: string;
}

/**
 * The quote that lacks its partner. Quotes pair up from the front, so the parser finds the last one alone;
 * the guilty one is usually the first that swallows a line end and whose partner sticks to the next word.
 */
function openingOf(message: string, pos: number, { syntax, text }: Parsed): number {
  const quote = text[pos];
  if (!message.includes('quote') || (quote !== '"' && quote !== "'")) return pos;
  let first = pos;
  const visit = (node: SyntaxNode): void => {
    for (const child of childrenOf(node)) {
      if (
        isQuote(child, quote) &&
        child.pos < first &&
        text.slice(child.pos, child.end).includes('\n') &&
        /[\w$./:-]/.test(text[child.end] ?? '')
      )
        first = child.pos;
      visit(child);
    }
  };
  visit(syntax);
  return first;
}

function isQuote(node: SyntaxNode, quote: string): node is WordPart {
  return node.type === (quote === '"' ? 'DoubleQuoted' : 'SingleQuoted');
}

function openingLength(text: string, at: number): number {
  if (text[at] !== '$') return 1;
  return /^\$(?:\(\(|\(|\{|\[)/.exec(text.slice(at, at + 3))?.[0].length ?? 1;
}

/** Puts harmless characters over the rest of the line, so that every offset stays. */
function closeAtLineEnd(text: string, at: number): { text: string; end: number } | undefined {
  const lineEnd = text.indexOf('\n', at);
  const end = lineEnd === -1 ? text.length : lineEnd;
  if (end <= at) return undefined;
  return { text: `${text.slice(0, at)}${'_'.repeat(end - at)}${text.slice(end)}`, end };
}

const openers: readonly (readonly [RegExp, SyntaxNode['type']])[] = [
  [/close 'if'/, 'If'],
  [/close '(?:while|until)'/, 'While'],
  [/close 'for'/, 'For'],
  [/close 'case'/, 'Case'],
  [/close 'select'/, 'Select'],
  [/close brace group/, 'BraceGroup'],
  [/close subshell/, 'Subshell'],
];

/** Something that is never closed is shown where it opens; everything else where the parser met it. */
function errorSpan(
  error: { readonly message: string; readonly pos: number },
  { syntax, text }: Parsed,
): Span {
  const type = openers.find(([message]) => message.test(error.message))?.[1];
  const opening = type === undefined ? undefined : findUnclosed(syntax, type);
  const start = Math.min(opening ?? error.pos, text.length);
  const word = /^(?:[A-Za-z]+|[^\s\w]|\w+)/.exec(text.slice(start, start + 20))?.[0];
  if (word !== undefined) return { start, end: start + word.length };
  return start > 0 && start === text.length
    ? { start: start - 1, end: start }
    : { start, end: Math.min(start + 1, text.length) };
}

/** The parser gives a node without its closing word no extent. */
function findUnclosed(node: SyntaxNode, type: SyntaxNode['type']): number | undefined {
  for (const child of childrenOf(node)) {
    if (child.type === type && child.end <= child.pos) return child.pos;
    const inside = findUnclosed(child, type);
    if (inside !== undefined) return inside;
  }
  return undefined;
}
