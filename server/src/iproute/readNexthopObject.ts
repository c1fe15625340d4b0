/** `ip nexthop …` (iproute2 6.1, ip/ipnexthop.c: ipnh_modify). A word that is no keyword ends the reading. */
import { unknown, type Fact } from '../base/fact.ts';
import type { Address } from '../net/address.ts';
import { findVerb, verbs } from './abbreviations.ts';
import { commonOf, nextKeyword, peek, stop, type Cursor } from './cursor.ts';
import { findRow } from './grammar.ts';
import { nexthopObjectGrammar } from './objects/nexthop.ts';
import { readPlain } from './readPlain.ts';
import { parseNumber } from './scalars.ts';
import type { IpNexthopCommand, NexthopMember } from './types.ts';
import { takeAddress, takeNumber, takeText, type Keyword } from './values.ts';
import { missingPart, unknownVerb } from './wording.ts';

interface NexthopState {
  id: Fact<number> | undefined;
  via: Fact<Address> | undefined;
  dev: Fact<string> | undefined;
  members: Fact<readonly NexthopMember[]> | undefined;
  groupType: Fact<string> | undefined;
  buckets: Fact<number> | undefined;
}

/** Reads what follows the object. */
export function readNexthopObject(cursor: Cursor): IpNexthopCommand {
  const state: NexthopState = {
    id: undefined,
    via: undefined,
    dev: undefined,
    members: undefined,
    groupType: undefined,
    buckets: undefined,
  };
  const verb = readVerb(cursor);
  if (verb === 'show' || verb === 'other') stop(cursor);
  else {
    if (verb === 'get' && peek(cursor) === undefined)
      cursor.problems.push(
        missingPart(cursor.span, '`id` of the nexthop object', 'the usage text'),
      );
    readWords(cursor, state);
  }
  return {
    object: 'nexthop',
    verb,
    ...state,
    ...commonOf(cursor),
  };
}

function readVerb(cursor: Cursor): IpNexthopCommand['verb'] {
  if (peek(cursor) === undefined) return 'show';
  const next = nextKeyword(cursor);
  if (next === undefined) return 'other';
  const verb = findVerb(verbs.nexthop, next.text);
  if (verb === undefined) cursor.problems.push(unknownVerb(next.word.span, next.text, 'nexthop'));
  return verb ?? 'other';
}

function readWords(cursor: Cursor, state: NexthopState): void {
  for (let next = nextKeyword(cursor); next !== undefined; next = nextKeyword(cursor)) {
    const row = findRow(nexthopObjectGrammar, next.text);
    if (row === undefined) return stop(cursor);
    readKeyword(cursor, state, { row, word: next.word, grammar: nexthopObjectGrammar });
  }
}

function readKeyword(cursor: Cursor, state: NexthopState, keyword: Keyword): void {
  switch (keyword.row.keyword) {
    case 'id':
      state.id = takeNumber(cursor, keyword);
      return;
    case 'via':
      state.via = takeAddress(cursor, keyword);
      return;
    case 'dev':
      state.dev = takeText(cursor, keyword);
      return;
    case 'group':
      state.members = membersOf(takeText(cursor, keyword));
      return;
    case 'type':
      state.groupType = takeText(cursor, keyword);
      return;
    case 'buckets':
      state.buckets = takeNumber(cursor, keyword);
      return;
    default:
      readPlain(cursor, keyword);
  }
}

/** `1,3/2`: nexthop 1 with weight 3, nexthop 2 with weight 1 (add_nh_group_attr). */
function membersOf(text: Fact<string> | undefined): NexthopState['members'] {
  if (text === undefined) return undefined;
  const { value, origin } = text;
  if (typeof value !== 'string') return { value, origin };
  const members = value.split('/').map((part) => {
    const [id = '', weight = '1', ...rest] = part.split(',');
    return rest.length > 0 ? undefined : memberOf(parseNumber(id), parseNumber(weight));
  });
  const known = members.filter((member) => member !== undefined);
  const isWhole = known.length === members.length;
  return { origin, value: isWhole ? known : unknown('`ip` refuses the written group') };
}

function memberOf(id: number | undefined, weight: number | undefined): NexthopMember | undefined {
  return id === undefined || weight === undefined || id < 0 ? undefined : { id, weight };
}
