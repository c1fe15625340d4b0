/** `ip mptcp`: endpoints and limits of Multipath TCP (iproute2 6.1 to 7.3, ip/ipmptcp.c; ip-mptcp(8)). */
import type { Conflict, Grammar, Need, ObjectGrammar, Scope, VerbRow } from '../grammar.ts';
import { anyWords, flag, full, linkName, short, u16, u32, u8 } from '../rows.ts';
import { both, dated, type Versions } from '../since.ts';

const versions: Versions = [[{ linux: '5.12', iproute2: '5.13' }, 'port']];
const flagsVersions: Versions = [
  [{ linux: '5.15', iproute2: '5.17' }, 'fullmesh'],
  [{ iproute2: '5.17' }, 'nobackup'],
  [both('5.18'), 'nofullmesh'],
  [{ linux: '5.18', iproute2: '6.5' }, 'implicit'],
  [{ linux: '6.18', iproute2: '6.19' }, 'laminar'],
];
const flags: Grammar = dated(flagsVersions, [
  full('signal', flag, 'Tell the other side of this address.'),
  full('subflow', flag, 'Open further paths from this address.'),
  full('backup', flag, 'Use the path only if no other works.'),
  full('fullmesh', flag, {
    doc: 'Open paths to all addresses of the other side.',
  }),
  full('implicit', flag, 'Made by the kernel; cannot be set.'),
  full('laminar', flag, {
    doc: 'Open paths to addresses that the other side tells of.',
  }),
  full('nobackup', flag, 'Use the path like any other.'),
  full('nofullmesh', flag, 'No longer open paths to all addresses.'),
]);
const grammar: Grammar = dated(versions, [
  ...flags,
  short('id', u8, { doc: 'Number of the endpoint.', refusal: 'invalid ID' }),
  short('dev', linkName, { doc: 'Link of the address.', refusal: 'invalid interface name' }),
  short('port', u16, { doc: 'Port that is told, with `signal`.', refusal: 'expected port' }),
]);
const scope = (needs: readonly Need[] = [], conflicts: readonly Conflict[] = []): Scope => ({
  grammar,
  bare: {
    kind: 'value',
    row: full(
      'address',
      { kind: 'address', family: 'any' },
      {
        doc: 'Address of the endpoint.',
        answer: 'Error: argument "%s" is wrong: unknown argument',
      },
    ),
  },
  hasNoHelp: true,
  needs,
  conflicts,
});

const endpoint: readonly VerbRow[] = [
  {
    verb: 'add',
    doc: 'Add an endpoint.',
    scope: scope(
      [
        {
          anyOf: ['address'],
          missing: 'the address',
          says: 'Error: argument "ADDRESS" is required',
        },
        {
          anyOf: ['signal'],
          when: ['port'],
          missing: '`signal`, which `port` needs',
          says: 'Error: argument "port" is wrong: flags must have signal when using port',
        },
      ],
      [
        {
          allOf: ['signal', 'fullmesh'],
          says: 'Error: argument "fullmesh" is wrong: flags mustn\'t have both signal and fullmesh',
        },
      ],
    ),
  },
  {
    verb: 'change',
    doc: 'Change the flags of an endpoint.',
    since: { linux: '5.12', iproute2: '5.17' },
    scope: scope(
      [],
      [
        ...['signal', 'subflow', 'implicit', 'laminar'].map((word) => ({
          allOf: [word],
          says: `Error: argument "${word}" is wrong: invalid flags, backup and fullmesh only`,
        })),
        {
          allOf: ['id', 'port'],
          says: 'Error: argument "port" is wrong: port can\'t be used with id',
        },
      ],
    ),
  },
  {
    verb: 'delete',
    doc: 'Remove an endpoint.',
    scope: scope(
      [
        { anyOf: ['id'], missing: '`id`', says: 'Error: argument "ID" is required' },
        {
          anyOf: ['address'],
          when: ['id=0'],
          missing: 'the address, which the endpoint 0 needs',
          says: 'Error: argument "ID" is wrong: address is needed for deleting id 0 address',
        },
      ],
      [
        {
          allOf: ['id', 'address'],
          unless: ['id=0'],
          says: 'Error: argument "ADDRESS" is wrong: invalid for non-zero id address',
        },
      ],
    ),
  },
  { verb: 'show', doc: 'Show endpoints.', scope: scope() },
  { verb: 'flush', doc: 'Remove all endpoints.', scope: anyWords },
];

const limits: Scope = {
  grammar: [
    short('subflows', u32, {
      doc: 'Most further paths of a connection.',
      refusal: 'invalid subflows',
    }),
    short('add_addr_accepted', u32, {
      doc: 'Most addresses that are taken from the other side.',
      refusal: 'invalid add_addr_accepted',
    }),
  ],
  bare: { kind: 'refuse', answer: 'Error: argument "%s" is wrong: unknown limit' },
  hasNoHelp: true,
};

export const mptcpObject: ObjectGrammar = {
  name: 'mptcp',
  doc: 'Endpoints and limits of Multipath TCP.',
  since: { linux: '5.6', iproute2: '5.8' },
  verbs: [
    { verb: 'help', doc: 'How the command is used.' },
    {
      verb: 'endpoint',
      doc: 'Addresses for further paths.',
      otherwise: 'show',
      verbs: endpoint,
    },
    {
      verb: 'limits',
      doc: 'How many paths a connection may have.',
      otherwise: 'show',
      verbs: [
        { verb: 'set', doc: 'Set limits.', scope: limits },
        { verb: 'show', doc: 'Show limits.', scope: limits },
      ],
    },
    {
      verb: 'monitor',
      doc: 'Tell of connections and paths.',
      since: { linux: '5.12', iproute2: '5.13' },
    },
  ],
};
