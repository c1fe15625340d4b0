/** Prefixes as iproute2 reads them (lib/utils.c: get_prefix_1, get_netmask). */
import { type Fact } from '../../base/fact.ts';
import { parseIproutePrefix, type Prefix } from '../../net/prefix.ts';
import { advance, factOf, peekText, type Cursor } from '../cursor.ts';
import { isKeyword, type Argument } from '../grammar.ts';
import { invalidPrefix, notOneAddress } from '../wording.ts';
import { familyFor, takeFamilyWord } from './address.ts';
import { refused, takeWord, type Place } from './text.ts';

const anyWords: ReadonlySet<string> = new Set(['default', 'any', 'all']);
const selecting = ['root', 'match', 'exact'];

/** A prefix; `default`, `any` and `all` give the word `default`. */
export function takePrefix(
  cursor: Cursor,
  place: Place,
  argument: Extract<Argument, { readonly kind: 'prefix' }>,
): Fact<Prefix | 'default'> | undefined {
  const first = peekText(cursor);
  if (argument.selects === true && first !== undefined && first !== '')
    if (selecting.some((each) => each.startsWith(first)))
      advance(cursor, { kind: 'value', row: place.row });
  const named = argument.familyWord === true ? takeFamilyWord(cursor, place) : undefined;
  const family = named === 'unread' ? undefined : (named ?? familyFor(cursor, argument.family));
  const word = takeWord(cursor, place);
  if (word === undefined) return undefined;
  if (typeof word.value !== 'string') return factOf<Prefix | 'default'>(word.value, word, cursor);
  if (anyWords.has(word.value) && argument.isHost !== true)
    return factOf<Prefix | 'default'>('default', word, cursor);
  const prefix = parseIproutePrefix(word.value, family);
  const isHost = prefix?.length === (prefix?.address.family === 6 ? 128 : 32);
  if (prefix !== undefined && argument.isHost === true && !isHost) {
    cursor.problems.push(notOneAddress(word.span, word.value));
    return factOf<Prefix | 'default'>(refused, word, cursor);
  }
  if (prefix !== undefined) {
    if (argument.family === undefined && cursor.family === 'any')
      cursor.family = prefix.address.family;
    return factOf<Prefix | 'default'>(prefix, word, cursor);
  }
  cursor.problems.push(invalidPrefix(word.span, word.value, family));
  if (place.isBare !== true && isKeyword(place.scope.grammar, word.value)) cursor.at -= 1;
  return factOf<Prefix | 'default'>(refused, word, cursor);
}
