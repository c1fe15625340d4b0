/** The connection that a packet belongs to: nft(8), CONNTRACK EXPRESSIONS and CONNTRACK STATEMENT. */
import { address, mark, number, oneOf, port, text } from './types.ts';
import type { NftField, NftKey } from './types.ts';

const fields: readonly NftField[] = [
  { word: 'state', doc: 'State of the connection: `new` for its first packet, `established` once both sides were seen, `related` for a connection or error that belongs to another one, `invalid` for what fits to none.', value: oneOf('new established related invalid untracked', 'STATE[,STATE…]') },
  { word: 'mark', doc: 'Mark of the connection. It stays as long as the connection does: copy it to `meta mark` to keep all its packets on one uplink.', value: mark, isSettable: true },
  { word: 'direction', doc: 'Whether the packet goes in the direction of the first one, or is an answer.', value: oneOf('original reply') },
  { word: 'status', doc: 'Flags of the connection: `snat` and `dnat` tell that addresses are translated.', value: oneOf('expected seen-reply assured confirmed snat dnat dying', 'STATUS[,STATUS…]') },
  { word: 'original', doc: 'The next word is about the direction of the first packet.', value: number, leads: true },
  { word: 'reply', doc: 'The next word is about the direction of the answers.', value: number, leads: true },
  { word: 'ip', doc: 'The next word is about the IPv4 addresses of the connection.', value: address, leads: true },
  { word: 'ip6', doc: 'The next word is about the IPv6 addresses of the connection.', value: address, leads: true },
  { word: 'saddr', doc: 'Source address of the connection in the direction that is named before it.', value: address },
  { word: 'daddr', doc: 'Destination address of the connection in the direction that is named before it.', value: address },
  { word: 'proto-src', doc: 'Source port of the connection in the direction that is named before it.', value: port },
  { word: 'proto-dst', doc: 'Destination port of the connection in the direction that is named before it.', value: port },
  { word: 'l3proto', doc: 'IP version of the connection.', value: oneOf('ipv4 ipv6') },
  { word: 'protocol', doc: 'Transport protocol of the connection.', value: oneOf('tcp udp icmp ipv6-icmp sctp dccp gre', 'PROTOCOL') },
  { word: 'zone', doc: 'Zone of connection tracking: connections of different zones are kept apart. It has to be set before the connection is looked up, at priority `raw`.', value: number, isSettable: true },
  { word: 'helper', doc: 'The helper that finds related connections. `set` gives a helper object of this table, behind connection tracking.', value: text, isSettable: true },
  { word: 'timeout', doc: 'Timeouts of the connection, from an object of this table.', value: text, isSettable: true },
  { word: 'expectation', doc: 'Expects a related connection, by an object of this table.', value: text, isSettable: true, since: 'Linux 5.3' },
  { word: 'label', doc: 'Label of the connection, by the names of `connlabel.conf`.', value: { placeholder: 'LABEL' }, isSettable: true },
  { word: 'event', doc: 'Events of the connection that are reported to programs.', value: oneOf('new related destroy reply assured protoinfo helper mark', 'EVENT[,EVENT…]'), isSettable: true },
  { word: 'secmark', doc: 'Security mark of the connection.', value: text, isSettable: true },
  { word: 'count', doc: 'Number of connections that are counted together with this one; `over N` matches above it.', value: { placeholder: '[over] NUMBER', words: ['over'] } },
  { word: 'expiration', doc: 'Time that is left until the connection is forgotten.', value: { placeholder: 'TIME' } },
  { word: 'packets', doc: 'Packets of the connection so far; of one direction if it is named before it.', value: number },
  { word: 'bytes', doc: 'Bytes of the connection so far; of one direction if it is named before it.', value: number },
  { word: 'avgpkt', doc: 'Average length of the packets of the connection.', value: number, since: 'Linux 4.11' },
  { word: 'id', doc: 'Number that the kernel gives the connection.', value: number },
]; // prettier-ignore

export const conntrack: NftKey = {
  word: 'ct',
  doc: 'Facts about the connection that the packet belongs to, by connection tracking.',
  fields,
};
