/** Addresses as iproute2 reads them (lib/utils.c: get_addr_1, get_addr_ipv4). */
import { unknown, type Fact } from '../../base/fact.ts';
import { parseIprouteAddress, type Address, type Family } from '../../net/address.ts';
import { advance, factOf, knownFamily, peekText, type Cursor } from '../cursor.ts';
import { isKeyword, type Argument } from '../grammar.ts';
import { wantsOf } from '../scalars.ts';
import { invalidAddress, invalidValue, missingGateway, otherFamily } from '../wording.ts';
import { refused, takeWord, type Place } from './text.ts';

type AddressArgument = Extract<Argument, { readonly kind: 'address' }>;

const anyWords: ReadonlySet<string> = new Set(['default', 'any', 'all']);
const families: Readonly<Record<string, Family | undefined>> = {
  inet: 4,
  inet6: 6,
  mpls: undefined,
  bridge: undefined,
  link: undefined,
};

/** The family word before an address is taken; `unread`: it is one whose addresses are not read. */
export function takeFamilyWord(cursor: Cursor, place: Place): Family | 'unread' | undefined {
  const word = peekText(cursor);
  if (word === undefined || !Object.hasOwn(families, word)) return undefined;
  advance(cursor, { kind: 'value', row: place.row });
  return families[word] ?? 'unread';
}

/** The family that an argument demands. */
export function familyFor(cursor: Cursor, family: AddressArgument['family']): Family | undefined {
  if (family === 4 || family === 6) return family;
  if (family === 'any') return undefined;
  if (family === undefined) return knownFamily(cursor);
  if (typeof cursor.optionFamily === 'number') return cursor.optionFamily;
  return family === 'option-or-4' && cursor.optionFamily === undefined ? 4 : undefined;
}

/** The address after `via` or `src`; `inet` or `inet6` may stand before it where the row says so. */
export function takeAddress(
  cursor: Cursor,
  place: Place,
  argument: AddressArgument,
): Fact<Address> | undefined {
  if (argument.to === true && peekText(cursor) === 'to')
    advance(cursor, { kind: 'value', row: place.row });
  const named = argument.familyWord === true ? takeFamilyWord(cursor, place) : undefined;
  const family = named === 'unread' ? undefined : (named ?? familyFor(cursor, argument.family));
  const word = takeWord(cursor, place);
  if (word === undefined) return undefined;
  if (typeof word.value !== 'string') return factOf<Address>(word.value, word, cursor);
  if (named === 'unread')
    return factOf<Address>(unknown('it is an address of another kind'), word, cursor);
  if (argument.words?.includes(word.value) === true)
    return factOf<Address>(unknown(`it is the word \`${word.value}\``), word, cursor);
  const address = parseIprouteAddress(word.value, family) ?? anyAddress(word.value, family);
  if (address !== undefined && !suits(argument, word.value, address)) {
    const written = { span: word.span, text: word.value };
    cursor.problems.push(invalidValue(written, { ...place.row, argument }, wantsOf(argument)));
    return factOf<Address>(refused, word, cursor);
  }
  if (address !== undefined && isOfOther(cursor, argument, address)) {
    const written = { span: word.span, text: word.value };
    cursor.problems.push(otherFamily(written, address.family));
    return factOf<Address>(refused, word, cursor);
  }
  if (address !== undefined) {
    // `any` is of no family yet.
    const binds = argument.family === undefined && !anyWords.has(word.value);
    if (binds && cursor.family === 'any') cursor.family = address.family;
    return factOf(address, word, cursor);
  }
  return refuse(cursor, place, { text: word.value, word, family });
}

/** Only a family word can make it so: without one, the address is read as one of that family. */
function isOfOther(
  { family }: Cursor,
  { isSameFamily }: AddressArgument,
  address: Address,
): boolean {
  return isSameFamily === true && (family === 4 || family === 6) && family !== address.family;
}

interface Written {
  readonly text: string;
  readonly word: Place['word'];
  readonly family: Family | undefined;
}

function refuse(
  cursor: Cursor,
  place: Place,
  { text, word, family }: Written,
): Fact<Address> | undefined {
  const isLost = isKeyword(place.scope.grammar, text);
  if (isLost) cursor.at -= 1;
  const keyword = typeof place.word.value === 'string' ? place.word.value : place.word.raw;
  const isGateway = place.row.argument.kind === 'address' && place.row.argument.familyWord === true;
  cursor.problems.push(
    isGateway && isLost
      ? missingGateway(word.span, text, deviceAfter(cursor))
      : invalidAddress(
          { span: word.span, text },
          place.isBare === true ? undefined : keyword,
          family,
        ),
  );
  return isLost ? undefined : factOf<Address>(refused, word, cursor);
}

/** 224.0.0.0/4 or ff00::/8. */
function isMulticast(address: Address): boolean {
  return address.family === 4
    ? address.value >>> 28 === 0xe
    : (address.words[0] ?? 0) >>> 24 === 0xff;
}

/** lib/utils.c: is_addrtype_inet_multi, is_addrtype_inet_not_multi. */
function suits({ only }: AddressArgument, text: string, address: Address): boolean {
  if (only === undefined) return true;
  return !anyWords.has(text) && isMulticast(address) === (only === 'multicast');
}

/** `via default` passes the argument check of `ip`; the kernel refuses it later. */
function anyAddress(text: string, family: Family | undefined): Address | undefined {
  if (!anyWords.has(text)) return undefined;
  return family === 6 ? { family: 6, words: [0, 0, 0, 0] } : { family: 4, value: 0 };
}

function deviceAfter(cursor: Cursor): string | undefined {
  const device = peekText(cursor) === 'dev' ? cursor.words[cursor.at + 1]?.value : undefined;
  return typeof device === 'string' ? device : undefined;
}
