/** `ip fou`: ports that take tunnels within UDP, Foo over UDP and GUE (iproute2 6.1 to 7.3, ip/ipfou.c; ip-fou(8)). */
import type { Conflict, Grammar, Need, ObjectGrammar, Scope } from '../grammar.ts';
import { anyAddress, flag, linkName, short } from '../rows.ts';
import { both, dated, type Versions } from '../since.ts';

const versions: Versions = [[both('5.2'), 'local peer peer_port dev']];
const port = { kind: 'number', minimum: 1, maximum: 0xffff } as const;
const grammar: Grammar = dated(versions, [
  short('port', port, { doc: 'UDP port that is listened to.', refusal: 'invalid port' }),
  short(
    'ipproto',
    { kind: 'named', file: 'protocols', minimum: 1, maximum: 255, base: 10 },
    { doc: 'Protocol of what is within (Foo over UDP).', refusal: 'invalid ipproto' },
  ),
  short('gue', flag, 'A header says what is within (Generic UDP Encapsulation).'),
  short('-6', flag, 'Over IPv6.'),
  short('local', anyAddress, 'Own address.'),
  short('peer', anyAddress, 'Address of the other end.'),
  short('peer_port', port, { doc: 'Port of the other end.', refusal: 'invalid peer port' }),
  short('dev', linkName, { doc: 'Only on this link.', answer: 'fou: invalid device name' }),
]);

const conflicts: readonly Conflict[] = [
  { allOf: ['ipproto', 'gue'], says: 'fou: cannot set ipproto and gue' },
];
const peers: readonly Need[] = [
  {
    anyOf: ['peer'],
    when: ['peer_port'],
    missing: '`peer`',
    says: 'fou: both peer and peer port must be set',
  },
  {
    anyOf: ['peer_port'],
    when: ['peer'],
    missing: '`peer_port`',
    says: 'fou: both peer and peer port must be set',
  },
];
/** `ip` goes on after these complaints, and the kernel has the last word. */
const scope = (needs: readonly Need[]): Scope => ({
  grammar,
  bare: { kind: 'refuse', answer: 'fou: unknown command "%s"?' },
  conflicts,
  needs,
});
const portNeed: Need = { anyOf: ['port'], missing: '`port`', says: 'fou: missing port' };

export const fouObject: ObjectGrammar = {
  name: 'fou',
  doc: 'Ports that take tunnels within UDP.',
  since: { linux: '3.18' },
  verbs: [
    { verb: 'help', doc: 'How the command is used.' },
    {
      verb: 'add',
      doc: 'Listen to a port.',
      scope: scope([
        portNeed,
        {
          anyOf: ['ipproto', 'gue'],
          missing: '`ipproto` or `gue`',
          says: 'fou: must set ipproto or gue',
        },
        ...peers,
      ]),
    },
    { verb: 'delete', doc: 'No longer listen to a port.', scope: scope([portNeed, ...peers]) },
    {
      verb: 'show',
      doc: 'Show ports.',
      scope: {
        grammar: [],
        bare: { kind: 'refuse', answer: '"ip fou show" does not take any arguments.' },
        hasNoHelp: true,
      },
    },
  ],
};
