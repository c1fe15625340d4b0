/** Expressions with arguments of their own: routes, sockets, balancers (nft(8), PRIMARY EXPRESSIONS). */
import { address, exists, expression, link, mark, number, oneOf, text } from './types.ts';
import type { NftKey, NftOperand, NftPart, NftPhrase } from './types.ts';

const modulus: NftPart = {
  words: ['mod'],
  isNeeded: true,
  value: number,
  doc: 'How many numbers there are: from 0 to one less.',
};
const offset = { words: ['offset'], value: number, doc: 'Is added to the number.' };

export const expressionPhrases: readonly NftPhrase[] = [
  {
    word: 'numgen',
    doc: 'Draws a number for each packet. Packets of one connection get different numbers: keep the first one in `ct mark`.',
    since: 'Linux 4.9',
    result: number,
    parts: [
      { words: ['inc', 'random'], isNeeded: true, doc: '`inc` counts up packet by packet, `random` draws.' },
      modulus,
      offset,
    ],
  },
  {
    word: 'jhash',
    doc: 'Hashes fields of the packet to a number: equal fields give the same number.',
    since: 'Linux 4.9',
    result: number,
    parts: [
      { value: expression, doc: 'What is hashed: `ip saddr . ip daddr`.' },
      modulus,
      { words: ['seed'], value: number, doc: 'Start of the hash. Without it the kernel draws one when the rule is loaded.' },
      offset,
    ],
  },
  {
    word: 'symhash',
    doc: 'Hashes the flow to a number that is the same for both directions.',
    result: number,
    parts: [modulus, offset],
  },
  {
    word: 'fib',
    doc: 'Asks the routing tables: `fib saddr . iif oif missing` finds packets whose source has no route back by the link that they came in on.',
    since: 'Linux 4.10',
    result: link,
    parts: [
      { value: oneOf('saddr daddr mark iif oif', 'saddr | daddr [. mark] [. iif | . oif]'), doc: 'What is looked up. With `mark` policy rules for the mark count.' },
      { words: ['oif'], doc: 'The link of the route, by its index.', result: { ...exists, names: 'link' } },
      { words: ['oifname'], doc: 'The link of the route, by its name.', result: link },
      { words: ['type'], doc: 'What the tables say of the address.', result: oneOf('local unicast broadcast multicast anycast blackhole unreachable prohibit', 'TYPE') },
      { words: ['check'], doc: 'Whether there is a route.', result: exists },
    ],
  },
  {
    word: 'osf',
    doc: 'Guesses the operating system that opens a TCP connection.',
    result: text,
    parts: [
      { words: ['ttl'], value: oneOf('loose skip'), doc: 'How the TTL is compared.' },
      { words: ['name', 'version'], doc: 'Name of the system, or name and version.' },
    ],
  },
  {
    word: 'ipsec',
    doc: 'The IPsec association that the packet came by or will leave by.',
    since: 'Linux 4.20',
    result: number,
    parts: [
      { words: ['in', 'out'], isNeeded: true, doc: 'Direction.' },
      { words: ['spnum'], value: number, doc: 'Which association of several, 0 for the first.' },
      { words: ['ip', 'ip6'], doc: 'The addresses of the tunnel.', result: address },
      { words: ['saddr', 'daddr'], doc: 'Address of the tunnel.', result: address },
      { words: ['reqid', 'spi'], doc: 'Number of the association.' },
    ],
  },
  {
    word: 'exthdr',
    doc: 'Whether an IPv6 packet has an extension header.',
    result: exists,
    parts: [{ value: oneOf('hbh frag rt dst mh srh', 'HEADER'), doc: 'The header.' }],
  },
  {
    word: 'tunnel',
    doc: 'Metadata of a tunnel.',
    result: number,
    parts: [{ words: ['id', 'path'], doc: 'Number of the tunnel, or whether the packet came by one.' }],
  },
  ...['vxlan', 'geneve', 'gretap'].map((word): NftPhrase => ({
    word,
    doc: `The packet inside of ${word}: what follows is matched there.`,
    since: 'nftables 1.0.7, Linux 6.2',
    result: number,
    parts: [{ value: expression, doc: 'A match on the packet inside.' }],
  })),
]; // prettier-ignore

const nexthop: NftOperand = { placeholder: 'ADDRESS', names: 'address' };

export const routeKeys: readonly NftKey[] = [
  {
    word: 'rt',
    doc: 'The route that was chosen for the packet, and fields of the IPv6 routing header.',
    fields: [
      { word: 'nexthop', doc: 'Gateway of the route; the destination where it has none.', value: nexthop, since: 'Linux 4.10' },
      { word: 'classid', doc: 'Realm of the route.', value: { placeholder: 'REALM' }, since: 'Linux 4.10' },
      { word: 'mtu', doc: 'The largest TCP segment that fits the route: for `tcp option maxseg size set rt mtu`.', value: number, since: 'Linux 4.14' },
      { word: 'ipsec', doc: 'Whether the route goes through IPsec.', value: exists},
      { word: 'ip', doc: 'The next word is about an IPv4 route.', value: nexthop, leads: true },
      { word: 'ip6', doc: 'The next word is about an IPv6 route.', value: nexthop, leads: true },
      { word: 'nexthdr', doc: 'Protocol behind the routing header.', value: { placeholder: 'PROTOCOL' } },
      { word: 'hdrlength', doc: 'Length of the routing header.', value: number },
      { word: 'type', doc: 'Type of the routing header.', value: number },
      { word: 'seg-left', doc: 'Places that are still to be visited.', value: number },
    ],
  },
  {
    word: 'socket',
    doc: 'The open socket of this host that the packet belongs to.',
    since: 'Linux 4.18',
    fields: [
      { word: 'transparent', doc: 'Whether the socket takes foreign addresses (`IP_TRANSPARENT`).', value: oneOf('0 1') },
      { word: 'mark', doc: 'Mark of the socket (`SO_MARK`).', value: mark },
      { word: 'wildcard', doc: 'Whether the socket listens on any address.', value: oneOf('0 1') },
      { word: 'cgroupv2', doc: 'Control group of the socket.', value: text, selects: [{ placeholder: 'level', words: ['level'] }, number] },
    ],
  },
]; // prettier-ignore
