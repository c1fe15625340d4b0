/** `ip route show`, `flush`, `save` and `get`: keywords in iproute2's order (6.1 to 7.3, ip/iproute.c; ip-route(8)). */
import { flag, flowLabel, u32 } from '../grammar.ts';
import type { Grammar } from '../grammar.ts';
import { deviceRow, realmsRow, tableRow, tosRow } from './route.ts';

/** Keywords of `ip route show`, `flush` and `save`. */
export const routeSelectorGrammar: Grammar = [
  { ...tableRow, refusal: 'table id value is invalid' },
  {
    keyword: 'vrf',
    abbreviates: false,
    argument: { kind: 'device' },
    doc: 'Routes of this VRF.',
    since: 'Linux 4.3',
  },
  {
    keyword: 'cached',
    abbreviates: true,
    argument: flag,
    doc: 'The route cache, which IPv4 has no more since Linux 3.6.',
  },
  { keyword: 'cloned', abbreviates: true, argument: flag, doc: 'The same as `cached`.' },
  { ...tosRow, refusal: 'TOS value is invalid' },
  {
    keyword: 'protocol',
    abbreviates: true,
    argument: { kind: 'named', maximum: 255, base: 10 },
    doc: 'Only routes of this origin.',
    refusal: 'invalid "protocol"',
  },
  {
    keyword: 'scope',
    abbreviates: true,
    argument: { kind: 'named', maximum: 255, base: 10 },
    doc: 'Only routes of this scope.',
    refusal: 'invalid "scope"',
  },
  {
    keyword: 'type',
    abbreviates: true,
    argument: { kind: 'text' },
    doc: 'Only routes of this type.',
  },
  { ...deviceRow, doc: 'Only routes over this link.' },
  {
    keyword: 'iif',
    abbreviates: false,
    argument: { kind: 'device' },
    doc: 'Only cached routes for packets from this link.',
  },
  {
    keyword: 'mark',
    abbreviates: false,
    argument: u32,
    doc: 'Only cached routes for this mark.',
    refusal: 'invalid mark value',
  },
  {
    keyword: 'metric',
    aliases: ['preference'],
    abbreviates: true,
    argument: u32,
    doc: 'Only routes of this metric.',
    refusal: '"metric" value is invalid',
  },
  {
    keyword: 'priority',
    abbreviates: true,
    argument: u32,
    doc: 'The same as `metric`.',
    refusal: '"metric" value is invalid',
  },
  {
    keyword: 'via',
    abbreviates: false,
    argument: { kind: 'prefix' },
    doc: 'Only routes over gateways in this prefix.',
  },
  {
    keyword: 'src',
    abbreviates: false,
    argument: { kind: 'prefix' },
    doc: 'Only routes with a preferred source in this prefix.',
  },
  { ...realmsRow, refusal: 'invalid realms' },
  {
    keyword: 'from',
    abbreviates: true,
    argument: { kind: 'prefix' },
    doc: 'Only routes for these sources.',
  },
];

/** Keywords of `ip route get`. */
export const routeGetGrammar: Grammar = [
  { ...tosRow, refusal: 'TOS value is invalid' },
  {
    keyword: 'from',
    abbreviates: true,
    argument: { kind: 'prefix' },
    doc: 'Source address of the packet.',
  },
  {
    keyword: 'iif',
    abbreviates: true,
    argument: { kind: 'device' },
    doc: 'Link that the packet comes in by.',
  },
  {
    keyword: 'mark',
    abbreviates: true,
    argument: u32,
    doc: 'Mark of the packet.',
    refusal: 'invalid mark value',
  },
  {
    keyword: 'oif',
    aliases: ['dev'],
    abbreviates: true,
    argument: { kind: 'device' },
    doc: 'Link that the packet must leave by.',
  },
  { keyword: 'notify', abbreviates: true, argument: flag, doc: 'Tell listeners.' },
  {
    keyword: 'connected',
    abbreviates: true,
    argument: flag,
    doc: 'Ask again with the source address of the answer.',
  },
  {
    keyword: 'vrf',
    abbreviates: false,
    argument: { kind: 'device' },
    doc: 'VRF to ask in.',
    since: 'Linux 4.3',
  },
  {
    keyword: 'uid',
    abbreviates: true,
    argument: u32,
    doc: 'User of the socket.',
    since: 'Linux 4.10',
    refusal: 'invalid UID',
  },
  {
    keyword: 'fibmatch',
    abbreviates: true,
    argument: flag,
    doc: 'Show the route itself, with all its nexthops.',
    since: 'Linux 4.13',
  },
  { keyword: 'as', abbreviates: false, argument: { kind: 'address' }, doc: 'MPLS label.' },
  {
    keyword: 'sport',
    abbreviates: true,
    argument: { kind: 'number', minimum: 0, maximum: 65535 },
    doc: 'Source port.',
    since: 'Linux 4.18',
    refusal: 'invalid sport',
  },
  {
    keyword: 'dport',
    abbreviates: true,
    argument: { kind: 'number', minimum: 0, maximum: 65535 },
    doc: 'Destination port.',
    since: 'Linux 4.18',
    refusal: 'invalid dport',
  },
  {
    keyword: 'ipproto',
    abbreviates: true,
    argument: { kind: 'text' },
    doc: 'IP protocol.',
    since: 'Linux 4.18',
    refusal: 'Invalid "ipproto" value',
  },
  {
    keyword: 'flowlabel',
    abbreviates: false,
    argument: flowLabel,
    doc: 'IPv6 flow label.',
    refusal: 'invalid flowlabel',
  },
];
