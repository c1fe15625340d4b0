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
import { both, dated, type Versions } from '../since.ts';

const until = (grammar: Grammar, more?: Partial<Scope>): Scope => ({
  grammar,
  bare: { kind: 'return' },
  hasNoHelp: true,
  ...more,
});
const invalid = (keyword: string): string => `"${keyword}" value is invalid`;

const tunnelOptionsVersions: Versions = [
  [{ iproute2: '5.0' }, 'key csum seq'],
  [{ linux: '5.5', iproute2: '5.8' }, 'geneve_opts vxlan_opts erspan_opts'],
];
const tunnelOptions: Grammar = dated(tunnelOptionsVersions, [
  { ...onceFull('geneve_opts', text, 'Options of Geneve: class, type and data.'), once: 'opts' },
  { ...onceFull('vxlan_opts', text, 'Group policy of VXLAN.'), once: 'opts' },
  { ...onceFull('erspan_opts', text, 'Options of ERSPAN.'), once: 'opts' },
  onceFull('key', flag, 'The header carries a key.'),
  onceFull('csum', flag, 'The header carries a checksum.'),
  onceFull('seq', flag, 'The header carries a sequence number.'),
]);

const ipVersions: Versions = [[{ iproute2: '5.0' }, 'src']];
const ip: Grammar = dated(ipVersions, [
  onceFull('id', u64, { doc: 'Identifier of the tunnel.', refusal: invalid('id') }),
  onceFull('dst', ipv4, 'Destination of the outer header.'),
  onceFull('src', ipv4, 'Source of the outer header.'),
  onceFull('tos', dsfield, {
    doc: 'Type of service of the outer header.',
    refusal: invalid('tos'),
  }),
  onceFull('ttl', u8, { doc: 'TTL of the outer header.', refusal: invalid('ttl') }),
  ...tunnelOptions,
]);

const ip6Versions: Versions = [[{ iproute2: '5.0' }, 'src']];
const ip6: Grammar = dated(ip6Versions, [
  onceFull('id', u64, { doc: 'Identifier of the tunnel.', refusal: invalid('id') }),
  onceFull('dst', ipv6, 'Destination of the outer header.'),
  onceFull('src', ipv6, 'Source of the outer header.'),
  onceFull('tc', dsfield, { doc: 'Traffic class of the outer header.', refusal: invalid('tc') }),
  onceFull('hoplimit', u8, { doc: 'Hop limit of the outer header.', refusal: invalid('hoplimit') }),
  ...tunnelOptions,
]);

const seg6Versions: Versions = [[both('7.1'), 'tunsrc']];
const seg6Modes = oneOf('inline', 'encap', 'l2encap', 'encap.red', 'l2encap.red');
const seg6: Grammar = dated(seg6Versions, [
  onceFull('mode', seg6Modes, {
    doc: 'How the routing header is added.',
    refusal: invalid('mode'),
  }),
  onceFull('tunsrc', ipv6, 'Source of the outer header.'),
  onceFull('segs', text, 'Segments, with commas between them.'),
  onceFull('hmac', text, 'Key of the HMAC.'),
]);

const xfrm: Grammar = [
  onceFull(
    'if_id',
    { ...u32, minimum: 1 },
    { doc: 'Number of the XFRM interface.', refusal: invalid('if_id') },
  ),
  onceFull('link_dev', { kind: 'device' }, 'Link below.'),
];

const ilaVersions: Versions = [
  [{ iproute2: '4.15' }, 'csum-mode'],
  [both('4.15'), 'ident-type hook-type'],
];
const csumModes = oneOf('adj-transport', 'neutral-map', 'neutral-map-auto', 'no-action');
const ila: Grammar = dated(ilaVersions, [
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
]);

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

const ioam6Versions: Versions = [
  [both('5.16'), 'mode tundst'],
  [both('5.18'), 'freq'],
  [both('6.12'), 'tunsrc'],
];

const choices: ReadonlyMap<string, Choice> = new Map<string, Choice>([
  [
    'mpls',
    {
      doc: 'MPLS labels are pushed.',
      since: { linux: '4.3', iproute2: '4.4' },
      value: label,
      scope: until([onceFull('ttl', u8, { doc: 'TTL of the label.', refusal: invalid('ttl') })]),
    },
  ],
  [
    'ip',
    {
      doc: 'An IPv4 tunnel header for a device with `external`.',
      since: { linux: '4.3', iproute2: '4.4' },
      scope: until(ip),
    },
  ],
  [
    'ip6',
    {
      doc: 'An IPv6 tunnel header for a device with `external`.',
      since: { linux: '4.3', iproute2: '4.4' },
      scope: until(ip6),
    },
  ],
  [
    'ila',
    {
      doc: 'Identifier-locator addressing.',
      since: { linux: '4.3', iproute2: '4.4' },
      value: locator,
      scope: until(ila),
    },
  ],
  [
    'bpf',
    { doc: 'A BPF program.', since: both('4.10'), scope: { grammar: [], bare: { kind: 'stop' } } },
  ],
  [
    'seg6',
    {
      doc: 'A segment routing header is added.',
      since: { linux: '4.10', iproute2: '4.12' },
      scope: until(seg6),
    },
  ],
  [
    'seg6local',
    {
      doc: 'What is done with packets of segment routing.',
      since: both('4.14'),
      scope: until(seg6localGrammar, {
        needs: [{ anyOf: ['action'], missing: '`action`', says: 'Missing action type' }],
      }),
    },
  ],
  [
    'rpl',
    {
      doc: 'A source routing header of RPL.',
      since: { linux: '5.7', iproute2: '5.8' },
      scope: until([onceFull('segs', text, 'Segments, with commas between them.')]),
    },
  ],
  [
    'ioam6',
    {
      doc: 'In-situ OAM data of IPv6.',
      since: both('5.15'),
      scope: { grammar: ioam6(), bare: { kind: 'stop' } },
    },
  ],
  [
    'xfrm',
    {
      doc: 'IPsec by an XFRM interface with `external`.',
      since: both('6.1'),
      scope: until(xfrm, {
        needs: [{ anyOf: ['if_id'], missing: '`if_id`', says: 'the usage text' }],
      }),
    },
  ],
]);

/** Their order is fixed and some depend on others, so they are explained and not judged. */
function ioam6(): Grammar {
  return dated(ioam6Versions, [
    full('freq', text, 'Of `n` packets, `k` are traced: `k/n`.'),
    full('mode', text, '`inline`, `encap` or `auto`.'),
    full('tunsrc', text, 'Source of the outer header.'),
    full('tundst', text, 'Destination of the outer header.'),
    full('trace', flag, 'The trace option follows.'),
    full('prealloc', flag, 'Room for the data is made at the start.'),
    full('type', text, 'Bits of what is recorded.'),
    full('ns', u16, { doc: 'Number of the IOAM namespace.', refusal: 'Invalid namespace ID' }),
    full('size', u16, { doc: 'Bytes for the data.', refusal: 'Invalid trace size' }),
  ]);
}

/** The types of `encap`. */
export function encapTypes(): ReadonlyMap<string, Choice> {
  return choices;
}
