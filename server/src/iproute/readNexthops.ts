/**
 * The paths of a multipath route, each from the word `nexthop` on (iproute2 6.1, ip/iproute.c: parse_nexthops, parse_one_nh).
 * A word of the route after a `nexthop` is a problem, and is read all the same.
 */
import { nextKeyword, type Cursor } from './cursor.ts';
import { findRow } from './grammar.ts';
import { nexthopGrammar, routeGrammar } from './objects/route.ts';
import { readPlain } from './readPlain.ts';
import { emptyHop, finishHop, type Hop, type RouteState } from './routeState.ts';
import { takeAddress, takeNumber, takeText, type Keyword } from './values.ts';
import { afterNexthop, missingPart } from './wording.ts';

/** Reads from the first `nexthop` to the end. `readRouteKeyword` reads a word that belongs to the route. */
export function readMultipath(
  cursor: Cursor,
  state: RouteState,
  readRouteKeyword: (keyword: Keyword) => void,
): void {
  let hop: Hop | undefined;
  const finish = (): void => {
    if (hop !== undefined) state.nexthops.push(finishHop(hop, cursor));
  };
  for (let next = nextKeyword(cursor); next !== undefined; next = nextKeyword(cursor)) {
    const row = findRow(nexthopGrammar, next.text);
    if (next.text === 'nexthop') {
      finish();
      hop = emptyHop();
      hop.extend(next.word.span, undefined);
      if (cursor.at === cursor.words.length)
        cursor.problems.push(
          missingPart(
            next.word.span,
            '`via` or `dev` of this path',
            'Error: unexpected end of line after "nexthop"',
          ),
        );
    } else if (row !== undefined && hop !== undefined) {
      readHopKeyword(cursor, hop, {
        row,
        word: next.word,
        grammar: [...nexthopGrammar, ...routeGrammar],
      });
    } else {
      readMisplaced(cursor, next, readRouteKeyword);
    }
  }
  finish();
}

function readHopKeyword(cursor: Cursor, hop: Hop, keyword: Keyword): void {
  const { span } = keyword.word;
  switch (keyword.row.keyword) {
    case 'via':
      hop.via = takeAddress(cursor, keyword);
      return hop.extend(span, hop.via?.origin.span);
    case 'dev':
      hop.dev = takeText(cursor, keyword);
      return hop.extend(span, hop.dev?.origin.span);
    case 'weight':
      hop.weight = takeNumber(cursor, keyword);
      return hop.extend(span, hop.weight?.origin.span);
    case 'onlink':
      hop.onlink = true;
      return hop.extend(span, undefined);
    default:
      readPlain(cursor, keyword);
      return hop.extend(span, undefined);
  }
}

function readMisplaced(
  cursor: Cursor,
  next: NonNullable<ReturnType<typeof nextKeyword>>,
  readRouteKeyword: (keyword: Keyword) => void,
): void {
  const { text, word } = next;
  const row = findRow(routeGrammar, text);
  if (row === undefined) {
    cursor.unexpected.push({
      text,
      span: word.span,
      says: `Error: "nexthop" or end of line is expected instead of "${text}"`,
    });
    return;
  }
  cursor.problems.push(afterNexthop(word.span, text));
  readRouteKeyword({ row, word, grammar: routeGrammar });
}
