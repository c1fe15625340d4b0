/** Values without a keyword: the destination of a route, the name of a link. Optional words (`to`, `dev`) may lead to them. */
import type { Address } from '../../net/address.ts';
import type { Prefix } from '../../net/prefix.ts';
import { advance, factOf, peek, stop, type Cursor, type KnownWord, type Taken } from '../cursor.ts';
import { isKeyword, type Bare, type GrammarRow, type Scope } from '../grammar.ts';
import { garbage, incompleteAfter } from '../wording.ts';
import { takeArgument } from './take.ts';
import type { Frame } from './scope.ts';

type BareValue = Extract<Bare, { readonly kind: 'value' }>;

/** A scope with its bare value. */
interface BareFrame extends Frame {
  readonly bare: BareValue;
}

/** Reads a word that is no keyword as the value that may stand without one; gives the scope that the value opens, if any. */
export function readBare(
  cursor: Cursor,
  { scope, from, bare }: BareFrame,
  first: KnownWord,
): Scope | undefined {
  let next = first;
  for (const lead of bare.leads ?? []) {
    if (!lead.takes(next.text)) continue;
    cursor.roles[cursor.at - 1] = { kind: 'keyword', row: lead.row };
    cursor.taken.push({ row: lead.row, word: next.word, scope, values: [] });
    const after = wordAfterLead(cursor, next, { scope, bare });
    if (after === undefined) return undefined;
    next = after;
  }
  if (scope.hasNoHelp !== true && next.text !== '' && 'help'.startsWith(next.text)) {
    stop(cursor);
    return undefined;
  }
  const { text, word } = next;
  const isSecond = cursor.taken.slice(from).some(({ row }) => isSame(row, bare));
  if (isSecond && bare.isFirstOnly === true) return undefined;
  // `equalize` was a word of its own until iproute2 2.6.33; it never was a destination.
  if ((isSecond && bare.once !== undefined) || (text === 'equalize' && isRoute(bare))) {
    cursor.unexpected.push({ text, span: word.span, says: garbage(bare.once ?? 'to', text) });
    return undefined;
  }
  cursor.at -= 1;
  return takeArgument(cursor, { row: bare.row, word, scope, isBare: true });
}

function isRoute({ row, once }: BareValue): boolean {
  return row.keyword === 'destination' && once === 'to';
}

function isSame(row: GrammarRow, bare: BareValue): boolean {
  return (
    row === bare.row ||
    (bare.group !== undefined && row.once === bare.group) ||
    bare.saidBy?.includes(row.keyword) === true
  );
}

function wordAfterLead(
  cursor: Cursor,
  { word, text }: KnownWord,
  { scope, bare }: { readonly scope: Scope; readonly bare: BareValue },
): KnownWord | undefined {
  cursor.expected = { kind: 'value', row: bare.row, scope: { grammar: [], bare } };
  const after = peek(cursor);
  if (after === undefined) {
    cursor.problems.push(incompleteAfter(word.span, text, bare.row.doc));
    cursor.lacksValue = true;
    return undefined;
  }
  if (after.several === true) {
    stop(cursor);
    return undefined;
  }
  if (typeof after.value !== 'string') {
    advance(cursor, { kind: 'value', row: bare.row });
    cursor.taken.push(unknownValue(cursor, after, { scope, row: bare.row }));
    return undefined;
  }
  advance(cursor, { kind: 'free' });
  return { text: after.value, word: after };
}

/** A variable where the bare value can stand is that value; anywhere else it ends the reading. */
export function takeVariable(cursor: Cursor, { scope, from }: Frame): boolean {
  const { bare } = scope;
  const word = peek(cursor);
  if (bare.kind !== 'value' || word === undefined) return false;
  if (typeof word.value === 'string' || word.several === true) return false;
  if (cursor.taken.slice(from).some(({ row }) => isSame(row, bare))) return false;
  if (!looksLikeOneValue(cursor, scope.grammar)) return false;
  advance(cursor, { kind: 'value', row: bare.row });
  cursor.taken.push(unknownValue(cursor, word, { scope, row: bare.row }));
  return true;
}

function unknownValue(
  cursor: Cursor,
  word: NonNullable<ReturnType<typeof peek>>,
  { scope, row }: Pick<Taken, 'scope' | 'row'>,
): Taken {
  const values = [factOf<string>(word.value, word, cursor)];
  if (typeof word.value === 'string') return { row, word, scope, values };
  const base = { row, word, scope, values };
  if (row.argument.kind === 'prefix')
    return { ...base, prefix: factOf<Prefix | 'default'>(word.value, word, cursor) };
  if (row.argument.kind === 'address')
    return { ...base, address: factOf<Address>(word.value, word, cursor) };
  return base;
}

/**
 * `$NET via …`: what follows is a keyword, so the variable holds the value; so it does with text around it, and in quotes where
 * nothing follows or another variable does. `"$SELECTOR" 10.0.0.0/8` may be a keyword with its value.
 */
function looksLikeOneValue(cursor: Cursor, grammar: Frame['scope']['grammar']): boolean {
  const after = cursor.words[cursor.at + 1];
  const word = peek(cursor);
  if (word?.pieces !== undefined) return true;
  const isQuoted = word?.raw.startsWith('"') === true;
  if (after === undefined) return isQuoted || grammar.some(({ keyword }) => keyword === 'up');
  if (typeof after.value !== 'string') return isQuoted;
  return isKeyword(grammar, after.value);
}
