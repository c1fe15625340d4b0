/**
 * Blank-separated words with quotes, as systemd splits values: extract_first_word(), src/basic/extract-word.c, v252.
 * Quotes may begin anywhere in a word and go; a backslash takes the next character, or stands for a C escape.
 */

export interface SplitRules {
  /** C escapes count (`Environment=`), and an unknown one, or a quote without its end, ends the reading. */
  readonly escapes: boolean;
}

const blanks = ' \t\n\r';

/** The words; those behind a mistake that systemd does not take are left out. */
export function splitQuoted(text: string, { escapes }: SplitRules): readonly string[] {
  const words: string[] = [];
  let word: string | undefined;
  let quote = '';
  for (let i = 0; i < text.length; i++) {
    const char = text.charAt(i);
    if (quote === '' && blanks.includes(char)) {
      if (word !== undefined) words.push(word);
      word = undefined;
      continue;
    }
    word ??= '';
    if (char === quote) quote = '';
    else if (quote === '' && (char === '"' || char === "'")) quote = char;
    else if (char === '\\') {
      const escape = escapes ? cEscape(text, i + 1) : plainEscape(text, i + 1);
      if (escape === undefined) return words;
      word += escape.text;
      i += escape.length;
    } else word += char;
  }
  if (quote !== '' && escapes) return words;
  return word === undefined ? words : [...words, word];
}

interface Escape {
  readonly text: string;
  /** Behind the backslash. */
  readonly length: number;
}

function plainEscape(text: string, at: number): Escape {
  return at < text.length ? { text: text.charAt(at), length: 1 } : { text: '', length: 0 };
}

const letters: Readonly<Record<string, string>> = {
  a: '\u0007',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  s: ' ',
  '\\': '\\',
  '"': '"',
  "'": "'",
};

/** cunescape_one(), src/basic/escape.c. */
function cEscape(text: string, at: number): Escape | undefined {
  const plain = letters[text.charAt(at)];
  if (plain !== undefined) return { text: plain, length: 1 };
  const rest = text.slice(at, at + 9);
  const [, hex] = /^(?:x([\da-fA-F]{2})|$)/.exec(rest) ?? [];
  const [, short, long] = /^(?:u([\da-fA-F]{4})|U([\da-fA-F]{8}))/.exec(rest) ?? [];
  const [, octal] = /^([0-3][0-7]{2})/.exec(rest) ?? [];
  const digits = hex ?? short ?? long;
  const code =
    digits === undefined
      ? octal === undefined
        ? 0
        : Number.parseInt(octal, 8)
      : Number.parseInt(digits, 16);
  if (code === 0 || code > 0x10ffff) return undefined;
  return {
    text: String.fromCodePoint(code),
    length: digits === undefined ? 3 : digits.length + 1,
  };
}
