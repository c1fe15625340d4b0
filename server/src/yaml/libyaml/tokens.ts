/** From characters to tokens, with the keys and the ends of blocks that indentation makes (yaml_parser_fetch_next_token). */
import { scanBlockScalar } from './blockScalar.ts';
import { scanAnchor, scanDirective, scanTag } from './marks.ts';
import { scanPlainScalar } from './plainScalar.ts';
import { scanQuotedScalar } from './quotedScalar.ts';
import {
  codes,
  columnOf,
  isBlank,
  isBlankOrEnd,
  isBreak,
  isDocumentMark,
  noKey,
  refuse,
  skipBreak,
  skipComment,
} from './scanner.ts';
import type { Scanner, SimpleKey, Token, TokenKind } from './scanner.ts';

/** The next token; it stays until `take`. */
export function peek(scanner: Scanner): Token {
  if (!scanner.isAvailable) fetchMore(scanner);
  const token = scanner.queue[scanner.head];
  if (token === undefined) throw new Error('the queue of tokens is empty');
  return token;
}

export function take(scanner: Scanner): void {
  scanner.isAvailable = false;
  scanner.nTaken++;
  scanner.head++;
  if (scanner.head < scanner.queue.length) return;
  scanner.queue.length = 0;
  scanner.head = 0;
}

/** A token is sure once no key can come in front of it any more. */
function fetchMore(scanner: Scanner): void {
  while (scanner.head === scanner.queue.length || mayBecomeKey(scanner)) fetchNext(scanner);
  scanner.isAvailable = true;
}

function mayBecomeKey(scanner: Scanner): boolean {
  dropStaleKeys(scanner);
  for (const key of scanner.keys) if (key.isPossible && key.number === scanner.nTaken) return true;
  return false;
}

function fetchNext(scanner: Scanner): void {
  skipToToken(scanner);
  dropStaleKeys(scanner);
  closeBlocks(scanner, columnOf(scanner));
  const { text, at } = scanner;
  if (at >= text.length) return fetchEnd(scanner);
  const letter = text[at] ?? '';
  if (at === scanner.lineStart && fetchAtLineStart(scanner, letter)) return;
  if (fetchMark(scanner, letter)) return;
  if (!fetchScalar(scanner, letter)) refuse(scanner, 'found character that cannot start any token');
}

function fetchEnd(scanner: Scanner): void {
  if (columnOf(scanner) !== 0) {
    scanner.lineStart = scanner.at;
    scanner.isPastEnd = true;
  }
  closeBlocks(scanner, -1);
  dropKey(scanner);
  scanner.isKeyAllowed = false;
  add(scanner, 'stream-end', 0);
}

function fetchAtLineStart(scanner: Scanner, letter: string): boolean {
  const isStart = isDocumentMark(scanner, '---');
  if (letter !== '%' && !isStart && !isDocumentMark(scanner, '...')) return false;
  closeBlocks(scanner, -1);
  dropKey(scanner);
  scanner.isKeyAllowed = false;
  if (letter === '%') scanner.queue.push(scanDirective(scanner));
  else add(scanner, isStart ? 'document-start' : 'document-end', 3);
  return true;
}

/** Brackets, commas, dashes, question marks and colons. */
function fetchMark(scanner: Scanner, letter: string): boolean {
  switch (letter) {
    case '[':
      return openFlow(scanner, 'flow-sequence');
    case '{':
      return openFlow(scanner, 'flow-mapping');
    case ']':
      return closeFlow(scanner, 'flow-sequence-end');
    case '}':
      return closeFlow(scanner, 'flow-mapping-end');
    case ',':
      dropKey(scanner);
      scanner.isKeyAllowed = true;
      return add(scanner, 'flow-entry', 1);
    case '-':
      return isBlankOrEnd(codeBehind(scanner)) && fetchBlockEntry(scanner);
    case '?':
      return (isInFlow(scanner) || isBlankOrEnd(codeBehind(scanner))) && fetchKey(scanner);
    case ':':
      return (isInFlow(scanner) || isBlankOrEnd(codeBehind(scanner))) && fetchValue(scanner);
    default:
      return false;
  }
}

function isInFlow({ flowLevel }: Scanner): boolean {
  return flowLevel > 0;
}

function codeBehind({ text, at }: Scanner): number {
  return text.charCodeAt(at + 1);
}

const notPlain = '-?:,[]{}#&*!|>\'"%@`';

function fetchScalar(scanner: Scanner, letter: string): boolean {
  if ((letter === '|' || letter === '>') && !isInFlow(scanner)) {
    dropKey(scanner);
    scanner.isKeyAllowed = true;
    scanner.queue.push(scanBlockScalar(scanner, letter === '|'));
    return true;
  }
  const scan = scannerOf(scanner, letter);
  if (scan === undefined) return false;
  saveKey(scanner);
  scanner.isKeyAllowed = false;
  scanner.queue.push(scan(scanner));
  return true;
}

function scannerOf(scanner: Scanner, letter: string): ((scanner: Scanner) => Token) | undefined {
  switch (letter) {
    case '*':
      return (one) => scanAnchor(one, 'alias');
    case '&':
      return (one) => scanAnchor(one, 'anchor');
    case '!':
      return scanTag;
    case "'":
    case '"':
      return (one) => scanQuotedScalar(one, letter);
    default:
      return startsPlain(scanner, letter) ? scanPlainScalar : undefined;
  }
}

function startsPlain(scanner: Scanner, letter: string): boolean {
  const { text, at } = scanner;
  if (!notPlain.includes(letter) && !isBlankOrEnd(text.charCodeAt(at))) return true;
  const next = codeBehind(scanner);
  if (letter === '-') return !isBlank(next);
  return (letter === '?' || letter === ':') && !isInFlow(scanner) && !isBlankOrEnd(next);
}

function add(scanner: Scanner, kind: TokenKind, length: number): true {
  const { at } = scanner;
  scanner.at += length;
  scanner.queue.push(tokenOf(kind, at, scanner.at));
  return true;
}

function tokenOf(kind: TokenKind, start: number, end: number): Token {
  return { kind, start, end, text: '', style: 'plain' };
}

function openFlow(scanner: Scanner, kind: TokenKind): true {
  saveKey(scanner);
  scanner.keys.push(noKey());
  scanner.flowLevel++;
  scanner.isKeyAllowed = true;
  return add(scanner, kind, 1);
}

function closeFlow(scanner: Scanner, kind: TokenKind): true {
  dropKey(scanner);
  if (scanner.flowLevel > 0) {
    scanner.flowLevel--;
    scanner.keys.pop();
  }
  scanner.isKeyAllowed = false;
  return add(scanner, kind, 1);
}

function fetchBlockEntry(scanner: Scanner): true {
  if (!isInFlow(scanner)) {
    if (!scanner.isKeyAllowed)
      refuse(scanner, 'block sequence entries are not allowed in this context');
    openBlock(scanner, 'block-sequence');
  }
  dropKey(scanner);
  scanner.isKeyAllowed = true;
  return add(scanner, 'block-entry', 1);
}

function fetchKey(scanner: Scanner): true {
  if (!isInFlow(scanner)) {
    if (!scanner.isKeyAllowed) refuse(scanner, 'mapping keys are not allowed in this context');
    openBlock(scanner, 'block-mapping');
  }
  dropKey(scanner);
  scanner.isKeyAllowed = !isInFlow(scanner);
  return add(scanner, 'key', 1);
}

function fetchValue(scanner: Scanner): true {
  const key = lastKey(scanner);
  if (key.isPossible) {
    const index = scanner.head + key.number - scanner.nTaken;
    scanner.queue.splice(index, 0, tokenOf('key', key.start, key.start));
    const column = key.start - key.lineStart;
    if (!isInFlow(scanner) && scanner.indent < column) {
      scanner.indents.push(scanner.indent);
      scanner.indent = column;
      scanner.queue.splice(index, 0, tokenOf('block-mapping', key.start, key.start));
    }
    key.isPossible = false;
    scanner.isKeyAllowed = false;
    return add(scanner, 'value', 1);
  }
  if (!isInFlow(scanner)) {
    if (!scanner.isKeyAllowed) refuse(scanner, 'mapping values are not allowed in this context');
    openBlock(scanner, 'block-mapping');
  }
  scanner.isKeyAllowed = !isInFlow(scanner);
  return add(scanner, 'value', 1);
}

function openBlock(scanner: Scanner, kind: TokenKind): void {
  const column = columnOf(scanner);
  if (scanner.indent >= column) return;
  scanner.indents.push(scanner.indent);
  scanner.indent = column;
  scanner.queue.push(tokenOf(kind, scanner.at, scanner.at));
}

function closeBlocks(scanner: Scanner, column: number): void {
  if (isInFlow(scanner)) return;
  while (scanner.indent > column) {
    scanner.queue.push(tokenOf('block-end', scanner.at, scanner.at));
    scanner.indent = scanner.indents.pop() ?? -1;
  }
}

function lastKey({ keys }: Scanner): SimpleKey {
  return keys.at(-1) ?? noKey();
}

/** Notes that a key may begin here. */
function saveKey(scanner: Scanner): void {
  if (!scanner.isKeyAllowed) return;
  dropKey(scanner);
  const key = lastKey(scanner);
  key.isPossible = true;
  key.isRequired = !isInFlow(scanner) && scanner.indent === columnOf(scanner);
  key.number = scanner.nTaken + scanner.queue.length - scanner.head;
  key.start = scanner.at;
  key.lineStart = scanner.lineStart;
}

function dropKey(scanner: Scanner): void {
  dropOne(scanner, lastKey(scanner));
}

/** A key ends on its line, within so many characters. */
const maxKeyLength = 1024;

function dropStaleKeys(scanner: Scanner): void {
  for (const key of scanner.keys)
    if (key.lineStart < scanner.lineStart || key.start + maxKeyLength < scanner.at)
      dropOne(scanner, key);
}

function dropOne(scanner: Scanner, key: SimpleKey): void {
  if (key.isPossible && key.isRequired) refuse(scanner, "could not find expected ':'");
  key.isPossible = false;
}

function skipToToken(scanner: Scanner): void {
  const { text } = scanner;
  for (;;) {
    if (scanner.at === scanner.lineStart && text[scanner.at] === '\uFEFF') scanner.at++;
    const takesTabs = isInFlow(scanner) || !scanner.isKeyAllowed;
    let code = text.charCodeAt(scanner.at);
    while (code === codes.space || (takesTabs && code === codes.tab))
      code = text.charCodeAt(++scanner.at);
    skipComment(scanner);
    if (!isBreak(text.charCodeAt(scanner.at))) return;
    skipBreak(scanner);
    if (!isInFlow(scanner)) scanner.isKeyAllowed = true;
  }
}
