/** `encap seg6local …`: what a node does with packets of segment routing (ip/iproute_lwtunnel.c: parse_encap_seg6local). */
import type { Choice, Grammar, Scope } from '../grammar.ts';
import { device, flag, full, ipv4, ipv6, oneOf, text, u8, onceFull } from '../rows.ts';
import { both, dated, type Versions } from '../since.ts';

const actions = oneOf(
  'End',
  'End.X',
  'End.T',
  'End.DX2',
  'End.DX6',
  'End.DX4',
  'End.DT6',
  'End.DT4',
  'End.B6',
  'End.B6.Encaps',
  'End.BM',
  'End.S',
  'End.AS',
  'End.AM',
  'End.BPF',
  'End.DT46',
);

/** Words of `next-csid`. */
const flavors: Scope = {
  grammar: [
    full('lblen', u8, {
      doc: 'Bits of the locator block.',
      refusal: '"locator-block length" value is invalid',
    }),
    full('nflen', u8, {
      doc: 'Bits of the node function.',
      refusal: '"locator-node function length" value is invalid',
    }),
  ],
  bare: { kind: 'return' },
  hasNoHelp: true,
};

/** Words right behind `srh`. */
const srhParts: ReadonlyMap<string, Choice> = new Map<string, Choice>([
  [
    'segs',
    {
      doc: 'The segments follow.',
      value: full('segs', text, 'Segments, with commas between them.'),
      scope: {
        grammar: [onceFull('hmac', text, 'Key of the HMAC.')],
        bare: { kind: 'return' },
        hasNoHelp: true,
      },
    },
  ],
]);

const seg6localGrammarVersions: Versions = [
  [both('4.18'), 'endpoint'],
  [both('5.11'), 'vrftable'],
  [{ linux: '5.13', iproute2: '5.14' }, 'count'],
  [both('6.1'), 'flavors'],
];
export const seg6localGrammar: Grammar = dated(seg6localGrammarVersions, [
  onceFull('action', actions, {
    doc: 'What is done with the packet.',
    refusal: '"action" value is invalid',
  }),
  onceFull(
    'table',
    { kind: 'table' },
    { doc: 'Table of the next lookup.', refusal: 'invalid table id' },
  ),
  onceFull(
    'vrftable',
    { kind: 'table' },
    { doc: 'Table of a VRF.', refusal: 'invalid vrf table id' },
  ),
  onceFull('nh4', ipv4, 'IPv4 nexthop.'),
  onceFull('nh6', ipv6, 'IPv6 nexthop.'),
  onceFull('iif', device, 'Link that the packet came in by.'),
  onceFull('oif', device, 'Link that the packet leaves by.'),
  onceFull('count', flag, 'Count packets.'),
  onceFull(
    'flavors',
    {
      kind: 'scope',
      value: {
        kind: 'pattern',
        pattern: /^,*(?:psp|usp|usd|next-csid)(?:,+(?:psp|usp|usd|next-csid))*,*$/,
        shape: '`psp`, `usp`, `usd` and `next-csid`, with commas between them',
      },
      scope: flavors,
    },
    {
      doc: 'Variants: `psp`, `usp`, `usd`, `next-csid`.',
      refusal: 'invalid "flavors" attribute',
    },
  ),
  onceFull(
    'srh',
    { kind: 'select', choices: () => srhParts },
    {
      doc: 'Routing header: `segs`, and segments with commas between them.',
      refusal: 'missing "segs" attribute for srh',
    },
  ),
  full('endpoint', { kind: 'rest' }, 'BPF program.'),
]);
