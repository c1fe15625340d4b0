/**
 * Statements and blocks of an nft text. Braces of sets and maps stay inside their statement.
 * A missing or surplus brace is a problem where it shows, one for each place, and the rest is read on.
 */
import type { Problem } from '../../base/problem.ts';
import type { Span } from '../../base/span.ts';
import { isAnyToken, isToken } from './lex.ts';
import type { Token } from './lex.ts';
import { refusedProblem, syntaxProblem } from './problem.ts';

export interface Statement {
  readonly kind: 'statement';
  readonly tokens: readonly Token[];
}

/** `table inet x { … }`, `chain y { … }`, `set z { … }`. */
export interface Block {
  readonly kind: 'block';
  readonly header: readonly Token[];
  readonly body: readonly Node[];
}

export type Node = Statement | Block;

/** Where a statement stands: what may open a block depends on it. */
type Level = 'top' | 'table' | 'leaf';

interface Cursor {
  readonly tokens: readonly Token[];
  at: number;
  /** Where the last missing brace showed. */
  missedAt: number;
  readonly problems: Problem[];
}

const commands = new Set([
  'add',
  'create',
  'insert',
  'replace',
  'delete',
  'destroy',
  'reset',
  'flush',
  'list',
  'get',
]);
const tableObjects = new Set([
  'chain',
  'set',
  'map',
  'flowtable',
  'counter',
  'quota',
  'limit',
  'secmark',
  'synproxy',
  'ct',
  'tunnel',
]);

/** The tree of a whole text. */
export function parseStructure(tokens: readonly Token[]): {
  readonly nodes: readonly Node[];
  readonly problems: readonly Problem[];
} {
  const cursor: Cursor = { tokens, at: 0, missedAt: -1, problems: [] };
  const nodes: Node[] = [];
  while (cursor.at < tokens.length) {
    nodes.push(...parseNodes(cursor, 'top'));
    const surplus = tokens[cursor.at];
    if (surplus === undefined) break;
    cursor.problems.push(
      syntaxProblem(surplus.span, {
        what: 'this `}` closes nothing',
        todo: 'remove it, or open the block that it should close',
      }),
    );
    cursor.at++;
  }
  return { nodes, problems: cursor.problems };
}

/** Up to the end or a closing brace that belongs to the caller. */
function parseNodes(cursor: Cursor, level: Level): readonly Node[] {
  const nodes: Node[] = [];
  for (;;) {
    const token = cursor.tokens[cursor.at];
    if (token === undefined || isToken(token, '}')) return nodes;
    if (isSeparator(token)) cursor.at++;
    else if (opensOuterBlock(cursor, level)) return nodes;
    else nodes.push(parseNode(cursor, level));
  }
}

/** A new chain inside a chain, a new table inside a table: a brace before it is missing. */
function opensOuterBlock({ tokens, at }: Cursor, level: Level): boolean {
  if (level === 'top' || !isLineStart(tokens, at)) return false;
  const words = level === 'leaf' ? ['table', 'chain'] : ['table'];
  if (!isAnyToken(tokens[at], words)) return false;
  const line = tokens.slice(at + 1, at + 4);
  return line.some((token) => isToken(token, '{'));
}

function isLineStart(tokens: readonly Token[], at: number): boolean {
  const before = tokens[at - 1];
  return before === undefined || before.kind === 'newline';
}

function isSeparator(token: Token): boolean {
  return token.kind === 'newline' || isToken(token, ';');
}

function parseNode(cursor: Cursor, level: Level): Node {
  const tokens: Token[] = [];
  let depth = 0;
  for (; cursor.at < cursor.tokens.length; cursor.at++) {
    const token = cursor.tokens[cursor.at];
    if (token === undefined) break;
    if (depth === 0 && (isSeparator(token) || isToken(token, '}'))) break;
    if (depth === 0 && isToken(token, '{') && isBlockHeader(tokens, level))
      return parseBlock(cursor, tokens, token);
    if (isToken(token, '{')) depth++;
    if (isToken(token, '}')) depth--;
    if (token.kind !== 'newline') tokens.push(token);
  }
  const open = tokens.find((token) => isToken(token, '{'));
  if (depth > 0 && open !== undefined) reportOpen(cursor, open.span);
  return { kind: 'statement', tokens };
}

function parseBlock(cursor: Cursor, header: readonly Token[], open: Token): Block {
  cursor.at++;
  const level = isToken(header[commands.has(header[0]?.text ?? '') ? 1 : 0], 'table')
    ? 'table'
    : 'leaf';
  const body = parseNodes(cursor, level);
  if (isToken(cursor.tokens[cursor.at], '}')) {
    cursor.at++;
    reportJoined(cursor);
  } else reportOpen(cursor, open.span);
  return { kind: 'block', header, body };
}

/** Behind a block a new line or a `;` has to come. */
function reportJoined({ tokens, at, problems }: Cursor): void {
  const next = tokens[at];
  if (next === undefined || isSeparator(next) || next.unknown !== undefined) return;
  const said = next.kind === 'word' ? next.text : `'${next.text}'`;
  problems.push({
    ...refusedProblem(
      next.span,
      `syntax error, unexpected ${said}, expecting newline or semicolon`,
    ),
    what: 'this stands on the same line as the `}` before it',
    todo: 'put a new line or a `;` between them',
  });
}

/** The innermost of the braces that one place leaves open: the outer ones are open because of it. */
function reportOpen(cursor: Cursor, span: Span): void {
  if (cursor.missedAt === cursor.at) return;
  cursor.missedAt = cursor.at;
  const wording = { what: 'this `{` is never closed', todo: 'add the missing `}`' };
  cursor.problems.push(syntaxProblem(span, wording));
}

function isBlockHeader(tokens: readonly Token[], level: Level): boolean {
  if (level === 'leaf') return false;
  const first = commands.has(tokens[0]?.text ?? '') ? tokens[1] : tokens[0];
  if (first === undefined || first.kind !== 'word') return false;
  return tableObjects.has(first.text) || (level === 'top' && first.text === 'table');
}
