/** What an `ip route` command says. */
import type { Fact } from '../../base/fact.ts';
import { coverSpans, type Span } from '../../base/span.ts';
import { commonOf, type Cursor, type Taken } from '../cursor.ts';
import { metricRows } from '../objects/routeMetrics.ts';
import { findRouteType } from '../objects/routeTypes.ts';
import type { IpNexthop, IpRouteCommand } from '../types.ts';
import {
  addressAfter,
  asNumber,
  isThere,
  lastOf,
  numberAfter,
  numberOrName,
  prefixAfter,
  textAfter,
} from './values.ts';
import { encapOf, wordOf } from './words.ts';

const verbs: Readonly<Record<string, IpRouteCommand['verb']>> = {
  list: 'show',
  add: 'add',
  change: 'change',
  replace: 'replace',
  prepend: 'prepend',
  append: 'append',
  test: 'test',
  delete: 'del',
  get: 'get',
  flush: 'flush',
  save: 'save',
  restore: 'restore',
};

/** The facts of what was read after `ip route`. */
export function routeFacts(cursor: Cursor, word: string | undefined): IpRouteCommand {
  const { taken } = cursor;
  const verb = verbs[word ?? ''] ?? 'other';
  const first = taken.findIndex(({ row }) => row.argument.kind === 'nexthop');
  const own = ownWords(taken, first);
  const single = verb === 'get' ? [] : singlePath(cursor, own);
  const destination = lastOf(taken, 'destination');
  return {
    object: 'route',
    verb,
    type: typeOf(own),
    destination: destination?.prefix,
    destinationSpan: destination?.word.span,
    table: numberOrName(own, 'table'),
    metric: numberAfter(own, 'metric', 'priority'),
    src: addressAfter(own, 'src'),
    scope: textAfter(own, 'scope'),
    protocol: textAfter(own, 'protocol'),
    nhid: numberAfter(own, 'nhid'),
    from: prefixAfter(own, 'from'),
    tos: tosOf(own),
    preference: textAfter(own, 'pref'),
    metrics: own.filter(({ row }) => metricRows.includes(row)).map((each) => wordOf(each)),
    expires: numberAfter(own, 'expires'),
    vrf: textAfter(own, 'vrf'),
    encap: encapOf(own),
    flushCache: verb === 'flush' && isCacheFlush(own),
    multipath: first >= 0,
    nexthops: first < 0 ? single : hops(cursor, taken.slice(first)),
    ...commonOf(cursor),
  };
}

/** Words of the route: those before the first `nexthop`, and those that stand behind it by mistake. */
function ownWords(taken: readonly Taken[], first: number): readonly Taken[] {
  if (first < 0) return taken;
  const scope = taken[first]?.scope;
  return taken.filter((each, index) => index < first || (index > first && each.scope === scope));
}

/** The type of service is hexadecimal. */
export function tosOf(taken: readonly Taken[]): Fact<number | string> | undefined {
  const text = textAfter(taken, 'dsfield');
  const number = asNumber(text, 16);
  return text === undefined || typeof number?.value === 'number' ? number : text;
}

function typeOf(taken: readonly Taken[]): string {
  const value = taken.find(({ row, values }) => row.keyword === 'type' && values.length === 0)?.word
    .value;
  return (typeof value === 'string' ? findRouteType(value) : undefined) ?? 'unicast';
}

function isCacheFlush(taken: readonly Taken[]): boolean {
  return (
    isThere(taken, 'cached') ||
    isThere(taken, 'cloned') ||
    textAfter(taken, 'table')?.value === 'cache'
  );
}

/** `via`, `dev` and `onlink` of a route with a single path. */
function singlePath(cursor: Cursor, taken: readonly Taken[]): readonly IpNexthop[] {
  const words = taken.filter(
    ({ row, prefix }) => ['via', 'dev', 'onlink'].includes(row.keyword) && prefix === undefined,
  );
  return words.length === 0 ? [] : [hopOf(cursor, words, encapOf(taken))];
}

function hops(cursor: Cursor, taken: readonly Taken[]): readonly IpNexthop[] {
  const starts = taken.flatMap(({ row }, index) =>
    row.argument.kind === 'nexthop' ? [index] : [],
  );
  const scopeOf = (start: number): Taken['scope'] | undefined => taken[start]?.scope;
  return starts.map((start, index) => {
    const words = taken.slice(start, starts[index + 1]);
    // Words of the route that stand here by mistake belong to the route.
    const route = scopeOf(0);
    const own = words.filter((each, at) => at === 0 || each.scope !== route);
    return hopOf(cursor, own, encapOf(own));
  });
}

function hopOf(
  cursor: Cursor,
  words: readonly Taken[],
  encap: IpNexthop['encap'] | undefined,
): IpNexthop {
  const spans = words.flatMap(({ word, values, row }): Span[] =>
    row.argument.kind === 'nexthop' || values.length === 0
      ? [word.span]
      : [word.span, ...values.map(({ origin }) => origin.span)],
  );
  const span = spans.reduce<Span | undefined>(
    (all, each) => (all === undefined ? each : coverSpans(all, each)),
    undefined,
  );
  const place = span ?? cursor.span;
  return {
    span: place,
    via: addressAfter(words, 'via'),
    dev: textAfter(words, 'dev'),
    weight: numberAfter(words, 'weight') ?? {
      value: 1,
      origin: { file: cursor.file, span: place },
    },
    onlink: isThere(words, 'onlink'),
    ...(encap === undefined ? {} : { encap }),
  };
}
