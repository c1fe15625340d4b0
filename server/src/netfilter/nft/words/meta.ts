/** Facts about a packet that stand in no header: nft(8), META EXPRESSIONS. */
import { exists, link, mark, number, oneOf, text } from './types.ts';
import type { NftField, NftKey, NftOperand } from './types.ts';

const protocols = oneOf('tcp udp udplite icmp ipv6-icmp esp ah comp sctp dccp gre', 'PROTOCOL');
const hardware: NftOperand = { placeholder: 'TYPE', words: ['ether', 'ppp', 'ipgre', 'loopback'] };
const group: NftOperand = { placeholder: 'GROUP', words: ['default'] };

const fields: readonly NftField[] = [
  { word: 'mark', doc: 'The mark of the packet, which `ip rule fwmark` asks for.', value: mark, isSettable: true },
  { word: 'iifname', doc: 'Name of the link that the packet came in on. The link need not exist; `*` at the end stands for any rest.', value: link },
  { word: 'oifname', doc: 'Name of the link that the packet will leave by. The link need not exist; `*` at the end stands for any rest.', value: link },
  { word: 'iif', doc: 'The link that the packet came in on, by its index: it has to exist when the rule is loaded, and the rule follows it through a renaming.', value: link },
  { word: 'oif', doc: 'The link that the packet will leave by, by its index: it has to exist when the rule is loaded, and the rule follows it through a renaming.', value: link },
  { word: 'l4proto', doc: 'Transport protocol, also behind IPv6 extension headers.', value: protocols },
  { word: 'nfproto', doc: 'IP version; of use in `inet` tables.', value: oneOf('ipv4 ipv6') },
  { word: 'protocol', doc: 'EtherType of the packet.', value: oneOf('ip ip6 arp vlan') , isSettable: true },
  { word: 'length', doc: 'Length of the packet in bytes.', value: number },
  { word: 'priority', doc: 'Class of the packet for traffic control.', value: { placeholder: 'MAJOR:MINOR' }, isSettable: true },
  { word: 'pkttype', doc: 'To whom the frame is addressed.', value: oneOf('host unicast broadcast multicast other'), isSettable: true },
  { word: 'nftrace', doc: 'Whether `nft monitor trace` shows the packet.', value: oneOf('0 1'), isSettable: true },
  { word: 'skuid', doc: 'User of the socket that sends the packet.', value: { placeholder: 'USER' } },
  { word: 'skgid', doc: 'Group of the socket that sends the packet.', value: { placeholder: 'GROUP' } },
  { word: 'rtclassid', doc: 'Realm of the route.', value: { placeholder: 'REALM' } },
  { word: 'iiftype', doc: 'Hardware type of the link that the packet came in on.', value: hardware },
  { word: 'oiftype', doc: 'Hardware type of the link that the packet will leave by.', value: hardware },
  { word: 'iifgroup', doc: 'Group of the link that the packet came in on (`ip link set … group`).', value: group },
  { word: 'oifgroup', doc: 'Group of the link that the packet will leave by (`ip link set … group`).', value: group },
  { word: 'iifkind', doc: 'Kind of the link that the packet came in on: `vlan`, `wireguard`, …', value: { placeholder: '"KIND"' } },
  { word: 'oifkind', doc: 'Kind of the link that the packet will leave by: `vlan`, `wireguard`, …', value: { placeholder: '"KIND"' } },
  { word: 'sdif', doc: 'Member of a VRF that the packet came in on, by its index.', value: link },
  { word: 'sdifname', doc: 'Member of a VRF that the packet came in on, by its name.', value: link },
  { word: 'ibrname', doc: 'Bridge whose member the packet came in on.', value: link },
  { word: 'obrname', doc: 'Bridge whose member the packet will leave by.', value: link },
  { word: 'ibriport', doc: 'Old spelling of `ibrname`.', value: link },
  { word: 'obriport', doc: 'Old spelling of `obrname`.', value: link },
  { word: 'ibrpvid', doc: 'VLAN that the bridge gives untagged frames of the member.', value: number, since: 'Linux 5.3' },
  { word: 'ibrvproto', doc: 'Protocol of the VLANs of the bridge.', value: oneOf('8021q 8021ad'), since: 'Linux 5.3' },
  { word: 'ibrhwaddr', doc: 'Hardware address of the bridge.', value: { placeholder: 'MAC' } },
  { word: 'broute', doc: 'With 1 the frame is routed and not bridged.', value: oneOf('0 1'), isSettable: true, since: 'Linux 6.4' },
  { word: 'cpu', doc: 'Number of the processor that handles the packet.', value: number },
  { word: 'cgroup', doc: 'Class of the control group (version 1) of the sending process.', value: number },
  { word: 'random', doc: 'A random number, another one for each packet.', value: number },
  { word: 'ipsec', doc: 'Whether the packet went through IPsec.', value: exists },
  { word: 'secpath', doc: 'Old spelling of `ipsec`.', value: exists },
  { word: 'secmark', doc: 'Security mark of the packet.', value: text, isSettable: true },
  { word: 'time', doc: 'When the packet came in, as a date or a UNIX time.', value: { placeholder: '"2025-06-01 17:00"' } },
  { word: 'day', doc: 'Day of the week, as a name or as a number from 0 for Sunday.', value: oneOf('Monday Tuesday Wednesday Thursday Friday Saturday Sunday', 'DAY') },
  { word: 'hour', doc: 'Time of the day.', value: { placeholder: '"17:00"-"19:00"' } },
]; // prettier-ignore

export const meta: NftKey = {
  word: 'meta',
  doc: 'Facts about the packet that stand in no header: marks, links, protocols, the sending process.',
  fields,
};
