/** `ip link`: keywords of `add`, `set`, `del` and `show` (iproute2 6.1 to 7.3, ip/iplink.c; ip-link(8)). What follows `type KIND` is not read. */
import { flag, onOff, u32 } from '../grammar.ts';
import type { Grammar, GrammarRow } from '../grammar.ts';

/** get_integer: a signed 32-bit number. */
const i32 = { kind: 'number', minimum: -0x80000000, maximum: 0x7fffffff } as const;
const number = (keyword: string, doc: string): GrammarRow => ({
  keyword,
  abbreviates: keyword.startsWith('num'),
  argument: i32,
  doc,
  refusal: `Invalid "${keyword}" value`,
});
const toggle = (keyword: string, doc: string): GrammarRow => ({
  keyword,
  abbreviates: false,
  argument: onOff,
  doc,
});
const rest = (keyword: string, doc: string): GrammarRow => ({
  keyword,
  abbreviates: false,
  argument: { kind: 'rest' },
  doc,
});
const device = (keyword: string, doc: string): GrammarRow => ({
  keyword,
  abbreviates: false,
  argument: { kind: 'device' },
  doc,
});

/** Keywords after the verb. */
export const linkGrammar: Grammar = [
  { keyword: 'up', abbreviates: false, argument: flag, doc: 'Bring the link up.' },
  {
    keyword: 'down',
    abbreviates: false,
    argument: flag,
    doc: 'Take the link down; the kernel removes its IPv4 routes.',
  },
  device('name', 'Name of the link, or its new name.'),
  { keyword: 'index', abbreviates: false, argument: u32, doc: 'Number of the new link.' },
  {
    keyword: 'link',
    abbreviates: true,
    argument: { kind: 'device' },
    doc: 'Link below: the device that a VLAN, macvlan or tunnel uses.',
  },
  { keyword: 'address', abbreviates: true, argument: { kind: 'text' }, doc: 'Hardware address.' },
  {
    keyword: 'broadcast',
    aliases: ['brd'],
    abbreviates: true,
    argument: { kind: 'text' },
    doc: 'Hardware broadcast address.',
  },
  {
    keyword: 'txqueuelen',
    aliases: ['qlen', 'txqlen'],
    abbreviates: true,
    argument: i32,
    doc: 'Length of the transmit queue, in packets.',
    refusal: 'Invalid "txqueuelen" value',
  },
  number('mtu', 'Largest packet of the link, in bytes.'),
  {
    keyword: 'netns',
    abbreviates: false,
    argument: { kind: 'text' },
    doc: 'Move the link to this network namespace.',
  },
  rest('xdp', 'XDP program.'),
  rest('xdpgeneric', 'XDP program.'),
  rest('xdpdrv', 'XDP program.'),
  rest('xdpoffload', 'XDP program.'),
  { ...toggle('multicast', 'Multicast flag.') },
  toggle('allmulticast', 'Receive all multicast packets.'),
  toggle('promisc', 'Receive all packets.'),
  toggle('trailers', 'Trailers flag.'),
  toggle('arp', 'Use of ARP.'),
  toggle('carrier', 'Carrier of a dummy-like link.'),
  toggle('dynamic', 'Dynamic flag.'),
  toggle('protodown', 'Held down by a protocol.'),
  rest('vf', 'Settings of a virtual function.'),
  device('master', 'Put the link under a bridge, bond, team or VRF.'),
  device('vrf', 'Put the link into this VRF.'),
  {
    keyword: 'nomaster',
    abbreviates: true,
    argument: flag,
    doc: 'Take the link out of its master.',
  },
  {
    keyword: 'type',
    abbreviates: true,
    argument: { kind: 'rest' },
    doc: 'Kind of the link, with its own settings after it.',
  },
  { keyword: 'alias', abbreviates: true, argument: { kind: 'text' }, doc: 'Description.' },
  { keyword: 'group', abbreviates: false, argument: { kind: 'text' }, doc: 'Group of the link.' },
  { keyword: 'mode', abbreviates: false, argument: { kind: 'text' }, doc: 'Operating mode.' },
  { keyword: 'state', abbreviates: false, argument: { kind: 'text' }, doc: 'Operational state.' },
  number('numtxqueues', 'Number of transmit queues.'),
  number('numrxqueues', 'Number of receive queues.'),
  {
    keyword: 'addrgenmode',
    abbreviates: false,
    argument: { kind: 'text' },
    doc: 'How IPv6 link-local addresses are made.',
  },
  {
    keyword: 'link-netnsid',
    abbreviates: false,
    argument: { kind: 'text' },
    doc: 'Namespace of the link below.',
  },
  {
    keyword: 'link-netns',
    abbreviates: false,
    argument: { kind: 'text' },
    doc: 'Namespace of the link below.',
  },
  rest('protodown_reason', 'Why the link is held down.'),
  {
    keyword: 'gso_max_size',
    abbreviates: false,
    argument: u32,
    doc: 'Largest GSO packet.',
    refusal: 'Invalid "gso_max_size" value',
  },
  {
    keyword: 'gso_max_segs',
    abbreviates: false,
    argument: u32,
    doc: 'Most segments of a GSO packet.',
    refusal: 'Invalid "gso_max_segs" value',
  },
  {
    keyword: 'gro_max_size',
    abbreviates: false,
    argument: u32,
    doc: 'Largest GRO packet.',
    refusal: 'Invalid "gro_max_size" value',
  },
  {
    keyword: 'gso_ipv4_max_size',
    abbreviates: false,
    argument: u32,
    doc: 'Largest GSO packet over IPv4.',
    since: 'Linux 6.3',
    refusal: 'Invalid "gso_ipv4_max_size" value',
  },
  {
    keyword: 'gro_ipv4_max_size',
    abbreviates: false,
    argument: u32,
    doc: 'Largest GRO packet over IPv4.',
    since: 'Linux 6.3',
    refusal: 'Invalid "gro_ipv4_max_size" value',
  },
  rest('inet', 'IPv4 settings of the link: `forwarding`, `rp_filter`, …'),
  device('parentdev', 'Parent device.'),
  device('dev', 'Name of the link.'),
];
