/** `ip rule`: keywords of selectors and actions (iproute2 6.1, ip/iprule.c; ip-rule(8)). The order of the rows is iproute2's. */
import { flag, u32 } from '../grammar.ts';
import type { Grammar, GrammarRow } from '../grammar.ts';

const portRange = {
  kind: 'pattern',
  pattern: /^\s*[-+]?\d+(?:-|$|[^\d-].*|-\s*[-+]?\d+.*)/,
  shape: 'a port or a range like `1000-2000`',
} as const;
const priorityDoc =
  'Place of the rule: lower numbers are asked first. Without it the kernel takes one below the lowest that is in use.';
const priority = (keyword: string): GrammarRow => ({
  keyword,
  abbreviates: true,
  argument: u32,
  doc: priorityDoc,
  refusal: 'preference value is invalid',
});

/** Keywords of `ip rule add` and `del`. */
export const ruleGrammar: Grammar = [
  {
    keyword: 'not',
    abbreviates: false,
    argument: flag,
    doc: 'The rule applies to packets that do not match.',
    since: 'Linux 2.6.17',
  },
  {
    keyword: 'from',
    abbreviates: false,
    argument: { kind: 'prefix' },
    doc: 'Source prefix of the packet, or `all`.',
  },
  {
    keyword: 'to',
    abbreviates: false,
    argument: { kind: 'prefix' },
    doc: 'Destination prefix of the packet.',
  },
  priority('preference'),
  priority('order'),
  priority('priority'),
  {
    keyword: 'dsfield',
    aliases: ['tos'],
    abbreviates: true,
    argument: { kind: 'named', maximum: 255, base: 16 },
    doc: 'Type of service of the packet.',
    refusal: 'TOS value is invalid',
  },
  {
    keyword: 'fwmark',
    abbreviates: false,
    argument: { kind: 'fwmark' },
    doc: 'Mark of the packet, set by netfilter: a value, and after `/` the bits that count.',
    refusal: 'fwmark value is invalid',
  },
  {
    keyword: 'realms',
    abbreviates: true,
    argument: { kind: 'text' },
    doc: 'Realms for accounting.',
    refusal: 'invalid realms',
  },
  {
    keyword: 'protocol',
    abbreviates: true,
    argument: { kind: 'named', maximum: 255, base: 10 },
    doc: 'Who made the rule.',
    since: 'Linux 4.17',
    refusal: '"protocol" value is invalid',
  },
  {
    keyword: 'tun_id',
    abbreviates: true,
    argument: {
      kind: 'number',
      minimum: -Number.MAX_SAFE_INTEGER,
      maximum: Number.MAX_SAFE_INTEGER,
    },
    refusal: '"tun_id" value is invalid',
    doc: 'Identifier of the tunnel.',
    since: 'Linux 4.3',
  },
  {
    keyword: 'table',
    aliases: ['lookup'],
    abbreviates: true,
    argument: { kind: 'table' },
    doc: 'Routing table that is asked.',
    refusal: 'invalid table ID',
  },
  {
    keyword: 'suppress_prefixlength',
    aliases: ['sup_pl'],
    abbreviates: true,
    argument: { kind: 'number', minimum: 0, maximum: 0xffffffff },
    doc: 'Ignore an answer whose prefix is this long or shorter: 0 ignores the default route.',
    since: 'Linux 3.12',
    refusal: 'suppress_prefixlength value is invalid',
  },
  {
    keyword: 'suppress_ifgroup',
    aliases: ['sup_group'],
    abbreviates: true,
    argument: { kind: 'text' },
    doc: 'Ignore an answer over a link of this group.',
    since: 'Linux 3.12',
  },
  {
    keyword: 'iif',
    aliases: ['dev'],
    abbreviates: false,
    argument: { kind: 'device' },
    doc: 'Link that the packet came in by; `lo` for packets of this host.',
  },
  {
    keyword: 'oif',
    abbreviates: false,
    argument: { kind: 'device' },
    doc: 'Link that the sending socket is bound to.',
    since: 'Linux 2.6.33',
  },
  {
    keyword: 'l3mdev',
    abbreviates: false,
    argument: flag,
    doc: 'Ask the table of the VRF.',
    since: 'Linux 4.8',
  },
  {
    keyword: 'uidrange',
    abbreviates: false,
    argument: {
      kind: 'pattern',
      pattern: /^\s*[-+]?\d+-\s*[-+]?\d+/,
      shape: 'a range like `1000-1999`',
    },
    doc: 'Users whose sockets match.',
    since: 'Linux 4.10',
    refusal: 'invalid UID range',
  },
  {
    keyword: 'map-to',
    aliases: ['nat'],
    abbreviates: true,
    argument: { kind: 'address' },
    doc: 'Address translation by rules, gone since Linux 2.6.',
  },
  {
    keyword: 'ipproto',
    abbreviates: false,
    argument: { kind: 'text' },
    doc: 'IP protocol of the packet.',
    since: 'Linux 4.17',
    refusal: 'Invalid "ipproto" value',
  },
  {
    keyword: 'sport',
    abbreviates: false,
    argument: portRange,
    doc: 'Source port or range.',
    since: 'Linux 4.17',
    refusal: 'invalid sport range',
  },
  {
    keyword: 'dport',
    abbreviates: false,
    argument: portRange,
    doc: 'Destination port or range.',
    since: 'Linux 4.17',
    refusal: 'invalid dport range',
  },
  { keyword: 'type', abbreviates: false, argument: { kind: 'text' }, doc: 'Action of the rule.' },
  {
    keyword: 'goto',
    abbreviates: true,
    argument: u32,
    doc: 'Continue at the rule of this priority.',
    refusal: 'invalid target',
  },
  { keyword: 'nop', abbreviates: true, argument: flag, doc: 'Do nothing.' },
];
