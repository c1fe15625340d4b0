/** `ip route`: its verbs, and the words of a route and of a nexthop (iproute2 6.1 to 7.3, ip/iproute.c; ip-route(8)). The order of the rows is iproute2's. */
import type { Grammar, GrammarRow, ObjectGrammar, Scope } from '../grammar.ts';
import { anyWords, full, oneOfOr, rtProtocol, short, u32 } from '../rows.ts';
import { metricRows } from './routeMetrics.ts';
import {
  asRow,
  deviceRow,
  encapRow,
  onlinkRow,
  realmsRow,
  tableRow,
  toLead,
  tosRow,
  typeLead,
  viaRow,
  vrfRow,
} from './routeRows.ts';
import { routeFlushScope, routeGetScope, routeSelectorScope } from './routeSelectors.ts';
import { both, dated, type Versions } from '../since.ts';

export const destinationRow: GrammarRow = full(
  'destination',
  { kind: 'prefix' },
  'Destination of the route: a prefix, or `default`.',
);

const nexthopGrammarVersions: Versions = [
  [{ linux: '4.3', iproute2: '4.4' }, 'encap'],
  [{ iproute2: '4.15' }, 'as'],
];
/** Words after `nexthop`. */
const nexthopGrammar: Grammar = dated(nexthopGrammarVersions, [
  viaRow,
  { ...deviceRow, aliases: [] },
  full('weight', u32, {
    doc: 'Share of the flows, 1 to 256; 1 if not written.',
    refusal: '"weight" is invalid',
  }),
  onlinkRow,
  realmsRow,
  encapRow,
  asRow,
  full(
    'nexthop',
    { kind: 'nexthop', scope: () => nexthopScope },
    'Starts the next path of the route.',
  ),
]);

/** One path: the words after `nexthop` up to the next one. */
const nexthopScope: Scope = {
  grammar: nexthopGrammar,
  bare: { kind: 'misplaced', owner: () => routeScope },
  hasNoHelp: true,
  atLeastOne: {
    missing: '`via` or `dev` of this path',
    says: 'Error: unexpected end of line after "nexthop"',
  },
};

const expires = full('expires', u32, {
  doc: 'Lifetime in seconds (IPv6).',
  refusal: '"expires" value is invalid',
});
const metric: GrammarRow = short('metric', u32, {
  doc: 'Preference: of two routes to the same destination the lower number wins.',
  refusal: '"metric" value is invalid',
});

const routeGrammarVersions: Versions = [
  [both('4.5'), 'expires'],
  [{ linux: '4.1' }, 'pref'],
  [{ linux: '4.3', iproute2: '4.4' }, 'encap'],
  [{ linux: '4.3', iproute2: '4.7' }, 'vrf'],
  [both('4.12'), 'ttl-propagate'],
  [both('4.15'), 'fastopen_no_cookie'],
  [both('5.3'), 'nhid'],
];
/** Words of `ip route add`, `replace`, `change`, `append`, `prepend`, `del`, `test`. */
export const routeGrammar: Grammar = dated(routeGrammarVersions, [
  full(
    'src',
    { kind: 'address' },
    'Source address that this host prefers for connections it opens over this route.',
  ),
  asRow,
  { ...viaRow, once: 'via' },
  full('from', { kind: 'prefix' }, 'Source prefix (IPv6 source routing).'),
  tosRow,
  expires,
  metric,
  { ...metric, keyword: 'priority', aliases: ['preference'], doc: 'The same as `metric`.' },
  full(
    'scope',
    { kind: 'named', file: 'rt_scopes', maximum: 255, base: 10 },
    {
      doc: 'How far away the destination is: `host`, `link` or `global`.',
      refusal: 'invalid "scope" value',
    },
  ),
  ...metricRows,
  realmsRow,
  onlinkRow,
  full(
    'nexthop',
    { kind: 'nexthop', scope: () => nexthopScope },
    'Starts one path of a multipath route: `via`, `dev`, `weight`, `onlink` after it belong to this path.',
  ),
  full('nhid', u32, {
    doc: 'Nexthop object or group that `ip nexthop` made.',
    refusal: '"id" value is invalid',
  }),
  short('protocol', rtProtocol, {
    doc: 'Who made the route: `static`, `boot`, `kernel`, …',
    refusal: '"protocol" value is invalid',
  }),
  tableRow,
  vrfRow,
  deviceRow,
  short('pref', oneOfOr(255, 'low', 'medium', 'high'), {
    doc: 'IPv6 router preference.',
    refusal: '"pref" value is invalid',
  }),
  encapRow,
  full(
    'ttl-propagate',
    { kind: 'choice', words: ['enabled', 'disabled'], abbreviates: true },
    {
      doc: 'Whether MPLS takes over the TTL.',
      refusal: '"ttl-propagate" value is invalid',
    },
  ),
  short(
    'fastopen_no_cookie',
    { kind: 'number', minimum: 0, maximum: 1 },
    {
      doc: 'TCP Fast Open without a cookie, 0 or 1.',
      refusal: '"fastopen_no_cookie" value should be 0 or 1',
    },
  ),
]);

/** Words before the first `nexthop` belong to the route; a bare word is the destination, after an optional type. */
export const routeScope: Scope = {
  grammar: routeGrammar,
  bare: { kind: 'value', row: destinationRow, leads: [toLead, typeLead], once: 'to' },
  needs: [{ anyOf: ['destination'], missing: 'the destination', says: 'the usage text' }],
};

const changing = (verb: string, doc: string): ObjectGrammar['verbs'][number] => ({
  verb,
  doc,
  scope: routeScope,
});

export const routeObject: ObjectGrammar = {
  name: 'route',
  doc: 'Routing tables.',
  otherwise: 'show',
  verbs: [
    changing('add', 'Add a route; refused if it is there.'),
    { ...changing('change', 'Change a route that is there.'), exact: ['chg'] },
    changing('replace', 'Change a route, or add it.'),
    changing('prepend', 'Add a route before those with the same destination and metric.'),
    changing('append', 'Add a route, or a path to an IPv6 route.'),
    changing('test', 'Ask whether the route could be added.'),
    changing('delete', 'Remove a route.'),
    { verb: 'list', aliases: ['show', 'lst'], doc: 'Show routes.', scope: routeSelectorScope },
    { verb: 'get', doc: 'Ask which route a packet takes.', scope: routeGetScope },
    { verb: 'flush', doc: 'Remove all routes that fit.', scope: routeFlushScope },
    { verb: 'save', doc: 'Write routes to standard output.', scope: routeSelectorScope },
    { verb: 'restore', doc: 'Read routes from standard input.', scope: anyWords },
    { verb: 'showdump', doc: 'Show what `save` wrote.', scope: anyWords },
    { verb: 'help', doc: 'How the command is used.' },
  ],
};
