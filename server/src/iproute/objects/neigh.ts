/** `ip neigh`: neighbours, ARP and NDP (iproute2 6.1 to 7.3, ip/ipneigh.c; ip-neighbour(8)). */
import type { Argument, Grammar, GrammarRow, Lead, ObjectGrammar, Scope } from '../grammar.ts';
import { device, flag, full, rtProtocol, short } from '../rows.ts';
import { both, dated, type Versions } from '../since.ts';

const states = [
  'permanent',
  'reachable',
  'noarp',
  'none',
  'stale',
  'incomplete',
  'delay',
  'probe',
  'failed',
];
const nud = (more: readonly string[]): Argument => ({
  kind: 'choice',
  words: [...states, ...more],
  shortened: ['permanent', 'reachable', 'failed'],
  maximum: 255,
});
const address: Argument = { kind: 'address', family: 'option' };
const toLead: Lead = {
  row: full('to', flag, 'The address follows.'),
  takes: (word) => word === 'to',
};
export const neighbourRow: GrammarRow = full('address', address, 'Address of the neighbour.');
const proxy = short('proxy', address, { doc: 'Answer for this address.', once: 'address' });

const neighGrammarVersions: Versions = [
  [{ linux: '4.18', iproute2: '5.0' }, 'extern_learn'],
  [{ iproute2: '5.0' }, 'router'],
  [both('5.0'), 'protocol'],
  [{ iproute2: '5.16' }, 'use'],
  [both('5.16'), 'managed'],
  [both('6.17'), 'extern_valid'],
];
const neighGrammar: Grammar = dated(neighGrammarVersions, [
  short(
    'lladdr',
    { kind: 'lladdr', words: ['null'] },
    { doc: 'Hardware address of the neighbour, or `null`.', once: 'lladdr' },
  ),
  full('nud', nud([]), {
    doc: 'State of the entry: `permanent`, `reachable`, `noarp`, …',
    refusal: 'nud state is bad',
  }),
  proxy,
  full('router', flag, 'The neighbour is a router (IPv6).'),
  full('use', flag, 'Start to resolve the address.'),
  full('managed', flag, 'The kernel keeps the entry resolved.'),
  short('extern_learn', flag, 'A control plane made the entry.'),
  full('extern_valid', flag, {
    doc: 'A control plane vouches for the entry.',
  }),
  full('dev', device, 'Link of the neighbour.'),
  short('protocol', rtProtocol, {
    doc: 'Who made the entry.',
    refusal: '"protocol" value is invalid',
  }),
]);

const required = 'Device and destination are required arguments.';
const changing: Scope = {
  grammar: neighGrammar,
  bare: { kind: 'value', row: neighbourRow, leads: [toLead], once: 'to', group: 'address' },
  needs: [
    { anyOf: ['dev', 'proxy'], missing: '`dev` with the link', says: required },
    { anyOf: ['address', 'proxy'], missing: 'the address of the neighbour', says: required },
  ],
};

const selectorGrammarVersions: Versions = [
  [both('4.4'), 'master'],
  [{ linux: '4.3', iproute2: '4.7' }, 'vrf'],
  [both('5.0'), 'protocol'],
  [{ linux: '5.15', iproute2: '5.16' }, 'nomaster'],
];
const selectorGrammar: Grammar = dated(selectorGrammarVersions, [
  full('dev', device, { doc: 'Only neighbours on this link.', once: 'dev' }),
  full('master', device, {
    doc: 'Only neighbours on links under this one.',
    refusal: 'Device does not exist',
  }),
  full('vrf', device, {
    doc: 'Only neighbours on links of this VRF.',
    refusal: 'Not a valid VRF name',
  }),
  full('nomaster', flag, 'Only neighbours on links without a master.'),
  full('unused', flag, 'Only entries that are not in use.'),
  full('nud', nud(['all']), { doc: 'Only entries in this state.', refusal: 'nud state is bad' }),
  full('proxy', flag, 'Only addresses that are answered for.'),
  short('protocol', rtProtocol, {
    doc: 'Only entries of this origin.',
    refusal: 'invalid "protocol"',
  }),
]);
const selecting: Scope = {
  grammar: selectorGrammar,
  bare: {
    kind: 'value',
    row: full('to', { kind: 'prefix' }, 'Only neighbours with addresses in this prefix.'),
    leads: [toLead],
  },
};

const getScope: Scope = {
  grammar: [full('dev', device, 'Link of the neighbour.'), proxy],
  bare: { kind: 'value', row: neighbourRow, leads: [toLead], once: 'to', group: 'address' },
  needs: [
    {
      anyOf: ['dev', 'proxy'],
      missing: '`dev` with the link',
      says: 'Device and address are required arguments.',
    },
    {
      anyOf: ['address', 'proxy'],
      missing: 'the address of the neighbour',
      says: 'Device and address are required arguments.',
    },
  ],
};

export const neighObject: ObjectGrammar = {
  name: 'neigh',
  doc: 'Neighbours: which hardware address an address on the link has (ARP, NDP).',
  otherwise: 'show',
  verbs: [
    { verb: 'add', doc: 'Add an entry; refused if it is there.', scope: changing },
    { verb: 'change', exact: ['chg'], doc: 'Change an entry that is there.', scope: changing },
    { verb: 'replace', doc: 'Change an entry, or add it.', scope: changing },
    { verb: 'delete', doc: 'Remove an entry.', scope: changing },
    {
      verb: 'get',
      doc: 'Show one entry.',
      since: { linux: '5.0', iproute2: '5.5' },
      scope: getScope,
    },
    { verb: 'show', aliases: ['lst', 'list'], doc: 'Show entries.', scope: selecting },
    {
      verb: 'flush',
      doc: 'Remove all entries that fit, but permanent ones.',
      scope: {
        ...selecting,
        atLeastOne: { missing: 'a selector', says: 'Flush requires arguments.' },
      },
    },
    { verb: 'help', doc: 'How the command is used.' },
  ],
};
