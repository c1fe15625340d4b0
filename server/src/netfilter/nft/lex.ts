/**
 * Tokens of the nft language (src/scanner.l, nftables 1.0.6), as far as structure, marks and NAT need them.
 * A newline ends a statement and is a token; a backslash before it, and comments, are skipped.
 */
import type { Unknown } from '../../base/fact.ts';
import type { Span } from '../../base/span.ts';
import type { TextSource } from '../source.ts';

export interface Token {
  /** `reference` is `@name`, `variable` is `$name`; `unclosed` is a string without its second quote. */
  readonly kind:
    | 'word'
    | 'string'
    | 'symbol'
    | 'variable'
    | 'reference'
    | 'newline'
    | 'unclosed'
    | 'carriage-return';
  /** Without quotes, `$` and `@`. */
  readonly text: string;
  readonly span: Span;
  /** The value is not known; the text is a placeholder. */
  readonly unknown?: Unknown;
}

interface Piece {
  /** Undefined for what means nothing: blanks, comments, a joined line. */
  readonly kind: Token['kind'] | undefined;
  readonly end: number;
  readonly text: string;
}

/** All tokens of a text; characters that belong to no token are symbols. */
export function lexNft(source: TextSource): readonly Token[] {
  const { text } = source;
  const tokens: Token[] = [];
  for (let at = 0; at < text.length;) {
    const { kind, end, text: value } = pieceAt(text, at);
    if (kind !== undefined) {
      const unknown = kind === 'newline' ? undefined : source.unknownIn(at, end);
      const span = source.locate(at, end);
      tokens.push(
        unknown === undefined
          ? { kind, text: value, span }
          : { kind: 'word', text: value, span, unknown },
      );
    }
    at = end;
  }
  return tokens;
}

function pieceAt(text: string, at: number): Piece {
  const char = text.charAt(at);
  switch (char) {
    case ' ':
    case '\t':
    case '\f':
      return { kind: undefined, end: at + 1, text: '' };
    case '\n':
      return { kind: 'newline', end: at + 1, text: '' };
    case '\r':
      return { kind: 'carriage-return', end: at + 1, text: '' };
    case '#':
      return { kind: undefined, end: endOfLine(text, at), text: '' };
    case '"':
      return stringAt(text, at);
    case '$':
      return nameAt(text, at, 'variable');
    case '@':
      return nameAt(text, at, 'reference');
    case '\\':
      return joinAt(text, at) ?? wordAt(text, at);
    default:
      return isWordCode(text.charCodeAt(at)) || char === ':'
        ? wordAt(text, at)
        : symbolAt(text, at);
  }
}

function endOfLine(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
}

function stringAt(text: string, at: number): Piece {
  const lineEnd = endOfLine(text, at);
  const quote = text.indexOf('"', at + 1);
  if (quote < 0 || quote > lineEnd)
    return { kind: 'unclosed', end: lineEnd, text: text.slice(at + 1, lineEnd) };
  return { kind: 'string', end: quote + 1, text: text.slice(at + 1, quote) };
}

/** `$name` and `@name`; a lone `$` or `@` is a symbol. */
function nameAt(text: string, at: number, kind: 'variable' | 'reference'): Piece {
  const end = /[A-Za-z_]/.test(text.charAt(at + 1)) ? endOfWord(text, at + 1) : at + 1;
  return end === at + 1 ? symbolAt(text, at) : { kind, end, text: text.slice(at + 1, end) };
}

function joinAt(text: string, at: number): Piece | undefined {
  const length = /^\\\r?\n/.exec(text.slice(at, at + 3))?.[0].length;
  return length === undefined ? undefined : { kind: undefined, end: at + length, text: '' };
}

/** A name, a number, an address. A colon belongs to it only in IPv6 addresses, which have two of them. */
function wordAt(text: string, at: number): Piece {
  const end = endOfWord(text, at);
  if (text.charCodeAt(end) === 58) {
    const address = /^[\dA-Fa-f]*:[\dA-Fa-f.]*:[\dA-Fa-f:.]*(?:\/\d+)?/.exec(
      text.slice(at, at + 64),
    )?.[0];
    if (address !== undefined) return { kind: 'word', end: at + address.length, text: address };
  }
  return end === at ? symbolAt(text, at) : { kind: 'word', end, text: text.slice(at, end) };
}

function endOfWord(text: string, at: number): number {
  let end = at;
  while (end < text.length && isWordCode(text.charCodeAt(end))) end++;
  return end;
}

/** Letters, digits and `_ . * / \ -`. */
function isWordCode(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    (code >= 45 && code <= 57) ||
    code === 95 ||
    code === 42 ||
    code === 92
  );
}

const pairs = new Set(['<<', '>>', '==', '!=', '<=', '>=']);

function symbolAt(text: string, at: number): Piece {
  const pair = text.slice(at, at + 2);
  const end = at + (pairs.has(pair) ? 2 : 1);
  return { kind: 'symbol', end, text: text.slice(at, end) };
}

/** True for a bare word or symbol with this text: a quoted `"accept"` is a name, not a verdict. */
export function isToken(token: Token | undefined, text: string): boolean {
  return (
    token !== undefined && token.text === text && (token.kind === 'word' || token.kind === 'symbol')
  );
}

/** The same for several texts. */
export function isAnyToken(token: Token | undefined, texts: readonly string[]): boolean {
  return (
    token !== undefined &&
    (token.kind === 'word' || token.kind === 'symbol') &&
    texts.includes(token.text)
  );
}
