/** `type vxlan` (ip/iplink_vxlan.c, 6.1 to 7.3; ip-link(8)). */
import type { Argument, GrammarRow, Scope } from '../grammar.ts';
import {
  device,
  dsfield,
  flag,
  named,
  oneOf,
  oneHost,
  oneOfOr,
  short,
  u16,
  u64,
  full,
  onceShort,
} from '../rows.ts';

const vni: Argument = { kind: 'number', minimum: 0, maximum: 0xffffff };
const manyHosts: Argument = { kind: 'address', family: 'any', only: 'multicast' };
const label: Argument = { kind: 'number', minimum: 0, maximum: 0xfffff };

/** A word, and with `no` before it the contrary; one of them stands once. */
const pairBy =
  (make: typeof short) =>
  (keyword: string, doc: string, no: string): readonly GrammarRow[] => [
    make(`no${keyword}`, flag, { doc: no, once: `switch ${keyword}` }),
    make(keyword, flag, { doc, once: `switch ${keyword}` }),
  ];
const pair = pairBy(short);
const fullPair = pairBy(full);

export const vxlanScope: Scope = named(
  [
    onceShort('id', vni, { doc: 'Network identifier, 0 to 16777215.', refusal: 'invalid id' }),
    onceShort('vni', vni, { doc: 'The same as `id`.', refusal: 'invalid id', once: 'id' }),
    onceShort('group', manyHosts, {
      doc: 'Multicast group of unknown hosts.',
      once: 'destination',
      refusal: 'invalid group address',
    }),
    onceShort('remote', oneHost, {
      doc: 'Address of the other end.',
      once: 'destination',
      refusal: 'invalid remote address',
    }),
    onceShort('local', oneHost, { doc: 'Own address.', refusal: 'invalid local address' }),
    onceShort('dev', device, 'Link below.'),
    onceShort('ttl', oneOfOr(255, 'inherit', 'auto'), {
      doc: 'TTL of the outer header.',
      refusal: 'invalid TTL',
    }),
    onceShort('hoplimit', oneOfOr(255, 'inherit', 'auto'), {
      doc: 'The same as `ttl`.',
      refusal: 'invalid TTL',
      once: 'ttl',
    }),
    onceShort(
      'tos',
      { ...dsfield, words: ['inherit'] },
      { doc: 'Type of service of the outer header.', refusal: 'bad TOS value' },
    ),
    onceShort(
      'dsfield',
      { ...dsfield, words: ['inherit'] },
      { doc: 'The same as `tos`.', refusal: 'bad TOS value', once: 'tos' },
    ),
    onceShort('df', oneOf('unset', 'set', 'inherit'), {
      doc: 'The bit against fragments.',
      refusal: "DF must be 'unset', 'set' or 'inherit'",
    }),
    onceShort('label', label, {
      doc: 'Flow label of the outer header.',
      refusal: 'invalid flowlabel',
      once: 'flowlabel',
    }),
    onceShort('flowlabel', label, { doc: 'The same as `label`.', refusal: 'invalid flowlabel' }),
    onceShort('ageing', oneOfOr(0xffffffff, 'none'), {
      doc: 'Seconds until a host is forgotten.',
      refusal: 'ageing timer',
    }),
    onceShort('maxaddress', oneOfOr(0xffffffff, 'unlimited'), {
      doc: 'Most hosts that are learned.',
      refusal: 'max addresses',
    }),
    onceShort(
      'port',
      { kind: 'list', of: [u16, u16] },
      { doc: 'Lowest and highest source port.', once: 'srcport', refusal: 'min port' },
    ),
    onceShort(
      'srcport',
      { kind: 'list', of: [u16, u16] },
      { doc: 'The same as `port`.', refusal: 'min port' },
    ),
    onceShort('dstport', u16, {
      doc: 'UDP port of the other end; 4789 is the assigned one, 8472 the default.',
      refusal: 'dst port',
    }),
    ...pair('learning', 'Learn hosts from packets.', 'Do not learn hosts.'),
    ...pair('proxy', 'Answer ARP.', 'Do not answer ARP.'),
    ...pair('rsc', 'Route at once (short circuit).', 'No short circuit.'),
    ...pair(
      'l2miss',
      'Tell programs of unknown hardware addresses.',
      'Do not tell of unknown hardware addresses.',
    ),
    ...pair('l3miss', 'Tell programs of unknown addresses.', 'Do not tell of unknown addresses.'),
    ...pair('udpcsum', 'UDP checksums.', 'No UDP checksums.'),
    ...pair('udp6zerocsumtx', 'No UDP checksums over IPv6.', 'UDP checksums over IPv6.'),
    ...pair(
      'udp6zerocsumrx',
      'Take packets without UDP checksums over IPv6.',
      'Demand UDP checksums over IPv6.',
    ),
    ...pair(
      'remcsumtx',
      'Remote checksum offload of what is sent.',
      'No remote checksum offload of what is sent.',
    ),
    ...pair(
      'remcsumrx',
      'Remote checksum offload of what comes in.',
      'No remote checksum offload of what comes in.',
    ),
    ...fullPair(
      'localbypass',
      'Packets to this host do not leave it.',
      'Packets to this host go by the stack.',
    ),
    full('reserved_bits', u64, {
      doc: 'Bits of the header that may be set.',
      refusal: 'reserved_bits',
      once: 'reserved_bits',
    }),
    ...pair(
      'external',
      'Routes and filters say where packets go.',
      'The device says where packets go.',
    ),
    short('gbp', flag, { doc: 'Group policy extension.', once: 'gbp' }),
    short('gpe', flag, { doc: 'Generic protocol extension.', once: 'gpe' }),
    ...fullPair('vnifilter', 'Only network identifiers of a list.', 'All network identifiers.'),
    ...fullPair('mcroute', 'Multicast by the routing tables.', 'Multicast by the link below.'),
  ],
  'vxlan: unknown command "%s"?',
  {
    needs: [
      {
        anyOf: ['id', 'vni', 'external', 'vnifilter'],
        isOfNew: true,
        missing: '`id`, or `external`',
        says: 'vxlan: missing virtual network identifier',
      },
    ],
    conflicts: [
      { allOf: ['external', 'id'], says: "vxlan: both 'external' and vni cannot be specified" },
      { allOf: ['external', 'vni'], says: "vxlan: both 'external' and vni cannot be specified" },
      {
        allOf: ['vnifilter'],
        unless: ['external'],
        says: "vxlan: vnifilter is valid only when 'external' is set",
      },
      { allOf: ['group', 'remote'], says: 'vxlan: both group and remote cannot be specified' },
    ],
  },
);
