/** A place in the tokens of one rule, and steps over parts that are not modelled. */
import { beginsPart, beginsStatement } from './keywords.ts';
import { isAnyToken, isToken } from './lex.ts';
import type { Token } from './lex.ts';

export interface TokenCursor {
  readonly tokens: readonly Token[];
  at: number;
}

export function peek(cursor: TokenCursor, ahead = 0): Token | undefined {
  return cursor.tokens[cursor.at + ahead];
}

/** Steps over the next token if it is one of these words or symbols. */
export function accept(cursor: TokenCursor, ...texts: readonly string[]): boolean {
  if (!isAnyToken(peek(cursor), texts)) return false;
  cursor.at++;
  return true;
}

/** Steps over `{ … }` and returns the tokens between the braces. */
export function takeBraces(cursor: TokenCursor): readonly Token[] {
  const start = cursor.at + 1;
  let depth = 0;
  for (; cursor.at < cursor.tokens.length; cursor.at++) {
    if (isToken(peek(cursor), '{')) depth++;
    if (isToken(peek(cursor), '}')) depth--;
    if (depth === 0) break;
  }
  const inner = cursor.tokens.slice(start, cursor.at);
  cursor.at++;
  return inner;
}

/** A word that a key can be made of. */
export function isKeyWord(token: Token | undefined): boolean {
  return (
    token?.kind === 'word' &&
    token.unknown === undefined &&
    !isAnyToken(token, ['.', 'map', 'vmap']) &&
    !beginsStatement(token.text)
  );
}

/** Behind the key at the cursor, `tcp dport` or `ct mark`: before the next part of the rule, a map or an operator. */
export function keyEnd({ tokens, at: start }: TokenCursor): number {
  // `meta mark` and `ct mark` hold a word that could begin a match of its own.
  const isQualified = isAnyToken(tokens[start], ['meta', 'ct']);
  const inside = start + (isQualified ? 2 : 1);
  let at = start;
  while (isKeyWord(tokens[at]) && (at < inside || !beginsPart(tokens[at]?.text ?? ''))) at++;
  return at;
}

/** Steps over `KEY [. KEY]… map { … }` or `… map @name`; false, and nothing taken, for anything else. */
export function skipMap(cursor: TokenCursor): boolean {
  const start = cursor.at;
  cursor.at = keyEnd(cursor);
  while (accept(cursor, '.')) cursor.at = keyEnd(cursor);
  const isMap = cursor.at > start && accept(cursor, 'map');
  if (isMap && isToken(peek(cursor), '{')) takeBraces(cursor);
  else if (isMap && peek(cursor)?.kind === 'reference') cursor.at++;
  else cursor.at = start;
  return cursor.at > start;
}

/** Steps over one part that is not modelled, at least one token, and returns its text. */
export function skipPart(cursor: TokenCursor): string {
  return skipWhile(cursor, (token) => token.kind !== 'word' || !beginsPart(token.text));
}

/** Steps over an expression whose value cannot be told: matches inside it are its operands. */
export function skipExpression(cursor: TokenCursor): string {
  return skipWhile(
    cursor,
    (token) => !(token.kind === 'word' && beginsStatement(token.text)) && !beginsAssignment(cursor),
  );
}

function skipWhile(cursor: TokenCursor, goesOn: (token: Token) => boolean): string {
  const start = cursor.at;
  do {
    if (isToken(peek(cursor), '{')) takeBraces(cursor);
    else cursor.at++;
    // `random`, `map` and `set` are also options and operators inside a part.
  } while (
    cursor.at < cursor.tokens.length &&
    (isAnyToken(peek(cursor), ['map', 'random', 'set']) ||
      goesOn(cursor.tokens[cursor.at] ?? missing))
  );
  return cursor.tokens
    .slice(start, cursor.at)
    .map((token) => token.text)
    .join(' ');
}

const missing: Token = { kind: 'newline', text: '', span: { start: 0, end: 0 } };

/** `meta mark set …`, `ct mark set …`, `mark set …` begin here. */
function beginsAssignment(cursor: TokenCursor): boolean {
  if (isToken(peek(cursor), 'mark') && isToken(peek(cursor, 1), 'set'))
    return !isAnyToken(peek(cursor, -1), ['meta', 'ct']);
  return (
    isAnyToken(peek(cursor), ['meta', 'ct', 'ip', 'ip6', 'tcp']) && isToken(peek(cursor, 2), 'set')
  );
}
