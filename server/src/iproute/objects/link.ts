/** `ip link`: its verbs, and the words before `type KIND` (iproute2 6.1 to 7.3, ip/iplink.c; ip-link(8)). The order of the rows is iproute2's. */
import type {
  Argument,
  Choice,
  Conflict,
  Grammar,
  GrammarRow,
  ObjectGrammar,
  Scope,
} from '../grammar.ts';
import {
  device,
  flag,
  full,
  group,
  i32,
  linkName,
  lladdr,
  oneOf,
  short,
  text,
  u16,
  u32,
} from '../rows.ts';
import { linkKinds } from '../kinds/index.ts';
import { linkSelectorScope } from './address.ts';
import { inetScope } from './linkInet.ts';
import { vfScope } from './linkVf.ts';
import { both, dated, type Versions } from '../since.ts';

const number = (keyword: string, doc: string, make = full): GrammarRow =>
  make(keyword, i32, { doc: doc, refusal: `Invalid "${keyword}" value`, once: keyword });
const toggle = (keyword: string, doc: string, make = full): GrammarRow =>
  make(keyword, oneOf('on', 'off'), {
    doc: doc,
    answer: `Error: argument of "${keyword}" must be "on" or "off", not "%s"`,
  });
const size = (keyword: string, argument: Argument, doc: string): GrammarRow =>
  full(keyword, argument, { doc: doc, refusal: `Invalid "${keyword}" value` });
const xdp = (keyword: string, where: string): GrammarRow =>
  full(keyword, { kind: 'rest' }, `XDP program, run ${where}.`);

let kinds: ReadonlyMap<string, Choice> | undefined;
/** The words of a pair's other end are the words of a link, so the kinds are made when they are first asked for. */
function kindsOfLinks(): ReadonlyMap<string, Choice> {
  kinds ??= linkKinds(peerScope);
  return kinds;
}

const typeRow: GrammarRow = short(
  'type',
  { kind: 'select', choices: kindsOfLinks, isOpen: true },
  { doc: 'Kind of the link, with its own settings after it.', closes: true },
);

const linkGrammarVersions: Versions = [
  [{ linux: '4.8', iproute2: '4.10' }, 'xdp'],
  [both('4.12'), 'xdpgeneric xdpdrv'],
  [both('4.13'), 'xdpoffload'],
  [{ linux: '4.3', iproute2: '4.7' }, 'vrf'],
  [{ iproute2: '4.15' }, 'carrier'],
  [{ linux: '4.1' }, 'protodown'],
  [both('4.16'), 'gso_max_size gso_max_segs'],
  [{ linux: '5.9', iproute2: '5.10' }, 'protodown_reason'],
  [both('5.14'), 'parentdev'],
  [{ linux: '5.19', iproute2: '5.18' }, 'gro_max_size'],
  [both('6.3'), 'gso_ipv4_max_size gro_ipv4_max_size'],
  [{ iproute2: '7.2' }, 'inet'],
];
/** Words of a link; those of `peer` of a veth pair are the same. */
export const linkGrammar: Grammar = dated(linkGrammarVersions, [
  full('up', flag, 'Bring the link up.'),
  full('down', flag, 'Take the link down; the kernel removes its IPv4 routes.'),
  full('name', linkName, {
    doc: 'Name of the link, or its new name.',
    refusal: '"name" not a valid ifname',
    once: 'name',
  }),
  full(
    'index',
    { kind: 'pattern', pattern: /^\s*\+?0*[1-9]/, shape: 'a number above 0' },
    { doc: 'Number of the new link.', refusal: 'Invalid "index" value', once: 'index' },
  ),
  short('link', device, 'Link below: the device that a VLAN, macvlan or tunnel uses.'),
  short('address', lladdr, 'Hardware address.'),
  short('broadcast', lladdr, { doc: 'Hardware broadcast address.', aliases: ['brd'] }),
  short('txqueuelen', i32, {
    doc: 'Length of the transmit queue, in packets.',
    aliases: ['qlen'],
    refusal: 'Invalid "txqueuelen" value',
    once: 'txqueuelen',
  }),
  short('txqlen', i32, {
    doc: 'The same as `txqueuelen`.',
    refusal: 'Invalid "txqueuelen" value',
    once: 'txqueuelen',
  }),
  number('mtu', 'Largest packet of the link, in bytes.'),
  full(
    'inet',
    { kind: 'scope', scope: inetScope },
    'IPv4 settings of the link: `forwarding`, `rp_filter`, …',
  ),
  xdp('xdpgeneric', 'by the kernel for any driver'),
  xdp('xdpdrv', 'by the driver'),
  xdp('xdpoffload', 'on the card'),
  xdp('xdp', 'by the driver, or else by the kernel'),
  full('netns', text, {
    doc: 'Move the link to this network namespace: a name, or the process that is in it.',
    once: 'netns',
  }),
  toggle('multicast', 'Multicast flag.'),
  toggle('allmulticast', 'Receive all multicast packets.'),
  toggle('promisc', 'Receive all packets.'),
  toggle('trailers', 'Trailers flag.'),
  toggle('arp', 'Use of ARP.'),
  full('carrier', oneOf('off', 'on'), 'Carrier of a dummy-like link.'),
  full(
    'vf',
    { kind: 'scope', value: i32, scope: vfScope },
    {
      doc: 'Settings of a virtual function of the card: its number, then `mac`, `vlan`, …',
      refusal: 'Invalid "vf" value',
      behind: {
        keyword: 'dev',
        missing: 'the link before `vf`',
        says: 'Error: argument "dev" is required',
      },
    },
  ),
  short('master', device, {
    doc: 'Put the link under a bridge, bond, team or VRF.',
    refusal: 'Device does not exist',
  }),
  full('vrf', device, { doc: 'Put the link into this VRF.', refusal: 'Not a valid VRF name' }),
  short('nomaster', flag, 'Take the link out of its master.'),
  toggle('dynamic', 'Addresses are lost when the link goes down.', short),
  typeRow,
  short('alias', text, { doc: 'Description, up to 255 characters.', refusal: 'alias too long' }),
  full('group', group, {
    doc: 'Group of the link.',
    refusal: 'Invalid "group" value',
    once: 'group',
  }),
  full(
    'mode',
    { kind: 'choice', words: ['default', 'dormant'], ignoresCase: true },
    {
      doc: 'Whether the link comes up at once, or waits for a program (`dormant`).',
      refusal: 'Invalid link mode',
    },
  ),
  full(
    'state',
    {
      kind: 'choice',
      words: ['unknown', 'notpresent', 'down', 'lowerlayerdown', 'testing', 'dormant', 'up'],
      ignoresCase: true,
    },
    { doc: 'Operational state.', refusal: 'Invalid operstate' },
  ),
  number('numtxqueues', 'Number of transmit queues.', short),
  number('numrxqueues', 'Number of receive queues.', short),
  short(
    'addrgenmode',
    { kind: 'choice', words: ['eui64', 'none', 'stable_secret', 'random'], ignoresCase: true },
    { doc: 'How IPv6 link-local addresses are made.', refusal: 'Invalid address generation mode' },
  ),
  short('link-netns', text, {
    doc: 'Namespace of the link below, by name.',
    once: 'link-netns/link-netnsid',
  }),
  short('link-netnsid', i32, {
    doc: 'Namespace of the link below, by number.',
    refusal: 'Invalid "link-netnsid" value',
    once: 'link-netns/link-netnsid',
  }),
  full('protodown', oneOf('off', 'on'), 'Held down by a protocol.'),
  full(
    'protodown_reason',
    {
      kind: 'list',
      of: [
        { kind: 'named', file: 'protodown_reasons', maximum: 31, base: 10 },
        { kind: 'choice', words: ['on', 'off'], abbreviates: true },
      ],
    },
    'Why the link is held down: a reason, and `on` or `off`.',
  ),
  size('gso_max_size', u32, 'Largest GSO packet, in bytes.'),
  size('gso_max_segs', u16, 'Most segments of a GSO packet.'),
  size('gro_max_size', u32, 'Largest GRO packet, in bytes.'),
  size('gso_ipv4_max_size', u32, 'Largest GSO packet over IPv4, in bytes.'),
  size('gro_ipv4_max_size', u32, 'Largest GRO packet over IPv4, in bytes.'),
  full('parentdev', text, 'Parent device.'),
]);

const bare: Scope['bare'] = {
  kind: 'value',
  row: full('dev', device, 'Name of the link.'),
  leads: [
    { row: full('dev', flag, 'The name of the link follows.'), takes: (word) => word === 'dev' },
  ],
  once: 'dev',
};
const twoNames: Conflict = {
  allOf: ['name', 'dev'],
  ifDifferent: true,
  says: 'both "name" and "dev" cannot be used when creating devices.',
};
const addScope: Scope = {
  grammar: linkGrammar,
  creates: true,
  bare,
  needs: [
    {
      anyOf: ['type'],
      missing: '`type` with the kind of the link',
      says: 'Not enough information: "type" argument is required',
    },
  ],
  conflicts: [
    twoNames,
    {
      allOf: ['group'],
      unless: ['dev', 'name'],
      says: 'group cannot be used when creating devices.',
    },
  ],
};
const setScope: Scope = {
  grammar: linkGrammar,
  bare,
  conflicts: [
    {
      allOf: ['index'],
      unless: ['netns'],
      says: 'index can be used only when creating devices or when moving device to another netns.',
    },
  ],
  needs: [
    {
      anyOf: ['dev', 'name', 'group'],
      missing: 'the name of the link',
      says: 'Not enough information: "dev" argument is required.',
    },
  ],
};
/** Words of the other end of a pair, after `peer`. */
const peerScope: Scope = { grammar: linkGrammar, bare, conflicts: [twoNames] };

const noPrefix: Argument = {
  kind: 'pattern',
  pattern: /^(?:any|all|default)$/,
  shape: 'no prefix',
};
/** `type` has been there for links longer than for addresses. */
const showScope: Scope = {
  ...linkSelectorScope,
  grammar: linkSelectorScope.grammar.map((row) =>
    row.keyword === 'to'
      ? full('to', noPrefix, {
          doc: 'No use here: links have no prefixes.',
          answer: 'Error: "%s" may be inet prefix, but it is not allowed in this context.',
        })
      : row.keyword === 'type'
        ? full('type', text, row.doc)
        : row,
  ),
};

const propertyScope: Scope = {
  grammar: [short('altname', text, 'Another name of the link, up to 127 characters.')],
  bare,
  needs: [
    {
      anyOf: ['dev'],
      missing: 'the name of the link',
      says: 'Not enough of information: "dev" argument is required.',
    },
  ],
};

export const linkObject: ObjectGrammar = {
  name: 'link',
  doc: 'Links: network devices, real and virtual.',
  otherwise: 'show',
  verbs: [
    { verb: 'add', doc: 'Make a virtual link.', scope: addScope },
    { verb: 'set', aliases: ['change'], doc: 'Change a link.', scope: setScope },
    { verb: 'replace', doc: 'Change a link, or make it.', scope: addScope },
    { verb: 'delete', doc: 'Remove a virtual link.', scope: setScope },
    { verb: 'show', aliases: ['lst', 'list'], doc: 'Show links.', scope: showScope },
    {
      verb: 'xstats',
      doc: 'Show statistics of a kind of links.',
      since: { linux: '4.7', iproute2: '4.15' },
      scope: {
        grammar: [
          short(
            'type',
            { kind: 'scope', value: text, scope: { grammar: [], bare: { kind: 'stop' } } },
            'Kind of the links: `bridge`, `bond`.',
          ),
        ],
        bare: { kind: 'refuse', answer: 'Error: argument "%s" is wrong: unknown argument' },
        atLeastOne: { missing: '`type` with the kind', says: 'xstats: missing argument' },
      },
    },
    {
      verb: 'afstats',
      doc: 'Show statistics of a protocol family.',
      since: { linux: '4.11', iproute2: '4.15' },
      scope: {
        grammar: [
          full('dev', device, { doc: 'Only this link.', once: 'dev', isGarbageTwice: true }),
        ],
        bare: { kind: 'refuse', answer: 'Command "%s" is unknown, try "ip link help".' },
      },
    },
    {
      verb: 'property',
      doc: 'Further names of a link.',
      since: both('5.5'),
      verbs: [
        { verb: 'add', doc: 'Add a name.', scope: propertyScope },
        { verb: 'del', doc: 'Remove a name.', scope: propertyScope },
      ],
    },
    { verb: 'help', doc: 'How the command is used.' },
  ],
};
