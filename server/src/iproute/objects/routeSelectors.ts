/** `ip route show`, `flush`, `save` and `get`: words in iproute2's order (6.1 to 7.3, ip/iproute.c; ip-route(8)). */
import type { Argument, Grammar, GrammarRow, Scope } from '../grammar.ts';
import { device, flag, full, rtProtocol, short, u16, u32 } from '../rows.ts';
import { asRow, deviceRow, realmsRow, tableRow, toLead, tosRow, vrfRow } from './routeRows.ts';
import { routeTypeArgument } from './routeTypes.ts';
import { both, dated, type Versions } from '../since.ts';

const prefix: Argument = { kind: 'prefix', family: 'option' };
const metric: GrammarRow = short('metric', u32, {
  doc: 'Only routes of this metric.',
  refusal: '"metric" value is invalid',
});

const routeSelectorGrammarVersions: Versions = [
  [{ linux: '4.3', iproute2: '4.7' }, 'vrf'],
  [{ iproute2: '4.15' }, 'metric priority'],
];
/** Words of `show`, `flush` and `save`. */
export const routeSelectorGrammar: Grammar = dated(routeSelectorGrammarVersions, [
  { ...tableRow, refusal: 'table id value is invalid' },
  { ...vrfRow, doc: 'Routes of this VRF.' },
  short('cached', flag, 'The route cache, which IPv4 has no more since Linux 3.6.'),
  short('cloned', flag, 'The same as `cached`.'),
  { ...tosRow, refusal: 'TOS value is invalid' },
  short('protocol', rtProtocol, {
    doc: 'Only routes of this origin.',
    refusal: 'invalid "protocol"',
  }),
  short(
    'scope',
    { kind: 'named', file: 'rt_scopes', maximum: 255, base: 10 },
    { doc: 'Only routes of this scope.', refusal: 'invalid "scope"' },
  ),
  short('type', routeTypeArgument, {
    doc: 'Only routes of this type.',
    refusal: 'node type value is invalid',
  }),
  { ...deviceRow, doc: 'Only routes over this link.' },
  full('iif', device, 'Only cached routes for packets from this link.'),
  full('mark', u32, { doc: 'Only cached routes for this mark.', refusal: 'invalid mark value' }),
  metric,
  { ...metric, keyword: 'priority', aliases: ['preference'], doc: 'The same as `metric`.' },
  full(
    'via',
    { kind: 'prefix', family: 'option', familyWord: true },
    'Only routes over gateways in this prefix.',
  ),
  full('src', prefix, 'Only routes with a preferred source in this prefix.'),
  { ...realmsRow, refusal: 'invalid realms' },
  short(
    'from',
    { kind: 'prefix', family: 'option', selects: true },
    'Only routes for these sources.',
  ),
]);

const selecting = ['root', 'match', 'exact'];
const begins = (words: readonly string[], word: string): boolean =>
  word !== '' && words.some((each) => each.startsWith(word));

/** A bare prefix; `to`, and `root`, `match` or `exact`, may stand before it. */
export const routeSelectorScope: Scope = {
  grammar: routeSelectorGrammar,
  hasNoHelp: true,
  bare: {
    kind: 'value',
    row: full('destination', prefix, 'Only routes to these destinations.'),
    leads: [
      { row: toLead.row, takes: (word) => begins(['to'], word) },
      {
        row: full('selector', flag, 'How the prefix is compared: `root`, `match` or `exact`.'),
        takes: (word) => begins(selecting, word),
      },
    ],
  },
};

/** `flush` wants something to select by. */
export const routeFlushScope: Scope = {
  ...routeSelectorScope,
  atLeastOne: { missing: 'a selector', says: '"ip route flush" requires arguments.' },
};

const routeGetGrammarVersions: Versions = [
  [{ linux: '4.3', iproute2: '4.7' }, 'vrf'],
  [{ iproute2: '4.15' }, 'as'],
  [both('4.10'), 'uid'],
  [both('4.13'), 'fibmatch'],
  [both('4.18'), 'sport dport ipproto'],
  [both('6.14'), 'flowlabel'],
];
const routeGetGrammar: Grammar = dated(routeGetGrammarVersions, [
  { ...tosRow, refusal: 'TOS value is invalid' },
  short('from', { kind: 'prefix' }, 'Source address of the packet.'),
  short('iif', device, 'Link that the packet comes in by.'),
  short('mark', u32, { doc: 'Mark of the packet.', refusal: 'invalid mark value' }),
  short('oif', device, { doc: 'Link that the packet must leave by.', aliases: ['dev'] }),
  short('notify', flag, 'Tell listeners.'),
  short('connected', flag, 'Ask again with the source address of the answer.'),
  { ...vrfRow, doc: 'VRF to ask in.' },
  short('uid', u32, { doc: 'User of the socket.', refusal: 'invalid UID' }),
  short('fibmatch', flag, {
    doc: 'Show the route itself, with all its nexthops.',
  }),
  asRow,
  short('sport', u16, { doc: 'Source port.', refusal: 'invalid sport' }),
  short('dport', u16, { doc: 'Destination port.', refusal: 'invalid dport' }),
  short(
    'ipproto',
    { kind: 'named', file: 'protocols', maximum: 255, base: 10 },
    { doc: 'IP protocol.', refusal: 'Invalid "ipproto" value' },
  ),
  full('flowlabel', u32, {
    doc: 'IPv6 flow label.',
    refusal: 'invalid flowlabel',
  }),
]);

export const routeGetScope: Scope = {
  grammar: routeGetGrammar,
  bare: {
    kind: 'value',
    row: full('destination', { kind: 'prefix' }, 'Address that the packet goes to.'),
    leads: [toLead],
  },
  needs: [
    {
      anyOf: ['destination'],
      missing: 'the destination',
      says: 'need at least a destination address',
    },
  ],
};
