/** Rows that several kinds of tunnels share (ip/link_gre.c, link_gre6.c, link_iptnl.c, link_ip6tnl.c, 6.1 to 7.3). */
import type { Argument, GrammarRow } from '../grammar.ts';
import { flag, full, oneOf, oneOfOr, short, u16, u32, u8 } from '../rows.ts';

const key: Argument = { kind: 'key' };

/** `key`, `ikey`, `okey`, by any beginning. */
export const keyRows: readonly GrammarRow[] = [
  short('key', key, 'Key of both directions, as a number or like an address.'),
  short('ikey', key, 'Key of packets that come in.'),
  short('okey', key, 'Key of packets that go out.'),
];

const switches: readonly (readonly [string, string])[] = [
  ['seq', 'Number packets, and drop those out of order.'],
  ['iseq', 'Demand numbers of packets that come in.'],
  ['oseq', 'Number packets that go out.'],
  ['csum', 'Checksums in both directions.'],
  ['icsum', 'Demand checksums of packets that come in.'],
  ['ocsum', 'Checksums of packets that go out.'],
];

/** Keys, numbers and checksums of GRE, each also with `no` before it, in iproute2's order. */
export const greSwitches: readonly GrammarRow[] = [
  ...keyRows.flatMap((row) => [row, short(`no${row.keyword}`, flag, `No ${row.keyword}.`)]),
  ...switches.flatMap(([keyword, doc]) => [
    short(keyword, flag, doc),
    short(`no${keyword}`, flag, `Not: ${doc}`),
  ]),
];

const toggle = (keyword: string, doc: string): readonly GrammarRow[] => [
  full(keyword, flag, doc),
  full(`no${keyword}`, flag, `Not: ${doc}`),
];

/** UDP around the tunnel: FOU and GUE. */
export const encapRows: readonly GrammarRow[] = [
  full('noencap', flag, 'No UDP around the tunnel.'),
  full('encap', oneOf('fou', 'gue', 'none'), {
    doc: 'UDP around the tunnel.',
    refusal: 'Invalid encap type.',
  }),
  full('encap-sport', oneOfOr(0xffff, 'auto'), {
    doc: 'UDP source port.',
    refusal: 'Invalid source port.',
  }),
  full('encap-dport', u16, { doc: 'UDP destination port.', refusal: 'Invalid destination port.' }),
  ...toggle('encap-csum', 'UDP checksums.'),
  ...toggle('encap-udp6-csum', 'UDP checksums over IPv6.'),
  ...toggle('encap-remcsum', 'Remote checksum offload.'),
  full('external', flag, 'Routes and filters say where packets go.'),
];

export const fwmarkRow: GrammarRow = full('fwmark', u32, {
  doc: 'Mark of packets of the tunnel.',
  refusal: 'invalid fwmark',
});
export const fwmark6Row: GrammarRow = { ...fwmarkRow, argument: oneOfOr(0xffffffff, 'inherit') };

export const erspanRows: readonly GrammarRow[] = [
  full(
    'erspan',
    { kind: 'number', minimum: 1, maximum: 0xfffff },
    { doc: 'Index of the mirrored port.', refusal: 'invalid erspan index' },
  ),
  full(
    'erspan_ver',
    { ...u8, maximum: 2 },
    { doc: 'Version of ERSPAN, 0 to 2.', refusal: 'invalid erspan version' },
  ),
  full(
    'erspan_dir',
    { kind: 'choice', words: ['ingress', 'egress'], abbreviates: true },
    { doc: 'Direction of the mirrored packets.', refusal: 'Invalid erspan direction.' },
  ),
  full('erspan_hwid', u16, {
    doc: 'Identifier of the engine.',

    refusal: 'invalid erspan hwid',
  }),
];

/** Traffic class, flow label and the like of tunnels over IPv6. */
export const ipv6Rows: readonly GrammarRow[] = [
  full(
    'flowlabel',
    { kind: 'choice', words: ['inherit'], maximum: 0xfffff, base: 16 },
    {
      doc: 'Flow label of the outer header, hexadecimal.',
      aliases: ['fl'],
      refusal: 'invalid Flowlabel',
    },
  ),
  full('dscp', oneOf('inherit'), {
    doc: 'The inner packet gets the DSCP of the outer one.',
    refusal: 'not inherit',
  }),
];
export const localRemoteRows: readonly GrammarRow[] = [
  full('allow-localremote', flag, 'The other end may be this host.'),
  full('noallow-localremote', flag, 'The other end may not be this host.'),
];
export const tclass: Argument = { kind: 'choice', words: ['inherit'], maximum: 255, base: 16 };
export const hopLimit: Argument = oneOfOr(255, 'inherit');
