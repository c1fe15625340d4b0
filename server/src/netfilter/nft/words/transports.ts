/** Fields of the transport headers and of IPv6 extensions: nft(8), PAYLOAD EXPRESSIONS. */
import { checksum } from './headers.ts';
import { address, exists, number, oneOf, port } from './types.ts';
import type { NftField, NftKey } from './types.ts';

const sport: NftField = {
  word: 'sport',
  doc: 'Source port: a number, a name, a range, `{ … }` or `@set`.',
  value: port,
  isSettable: true,
};
const dport: NftField = {
  word: 'dport',
  doc: 'Destination port: a number, a name, a range, `{ … }` or `@set`.',
  value: port,
  isSettable: true,
};
const code: NftField = {
  word: 'code',
  doc: 'Reason within the type.',
  value: { placeholder: 'CODE' },
};
const id: NftField = {
  word: 'id',
  doc: 'Number of the echo: answers bear the same.',
  value: number,
};
const sequence: NftField = { word: 'sequence', doc: 'Sequence number.', value: number };
const mtu: NftField = { word: 'mtu', doc: 'The largest packet that fits.', value: number };
const nexthdr: NftField = {
  word: 'nexthdr',
  doc: 'Protocol behind this header.',
  value: { placeholder: 'PROTOCOL' },
};
const hdrlength: NftField = { word: 'hdrlength', doc: 'Length of the header.', value: number };
const spi: NftField = { word: 'spi', doc: 'Number of the security association.', value: number };

export const transports: readonly NftKey[] = [
  {
    word: 'tcp',
    doc: 'Fields of the TCP header. The protocol is matched along with them.',
    fields: [
      dport,
      sport,
      { word: 'flags', doc: 'Flags; `tcp flags syn / syn,rst` is the first packet of a connection.', value: oneOf('fin syn rst psh ack urg ecn cwr', 'FLAG[,FLAG…]') },
      { word: 'option', doc: 'An option of the header; `maxseg size set rt mtu` fits connections to the path.', since: 'Linux 4.11', value: number, isSettable: true, selects: [oneOf('maxseg window sack-perm sack timestamp nop eol mptcp fastopen md5sig', 'OPTION'), oneOf('size kind length count left right tsval tsecr', 'FIELD')] },
      sequence,
      { word: 'ackseq', doc: 'Number that is acknowledged.', value: number },
      { word: 'window', doc: 'Window that is offered.', value: number },
      { word: 'doff', doc: 'Where the data begin.', value: number },
      { word: 'reserved', doc: 'Bits that mean nothing yet.', value: number },
      { word: 'urgptr', doc: 'Where urgent data end.', value: number },
      checksum,
    ],
  },
  {
    word: 'udp',
    doc: 'Fields of the UDP header. The protocol is matched along with them.',
    fields: [dport, sport, { word: 'length', doc: 'Length with this header.', value: number }, checksum],
  },
  { word: 'udplite', doc: 'Fields of the UDP-Lite header.', fields: [dport, sport, { word: 'csumcov', doc: 'How much the checksum covers.', value: number }, checksum] },
  { word: 'th', doc: 'Ports of any transport protocol; name the protocols with `meta l4proto`.', since: 'nftables 0.9.2', fields: [dport, sport] },
  {
    word: 'sctp',
    doc: 'Fields of the SCTP header.',
    fields: [dport, sport, { word: 'vtag', doc: 'Verification tag.', value: number }, checksum, { word: 'chunk', doc: 'A chunk of the packet.', value: exists, selects: [oneOf('data init init-ack sack heartbeat abort shutdown error cookie-echo', 'CHUNK')] }],
  },
  { word: 'dccp', doc: 'Fields of the DCCP header.', fields: [dport, sport, { word: 'type', doc: 'Type of the packet.', value: oneOf('request response data ack dataack closereq close reset sync syncack', 'TYPE') }, { word: 'option', doc: 'An option, by its number.', value: exists, since: 'Linux 6.5' }] },
  {
    word: 'icmp',
    doc: 'Fields of ICMP.',
    fields: [
      { word: 'type', doc: 'Type of the message.', value: oneOf('echo-request echo-reply destination-unreachable time-exceeded redirect parameter-problem router-advertisement router-solicitation timestamp-request timestamp-reply', 'TYPE') },
      code, id, sequence, mtu,
      { word: 'gateway', doc: 'Gateway that a redirect names.', value: address },
      checksum,
    ],
  },
  {
    word: 'icmpv6',
    doc: 'Fields of ICMPv6. Neighbour discovery is part of it: what drops it cuts IPv6 off.',
    fields: [
      { word: 'type', doc: 'Type of the message.', value: oneOf('nd-neighbor-solicit nd-neighbor-advert nd-router-advert nd-router-solicit nd-redirect echo-request echo-reply packet-too-big destination-unreachable time-exceeded parameter-problem mld-listener-query mld-listener-report mld-listener-done mld2-listener-report', 'TYPE') },
      code, id, sequence, mtu,
      { word: 'packet-too-big', doc: 'Old spelling of `mtu`.', value: number },
      { word: 'parameter-problem', doc: 'Where the problem is.', value: number },
      { word: 'max-delay', doc: 'Longest delay of an answer to a query.', value: number },
      { word: 'taddr', doc: 'Target of neighbour discovery.', value: address },
      { word: 'daddr', doc: 'Destination that a redirect is about.', value: address },
      checksum,
    ],
  },
  { word: 'igmp', doc: 'Fields of IGMP.', fields: [{ word: 'type', doc: 'Type of the message.', value: oneOf('membership-query membership-report-v1 membership-report-v2 membership-report-v3 leave-group', 'TYPE') }, { word: 'group', doc: 'Multicast group.', value: address }, { word: 'mrt', doc: 'Longest delay of an answer.', value: number }, checksum] },
  { word: 'esp', doc: 'Fields of ESP.', fields: [spi, sequence] },
  { word: 'ah', doc: 'Fields of AH.', fields: [spi, sequence, nexthdr, hdrlength, { word: 'reserved', doc: 'Bits that mean nothing.', value: number }] },
  { word: 'comp', doc: 'Fields of IPComp.', fields: [nexthdr, { word: 'flags', doc: 'Flags.', value: number }, { word: 'cpi', doc: 'Index of the compression parameters.', value: number }] },
  { word: 'gre', doc: 'Fields of GRE, or of the packet inside.', since: 'nftables 1.0.7, packets inside Linux 6.2', fields: [{ word: 'flags', doc: 'Flags.', value: number }, { word: 'version', doc: 'Version.', value: number }, { word: 'protocol', doc: 'What is inside.', value: oneOf('ip ip6') }] },
]; // prettier-ignore

const more: NftField = {
  word: 'more-fragments',
  doc: 'Whether another fragment follows.',
  value: oneOf('0 1'),
};
const offset: NftField = { word: 'frag-off', doc: 'Place of the fragment.', value: number };
const segLeft: NftField = {
  word: 'seg-left',
  doc: 'Places that are still to be visited.',
  value: number,
};

export const extensions: readonly NftKey[] = [
  { word: 'hbh', doc: 'Options for every router on the way (IPv6).', fields: [nexthdr, hdrlength] },
  { word: 'rt0', doc: 'Routing header of type 0 (IPv6).', fields: [{ word: 'addr', doc: 'An address of the list: `addr[1]`.', value: address }] },
  { word: 'rt2', doc: 'Routing header of type 2 (IPv6).', fields: [{ word: 'addr', doc: 'Home address.', value: address }] },
  { word: 'rt4', doc: 'Segment routing header (IPv6).', fields: [{ word: 'last-entry', doc: 'Index of the last segment.', value: number }, { word: 'flags', doc: 'Flags.', value: number }, { word: 'tag', doc: 'Tag.', value: number }, { word: 'sid', doc: 'A segment: `sid[1]`.', value: address }] },
  { word: 'srh', doc: 'Segment routing header (IPv6).', fields: [{ word: 'last-entry', doc: 'Index of the last segment.', value: number }, { word: 'flags', doc: 'Flags.', value: number }, { word: 'tag', doc: 'Tag.', value: number }, { word: 'sid', doc: 'A segment: `sid[1]`.', value: address }, segLeft] },
  { word: 'frag', doc: 'Fragment header (IPv6).', fields: [nexthdr, { word: 'reserved', doc: 'Bits that mean nothing.', value: number }, offset, { word: 'reserved2', doc: 'Bits that mean nothing.', value: number }, more, id] },
  { word: 'dst', doc: 'Options for the destination (IPv6).', fields: [nexthdr, hdrlength] },
  { word: 'mh', doc: 'Mobility header (IPv6).', fields: [nexthdr, hdrlength, { word: 'type', doc: 'Type of the message.', value: { placeholder: 'TYPE' } }, { word: 'reserved', doc: 'Bits that mean nothing.', value: number }, checksum] },
]; // prettier-ignore
