/** The grammar of libyaml over its tokens: one function a production (src/parser.c of libyaml 0.2.5). */
import {
  closeNode,
  createTree,
  openNode,
  putAlias,
  putAnchor,
  putEmpty,
  putScalar,
} from './tree.ts';
import type { Tree } from './tree.ts';
import { Refusal, createScanner } from './scanner.ts';
import type { Scanner, Token, TokenKind } from './scanner.ts';
import { peek, take } from './tokens.ts';

export interface Parser {
  readonly scanner: Scanner;
  readonly tree: Tree;
  /** True in the state in which netplan takes any refusal for wrong indentation. */
  isAtBlockKey: boolean;
  depth: number;
  nOpen: number;
  readonly tagHandles: Set<string>;
}

/** `maxAliased`: of all nodes that aliases stand for. */
export function createParser(text: string, maxAliased: number): Parser {
  return {
    scanner: createScanner(text),
    tree: createTree(maxAliased),
    isAtBlockKey: false,
    depth: 0,
    nOpen: 0,
    tagHandles: new Set(['!', '!!']),
  };
}

/** Open collections. netplan nests 8 deep; libyaml itself stops at 1,000. */
export const maxOpen = 120;

function refuseAt(words: string, at: number): never {
  throw new Refusal(words, at);
}

/** What ends an explicit document that holds nothing. */
const documentEnds: ReadonlySet<TokenKind> = new Set([
  'version',
  'tag-directive',
  'document-start',
  'document-end',
  'stream-end',
]);

export function readDocument(parser: Parser): void {
  const { scanner } = parser;
  const first = peek(scanner);
  if (first.kind === 'stream-end') return;
  if (
    first.kind === 'version' ||
    first.kind === 'tag-directive' ||
    first.kind === 'document-start'
  ) {
    readDirectives(parser);
    const start = peek(scanner);
    if (start.kind !== 'document-start')
      refuseAt('did not find expected <document start>', start.start);
    take(scanner);
    const next = peek(scanner);
    // A document that is begun and holds nothing holds an empty scalar.
    if (documentEnds.has(next.kind)) return putEmpty(parser.tree, next.start);
  }
  readNode(parser, { isBlock: true, isIndentless: false, isKeyNext: false });
  peek(scanner);
}

function readDirectives(parser: Parser): void {
  const { scanner, tagHandles } = parser;
  const own = new Set<string>();
  let hasVersion = false;
  for (let token = peek(scanner); ; token = peek(scanner)) {
    if (token.kind === 'version') {
      if (hasVersion) refuseAt('found duplicate %YAML directive', token.start);
      if (token.text !== '1.1' && token.text !== '1.2')
        refuseAt('found incompatible YAML document', token.start);
      hasVersion = true;
    } else if (token.kind === 'tag-directive') {
      if (own.has(token.text)) refuseAt('found duplicate %TAG directive', token.start);
      own.add(token.text);
      tagHandles.add(token.text);
    } else return;
    take(scanner);
  }
}

interface Place {
  readonly isBlock: boolean;
  /** A list may stand at the column of its key. */
  readonly isIndentless: boolean;
  /** Whether the state behind the node is that of a key of a block mapping. */
  readonly isKeyNext: boolean;
}

function readNode(parser: Parser, place: Place): void {
  const { scanner, tree } = parser;
  let token = peek(scanner);
  if (token.kind === 'alias') {
    parser.isAtBlockKey = place.isKeyNext;
    take(scanner);
    if (!putAlias(tree, token)) refuseAt('found undefined alias', token.start);
    return;
  }
  const { start } = token;
  const marks = readMarks(parser);
  token = peek(scanner);
  if (marks.tag !== undefined && marks.tag.text !== '' && !parser.tagHandles.has(marks.tag.text))
    refuseAt('found undefined tag handle', marks.tag.start);
  const read = readerOf(token, place);
  if (read === undefined && token.kind !== 'scalar' && marks.end === undefined)
    refuseAt('did not find expected node content', token.start);
  if (read === undefined) parser.isAtBlockKey = place.isKeyNext;
  else parser.isAtBlockKey = false;
  if (read === undefined && token.kind === 'scalar') take(scanner);
  if (marks.anchor !== undefined && !putAnchor(tree, marks.anchor.text))
    refuseAt('second occurrence', start);
  if (read !== undefined) readCollection(parser, token, read);
  else if (token.kind === 'scalar') putScalar(tree, token);
  else putEmpty(tree, marks.end ?? token.start);
}

interface Marks {
  readonly anchor: Token | undefined;
  readonly tag: Token | undefined;
  /** Behind the last of them. */
  readonly end: number | undefined;
}

/** A tag and an anchor, in any order. */
function readMarks({ scanner }: Parser): Marks {
  let anchor: Token | undefined;
  let tag: Token | undefined;
  let end: number | undefined;
  for (let token = peek(scanner); ; token = peek(scanner)) {
    if (token.kind === 'anchor' && anchor === undefined) anchor = token;
    else if (token.kind === 'tag' && tag === undefined) tag = token;
    else return { anchor, tag, end };
    ({ end } = token);
    take(scanner);
  }
}

type Read = (parser: Parser, token: Token) => void;

function readerOf({ kind }: Token, { isBlock, isIndentless }: Place): Read | undefined {
  if (kind === 'block-entry' && isIndentless) return readIndentless;
  if (kind === 'flow-sequence') return readFlowSequence;
  if (kind === 'flow-mapping') return readFlowMapping;
  if (kind === 'block-sequence' && isBlock) return readBlockSequence;
  return kind === 'block-mapping' && isBlock ? readBlockMapping : undefined;
}

function readCollection(parser: Parser, token: Token, read: Read): void {
  parser.nOpen++;
  if (parser.nOpen > parser.depth) parser.depth = parser.nOpen;
  if (parser.nOpen > maxOpen) throw new Refusal('Maximum nesting level reached', token.start, true);
  read(parser, token);
  parser.nOpen--;
}

const blockItem: Place = { isBlock: true, isIndentless: false, isKeyNext: false };

function readBlockSequence(parser: Parser, { start }: Token): void {
  const { scanner, tree } = parser;
  openNode(tree, { kind: 'sequence', start, flow: false });
  take(scanner);
  for (let token = peek(scanner); token.kind !== 'block-end'; token = peek(scanner)) {
    if (token.kind !== 'block-entry') refuseAt("did not find expected '-' indicator", token.start);
    take(scanner);
    const next = peek(scanner);
    if (next.kind === 'block-entry' || next.kind === 'block-end') putEmpty(tree, token.end);
    else readNode(parser, blockItem);
    parser.isAtBlockKey = false;
  }
  closeNode(tree);
  take(scanner);
}

const indentlessEnds: ReadonlySet<TokenKind> = new Set([
  'block-entry',
  'key',
  'value',
  'block-end',
]);

function readIndentless(parser: Parser, { start }: Token): void {
  const { scanner, tree } = parser;
  openNode(tree, { kind: 'sequence', start, flow: false });
  for (let token = peek(scanner); token.kind === 'block-entry'; token = peek(scanner)) {
    take(scanner);
    if (indentlessEnds.has(peek(scanner).kind)) putEmpty(tree, token.end);
    else readNode(parser, blockItem);
    parser.isAtBlockKey = false;
  }
  closeNode(tree);
}

const blockEnds: ReadonlySet<TokenKind> = new Set(['key', 'value', 'block-end']);
const blockKey: Place = { isBlock: true, isIndentless: true, isKeyNext: false };
const blockValue: Place = { isBlock: true, isIndentless: true, isKeyNext: true };

function readBlockMapping(parser: Parser, { start }: Token): void {
  const { scanner, tree } = parser;
  openNode(tree, { kind: 'mapping', start, flow: false });
  take(scanner);
  for (let token = peek(scanner); token.kind !== 'block-end'; token = peek(scanner)) {
    if (token.kind !== 'key') refuseAt('did not find expected key', token.start);
    take(scanner);
    if (blockEnds.has(peek(scanner).kind)) putEmpty(tree, token.end);
    else readNode(parser, blockKey);
    parser.isAtBlockKey = false;
    const colon = peek(scanner);
    if (colon.kind === 'value') {
      take(scanner);
      if (blockEnds.has(peek(scanner).kind)) putEmpty(tree, colon.end);
      else readNode(parser, blockValue);
    } else putEmpty(tree, colon.start);
    parser.isAtBlockKey = true;
  }
  closeNode(tree);
  take(scanner);
}

const flowItem: Place = { isBlock: false, isIndentless: false, isKeyNext: false };

function readFlowSequence(parser: Parser, { start }: Token): void {
  const { scanner, tree } = parser;
  openNode(tree, { kind: 'sequence', start, flow: true });
  take(scanner);
  let token = peek(scanner);
  for (let isFirst = true; token.kind !== 'flow-sequence-end'; isFirst = false) {
    if (!isFirst) token = takeComma(parser, token, ']');
    if (token.kind === 'flow-sequence-end') break;
    if (token.kind === 'key') readPair(parser, token);
    else readNode(parser, flowItem);
    token = peek(scanner);
  }
  closeNode(tree, token.end);
  take(scanner);
}

function takeComma({ scanner }: Parser, token: Token, closing: string): Token {
  if (token.kind !== 'flow-entry')
    refuseAt(`did not find expected ',' or '${closing}'`, token.start);
  take(scanner);
  return peek(scanner);
}

/** `[a: b]`: a mapping without braces. */
function readPair(parser: Parser, { start }: Token): void {
  const { scanner, tree } = parser;
  openNode(tree, { kind: 'mapping', start, flow: true });
  take(scanner);
  const key = peek(scanner);
  const isEmpty =
    key.kind === 'value' || key.kind === 'flow-entry' || key.kind === 'flow-sequence-end';
  if (isEmpty) {
    // libyaml takes the token away: `[? , a]` loses its comma.
    take(scanner);
    putEmpty(tree, key.end);
  } else readNode(parser, flowItem);
  readFlowValue(parser, 'flow-sequence-end');
  closeNode(tree, peek(scanner).start);
}

function readFlowValue(parser: Parser, closing: TokenKind): void {
  const { scanner, tree } = parser;
  let token = peek(scanner);
  if (token.kind === 'value') {
    take(scanner);
    token = peek(scanner);
    if (token.kind !== 'flow-entry' && token.kind !== closing) {
      readNode(parser, flowItem);
      return;
    }
  }
  putEmpty(tree, token.start);
}

function readFlowMapping(parser: Parser, { start }: Token): void {
  const { scanner, tree } = parser;
  openNode(tree, { kind: 'mapping', start, flow: true });
  take(scanner);
  let token = peek(scanner);
  for (let isFirst = true; token.kind !== 'flow-mapping-end'; isFirst = false) {
    if (!isFirst) token = takeComma(parser, token, '}');
    if (token.kind === 'flow-mapping-end') break;
    readFlowEntry(parser, token);
    token = peek(scanner);
  }
  closeNode(tree, token.end);
  take(scanner);
}

function readFlowEntry(parser: Parser, token: Token): void {
  const { scanner, tree } = parser;
  if (token.kind !== 'key') {
    readNode(parser, flowItem);
    putEmpty(tree, peek(scanner).start);
    return;
  }
  take(scanner);
  const key = peek(scanner);
  if (key.kind === 'value' || key.kind === 'flow-entry' || key.kind === 'flow-mapping-end')
    putEmpty(tree, key.start);
  else readNode(parser, flowItem);
  readFlowValue(parser, 'flow-mapping-end');
}
