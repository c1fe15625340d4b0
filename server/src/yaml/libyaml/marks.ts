/** Anchors, aliases, tags and directives: netplan has no use for most of them, but libyaml may refuse them. */
import {
  isBlank,
  isBlankOrEnd,
  isBreak,
  isBreakOrEnd,
  isWord,
  refuse,
  skipBlanks,
  skipBreak,
  skipComment,
} from './scanner.ts';
import type { Scanner, Token } from './scanner.ts';

/** `&name` or `*name`. */
export function scanAnchor(scanner: Scanner, kind: 'anchor' | 'alias'): Token {
  const start = scanner.at++;
  skipWord(scanner);
  const text = scanner.text.slice(start + 1, scanner.at);
  const next = scanner.text.charCodeAt(scanner.at);
  if (text === '' || !(isBlankOrEnd(next) || '?:,]}%@`'.includes(scanner.text[scanner.at] ?? '')))
    refuse(scanner, 'did not find expected alphabetic or numeric character');
  return { kind, start, end: scanner.at, text, style: 'plain' };
}

function skipWord(scanner: Scanner): void {
  while (isWord(scanner.text.charCodeAt(scanner.at))) scanner.at++;
}

/** The token's text is the handle. */
export function scanTag(scanner: Scanner): Token {
  const start = scanner.at;
  const handle = scanner.text[start + 1] === '<' ? scanVerbatimTag(scanner) : scanShortTag(scanner);
  const { text, at } = scanner;
  if (!isBlankOrEnd(text.charCodeAt(at)) && (scanner.flowLevel === 0 || text[at] !== ','))
    refuse(scanner, 'did not find expected whitespace or line break');
  return { kind: 'tag', start, end: at, text: handle, style: 'plain' };
}

function scanVerbatimTag(scanner: Scanner): string {
  scanner.at += 2;
  scanUri(scanner, { isVerbatim: true, length: 0 });
  if (scanner.text[scanner.at] !== '>') refuse(scanner, "did not find the expected '>'");
  scanner.at++;
  return '';
}

function scanShortTag(scanner: Scanner): string {
  const handle = scanHandle(scanner, false);
  const isHandle = handle.length > 1 && handle.endsWith('!');
  scanUri(scanner, { isVerbatim: false, length: isHandle ? 0 : handle.length });
  return isHandle ? handle : '!';
}

function scanHandle(scanner: Scanner, isDirective: boolean): string {
  const { text, at: start } = scanner;
  if (text[start] !== '!') refuse(scanner, "did not find expected '!'");
  scanner.at++;
  skipWord(scanner);
  if (text[scanner.at] === '!') scanner.at++;
  else if (isDirective && scanner.at - start > 1) refuse(scanner, "did not find expected '!'");
  return text.slice(start, scanner.at);
}

const uriMarks = ";/?:@&=+$.%!~*'()";

/** `length` counts what was read of it already. */
function scanUri(
  scanner: Scanner,
  { isVerbatim, length }: { readonly isVerbatim: boolean; readonly length: number },
): void {
  const { text, at: start } = scanner;
  for (;;) {
    const letter = text[scanner.at] ?? '';
    const isMark =
      letter !== '' && (uriMarks.includes(letter) || (isVerbatim && ',[]'.includes(letter)));
    if (!isMark && !isWord(text.charCodeAt(scanner.at))) break;
    if (letter === '%') scanEscapes(scanner);
    else scanner.at++;
  }
  if (length + scanner.at - start === 0) refuse(scanner, 'did not find expected tag URI');
}

/** One character, as one to four octets. */
function scanEscapes(scanner: Scanner): void {
  let width = 0;
  do {
    const digits = /^%[\da-f]{2}/i.exec(scanner.text.slice(scanner.at, scanner.at + 3))?.[0];
    if (digits === undefined) refuse(scanner, 'did not find URI escaped octet');
    const octet = Number.parseInt(digits.slice(1), 16);
    if (width === 0) {
      width =
        octet < 0x80
          ? 1
          : octet < 0xc0
            ? 0
            : octet < 0xe0
              ? 2
              : octet < 0xf0
                ? 3
                : octet < 0xf8
                  ? 4
                  : 0;
      if (width === 0) refuse(scanner, 'found an incorrect leading UTF-8 octet');
    } else if (octet < 0x80 || octet >= 0xc0)
      refuse(scanner, 'found an incorrect trailing UTF-8 octet');
    scanner.at += 3;
    width--;
  } while (width > 0);
}

/** `%YAML 1.1` or `%TAG !a! prefix`: the token's text is the version or the handle. */
export function scanDirective(scanner: Scanner): Token {
  const start = scanner.at++;
  const { text } = scanner;
  skipWord(scanner);
  const name = text.slice(start + 1, scanner.at);
  if (name === '') refuse(scanner, 'could not find expected directive name');
  if (!isBlankOrEnd(text.charCodeAt(scanner.at)))
    refuse(scanner, 'found unexpected non-alphabetical character');
  if (name !== 'YAML' && name !== 'TAG') refuse(scanner, 'found unknown directive name');
  const value = name === 'YAML' ? scanVersion(scanner) : scanTagDirective(scanner);
  const end = scanner.at;
  skipBlanks(scanner);
  skipComment(scanner);
  if (!isBreakOrEnd(text.charCodeAt(scanner.at)))
    refuse(scanner, 'did not find expected comment or line break');
  if (isBreak(text.charCodeAt(scanner.at))) skipBreak(scanner);
  const kind = name === 'YAML' ? 'version' : 'tag-directive';
  return { kind, start, end, text: value, style: 'plain' };
}

function scanVersion(scanner: Scanner): string {
  skipBlanks(scanner);
  const major = scanNumber(scanner);
  if (scanner.text[scanner.at] !== '.')
    refuse(scanner, "did not find expected digit or '.' character");
  scanner.at++;
  return `${major}.${scanNumber(scanner)}`;
}

const maxDigits = 9;

function scanNumber(scanner: Scanner): number {
  const { at: start } = scanner;
  while (/\d/.test(scanner.text[scanner.at] ?? '')) {
    if (scanner.at - start === maxDigits) refuse(scanner, 'found extremely long version number');
    scanner.at++;
  }
  if (scanner.at === start) refuse(scanner, 'did not find expected version number');
  return Number(scanner.text.slice(start, scanner.at));
}

function scanTagDirective(scanner: Scanner): string {
  skipBlanks(scanner);
  const handle = scanHandle(scanner, true);
  if (!isBlank(scanner.text.charCodeAt(scanner.at)))
    refuse(scanner, 'did not find expected whitespace');
  skipBlanks(scanner);
  scanUri(scanner, { isVerbatim: true, length: 0 });
  if (!isBlankOrEnd(scanner.text.charCodeAt(scanner.at)))
    refuse(scanner, 'did not find expected whitespace or line break');
  return handle;
}
