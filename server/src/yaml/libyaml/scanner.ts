/**
 * The state of the scanner, and what all of its parts share. It follows libyaml 0.2.5 (src/scanner.c) step by step, because
 * netplan reads with it: what libyaml refuses, where, and in which words, decides about a file.
 * Line breaks are LF or CR LF here; the reader has replaced the others.
 */
import type { Span } from '../../base/span.ts';
import type { YamlScalar } from '../types.ts';

export type TokenKind =
  | 'stream-end'
  | 'version'
  | 'tag-directive'
  | 'document-start'
  | 'document-end'
  | 'block-sequence'
  | 'block-mapping'
  | 'block-end'
  | 'flow-sequence'
  | 'flow-sequence-end'
  | 'flow-mapping'
  | 'flow-mapping-end'
  | 'block-entry'
  | 'flow-entry'
  | 'key'
  | 'value'
  | 'alias'
  | 'anchor'
  | 'tag'
  | 'scalar';

export interface Token {
  readonly kind: TokenKind;
  readonly start: number;
  readonly end: number;
  /** Of scalars, anchors, aliases, handles of tags. */
  readonly text: string;
  readonly style: YamlScalar['style'];
}

/** A place that may turn out to be a key once a colon follows. */
export interface SimpleKey {
  isPossible: boolean;
  isRequired: boolean;
  /** Counted over all tokens of the text. */
  number: number;
  start: number;
  lineStart: number;
}

export interface Scanner {
  readonly text: string;
  readonly comments: Span[];
  at: number;
  lineStart: number;
  flowLevel: number;
  /** Column of the innermost block collection, -1 outside. */
  indent: number;
  readonly indents: number[];
  /** One for each flow level, the outermost first. */
  readonly keys: SimpleKey[];
  isKeyAllowed: boolean;
  readonly queue: Token[];
  head: number;
  nTaken: number;
  /** True while the token at the head of the queue is sure. */
  isAvailable: boolean;
  /** True when the end of a last line without line break was passed. */
  isPastEnd: boolean;
}

/** Thrown in this folder, caught in this folder. */
export class Refusal extends Error {
  readonly at: number;
  /** True if a limit of ours was reached, which libyaml does not have. */
  readonly isLimit: boolean;

  constructor(words: string, at: number, isLimit = false) {
    super(words);
    this.at = at;
    this.isLimit = isLimit;
  }
}

export function refuse(scanner: Scanner, words: string): never {
  throw new Refusal(words, scanner.at);
}

export function createScanner(text: string): Scanner {
  const start = text.startsWith('\uFEFF') ? 1 : 0;
  return {
    text,
    comments: [],
    at: start,
    lineStart: start,
    flowLevel: 0,
    indent: -1,
    indents: [],
    keys: [noKey()],
    isKeyAllowed: true,
    queue: [],
    head: 0,
    nTaken: 0,
    isAvailable: false,
    isPastEnd: false,
  };
}

export function noKey(): SimpleKey {
  return { isPossible: false, isRequired: false, number: 0, start: 0, lineStart: 0 };
}

export function columnOf({ at, lineStart }: Scanner): number {
  return at - lineStart;
}

export const codes = {
  tab: 9,
  newline: 10,
  carriageReturn: 13,
  space: 32,
} as const;

/** Space or tab. */
export function isBlank(code: number): boolean {
  return code === codes.space || code === codes.tab;
}

/** The end of a line or of the text, whose code is NaN. */
export function isBreakOrEnd(code: number): boolean {
  return code === codes.newline || code === codes.carriageReturn || Number.isNaN(code);
}

export function isBreak(code: number): boolean {
  return code === codes.newline || code === codes.carriageReturn;
}

export function isBlankOrEnd(code: number): boolean {
  return code === codes.space || code === codes.tab || isBreakOrEnd(code);
}

/** A letter, digit, `_` or `-` of ASCII. */
export function isWord(code: number): boolean {
  return (
    (code >= 48 && code <= 57) ||
    (code >= 65 && code <= 90) ||
    (code >= 97 && code <= 122) ||
    code === 95 ||
    code === 45
  );
}

export function skipBreak(scanner: Scanner): void {
  const { text, at } = scanner;
  const isPair =
    text.charCodeAt(at) === codes.carriageReturn && text.charCodeAt(at + 1) === codes.newline;
  scanner.at += isPair ? 2 : 1;
  scanner.lineStart = scanner.at;
}

export function skipBlanks(scanner: Scanner): void {
  while (isBlank(scanner.text.charCodeAt(scanner.at))) scanner.at++;
}

/** Up to the end of the line. */
export function skipComment(scanner: Scanner): void {
  const { text, at, comments } = scanner;
  if (text[at] !== '#') return;
  while (!isBreakOrEnd(text.charCodeAt(scanner.at))) scanner.at++;
  comments.push({ start: at, end: scanner.at });
}

/** `---` or `...` at the start of a line. */
export function isDocumentMark({ text, at, lineStart }: Scanner, mark: string): boolean {
  return at === lineStart && text.startsWith(mark, at) && isBlankOrEnd(text.charCodeAt(at + 3));
}
