/** `ip address …` (iproute2 6.1, ip/ipaddress.c: ipaddr_modify, ipaddr_list_flush_or_save). A bare word is the address, in selectors the link. */
import { isUnknown, unknown, type Fact } from '../base/fact.ts';
import type { Prefix } from '../net/prefix.ts';
import { findVerb, verbs } from './abbreviations.ts';
import { commonOf, factOf, nextKeyword, peek, peekText, stop, type Cursor } from './cursor.ts';
import { findRow } from './grammar.ts';
import { addressGrammar, addressSelectorGrammar } from './objects/address.ts';
import { readPlain } from './readPlain.ts';
import type { IpAddressCommand } from './types.ts';
import { prefixOf, takePrefix, takeText, takeWord, type Keyword } from './values.ts';
import { missingPart, unknownVerb } from './wording.ts';

interface AddressState {
  address: Fact<Prefix> | undefined;
  peer: Fact<Prefix> | undefined;
  dev: Fact<string> | undefined;
}

/** Reads what follows the object. */
export function readAddress(cursor: Cursor): IpAddressCommand {
  const state: AddressState = { address: undefined, peer: undefined, dev: undefined };
  const verb = readVerb(cursor);
  if (verb === 'show' || verb === 'flush') readSelectors(cursor, state, verb);
  else if (verb === 'other') stop(cursor);
  else readAddressWords(cursor, state);
  return {
    object: 'address',
    verb,
    ...state,
    ...commonOf(cursor),
  };
}

function readVerb(cursor: Cursor): IpAddressCommand['verb'] {
  if (peek(cursor) === undefined) return 'show';
  const next = nextKeyword(cursor);
  if (next === undefined) return 'other';
  const verb = findVerb(verbs.address, next.text);
  if (verb === undefined) cursor.problems.push(unknownVerb(next.word.span, next.text, 'address'));
  return verb ?? 'other';
}

function readAddressWords(cursor: Cursor, state: AddressState): void {
  takeLeadingVariable(cursor, state);
  for (let next = nextKeyword(cursor); next !== undefined; next = nextKeyword(cursor)) {
    const row = findRow(addressGrammar, next.text);
    if (row !== undefined) {
      readAddressKeyword(cursor, state, { row, word: next.word, grammar: addressGrammar });
    } else if (next.text === 'help') {
      stop(cursor);
    } else if (next.text === 'local') {
      takeLocal(cursor, state, next.word);
    } else if (state.address === undefined) {
      state.address = withoutDefault(prefixOf(cursor, next.word, 'default'));
    } else {
      cursor.unexpected.push({
        text: next.text,
        span: next.word.span,
        says: `Error: either "local" is duplicate, or "${next.text}" is a garbage.`,
      });
    }
    takeLeadingVariable(cursor, state);
  }
  if (state.dev === undefined && !cursor.incomplete) {
    cursor.problems.push(
      missingPart(
        cursor.span,
        '`dev` with the name of the link',
        'Not enough information: "dev" argument is required.',
      ),
    );
  }
}

/** `ip addr add $ADDRESS dev eth0`: a variable where only the address can stand. */
function takeLeadingVariable(cursor: Cursor, state: AddressState): void {
  const word = peek(cursor);
  if (
    word === undefined ||
    typeof word.value === 'string' ||
    word.several === true ||
    state.address !== undefined
  )
    return;
  const after = cursor.words[cursor.at + 1]?.value;
  if (
    after !== undefined &&
    (typeof after !== 'string' || findRow(addressGrammar, after) === undefined)
  )
    return;
  cursor.at += 1;
  state.address = factOf<Prefix>(word.value, word, cursor);
}

function takeLocal(
  cursor: Cursor,
  state: AddressState,
  local: NonNullable<ReturnType<typeof peek>>,
): void {
  const row = {
    keyword: 'local',
    abbreviates: false,
    argument: { kind: 'prefix' },
    doc: '',
  } as const;
  const word = takeWord(cursor, { row, word: local, grammar: addressGrammar });
  if (word !== undefined) state.address = withoutDefault(prefixOf(cursor, word, 'default'));
}

function readAddressKeyword(cursor: Cursor, state: AddressState, keyword: Keyword): void {
  switch (keyword.row.keyword) {
    case 'peer':
      state.peer = withoutDefault(takePrefix(cursor, keyword, 'default'));
      return;
    case 'dev':
      state.dev = takeText(cursor, keyword);
      return;
    case 'broadcast':
      // `+` and `-` compute or clear the address.
      if (peekText(cursor) === '+' || peekText(cursor) === '-') cursor.at += 1;
      else readPlain(cursor, keyword);
      return;
    default:
      readPlain(cursor, keyword);
  }
}

function readSelectors(cursor: Cursor, state: AddressState, verb: 'show' | 'flush'): void {
  if (verb === 'flush' && peek(cursor) === undefined)
    cursor.problems.push(missingPart(cursor.span, 'a selector', 'Flush requires arguments.'));
  for (let next = nextKeyword(cursor); next !== undefined; next = nextKeyword(cursor)) {
    const row = findRow(addressSelectorGrammar, next.text);
    const keyword =
      row === undefined ? undefined : { row, word: next.word, grammar: addressSelectorGrammar };
    if (keyword?.row.keyword === 'dev') state.dev = takeText(cursor, keyword);
    else if (keyword !== undefined) readPlain(cursor, keyword);
    else if (next.text === 'help') stop(cursor);
    else if (state.dev === undefined) state.dev = factOf(next.text, next.word, cursor);
    else
      cursor.unexpected.push({
        text: next.text,
        span: next.word.span,
        says: `Error: either "dev" is duplicate, or "${next.text}" is a garbage.`,
      });
  }
}

function withoutDefault(fact: Fact<Prefix | 'default'> | undefined): Fact<Prefix> | undefined {
  if (fact === undefined) return undefined;
  const { value, origin } = fact;
  return {
    origin,
    value:
      value === 'default'
        ? unknown('`default` is no address of a link')
        : isUnknown(value)
          ? value
          : value,
  };
}
