/** Scalars in single and double quotes (yaml_parser_scan_flow_scalar). */
import { joint } from './plainScalar.ts';
import { isBlank, isBlankOrEnd, isBreak, isDocumentMark, refuse, skipBreak } from './scanner.ts';
import type { Scanner, Token } from './scanner.ts';

export function scanQuotedScalar(scanner: Scanner, quote: '"' | "'"): Token {
  const start = scanner.at++;
  let text = '';
  for (;;) {
    if (isDocumentMark(scanner, '---') || isDocumentMark(scanner, '...'))
      refuse(scanner, 'found unexpected document indicator');
    if (scanner.at >= scanner.text.length) refuse(scanner, 'found unexpected end of stream');
    const word = takeWord(scanner, quote);
    text += word.text;
    if (scanner.text[scanner.at] === quote) break;
    text += takeGap(scanner, word.isJoined);
  }
  scanner.at++;
  return { kind: 'scalar', start, end: scanner.at, text, style: 'quoted' };
}

interface Word {
  readonly text: string;
  /** True if an escaped line break ended it: the next line follows without a space. */
  readonly isJoined: boolean;
}

function takeWord(scanner: Scanner, quote: '"' | "'"): Word {
  const { text } = scanner;
  let word = '';
  for (;;) {
    const { at } = scanner;
    if (isBlankOrEnd(text.charCodeAt(at))) return { text: word, isJoined: false };
    const letter = text[at];
    if (quote === "'" && letter === "'" && text[at + 1] === "'") {
      word += "'";
      scanner.at += 2;
    } else if (letter === quote) return { text: word, isJoined: false };
    else if (quote === '"' && letter === '\\') {
      if (isBreak(text.charCodeAt(at + 1))) {
        scanner.at++;
        skipBreak(scanner);
        return { text: word, isJoined: true };
      }
      word += takeEscape(scanner);
    } else {
      word += letter;
      scanner.at++;
    }
  }
}

/** The blanks between two words; around line breaks they do not count. */
function takeGap(scanner: Scanner, isJoined: boolean): string {
  const { text, at: start } = scanner;
  let nBreaks = 0;
  for (;;) {
    const code = text.charCodeAt(scanner.at);
    if (isBreak(code)) {
      skipBreak(scanner);
      nBreaks++;
    } else if (isBlank(code)) scanner.at++;
    else break;
  }
  if (isJoined) return '\n'.repeat(nBreaks);
  return joint({ blanks: text.slice(start, scanner.at), nBreaks });
}

const escapes: Readonly<Record<string, string>> = {
  '0': '\0',
  a: '\u0007',
  b: '\b',
  t: '\t',
  '\t': '\t',
  n: '\n',
  v: '\v',
  f: '\f',
  r: '\r',
  e: '\u001B',
  ' ': ' ',
  '"': '"',
  '/': '/',
  '\\': '\\',
  N: '\u0085',
  _: '\u00A0',
  L: '\u2028',
  P: '\u2029',
};

const codeLengths: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

function takeEscape(scanner: Scanner): string {
  const { text, at } = scanner;
  const letter = text[at + 1] ?? '';
  const plain = escapes[letter];
  if (plain !== undefined) {
    scanner.at += 2;
    return plain;
  }
  const length = codeLengths[letter];
  if (length === undefined) refuse(scanner, 'found unknown escape character');
  scanner.at += 2;
  const digits = text.slice(scanner.at, scanner.at + length);
  if (digits.length < length || !/^[\da-f]+$/i.test(digits))
    refuse(scanner, 'did not find expected hexdecimal number');
  const code = Number.parseInt(digits, 16);
  if ((code >= 0xd8_00 && code <= 0xdf_ff) || code > 0x10_ff_ff)
    refuse(scanner, 'found invalid Unicode character escape code');
  scanner.at += length;
  return String.fromCodePoint(code);
}
