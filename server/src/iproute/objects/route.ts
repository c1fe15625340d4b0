/**
 * `ip route`: keywords of routes, nexthops, selectors and `get` (iproute2 6.1 to 7.3, ip/iproute.c; ip-route(8)).
 * The order of the rows is the order in which iproute2 compares.
 */
import { flag, lockableU32, u32 } from '../grammar.ts';
import type { Grammar, GrammarRow } from '../grammar.ts';

export const tosRow: GrammarRow = {
  keyword: 'dsfield',
  aliases: ['tos'],
  abbreviates: true,
  argument: { kind: 'named', maximum: 255, base: 16 },
  doc: 'Type of service that a packet must have for this route.',
  refusal: '"tos" value is invalid',
};
export const tableRow: GrammarRow = {
  keyword: 'table',
  abbreviates: true,
  argument: { kind: 'table' },
  doc: 'Routing table: a number, or a name from /etc/iproute2/rt_tables; `main` if not written.',
  refusal: '"table" value is invalid',
};
export const deviceRow: GrammarRow = {
  keyword: 'dev',
  aliases: ['oif'],
  abbreviates: false,
  argument: { kind: 'device' },
  doc: 'Link that the packets leave by.',
};
export const realmsRow: GrammarRow = {
  keyword: 'realms',
  abbreviates: true,
  argument: { kind: 'text' },
  doc: 'Realms for accounting and traffic control.',
  refusal: '"realm" value is invalid',
};
const via: GrammarRow = {
  keyword: 'via',
  abbreviates: false,
  argument: { kind: 'address' },
  doc: 'Address of the next router; it must be reachable on a directly connected network. `inet` or `inet6` may stand before it.',
};
const encap: GrammarRow = {
  keyword: 'encap',
  abbreviates: false,
  argument: { kind: 'rest' },
  doc: 'Encapsulation that the packets get.',
  since: 'Linux 4.3',
};
const onlink: GrammarRow = {
  keyword: 'onlink',
  abbreviates: false,
  argument: flag,
  doc: 'Pretend that the gateway is directly connected, even if no address of the link covers it.',
};
const as: GrammarRow = {
  keyword: 'as',
  abbreviates: false,
  argument: { kind: 'address' },
  doc: 'Label or address that replaces the destination.',
};

/** Keywords of `ip route add`, `replace`, `change`, `append`, `prepend`, `del`, `test`. */
export const routeGrammar: Grammar = [
  {
    keyword: 'src',
    abbreviates: false,
    argument: { kind: 'address' },
    doc: 'Source address that this host prefers for connections it opens over this route.',
  },
  as,
  via,
  {
    keyword: 'from',
    abbreviates: false,
    argument: { kind: 'prefix' },
    doc: 'Source prefix (IPv6 source routing).',
  },
  tosRow,
  {
    keyword: 'expires',
    abbreviates: false,
    argument: u32,
    doc: 'Lifetime in seconds (IPv6).',
    since: 'Linux 4.4',
    refusal: '"expires" value is invalid',
  },
  {
    keyword: 'metric',
    abbreviates: true,
    argument: u32,
    doc: 'Preference: of two routes to the same destination the lower number wins.',
    refusal: '"metric" value is invalid',
  },
  {
    keyword: 'priority',
    aliases: ['preference'],
    abbreviates: true,
    argument: u32,
    doc: 'The same as `metric`.',
    refusal: '"metric" value is invalid',
  },
  {
    keyword: 'scope',
    abbreviates: false,
    argument: { kind: 'named', maximum: 255, base: 10 },
    doc: 'How far away the destination is: `host`, `link` or `global`.',
    refusal: 'invalid "scope" value',
  },
  {
    keyword: 'mtu',
    abbreviates: false,
    argument: lockableU32,
    doc: 'MTU along the path; with `lock` path MTU discovery does not lower it.',
    refusal: '"mtu" value is invalid',
  },
  {
    keyword: 'hoplimit',
    abbreviates: false,
    argument: { kind: 'number', minimum: 0, maximum: 255, lockable: true },
    doc: 'Hop limit of packets that this host sends.',
    refusal: '"hoplimit" value is invalid',
  },
  {
    keyword: 'advmss',
    abbreviates: false,
    argument: lockableU32,
    doc: 'MSS that this host advertises for TCP.',
    refusal: '"mss" value is invalid',
  },
  {
    keyword: 'reordering',
    abbreviates: true,
    argument: lockableU32,
    doc: 'Reordering that TCP tolerates.',
    refusal: '"reordering" value is invalid',
  },
  {
    keyword: 'rtt',
    abbreviates: false,
    argument: { kind: 'time', lockable: true },
    doc: 'First estimate of the round-trip time.',
    refusal: '"rtt" value is invalid',
  },
  {
    keyword: 'rto_min',
    abbreviates: false,
    argument: { kind: 'time' },
    doc: 'Lowest retransmission timeout of TCP.',
    refusal: '"rto_min" value is invalid',
  },
  {
    keyword: 'window',
    abbreviates: true,
    argument: lockableU32,
    doc: 'Largest window that TCP advertises, in bytes.',
    refusal: '"window" value is invalid',
  },
  {
    keyword: 'cwnd',
    abbreviates: true,
    argument: lockableU32,
    doc: 'Clamp of the congestion window.',
    refusal: '"cwnd" value is invalid',
  },
  {
    keyword: 'initcwnd',
    abbreviates: true,
    argument: lockableU32,
    doc: 'Congestion window of new connections, in segments.',
    refusal: '"initcwnd" value is invalid',
  },
  {
    keyword: 'initrwnd',
    abbreviates: true,
    argument: lockableU32,
    doc: 'Receive window of new connections, in segments.',
    refusal: '"initrwnd" value is invalid',
  },
  {
    keyword: 'features',
    abbreviates: true,
    argument: { kind: 'choice', words: ['ecn', 'tcp_usec_ts'] },
    doc: 'Features of this route: `ecn`, and since Linux 6.7 `tcp_usec_ts`.',
    since: 'Linux 3.18',
    refusal: '"features" value not valid',
  },
  {
    keyword: 'quickack',
    abbreviates: true,
    argument: { kind: 'number', minimum: 0, maximum: 1 },
    doc: 'Quick acknowledgements, 0 or 1.',
    since: 'Linux 3.11',
    refusal: '"quickack" value should be 0 or 1',
  },
  {
    keyword: 'congctl',
    abbreviates: true,
    argument: { kind: 'text', lockable: true },
    doc: 'TCP congestion control algorithm.',
    since: 'Linux 4.0',
  },
  {
    keyword: 'rttvar',
    abbreviates: true,
    argument: { kind: 'time', lockable: true },
    doc: 'First estimate of the variance of the round-trip time.',
    refusal: '"rttvar" value is invalid',
  },
  {
    keyword: 'ssthresh',
    abbreviates: true,
    argument: lockableU32,
    doc: 'First slow-start threshold.',
    refusal: '"ssthresh" value is invalid',
  },
  realmsRow,
  onlink,
  {
    keyword: 'nexthop',
    abbreviates: false,
    argument: { kind: 'nexthop' },
    doc: 'Starts one path of a multipath route: `via`, `dev`, `weight`, `onlink` after it belong to this path.',
  },
  {
    keyword: 'nhid',
    abbreviates: false,
    argument: u32,
    doc: 'Nexthop object or group that `ip nexthop` made.',
    since: 'Linux 5.3',
    refusal: '"id" value is invalid',
  },
  {
    keyword: 'protocol',
    abbreviates: true,
    argument: { kind: 'named', maximum: 255, base: 10 },
    doc: 'Who made the route: `static`, `boot`, `kernel`, …',
    refusal: '"protocol" value is invalid',
  },
  tableRow,
  {
    keyword: 'vrf',
    abbreviates: false,
    argument: { kind: 'device' },
    doc: 'Table of this VRF.',
    since: 'Linux 4.3',
  },
  deviceRow,
  {
    keyword: 'pref',
    abbreviates: true,
    argument: { kind: 'choice', words: ['low', 'medium', 'high'], maximum: 255 },
    doc: 'IPv6 router preference.',
    since: 'Linux 4.1',
    refusal: '"pref" value is invalid',
  },
  encap,
  {
    keyword: 'ttl-propagate',
    abbreviates: false,
    argument: { kind: 'choice', words: ['enabled', 'disabled'] },
    doc: 'Whether MPLS takes over the TTL.',
    since: 'Linux 4.12',
    refusal: '"ttl-propagate" value is invalid',
  },
  {
    keyword: 'fastopen_no_cookie',
    abbreviates: true,
    argument: { kind: 'number', minimum: 0, maximum: 1 },
    doc: 'TCP Fast Open without a cookie, 0 or 1.',
    since: 'Linux 4.15',
    refusal: '"fastopen_no_cookie" value should be 0 or 1',
  },
];

/** Keywords after `nexthop`. */
export const nexthopGrammar: Grammar = [
  via,
  { ...deviceRow, aliases: [] },
  {
    keyword: 'weight',
    abbreviates: false,
    argument: u32,
    doc: 'Share of the flows, 1 to 256; 1 if not written.',
    refusal: '"weight" is invalid',
  },
  onlink,
  realmsRow,
  encap,
  as,
];

/** Types of routes, a word before the destination, in the order of rtnl_rtntype_a2n (lib/rt_names.c): any beginning will do but for the first two. */
export const routeTypes: readonly {
  readonly type: string;
  readonly abbreviates: boolean;
  readonly doc: string;
}[] = [
  { type: 'local', abbreviates: false, doc: 'The destination is this host.' },
  { type: 'nat', abbreviates: false, doc: 'Address translation by routes, gone since Linux 2.6.' },
  { type: 'broadcast', abbreviates: true, doc: 'The destination is a broadcast address.' },
  {
    type: 'anycast',
    abbreviates: true,
    doc: 'The destination is an anycast address of this host.',
  },
  { type: 'multicast', abbreviates: true, doc: 'For multicast routing.' },
  {
    type: 'prohibit',
    abbreviates: true,
    doc: 'Packets are dropped and the sender is told "communication prohibited".',
  },
  {
    type: 'unreachable',
    abbreviates: true,
    doc: 'Packets are dropped and the sender is told "host unreachable".',
  },
  { type: 'blackhole', abbreviates: true, doc: 'Packets are dropped silently.' },
  { type: 'xresolve', abbreviates: true, doc: 'Not implemented.' },
  {
    type: 'unicast',
    abbreviates: true,
    doc: 'Packets are sent to a nexthop or a connected network.',
  },
  { type: 'throw', abbreviates: true, doc: 'The lookup goes on with the next rule.' },
];

/** The type that a word names, or undefined. */
export function findRouteType(word: string): string | undefined {
  if (word === 'brd') return 'broadcast';
  return word === ''
    ? undefined
    : routeTypes.find(({ type, abbreviates }) =>
        abbreviates ? type.startsWith(word) : type === word,
      )?.type;
}
