/** `encap TYPE …` of routes and nexthop objects (iproute2 6.1 to 7.3, ip/iproute_lwtunnel.c; ip-route(8)). A word that is not of the type goes back to the route. */
import type { Choice, Grammar, GrammarRow, Scope } from '../grammar.ts';
import {
  dsfield,
  flag,
  full,
  ipv4,
  ipv6,
  oneOf,
  text,
  u16,
  u32,
  u64,
  u8,
  onceFull,
} from '../rows.ts';
import { seg6localGrammar } from './seg6local.ts';

const until = (grammar: Grammar, more?: Partial<Scope>): Scope => ({
  grammar,
  bare: { kind: 'return' },
  hasNoHelp: true,
  ...more,
});
const invalid = (keyword: string): string => `"${keyword}" value is invalid`;

const tunnelOptions: Grammar = [
  { ...onceFull('geneve_opts', text, 'Options of Geneve: class, type and data.'), once: 'opts' },
  { ...onceFull('vxlan_opts', text, 'Group policy of VXLAN.'), once: 'opts' },
  { ...onceFull('erspan_opts', text, 'Options of ERSPAN.'), once: 'opts' },
  onceFull('key', flag, 'The header carries a key.'),
  onceFull('csum', flag, 'The header carries a checksum.'),
  onceFull('seq', flag, 'The header carries a sequence number.'),
];

const ip: Grammar = [
  onceFull('id', u64, { doc: 'Identifier of the tunnel.', refusal: invalid('id') }),
  onceFull('dst', ipv4, 'Destination of the outer header.'),
  onceFull('src', ipv4, 'Source of the outer header.'),
  onceFull('tos', dsfield, {
    doc: 'Type of service of the outer header.',
    refusal: invalid('tos'),
  }),
  onceFull('ttl', u8, { doc: 'TTL of the outer header.', refusal: invalid('ttl') }),
  ...tunnelOptions,
];

const ip6: Grammar = [
  onceFull('id', u64, { doc: 'Identifier of the tunnel.', refusal: invalid('id') }),
  onceFull('dst', ipv6, 'Destination of the outer header.'),
  onceFull('src', ipv6, 'Source of the outer header.'),
  onceFull('tc', dsfield, { doc: 'Traffic class of the outer header.', refusal: invalid('tc') }),
  onceFull('hoplimit', u8, { doc: 'Hop limit of the outer header.', refusal: invalid('hoplimit') }),
  ...tunnelOptions,
];

const seg6Modes = oneOf('inline', 'encap', 'l2encap', 'encap.red', 'l2encap.red');
const seg6: Grammar = [
  onceFull('mode', seg6Modes, {
    doc: 'How the routing header is added.',
    refusal: invalid('mode'),
  }),
  onceFull('tunsrc', ipv6, 'Source of the outer header.'),
  onceFull('segs', text, 'Segments, with commas between them.'),
  onceFull('hmac', text, 'Key of the HMAC.'),
];

const xfrm: Grammar = [
  onceFull(
    'if_id',
    { ...u32, minimum: 1 },
    { doc: 'Number of the XFRM interface.', refusal: invalid('if_id') },
  ),
  onceFull('link_dev', { kind: 'device' }, 'Link below.'),
];

const csumModes = oneOf('adj-transport', 'neutral-map', 'neutral-map-auto', 'no-action');
const ila: Grammar = [
  full('csum-mode', csumModes, {
    doc: 'How checksums are kept right.',
    refusal: invalid('csum-mode'),
  }),
  full('ident-type', oneOf('luid', 'use-format'), {
    doc: 'Kind of the identifier.',
    refusal: invalid('ident-type'),
  }),
  full('hook-type', oneOf('input', 'output'), {
    doc: 'Where the translation happens.',
    refusal: invalid('hook-type'),
  }),
];

const label: GrammarRow = full(
  'label',
  {
    kind: 'pattern',
    pattern: /^(?:0x[\da-f]{1,5}|\d{1,7})(?:\/(?:0x[\da-f]{1,5}|\d{1,7}))*$/i,
    shape: 'MPLS labels like `100/200`',
  },
  {
    doc: 'Labels that are pushed.',
    answer: 'Error: an inet address is expected rather than "%s".',
  },
);
const locator: GrammarRow = full(
  'locator',
  {
    kind: 'pattern',
    pattern: /^[\da-f]{1,4}(?::[\da-f]{1,4}){3}$/i,
    shape: 'four groups like `2001:0:0:1`',
  },
  { doc: 'Locator of ILA.', answer: 'Bad locator: %s' },
);

const choices: ReadonlyMap<string, Choice> = new Map<string, Choice>([
  [
    'mpls',
    {
      doc: 'MPLS labels are pushed.',
      value: label,
      scope: until([onceFull('ttl', u8, { doc: 'TTL of the label.', refusal: invalid('ttl') })]),
    },
  ],
  ['ip', { doc: 'An IPv4 tunnel header for a device with `external`.', scope: until(ip) }],
  ['ip6', { doc: 'An IPv6 tunnel header for a device with `external`.', scope: until(ip6) }],
  ['ila', { doc: 'Identifier-locator addressing.', value: locator, scope: until(ila) }],
  ['bpf', { doc: 'A BPF program.', scope: { grammar: [], bare: { kind: 'stop' } } }],
  ['seg6', { doc: 'A segment routing header is added.', since: 'Linux 4.10', scope: until(seg6) }],
  [
    'seg6local',
    {
      doc: 'What is done with packets of segment routing.',
      since: 'Linux 4.14',
      scope: until(seg6localGrammar, {
        needs: [{ anyOf: ['action'], missing: '`action`', says: 'Missing action type' }],
      }),
    },
  ],
  [
    'rpl',
    {
      doc: 'A source routing header of RPL.',
      since: 'Linux 5.7',
      scope: until([onceFull('segs', text, 'Segments, with commas between them.')]),
    },
  ],
  [
    'ioam6',
    {
      doc: 'In-situ OAM data of IPv6.',
      since: 'Linux 5.15',
      scope: { grammar: ioam6(), bare: { kind: 'stop' } },
    },
  ],
  [
    'xfrm',
    {
      doc: 'IPsec by an XFRM interface with `external`.',
      since: 'Linux 6.1',
      scope: until(xfrm, {
        needs: [{ anyOf: ['if_id'], missing: '`if_id`', says: 'the usage text' }],
      }),
    },
  ],
]);

/** Their order is fixed and some depend on others, so they are explained and not judged. */
function ioam6(): Grammar {
  return [
    full('freq', text, 'Of `n` packets, `k` are traced: `k/n`.'),
    full('mode', text, '`inline`, `encap` or `auto`.'),
    full('tunsrc', text, 'Source of the outer header.'),
    full('tundst', text, 'Destination of the outer header.'),
    full('trace', flag, 'The trace option follows.'),
    full('prealloc', flag, 'Room for the data is made at the start.'),
    full('type', text, 'Bits of what is recorded.'),
    full('ns', u16, { doc: 'Number of the IOAM namespace.', refusal: 'Invalid namespace ID' }),
    full('size', u16, { doc: 'Bytes for the data.', refusal: 'Invalid trace size' }),
  ];
}

/** The types of `encap`. */
export function encapTypes(): ReadonlyMap<string, Choice> {
  return choices;
}
