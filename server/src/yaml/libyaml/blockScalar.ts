/** Scalars behind `|` and `>` (yaml_parser_scan_block_scalar). */
import {
  codes,
  columnOf,
  isBlank,
  isBreak,
  isBreakOrEnd,
  refuse,
  skipBlanks,
  skipBreak,
  skipComment,
} from './scanner.ts';
import type { Scanner, Token } from './scanner.ts';

interface Header {
  readonly chomping: '' | '+' | '-';
  readonly increment: number;
}

export function scanBlockScalar(scanner: Scanner, isLiteral: boolean): Token {
  const start = scanner.at++;
  const { chomping, increment } = scanHeader(scanner);
  let indent = increment === 0 ? 0 : Math.max(scanner.indent, 0) + increment;
  let breaks = skipBreaks(scanner, indent);
  if (indent === 0) indent = Math.max(breaks.column, scanner.indent + 1, 1);
  let { end } = breaks;
  let text = '';
  let leading = '';
  let wasBlank = false;
  while (columnOf(scanner) === indent && scanner.at < scanner.text.length) {
    const isNextBlank = isBlank(scanner.text.charCodeAt(scanner.at));
    const folds = !isLiteral && leading !== '' && !wasBlank && !isNextBlank;
    text += folds ? (breaks.text === '' ? ' ' : '') : leading;
    text += breaks.text;
    wasBlank = isNextBlank;
    text += takeLine(scanner);
    leading = takeBreak(scanner);
    breaks = skipBreaks(scanner, indent);
    ({ end } = breaks);
  }
  if (chomping !== '-') text += leading;
  if (chomping === '+') text += breaks.text;
  return { kind: 'scalar', start, end, text, style: 'block' };
}

const zero = 48;

function scanHeader(scanner: Scanner): Header {
  let chomping = takeChomping(scanner);
  const increment = takeIncrement(scanner);
  if (chomping === '' && increment > 0) chomping = takeChomping(scanner);
  skipBlanks(scanner);
  skipComment(scanner);
  if (!isBreakOrEnd(scanner.text.charCodeAt(scanner.at)))
    refuse(scanner, 'did not find expected comment or line break');
  if (scanner.at < scanner.text.length) skipBreak(scanner);
  return { chomping, increment };
}

function takeChomping(scanner: Scanner): Header['chomping'] {
  const letter = scanner.text[scanner.at];
  if (letter !== '+' && letter !== '-') return '';
  scanner.at++;
  return letter;
}

function takeIncrement(scanner: Scanner): number {
  const digit = scanner.text.charCodeAt(scanner.at) - zero;
  if (!(digit >= 0 && digit <= 9)) return 0;
  if (digit === 0) refuse(scanner, 'found an indentation indicator equal to 0');
  scanner.at++;
  return digit;
}

interface Breaks {
  readonly text: string;
  /** The widest indentation. */
  readonly column: number;
  /** Behind the last line break. */
  readonly end: number;
}

/** Indentation and empty lines; an indentation of 0 is not known yet. */
function skipBreaks(scanner: Scanner, indent: number): Breaks {
  const { text } = scanner;
  let breaks = '';
  let column = 0;
  let end = scanner.at;
  for (;;) {
    const isInside = (): boolean => indent === 0 || columnOf(scanner) < indent;
    while (isInside() && text.charCodeAt(scanner.at) === codes.space) scanner.at++;
    column = Math.max(column, columnOf(scanner));
    if (isInside() && text.charCodeAt(scanner.at) === codes.tab)
      refuse(scanner, 'found a tab character where an indentation space is expected');
    if (!isBreak(text.charCodeAt(scanner.at))) return { text: breaks, column, end };
    breaks += takeBreak(scanner);
    end = scanner.at;
  }
}

function takeLine(scanner: Scanner): string {
  const { text, at } = scanner;
  while (!isBreakOrEnd(text.charCodeAt(scanner.at))) scanner.at++;
  return text.slice(at, scanner.at);
}

function takeBreak(scanner: Scanner): string {
  if (!isBreak(scanner.text.charCodeAt(scanner.at))) return '';
  skipBreak(scanner);
  return '\n';
}
