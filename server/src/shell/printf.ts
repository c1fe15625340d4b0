/** `printf` and the escapes of `echo -e` (Bash manual, 4.2; POSIX "printf"), for arguments that are known where it counts. */
import { parseInteger } from './integers.ts';
import { unknown } from '../base/fact.ts';
import { isOpen, piecesOfWord, unknownPiece, valueOf } from './pieces.ts';
import type { HerePiece, ShellWord } from './types.ts';

const escapes: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  '\\': '\\',
  '"': '"',
  a: '\x07',
  b: '\b',
  f: '\f',
  v: '\v',
};

/** Most arguments; more would be repeated for a format without an end. */
const mostArguments = 512;

/** The output, or undefined where the format or an argument that is calculated is not known. */
export function formatPrintf(args: readonly ShellWord[]): HerePiece[] | undefined {
  const words = args[0]?.value === '--' ? args.slice(1) : args;
  const [format, ...values] = words;
  if (format === undefined || typeof format.value !== 'string') return undefined;
  const items = parseFormat(format.value);
  if (items === undefined || values.length > mostArguments) return undefined;
  const taken = items.filter((item) => typeof item !== 'string').length;
  const open = values.findIndex(isOpen);
  const pieces: HerePiece[] = [];
  for (let round = 0; round === 0 || (taken > 0 && round * taken < values.length); round++) {
    let at = round * taken;
    for (const item of items) {
      if (typeof item === 'string') {
        pieces.push({ text: item, span: format.span });
        continue;
      }
      // From an open word on, which argument a conversion takes is not known.
      if (open !== -1 && at >= open && (values.length > 1 || items.length > 1))
        return [
          ...pieces,
          unknownPiece(unknown('an argument may be none or several'), format.span),
        ];
      const made = formatOne(item, values[at++], format.span);
      if (made === undefined) return undefined;
      pieces.push(...made);
    }
  }
  return pieces;
}

interface Conversion {
  readonly flags: string;
  readonly width: number;
  readonly precision: number | undefined;
  readonly letter: string;
}

function parseFormat(format: string): (string | Conversion)[] | undefined {
  const items: (string | Conversion)[] = [];
  let rest = format;
  while (rest !== '') {
    const plain = /^[^%\\]+/.exec(rest)?.[0];
    if (plain !== undefined) {
      items.push(plain);
      rest = rest.slice(plain.length);
    } else if (rest.startsWith('\\')) {
      const escape = readEscape(rest);
      if (escape === undefined) return undefined;
      items.push(escape.text);
      rest = rest.slice(escape.length);
    } else {
      const conversion = /^%(?:%|([-+ 0#]*)(\d{0,3})(?:\.(\d{0,3}))?([sdiuxXoc]))/.exec(rest);
      if (conversion === null) return undefined;
      const [whole, flags = '', width = '', precision, letter] = conversion;
      if (letter === undefined) items.push('%');
      else
        items.push({
          flags,
          letter,
          width: Number(width),
          precision: precision === undefined ? undefined : Number(precision),
        });
      rest = rest.slice(whole.length);
    }
  }
  return items;
}

function readEscape(text: string): { readonly text: string; readonly length: number } | undefined {
  const known = escapes[text[1] ?? ''];
  if (known !== undefined) return { text: known, length: 2 };
  const octal = /^\\([0-7]{1,3})/.exec(text);
  if (octal !== null) return byte(Number.parseInt(octal[1] ?? '', 8), octal[0].length);
  const hex = /^\\x([\da-fA-F]{1,2})/.exec(text);
  return hex === null ? undefined : byte(Number.parseInt(hex[1] ?? '', 16), hex[0].length);
}

function byte(
  value: number,
  length: number,
): { readonly text: string; readonly length: number } | undefined {
  return value > 0 && value < 128 ? { text: String.fromCharCode(value), length } : undefined;
}

function formatOne(
  conversion: Conversion,
  word: ShellWord | undefined,
  span: HerePiece['span'],
): readonly HerePiece[] | undefined {
  const { letter, width, precision } = conversion;
  if (letter === 's' && width === 0 && precision === undefined)
    return word === undefined ? [] : piecesOfWord(word);
  const value = word === undefined ? '' : valueOf(piecesOfWord(word));
  if (typeof value !== 'string') return undefined;
  const text =
    letter === 's'
      ? value.slice(0, precision)
      : letter === 'c'
        ? value.slice(0, 1)
        : formatNumber(conversion, value);
  return text === undefined ? undefined : [{ text: pad(text, conversion), span }];
}

function formatNumber({ letter, flags, precision }: Conversion, value: string): string | undefined {
  const number = value === '' ? 0n : parseInteger(value.trim());
  if (number === undefined || precision !== undefined) return undefined;
  const isSigned = letter === 'd' || letter === 'i';
  const unsigned = BigInt.asUintN(64, number);
  switch (letter) {
    case 'x':
    case 'X': {
      const digits = unsigned.toString(16);
      const prefix = flags.includes('#') && unsigned !== 0n ? '0x' : '';
      return letter === 'X' ? (prefix + digits).toUpperCase() : prefix + digits;
    }
    case 'o':
      return (flags.includes('#') ? '0' : '') + unsigned.toString(8);
    default: {
      if (!isSigned) return String(unsigned);
      const sign = flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '';
      return number < 0n ? String(number) : sign + String(number);
    }
  }
}

function pad(text: string, { flags, width, letter }: Conversion): string {
  if (flags.includes('-')) return text.padEnd(width);
  if (!flags.includes('0') || letter === 's' || letter === 'c') return text.padStart(width);
  const sign = /^(?:[-+ ]|0[xX])?/.exec(text)?.[0] ?? '';
  return sign + text.slice(sign.length).padStart(width - sign.length, '0');
}

/** Text of `echo -e` after its escapes, or undefined for one that is not modelled. */
export function readEscapes(pieces: readonly HerePiece[]): HerePiece[] | undefined {
  const read: HerePiece[] = [];
  for (const piece of pieces) {
    if (piece.unknown !== undefined || !piece.text.includes('\\')) {
      read.push(piece);
      continue;
    }
    let text = '';
    for (let at = 0; at < piece.text.length; at++) {
      const isEscape = piece.text[at] === '\\';
      // `echo` reads octal numbers and quotes in its own way.
      const escape =
        isEscape && !/["0-7]/.test(piece.text[at + 1] ?? '')
          ? readEscape(piece.text.slice(at, at + 4))
          : undefined;
      if (isEscape && escape === undefined) return undefined;
      text += escape?.text ?? piece.text[at] ?? '';
      at += (escape?.length ?? 1) - 1;
    }
    read.push({ text, span: piece.span });
  }
  return read;
}
