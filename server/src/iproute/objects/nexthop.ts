/** `ip nexthop`: nexthop objects and groups of them (iproute2 6.1 to 7.3, ip/ipnexthop.c; ip-nexthop(8)). */
import type { Choice, Grammar, GrammarRow, ObjectGrammar, Scope, VerbRow } from '../grammar.ts';
import { device, flag, full, onOff, rtProtocol, short, text, u16, u32 } from '../rows.ts';
import { encapRow, viaRow } from './routeRows.ts';
import { both, dated, type Versions } from '../since.ts';

const since = both('5.13');
const timer = (keyword: string, name: string, doc: string): GrammarRow =>
  full(
    keyword,
    { kind: 'number', minimum: 0, maximum: 42949671 },
    { doc: doc, refusal: `invalid ${name} timer value` },
  );

const resilient: Scope = {
  bare: { kind: 'return' },
  hasNoHelp: true,
  grammar: [
    full('buckets', u16, {
      doc: 'Number of buckets of a resilient group; it cannot be changed later.',
      refusal: 'invalid buckets value',
    }),
    timer(
      'idle_timer',
      'idle',
      'Seconds without traffic after which a bucket may move. Default: 120.',
    ),
    timer(
      'unbalanced_timer',
      'unbalanced',
      'Seconds after which busy buckets move too. Default: 0, which is never.',
    ),
  ],
};

const groupTypes: ReadonlyMap<string, Choice> = new Map<string, Choice>([
  ['mpath', { doc: 'The hash of a flow chooses among the members by their weights.' }],
  [
    'resilient',
    {
      doc: 'Flows keep their nexthop when members change: the hash chooses a bucket.',
      since,
      scope: resilient,
    },
  ],
]);

const id: GrammarRow = full('id', u32, {
  doc: 'Number of the nexthop object; routes and groups name it by this.',
  refusal: 'invalid id value',
});

const nexthopGrammarVersions: Versions = [
  [{ linux: '5.8', iproute2: '5.9' }, 'fdb'],
  [both('5.13'), 'type'],
  [{ linux: '6.9', iproute2: '6.10' }, 'hw_stats'],
];
const nexthopGrammar: Grammar = dated(nexthopGrammarVersions, [
  id,
  full('dev', device, {
    doc: 'Link by which packets leave.',
    refusal: 'Device does not exist',
    bindsIpv4: true,
  }),
  {
    ...viaRow,
    argument: { kind: 'address', familyWord: true, isSameFamily: true },
    doc: 'Gateway. `inet` or `inet6` may stand before it.',
  },
  encapRow,
  full('blackhole', flag, { doc: 'Drops packets silently.', bindsIpv4: true }),
  full('fdb', flag, 'For forwarding entries of VXLAN.'),
  full(
    'onlink',
    flag,
    'The gateway is taken as reachable on the link, whatever the addresses say.',
  ),
  full(
    'group',
    { kind: 'members' },
    {
      doc: 'Members of a group: numbers of nexthop objects, each with a weight, like `1,3/2,1`.',
      refusal: '"group" value is invalid',
    },
  ),
  full(
    'type',
    { kind: 'select', choices: () => groupTypes },
    {
      doc: 'Kind of the group: `mpath` (default) or `resilient`, which keeps flows on their nexthop when members change.',
      refusal: '"type" value is invalid',
    },
  ),
  short('protocol', rtProtocol, {
    doc: 'Who made the object.',
    refusal: '"protocol" value is invalid',
  }),
  full('hw_stats', onOff, 'Count packets on the card.'),
]);

/** Words of objects and groups together, whatever stands after `type`. */
export const nexthopObjectGrammar: Grammar = [
  ...nexthopGrammar.map((row) => (row.keyword === 'type' ? { ...row, argument: text } : row)),
  ...resilient.grammar,
];

const refused: Scope['bare'] = { kind: 'refuse', answer: 'Error: argument "%s" is wrong: ' };
const changing: Scope = { grammar: nexthopGrammar, bare: refused, helpIsExact: true };

const onlyVersions: Versions = [
  [{ iproute2: '5.4' }, 'protocol'],
  [{ linux: '5.8', iproute2: '5.9' }, 'fdb'],
];
const only: Grammar = dated(onlyVersions, [
  short('dev', device, { doc: 'Only objects over this link.', refusal: 'Device does not exist' }),
  short('groups', flag, 'Only groups.'),
  short('master', device, {
    doc: 'Only objects over links under this one.',
    refusal: 'Device does not exist',
  }),
  short('vrf', device, { doc: 'Only objects over links of this VRF.', refusal: 'Invalid VRF' }),
  id,
  short('protocol', u32, {
    doc: 'Only objects of this origin.',
    refusal: 'invalid protocol value',
  }),
  short('fdb', flag, 'Only objects for VXLAN.'),
]);
/** `ip` shows or removes the one object, and passes over what follows. */
const oneObject: GrammarRow = {
  ...id,
  argument: {
    kind: 'scope',
    value: u32,
    scope: { grammar: [], bare: { kind: 'skip' }, hasNoHelp: true },
  },
};
const selecting: Scope = {
  grammar: only.map((row) => (row === id ? oneObject : row)),
  bare: refused,
};

const usage: Scope['bare'] = { kind: 'refuse', answer: 'the usage text', isUsage: true };
const needsId: Scope['needs'] = [
  { anyOf: ['id'], missing: '`id` of the nexthop object', says: 'the usage text' },
];
const idOfOne: GrammarRow = { ...id, argument: { ...u32, minimum: 1 }, answer: 'the usage text' };
const index = full('index', u16, {
  doc: 'Number of the bucket.',
  refusal: 'invalid bucket index value',
});

const bucketVerbs: readonly VerbRow[] = [
  {
    verb: 'list',
    aliases: ['show', 'lst'],
    doc: 'Show buckets.',
    scope: {
      bare: refused,
      grammar: [
        ...only.filter(({ keyword }) => ['dev', 'master', 'vrf', 'id'].includes(keyword)),
        full('nhid', u32, {
          doc: 'Only buckets that point at this object.',
          refusal: 'invalid id value',
        }),
      ],
    },
  },
  {
    verb: 'get',
    doc: 'Show one bucket.',
    scope: {
      grammar: [idOfOne, index],
      bare: usage,
      needs: [
        ...needsId,
        { anyOf: ['index'], missing: '`index` of the bucket', says: 'the usage text' },
      ],
    },
  },
  { verb: 'help', doc: 'How the command is used.' },
];

export const nexthopObject: ObjectGrammar = {
  name: 'nexthop',
  doc: 'Nexthop objects, which routes share by number (`nhid`).',
  since: both('5.3'),
  otherwise: 'list',
  verbs: [
    { verb: 'add', doc: 'Make an object; refused if its number is taken.', scope: changing },
    { verb: 'replace', doc: 'Change an object, or make it.', scope: changing },
    { verb: 'delete', doc: 'Remove an object, and the routes over it.', scope: changing },
    { verb: 'list', aliases: ['show', 'lst'], doc: 'Show objects.', scope: selecting },
    {
      verb: 'get',
      doc: 'Show one object.',
      scope: { grammar: [idOfOne], bare: usage, needs: needsId },
    },
    { verb: 'flush', doc: 'Remove all objects that fit.', scope: selecting },
    {
      verb: 'bucket',
      doc: 'Buckets of resilient groups.',
      since,
      otherwise: 'list',
      verbs: bucketVerbs,
    },
    { verb: 'help', doc: 'How the command is used.' },
  ],
};
