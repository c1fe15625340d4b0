/** Fields of the network and link headers: nft(8), PAYLOAD EXPRESSIONS. */
import { address, exists, number, oneOf } from './types.ts';
import type { NftField, NftKey, NftOperand } from './types.ts';

export const checksum: NftField = { word: 'checksum', doc: 'Checksum.', value: number };
const mac: NftOperand = { placeholder: 'MAC' };
const dscp: NftField = {
  word: 'dscp',
  doc: 'Class of service (DSCP).',
  value: oneOf('cs0 cs1 cs2 cs3 cs4 cs5 cs6 cs7 af11 af12 af13 af21 af22 af23 af31 af32 af33 af41 af42 af43 ef', 'DSCP'),
  isSettable: true,
}; // prettier-ignore
const ecn: NftField = {
  word: 'ecn',
  doc: 'Congestion notification.',
  value: oneOf('not-ect ect0 ect1 ce'),
  isSettable: true,
};
const saddr: NftField = {
  word: 'saddr',
  doc: 'Source address: one address, a prefix, a range, `{ … }` or `@set`.',
  value: address,
  isSettable: true,
};
const daddr: NftField = {
  word: 'daddr',
  doc: 'Destination address: one address, a prefix, a range, `{ … }` or `@set`.',
  value: address,
  isSettable: true,
};
const protocol = oneOf('tcp udp udplite icmp ipv6-icmp esp ah comp sctp dccp gre', 'PROTOCOL');

export const networkHeaders: readonly NftKey[] = [
  {
    word: 'ip',
    doc: 'Fields of the IPv4 header.',
    fields: [
      saddr,
      daddr,
      { word: 'protocol', doc: 'Protocol behind the header.', value: protocol },
      { word: 'ttl', doc: 'Hops that are left.', value: number, isSettable: true },
      { word: 'length', doc: 'Length of the packet with this header.', value: number },
      dscp,
      ecn,
      { word: 'id', doc: 'Number that fragments of one packet share.', value: number },
      { word: 'frag-off', doc: 'Flags and place of a fragment: `& 0x1fff != 0` is any but the first.', value: number },
      { word: 'version', doc: 'Version of the header, 4.', value: number },
      { word: 'hdrlength', doc: 'Length of the header with its options.', value: number },
      checksum,
      { word: 'option', doc: 'An option of the header.', value: exists, since: 'Linux 5.3', selects: [oneOf('lsrr ra rr ssrr', 'OPTION')] },
    ],
  },
  {
    word: 'ip6',
    doc: 'Fields of the IPv6 header.',
    fields: [
      saddr,
      daddr,
      { word: 'nexthdr', doc: 'Protocol or extension right behind this header; `meta l4proto` looks behind extensions.', value: protocol },
      { word: 'hoplimit', doc: 'Hops that are left.', value: number, isSettable: true },
      { word: 'length', doc: 'Length of what follows the header.', value: number },
      dscp,
      ecn,
      { word: 'flowlabel', doc: 'Flow label, which multipath hashing takes into account.', value: number, isSettable: true },
      { word: 'version', doc: 'Version of the header, 6.', value: number },
    ],
  },
  {
    word: 'ether',
    doc: 'Fields of the Ethernet header.',
    fields: [
      { word: 'saddr', doc: 'Source hardware address.', value: mac, isSettable: true },
      { word: 'daddr', doc: 'Destination hardware address.', value: mac, isSettable: true },
      { word: 'type', doc: 'What the frame carries.', value: oneOf('ip ip6 arp vlan') },
    ],
  },
  {
    word: 'vlan',
    doc: 'Fields of the VLAN header.',
    fields: [
      { word: 'id', doc: 'Number of the VLAN.', value: number, isSettable: true },
      { word: 'pcp', doc: 'Priority.', value: number, isSettable: true },
      { word: 'dei', doc: 'Whether the frame may be dropped first.', value: oneOf('0 1') },
      { word: 'cfi', doc: 'Old name of `dei`.', value: oneOf('0 1') },
      { word: 'type', doc: 'What the frame carries.', value: oneOf('ip ip6 arp vlan') },
    ],
  },
  {
    word: 'arp',
    doc: 'Fields of ARP.',
    fields: [
      { word: 'operation', doc: 'What is asked or answered.', value: oneOf('request reply rrequest rreply inrequest inreply nak') },
      { word: 'saddr', doc: 'Sender; behind `ip` its address, behind `ether` its hardware address.', value: address },
      { word: 'daddr', doc: 'Target; behind `ip` its address, behind `ether` its hardware address.', value: address },
      { word: 'htype', doc: 'Kind of hardware address.', value: number },
      { word: 'ptype', doc: 'Kind of protocol address.', value: oneOf('ip ip6') },
      { word: 'hlen', doc: 'Length of a hardware address.', value: number },
      { word: 'plen', doc: 'Length of a protocol address.', value: number },
    ],
  },
]; // prettier-ignore
