/** `ip rule`: selectors and actions (iproute2 6.1 to 7.3, ip/iprule.c; ip-rule(8)). The order of the rows is iproute2's. */
import type { Argument, Grammar, GrammarRow, ObjectGrammar, Scope, VerbRow } from '../grammar.ts';
import {
  anyWords,
  dsfield,
  flag,
  full,
  group,
  linkName,
  rtProtocol,
  short,
  text,
  u32,
  u64,
} from '../rows.ts';
import { routeTypeArgument } from './routeTypes.ts';
import { both, dated, type Versions } from '../since.ts';

const number = String.raw`\s*\+?(?:0x[\da-f]+|0[0-7]*|[1-9]\d*)`;
/** Until iproute2 6.14 anything could stand behind the number (sscanf). */
const portRange: Argument = {
  kind: 'pattern',
  pattern: /^\s*[-+]?\d+(?:-|$|[^\d-].*|-\s*[-+]?\d+.*)/,
  shape: 'a port, a range like `1000-2000` or a port and a mask',
};
const flowLabel: Argument = {
  kind: 'pattern',
  pattern: new RegExp(`^${number}(?:/${number})?$`, 'i'),
  shape: 'a flow label like `0x12345`',
};
const prefix: Argument = { kind: 'prefix', family: 'option' };
/** Selecting verbs take IPv4 if no option says otherwise. */
const selected: Argument = { kind: 'prefix', family: 'option-or-4' };
const priority = (keyword: string): GrammarRow =>
  short(keyword, u32, {
    doc: 'Place of the rule: lower numbers are asked first. Without it the kernel takes one below the lowest that is in use.',
    refusal: 'preference value is invalid',
  });
const port = (keyword: string, doc: string): GrammarRow =>
  full(keyword, portRange, { doc: doc, refusal: 'invalid port' });

/** Selectors that `add`, `del` and the selecting verbs have alike. */
const uidrange = full(
  'uidrange',
  { kind: 'pattern', pattern: /^\s*[-+]?\d+-\s*[-+]?\d+/, shape: 'a range like `1000-1999`' },
  { doc: 'Users whose sockets match.', refusal: 'invalid UID range' },
);
const ipproto = full(
  'ipproto',
  { kind: 'named', file: 'protocols', maximum: 255, base: 10 },
  { doc: 'IP protocol of the packet.', refusal: 'Invalid "ipproto" value' },
);
const tunId = short('tun_id', u64, {
  doc: 'Identifier of the tunnel.',
  refusal: '"tun_id" value is invalid',
});
const fwmark = full(
  'fwmark',
  { kind: 'fwmark' },
  {
    doc: 'Mark of the packet, set by netfilter: a value, and after `/` the bits that count.',
    refusal: 'fwmark value is invalid',
  },
);
const l3mdev = full('l3mdev', flag, { doc: 'Ask the table of the VRF.' });
const dscp = full('dscp', text, {
  doc: 'DSCP of the packet: a number or a name, and after `/` the bits that count.',
  refusal: 'invalid dscp',
});
const flowlabel = full('flowlabel', flowLabel, {
  doc: 'IPv6 flow label of the packet, and after `/` the bits that count.',
  refusal: 'invalid flowlabel',
});

const ruleGrammarVersions: Versions = [
  [{ linux: '3.12' }, 'suppress_prefixlength suppress_ifgroup'],
  [{ linux: '4.3', iproute2: '5.0' }, 'tun_id'],
  [both('4.8'), 'l3mdev'],
  [both('4.10'), 'uidrange'],
  [both('4.17'), 'protocol ipproto sport dport'],
  [{ linux: '6.12', iproute2: '6.13' }, 'dscp'],
  [both('6.14'), 'flowlabel'],
];
/** Words of `add` and `del`. */
export const ruleGrammar: Grammar = dated(ruleGrammarVersions, [
  full('not', flag, {
    doc: 'The rule applies to packets that do not match.',
  }),
  full('from', prefix, 'Source prefix of the packet, or `all`.'),
  full('to', prefix, 'Destination prefix of the packet.'),
  priority('preference'),
  priority('order'),
  priority('priority'),
  short('dsfield', dsfield, {
    doc: 'Type of service of the packet.',
    aliases: ['tos'],
    refusal: 'TOS value is invalid',
  }),
  fwmark,
  short('realms', { kind: 'realms' }, { doc: 'Realms for accounting.', refusal: 'invalid realms' }),
  short('protocol', rtProtocol, {
    doc: 'Who made the rule.',
    refusal: '"protocol" value is invalid',
  }),
  tunId,
  short(
    'table',
    { kind: 'table' },
    { doc: 'Routing table that is asked.', aliases: ['lookup'], refusal: 'invalid table ID' },
  ),
  short(
    'suppress_prefixlength',
    { kind: 'number', minimum: 0, maximum: 0x7fffffff },
    {
      doc: 'Ignore an answer whose prefix is this long or shorter: 0 ignores the default route.',
      aliases: ['sup_pl'],
      refusal: 'suppress_prefixlength value is invalid',
    },
  ),
  short('suppress_ifgroup', group, {
    doc: 'Ignore an answer over a link of this group.',
    aliases: ['sup_group'],
    refusal: 'Invalid "suppress_ifgroup" value',
  }),
  full('iif', linkName, {
    doc: 'Link that the packet came in by; `lo` for packets of this host.',
    aliases: ['dev'],
    refusal: '"iif"/"dev" not a valid ifname',
  }),
  full('oif', linkName, {
    doc: 'Link that the sending socket is bound to.',
    refusal: '"oif" not a valid ifname',
  }),
  l3mdev,
  uidrange,
  short(
    'map-to',
    { kind: 'address', family: 4 },
    { doc: 'Address translation by rules, gone since Linux 2.6.', aliases: ['nat'] },
  ),
  ipproto,
  port('sport', 'Source port or range.'),
  port('dport', 'Destination port or range.'),
  dscp,
  flowlabel,
  short('goto', u32, { doc: 'Continue at the rule of this priority.', refusal: 'invalid target' }),
  short('nop', flag, 'Do nothing.'),
]);

/** A bare word is the action: `blackhole`, `prohibit`, or a number of one. */
export const actionRow: GrammarRow = full('action', routeTypeArgument, {
  doc: 'What is done with packets that match.',
  answer: 'Error: argument "%s" is wrong: Failed to parse rule type',
});

const ruleScope = (verb: string): Scope => ({
  grammar: ruleGrammar,
  bare: {
    kind: 'value',
    row: actionRow,
    leads: [{ row: full('type', flag, 'The action follows.'), takes: (word) => word === 'type' }],
  },
  atLeastOne: {
    missing: 'selectors and an action',
    says: `"ip rule ${verb}" requires arguments.`,
  },
  conflicts: [{ allOf: ['l3mdev', 'table'], says: 'table can not be specified for l3mdev rules' }],
});

const selectorGrammarVersions: Versions = [
  [{ iproute2: '4.15' }, 'preference order priority not fwmark iif oif lookup table from src'],
  [{ linux: '4.8', iproute2: '4.15' }, 'l3mdev'],
  [{ linux: '4.10', iproute2: '4.15' }, 'uidrange'],
  [both('4.17'), 'protocol'],
  [{ linux: '4.3', iproute2: '5.0' }, 'tun_id'],
  [{ linux: '4.17', iproute2: '5.0' }, 'ipproto sport dport'],
  [{ iproute2: '5.17' }, 'dsfield'],
  [{ linux: '6.12', iproute2: '6.13' }, 'dscp'],
  [both('6.14'), 'flowlabel'],
];
const selectorGrammar: Grammar = dated(selectorGrammarVersions, [
  priority('preference'),
  priority('order'),
  priority('priority'),
  full('not', flag, 'Only inverted rules.'),
  full('dsfield', dsfield, {
    doc: 'Only rules for this type of service.',
    aliases: ['tos'],
    refusal: 'TOS value is invalid',
  }),
  fwmark,
  full('iif', linkName, { doc: 'Only rules for packets from this link.', aliases: ['dev'] }),
  full('oif', linkName, 'Only rules for sockets bound to this link.'),
  l3mdev,
  uidrange,
  tunId,
  short(
    'lookup',
    { kind: 'table' },
    { doc: 'Only rules that ask this table.', refusal: 'table id value is invalid' },
  ),
  short(
    'table',
    { kind: 'table' },
    { doc: 'The same as `lookup`.', refusal: 'table id value is invalid' },
  ),
  short('from', selected, 'Only rules for this source.'),
  short('src', selected, 'The same as `from`.'),
  short('protocol', rtProtocol, {
    doc: 'Only rules of this origin.',
    refusal: 'invalid "protocol"',
  }),
  ipproto,
  port('sport', 'Only rules for these source ports.'),
  port('dport', 'Only rules for these destination ports.'),
  dscp,
  flowlabel,
]);

const begins = (keyword: string) => (word: string) => word !== '' && keyword.startsWith(word);
const selectorScope: Scope = {
  grammar: selectorGrammar,
  hasNoHelp: true,
  bare: {
    kind: 'value',
    row: full('destination', selected, 'Only rules for this destination.'),
    leads: [
      {
        row: full('to', flag, 'The destination follows.'),
        takes: (word) => begins('dst')(word) || begins('to')(word),
      },
    ],
  },
};

const verbs: readonly VerbRow[] = [
  { verb: 'list', aliases: ['lst', 'show'], doc: 'Show rules.', scope: selectorScope },
  { verb: 'save', doc: 'Write rules to standard output.', scope: selectorScope },
  { verb: 'restore', doc: 'Read rules from standard input.', scope: anyWords },
  { verb: 'add', doc: 'Add a rule.', scope: ruleScope('add') },
  { verb: 'delete', doc: 'Remove the first rule that fits.', scope: ruleScope('del') },
  { verb: 'flush', doc: 'Remove all rules that fit.', scope: selectorScope },
  { verb: 'help', doc: 'How the command is used.' },
];

export const ruleObject: ObjectGrammar = {
  name: 'rule',
  doc: 'Rules that say which routing table is asked.',
  otherwise: 'list',
  verbs,
};

/** The same words; the rules are those of multicast routing. */
export const mruleObject: ObjectGrammar = {
  name: 'mrule',
  helpName: 'rule',
  doc: 'Rules of multicast routing.',
  otherwise: 'list',
  verbs,
};
