/**
 * Takes what stands after a keyword, checks it as iproute2 does, and keeps reading after a value that is wrong.
 * Unknown values are taken as they are; a value that is missing because the next keyword follows is not taken.
 */
import type { Fact } from '../../base/fact.ts';
import { advance, factOf, peek, peekText, stop, type Cursor, type Taken } from '../cursor.ts';
import type { Argument, Choice, Scope } from '../grammar.ts';
import { takeAddress } from './address.ts';
import { takePrefix } from './prefix.ts';
import { takeText, takeWord, type Place } from './text.ts';
import { invalidValue, missingPart } from '../wording.ts';
import { wantsOf } from '../scalars.ts';

type Values = Fact<string>[];
type Pattern = Extract<Argument, { readonly kind: 'pattern' }>;
type Select = Extract<Argument, { readonly kind: 'select' }>;

/** Reads the values of a keyword; gives the scope that the keyword opens, if any. */
export function takeArgument(cursor: Cursor, place: Place): Scope | undefined {
  const { argument } = place.row;
  switch (argument.kind) {
    case 'none':
      keep(cursor, place, {});
      return undefined;
    case 'rest':
      keep(cursor, place, {});
      stop(cursor);
      return undefined;
    case 'nexthop':
      keep(cursor, place, {});
      return argument.scope();
    case 'scope': {
      const { value } = argument;
      keep(cursor, place, { values: value === undefined ? [] : takeAll(cursor, place, [value]) });
      return cursor.incomplete || cursor.lacksValue ? undefined : argument.scope;
    }
    case 'select':
      return takeChoice(cursor, place, argument);
    default:
      takeValue(cursor, place);
      return undefined;
  }
}

function keep(
  cursor: Cursor,
  { row, word, scope }: Place,
  more: Partial<Pick<Taken, 'values' | 'address' | 'prefix' | 'isLocked'>>,
): void {
  cursor.taken.push({ row, word, scope, values: [], ...more });
}

function takeValue(cursor: Cursor, place: Place): void {
  const { argument } = place.row;
  if (argument.kind === 'address') {
    const address = takeAddress(cursor, place, argument);
    if (address === undefined) keep(cursor, place, {});
    else keep(cursor, place, { values: lastWord(cursor), address });
  } else if (argument.kind === 'prefix') {
    const prefix = takePrefix(cursor, place, argument);
    if (prefix === undefined) keep(cursor, place, {});
    else keep(cursor, place, { values: lastWord(cursor), prefix });
  } else if (argument.kind === 'words') {
    keep(cursor, place, { values: takeWords(cursor, place, argument) });
  } else if (argument.kind === 'list') {
    keep(cursor, place, { values: takeAll(cursor, place, argument.of) });
  } else {
    const isLocked = takeLock(cursor, place, argument);
    const values = takeAll(cursor, place, [argument]);
    keep(cursor, place, isLocked ? { values, isLocked } : { values });
  }
}

/** One value for each argument, up to the first that is wrong or missing. */
function takeAll(cursor: Cursor, place: Place, of: readonly Argument[]): Values {
  const values: Values = [];
  for (const argument of of) {
    const isOptional = argument.kind === 'pattern' && argument.isOptional === true;
    if (isOptional && peek(cursor) === undefined) break;
    if (argument.kind === 'pattern' && isNoneOf(argument, peekText(cursor))) break;
    const before = cursor.problems.length;
    const value = takeOne(cursor, place, argument);
    if (value !== undefined) values.push(value);
    if (value === undefined || cursor.problems.length > before) break;
    if (argument.kind === 'pattern') values.push(...takeMore(cursor, place, argument));
  }
  return values;
}

/** A list of words may be empty where another word follows. */
function isNoneOf({ more }: Pattern, next: string | undefined): boolean {
  return more !== undefined && next !== undefined && !more.test(next);
}

/** Further words of a value: `0:1 1:2`. */
function takeMore(cursor: Cursor, place: Place, argument: Pattern): Values {
  const values: Values = [];
  for (let next = peekText(cursor); next !== undefined; next = peekText(cursor)) {
    if (argument.more?.test(next) !== true) break;
    const value = takeText(cursor, place, argument);
    if (value !== undefined) values.push(value);
  }
  return values;
}

function takeOne(cursor: Cursor, place: Place, argument: Argument): Fact<string> | undefined {
  if (argument.kind !== 'address' && argument.kind !== 'prefix')
    return takeText(cursor, place, argument);
  const own = { ...place, row: { ...place.row, argument } };
  const read =
    argument.kind === 'address'
      ? takeAddress(cursor, own, argument)
      : takePrefix(cursor, own, argument);
  return read === undefined ? undefined : lastWord(cursor)[0];
}

/** The text of the word that was just taken. */
function lastWord(cursor: Cursor): Values {
  const word = cursor.words[cursor.at - 1];
  return word === undefined ? [] : [factOf<string>(word.value, word, cursor)];
}

function takeLock(cursor: Cursor, place: Place, argument: Argument): boolean {
  const isLockable = 'lockable' in argument && argument.lockable === true;
  if (!isLockable || peekText(cursor) !== 'lock') return false;
  advance(cursor, { kind: 'value', row: place.row });
  return true;
}

function takeWords(
  cursor: Cursor,
  place: Place,
  argument: Extract<Argument, { readonly kind: 'words' }>,
): Values {
  const { words, least } = argument;
  const values: Values = [];
  cursor.expected = { kind: 'value', row: place.row, scope: place.scope };
  for (let next = peekText(cursor); next !== undefined; next = peekText(cursor)) {
    const word = peek(cursor);
    if (word === undefined || !words.includes(next)) break;
    advance(cursor, { kind: 'value', row: place.row });
    values.push(factOf<string>(next, word, cursor));
  }
  if (values.length >= least) return values;
  const word = takeWord(cursor, place);
  if (word === undefined) return values;
  if (typeof word.value !== 'string') return [factOf<string>(word.value, word, cursor)];
  const written = { span: word.span, text: word.value };
  cursor.problems.push(invalidValue(written, place.row, wantsOf(argument)));
  return values;
}

/** `type KIND`: the words that follow are those of the kind. */
function takeChoice(cursor: Cursor, place: Place, argument: Select): Scope | undefined {
  const word = takeWord(cursor, place);
  if (word === undefined) {
    keep(cursor, place, {});
    return undefined;
  }
  keep(cursor, place, { values: [factOf<string>(word.value, word, cursor)] });
  const choice = typeof word.value === 'string' ? argument.choices().get(word.value) : undefined;
  if (choice !== undefined) {
    cursor.roles[cursor.at - 1] = { kind: 'value', row: place.row, choice };
    return openChoice(cursor, place, choice);
  }
  if (typeof word.value === 'string' && argument.isOpen !== true) {
    const written = { span: word.span, text: word.value };
    cursor.problems.push(invalidValue(written, place.row, wantsOf(argument)));
  }
  stop(cursor);
  return undefined;
}

function openChoice(cursor: Cursor, { row, word }: Place, choice: Choice): Scope | undefined {
  const least = row.argument.kind === 'select' ? (row.argument.least ?? 0) : 0;
  const rest = cursor.words.slice(cursor.at);
  if (rest.length < least && !rest.some(({ several }) => several === true)) {
    cursor.problems.push(missingPart(word.span, `what ${row.keyword} is to do`, lackOf(row, rest)));
    stop(cursor);
    cursor.expected = expectedIn(choice, row);
    return undefined;
  }
  const { value, scope } = choice;
  if (value !== undefined && scope !== undefined)
    takeArgument(cursor, { row: value, word, scope, isBare: true });
  return cursor.incomplete ? undefined : scope;
}

function expectedIn({ value, scope }: Choice, row: Place['row']): Cursor['expected'] {
  if (scope === undefined) return { kind: 'nothing' };
  return value === undefined
    ? { kind: 'keyword', scopes: [scope] }
    : { kind: 'value', row: value, scope: { ...scope, grammar: [row] } };
}

function lackOf({ keyword }: Place['row'], rest: readonly unknown[]): string {
  return rest.length === 0
    ? 'Command line is not complete. Try option "help"'
    : `Error: argument "${keyword} type" is required`;
}
