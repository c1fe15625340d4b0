/** `ip link …` (iproute2 6.1, ip/iplink.c: iplink_parse). A bare word is the name of the link. */
import type { Fact } from '../base/fact.ts';
import { findVerb, verbs } from './abbreviations.ts';
import { commonOf, factOf, nextKeyword, peek, stop, type Cursor } from './cursor.ts';
import { findRow } from './grammar.ts';
import { linkGrammar } from './objects/link.ts';
import { readPlain } from './readPlain.ts';
import type { IpLinkCommand } from './types.ts';
import { takeText, type Keyword } from './values.ts';
import { missingPart, unknownVerb } from './wording.ts';

interface LinkState {
  dev: Fact<string> | undefined;
  /** `name NAME` of `add`. */
  name: Fact<string> | undefined;
  kind: Fact<string> | undefined;
  state: 'up' | 'down' | undefined;
  master: Fact<string> | undefined;
}

/** Reads what follows the object. */
export function readLink(cursor: Cursor): IpLinkCommand {
  const state: LinkState = {
    dev: undefined,
    name: undefined,
    kind: undefined,
    state: undefined,
    master: undefined,
  };
  const verb = readVerb(cursor);
  if (verb === 'add' || verb === 'set' || verb === 'del') readLinkWords(cursor, state, verb);
  else stop(cursor);
  const { name, ...rest } = state;
  return {
    object: 'link',
    verb,
    ...rest,
    dev: verb === 'add' ? (name ?? state.dev) : state.dev,
    ...commonOf(cursor),
  };
}

function readVerb(cursor: Cursor): IpLinkCommand['verb'] {
  if (peek(cursor) === undefined) return 'show';
  const next = nextKeyword(cursor);
  if (next === undefined) return 'other';
  const verb = findVerb(verbs.link, next.text);
  if (verb === undefined) cursor.problems.push(unknownVerb(next.word.span, next.text, 'link'));
  return verb ?? 'other';
}

function readLinkWords(cursor: Cursor, state: LinkState, verb: 'add' | 'set' | 'del'): void {
  takeVariable(cursor, state);
  for (let next = nextKeyword(cursor); next !== undefined; next = nextKeyword(cursor)) {
    const row = findRow(linkGrammar, next.text);
    if (row !== undefined)
      readLinkKeyword(cursor, state, { row, word: next.word, grammar: linkGrammar });
    else if (next.text === 'help') stop(cursor);
    else if (state.dev === undefined) state.dev = factOf(next.text, next.word, cursor);
    else
      cursor.unexpected.push({
        text: next.text,
        span: next.word.span,
        says: `Error: either "dev" is duplicate, or "${next.text}" is a garbage.`,
      });
    takeVariable(cursor, state);
  }
  if (cursor.incomplete) return;
  if (verb === 'add' && state.kind === undefined) {
    cursor.problems.push(
      missingPart(
        cursor.span,
        '`type` with the kind of the link',
        'Not enough information: "type" argument is required',
      ),
    );
  } else if (verb !== 'add' && state.dev === undefined) {
    cursor.problems.push(
      missingPart(
        cursor.span,
        'the name of the link',
        'Not enough information: "dev" argument is required.',
      ),
    );
  }
}

/** `ip link set $IF up`: a variable where the name of the link can stand. */
function takeVariable(cursor: Cursor, state: LinkState): void {
  const word = peek(cursor);
  if (
    word === undefined ||
    typeof word.value === 'string' ||
    word.several === true ||
    state.dev !== undefined
  )
    return;
  cursor.at += 1;
  state.dev = factOf<string>(word.value, word, cursor);
}

function takeDevice(cursor: Cursor, state: LinkState, keyword: Keyword): void {
  const dev = takeText(cursor, keyword);
  if (state.dev === undefined || dev === undefined || typeof dev.value !== 'string')
    state.dev ??= dev;
  else
    cursor.unexpected.push({
      text: dev.value,
      span: dev.origin.span,
      says: `Error: either "dev" is duplicate, or "${dev.value}" is a garbage.`,
    });
}

function readLinkKeyword(cursor: Cursor, state: LinkState, keyword: Keyword): void {
  switch (keyword.row.keyword) {
    case 'up':
    case 'down':
      state.state = keyword.row.keyword;
      return;
    case 'dev':
      takeDevice(cursor, state, keyword);
      return;
    case 'name':
      state.name = takeText(cursor, keyword);
      return;
    case 'master':
      state.master = takeText(cursor, keyword);
      return;
    case 'group':
      takeText(cursor, keyword);
      // `ip link set group 1 up` acts on all links of the group.
      if (state.dev === undefined) cursor.incomplete = true;
      return;
    case 'type':
      state.kind = takeText(cursor, keyword);
      return stop(cursor);
    default:
      readPlain(cursor, keyword);
  }
}
