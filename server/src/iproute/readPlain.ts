/** Keywords whose value is checked as `ip` checks it, and not kept. */
import { peekText, stop, type Cursor } from './cursor.ts';
import { routeSelectorGrammar } from './objects/routeSelectors.ts';
import { takeAddress, takePrefix, takeText, type Keyword } from './values.ts';

/** A keyword whose value is checked and not kept. */
export function readPlain(cursor: Cursor, keyword: Keyword): void {
  switch (keyword.row.argument.kind) {
    case 'none':
    case 'nexthop':
      return;
    case 'rest':
      takeText(cursor, keyword);
      return stop(cursor);
    case 'prefix':
      if (
        keyword.grammar === routeSelectorGrammar &&
        keyword.row.keyword === 'from' &&
        isPrefixKind(peekText(cursor))
      )
        cursor.at += 1;
      takePrefix(cursor, keyword, 'default');
      return;
    case 'address':
      if (keyword.row.keyword === 'as' && peekText(cursor) === 'to') cursor.at += 1;
      takeAddress(cursor, keyword);
      return;
    default:
      takeText(cursor, keyword);
  }
}

/** `root`, `match` or `exact`, or a beginning of it. */
function isPrefixKind(text: string | undefined): boolean {
  return (
    text !== undefined &&
    text !== '' &&
    ['root', 'match', 'exact'].some((each) => each.startsWith(text))
  );
}
