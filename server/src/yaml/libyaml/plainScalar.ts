/** Words without quotes, over several lines if need be (yaml_parser_scan_plain_scalar). */
import {
  codes,
  columnOf,
  isBlank,
  isBlankOrEnd,
  isBreak,
  isDocumentMark,
  refuse,
  skipBreak,
} from './scanner.ts';
import type { Scanner, Token } from './scanner.ts';

/** What stands between two words. */
interface Gap {
  /** The blanks, if no line ended. */
  readonly blanks: string;
  readonly nBreaks: number;
}

const noGap: Gap = { blanks: '', nBreaks: 0 };

export function scanPlainScalar(scanner: Scanner): Token {
  const start = scanner.at;
  const indent = scanner.indent + 1;
  let end = start;
  let text = '';
  let gap = noGap;
  while (!isDocumentMark(scanner, '---') && !isDocumentMark(scanner, '...')) {
    if (scanner.text[scanner.at] === '#') break;
    const wordStart = scanner.at;
    skipWord(scanner);
    if (scanner.at > wordStart) {
      text += joint(gap) + scanner.text.slice(wordStart, scanner.at);
      end = scanner.at;
      gap = noGap;
    }
    const code = scanner.text.charCodeAt(scanner.at);
    if (!isBlank(code) && !isBreak(code)) break;
    gap = skipGap(scanner, indent);
    if (scanner.flowLevel === 0 && columnOf(scanner) < indent) break;
  }
  if (gap.nBreaks > 0) scanner.isKeyAllowed = true;
  return { kind: 'scalar', start, end, text, style: 'plain' };
}

/** One line break is a space, each further one is itself. */
export function joint({ blanks, nBreaks }: Gap): string {
  if (nBreaks === 0) return blanks;
  return nBreaks === 1 ? ' ' : '\n'.repeat(nBreaks - 1);
}

const flowMarks = ',[]{}';
const refusedBehindColon = ',?[]{}';
const colon = 58;

function skipWord(scanner: Scanner): void {
  const { text, flowLevel } = scanner;
  for (;;) {
    const code = text.charCodeAt(scanner.at);
    if (isBlankOrEnd(code)) return;
    if (code === colon) {
      if (isBlankOrEnd(text.charCodeAt(scanner.at + 1))) return;
      if (flowLevel > 0 && refusedBehindColon.includes(text[scanner.at + 1] ?? ''))
        refuse(scanner, "found unexpected ':'");
    } else if (flowLevel > 0 && flowMarks.includes(text[scanner.at] ?? '')) return;
    scanner.at++;
  }
}

function skipGap(scanner: Scanner, indent: number): Gap {
  const { text, at: start } = scanner;
  let nBreaks = 0;
  for (;;) {
    const code = text.charCodeAt(scanner.at);
    if (isBreak(code)) {
      skipBreak(scanner);
      nBreaks++;
    } else if (isBlank(code)) {
      if (nBreaks > 0 && code === codes.tab && columnOf(scanner) < indent)
        refuse(scanner, 'found a tab character that violates indentation');
      scanner.at++;
    } else return { blanks: nBreaks > 0 ? '' : text.slice(start, scanner.at), nBreaks };
  }
}
