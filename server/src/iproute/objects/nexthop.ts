/** `ip nexthop`: keywords of `add`, `replace`, `del` and `flush` (iproute2 6.1, ip/ipnexthop.c; ip-nexthop(8)). */
import { flag, u32 } from '../grammar.ts';
import type { Grammar, GrammarRow } from '../grammar.ts';

const u16 = { kind: 'number', minimum: 0, maximum: 0xffff } as const;

/** Of resilient groups. */
const timer = (keyword: string, doc: string): GrammarRow => ({
  keyword,
  abbreviates: false,
  argument: { kind: 'text' },
  doc,
  since: 'Linux 5.13',
});

/** Keywords after the verb; those of `type resilient` stand after the type. */
export const nexthopObjectGrammar: Grammar = [
  {
    keyword: 'id',
    abbreviates: false,
    argument: u32,
    doc: 'Number of the nexthop object; routes and groups name it by this.',
    refusal: 'invalid id value',
  },
  {
    keyword: 'dev',
    aliases: ['oif'],
    abbreviates: false,
    argument: { kind: 'device' },
    doc: 'Link by which packets leave.',
  },
  { keyword: 'via', abbreviates: false, argument: { kind: 'address' }, doc: 'Gateway.' },
  {
    keyword: 'encap',
    abbreviates: false,
    argument: { kind: 'rest' },
    doc: 'Tunnel header that packets get.',
  },
  { keyword: 'blackhole', abbreviates: false, argument: flag, doc: 'Drops packets silently.' },
  {
    keyword: 'onlink',
    abbreviates: false,
    argument: flag,
    doc: 'The gateway is taken as reachable on the link, whatever the addresses say.',
  },
  {
    keyword: 'group',
    abbreviates: false,
    argument: { kind: 'text' },
    doc: 'Members of a group: numbers of nexthop objects, each with a weight, like `1,3/2,1`.',
    refusal: '"group" value is invalid',
  },
  {
    keyword: 'type',
    abbreviates: false,
    argument: { kind: 'text' },
    doc: 'Kind of the group: `mpath` (default) or `resilient`, which keeps flows on their nexthop when members change.',
  },
  {
    keyword: 'buckets',
    abbreviates: false,
    argument: u16,
    doc: 'Number of buckets of a resilient group; it cannot be changed later.',
    since: 'Linux 5.13',
    refusal: 'invalid buckets value',
  },
  timer('idle_timer', 'Seconds without traffic after which a bucket may move. Default: 120.'),
  timer(
    'unbalanced_timer',
    'Seconds after which busy buckets move too. Default: 0, which is never.',
  ),
  { keyword: 'fdb', abbreviates: false, argument: flag, doc: 'For VXLAN forwarding entries.' },
  {
    keyword: 'protocol',
    abbreviates: true,
    argument: { kind: 'named', maximum: 255, base: 10 },
    doc: 'Who made the object.',
  },
];
