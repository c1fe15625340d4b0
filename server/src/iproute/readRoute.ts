/**
 * `ip route …` (iproute2 6.1, ip/iproute.c: iproute_modify, parse_nexthops, iproute_list_flush_or_save, iproute_get).
 * Words before the first `nexthop` belong to the route; a bare word is the destination, after an optional type.
 */
import { unknown } from '../base/fact.ts';
import type { Prefix } from '../net/prefix.ts';
import { findVerb, verbs } from './abbreviations.ts';
import { commonOf, factOf, nextKeyword, peek, peekText, stop, type Cursor } from './cursor.ts';
import { findRow, isKeyword } from './grammar.ts';
import { findRouteType, routeGrammar } from './objects/route.ts';
import { routeGetGrammar, routeSelectorGrammar } from './objects/routeSelectors.ts';
import { readMultipath } from './readNexthops.ts';
import { readPlain } from './readPlain.ts';
import { emptyHop, finishHop, type RouteState } from './routeState.ts';
import type { IpRouteCommand } from './types.ts';
import { prefixOf, takeAddress, takeNumber, takeTable, takeText, type Keyword } from './values.ts';
import { missingPart, unknownVerb } from './wording.ts';

/** Reads what follows the object. */
export function readRoute(cursor: Cursor): IpRouteCommand {
  const state = emptyRoute();
  const verb = readVerb(cursor);
  switch (verb) {
    case 'add':
    case 'replace':
    case 'change':
    case 'append':
    case 'prepend':
    case 'del':
    case 'test':
      readRouteWords(cursor, state);
      break;
    case 'show':
    case 'flush':
    case 'save':
      readSelectors(cursor, state, verb);
      break;
    case 'get':
      readGet(cursor, state);
      break;
    case 'restore':
    case 'other':
      stop(cursor);
  }
  const { single, ...rest } = state;
  const hop = single.span === undefined ? [] : [finishHop(single, cursor)];
  return {
    object: 'route',
    verb,
    ...rest,
    nexthops: state.multipath ? state.nexthops : hop,
    ...commonOf(cursor),
  };
}

function emptyRoute(): RouteState {
  return {
    type: 'unicast',
    destination: undefined,
    destinationSpan: undefined,
    table: undefined,
    metric: undefined,
    src: undefined,
    scope: undefined,
    protocol: undefined,
    nhid: undefined,
    flushCache: false,
    multipath: false,
    nexthops: [],
    single: emptyHop(),
  };
}

function readVerb(cursor: Cursor): IpRouteCommand['verb'] {
  if (peek(cursor) === undefined) return 'show';
  const next = nextKeyword(cursor);
  if (next === undefined) return 'other';
  const verb = findVerb(verbs.route, next.text);
  if (verb === undefined) cursor.problems.push(unknownVerb(next.word.span, next.text, 'route'));
  return verb ?? 'other';
}

function readRouteWords(cursor: Cursor, state: RouteState): void {
  takeVariableDestination(cursor, state);
  for (let next = nextKeyword(cursor); next !== undefined; next = nextKeyword(cursor)) {
    if (next.text === 'help') return stop(cursor);
    const row = findRow(routeGrammar, next.text);
    if (row?.argument.kind === 'nexthop') {
      cursor.at -= 1;
      state.multipath = true;
      readMultipath(cursor, state, (keyword) => readRouteKeyword(cursor, state, keyword));
      break;
    }
    if (row === undefined) readDestination(cursor, state, next);
    else readRouteKeyword(cursor, state, { row, word: next.word, grammar: routeGrammar });
    takeVariableDestination(cursor, state);
  }
  if (state.destination === undefined && !cursor.incomplete) {
    cursor.problems.push(
      missingPart(cursor.words[0]?.span ?? cursor.span, 'the destination', 'the usage text'),
    );
  }
}

/** A variable where the destination can stand is read as the destination; anywhere else it ends the reading. */
function takeVariableDestination(cursor: Cursor, state: RouteState): void {
  const word = peek(cursor);
  if (word === undefined || typeof word.value === 'string' || word.several === true) return;
  if (state.destination !== undefined || !looksLikeOneValue(cursor)) return;
  cursor.at += 1;
  state.destination = factOf<Prefix | 'default'>(word.value, word, cursor);
  state.destinationSpan = word.span;
}

/** `$NET via …`: what follows is a keyword, so the variable holds the destination. */
function looksLikeOneValue(cursor: Cursor): boolean {
  const after = cursor.words[cursor.at + 1]?.value;
  const word = peek(cursor);
  if (word?.pieces !== undefined || word?.raw.startsWith('"') === true) return true;
  return typeof after === 'string' && isKeyword(routeGrammar, after);
}

function readDestination(
  cursor: Cursor,
  state: RouteState,
  next: { readonly text: string; readonly word: NonNullable<ReturnType<typeof peek>> },
): void {
  let { word, text } = next;
  const following = (): boolean => {
    const after = peek(cursor);
    if (after === undefined) {
      cursor.problems.push(
        missingPart(
          word.span,
          'the destination',
          'Command line is not complete. Try option "help"',
        ),
      );
      state.destination = factOf<Prefix | 'default'>(unknown('it is not written'), word, cursor);
      return false;
    }
    cursor.at += 1;
    word = after;
    text = typeof after.value === 'string' ? after.value : '';
    return true;
  };
  if (text === 'to' && !following()) return;
  const type = findRouteType(text);
  if (type !== undefined) {
    state.type = type;
    if (!following()) return;
  }
  // `equalize` was a word of its own until iproute2 2.6.33; it never was a destination.
  if (state.destination !== undefined || text === 'equalize') {
    cursor.unexpected.push({
      text,
      span: word.span,
      says: `Error: either "to" is duplicate, or "${text}" is a garbage.`,
    });
    return;
  }
  state.destination = prefixOf(cursor, word, 'default');
  state.destinationSpan = word.span;
}

function readRouteKeyword(cursor: Cursor, state: RouteState, keyword: Keyword): void {
  const { single } = state;
  switch (keyword.row.keyword) {
    case 'via':
      single.via = takeAddress(cursor, keyword);
      return single.extend(keyword.word.span, single.via?.origin.span);
    case 'dev':
      single.dev = takeText(cursor, keyword);
      return single.extend(keyword.word.span, single.dev?.origin.span);
    case 'onlink':
      single.onlink = true;
      return single.extend(keyword.word.span, undefined);
    case 'src':
      state.src = takeAddress(cursor, keyword);
      return;
    case 'table':
      state.table = takeTable(cursor, keyword);
      return;
    case 'metric':
    case 'priority':
      state.metric = takeNumber(cursor, keyword);
      return;
    case 'scope':
      state.scope = takeText(cursor, keyword);
      return;
    case 'protocol':
      state.protocol = takeText(cursor, keyword);
      return;
    case 'nhid':
      state.nhid = takeNumber(cursor, keyword);
      return;
    default:
      readPlain(cursor, keyword);
  }
}

function readSelectors(cursor: Cursor, state: RouteState, verb: 'show' | 'flush' | 'save'): void {
  if (verb === 'flush' && peek(cursor) === undefined) {
    cursor.problems.push(
      missingPart(cursor.span, 'a selector', '"ip route flush" requires arguments.'),
    );
  }
  for (let next = nextKeyword(cursor); next !== undefined; next = nextKeyword(cursor)) {
    const row = findRow(routeSelectorGrammar, next.text);
    const keyword =
      row === undefined ? undefined : { row, word: next.word, grammar: routeSelectorGrammar };
    if (keyword === undefined) readSelectedPrefix(cursor, state, next);
    else if (keyword.row.keyword === 'table') readSelectedTable(cursor, state, keyword);
    else if (keyword.row.keyword === 'cached' || keyword.row.keyword === 'cloned')
      state.flushCache ||= verb === 'flush';
    else if (keyword.row.keyword === 'dev') state.single.dev = takeText(cursor, keyword);
    else readPlain(cursor, keyword);
  }
}

function readSelectedTable(cursor: Cursor, state: RouteState, keyword: Keyword): void {
  if (peekText(cursor) === 'cache') state.flushCache = true;
  state.table = takeTable(cursor, keyword);
}

function readSelectedPrefix(
  cursor: Cursor,
  state: RouteState,
  next: { readonly text: string; readonly word: NonNullable<ReturnType<typeof peek>> },
): void {
  let { word, text } = next;
  for (const words of [['to'], ['root', 'match', 'exact']]) {
    if (!words.some((each) => each.startsWith(text))) continue;
    const after = peek(cursor);
    if (after === undefined) {
      cursor.problems.push(
        missingPart(word.span, 'a prefix', 'Command line is not complete. Try option "help"'),
      );
      return;
    }
    cursor.at += 1;
    word = after;
    text = typeof after.value === 'string' ? after.value : '';
  }
  state.destination = prefixOf(cursor, word, 'default');
  state.destinationSpan = word.span;
}

function readGet(cursor: Cursor, state: RouteState): void {
  for (let next = nextKeyword(cursor); next !== undefined; next = nextKeyword(cursor)) {
    const row = findRow(routeGetGrammar, next.text);
    if (row !== undefined) readPlain(cursor, { row, word: next.word, grammar: routeGetGrammar });
    else if (next.text !== 'to') {
      state.destination = prefixOf(cursor, next.word, 'default');
      state.destinationSpan = next.word.span;
    }
  }
  if (state.destination === undefined && !cursor.incomplete) {
    cursor.problems.push(
      missingPart(cursor.span, 'the destination', 'need at least a destination address'),
    );
  }
}
