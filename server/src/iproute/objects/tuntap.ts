/** `ip tuntap`: TUN and TAP devices (iproute2 6.1 to 7.3, ip/iptuntap.c; ip-tuntap(8)). */
import type { Argument, Grammar, GrammarRow, ObjectGrammar, Scope } from '../grammar.ts';
import { anyWords, flag, linkName, short } from '../rows.ts';

const person: Argument = { kind: 'text' };
const base: Grammar = [
  short('pi', flag, 'Each packet has a header with flags and protocol.'),
  short('one_queue', flag, 'No effect since Linux 3.8.'),
  short('vnet_hdr', flag, { doc: 'Each packet has a header for offloads.' }),
  short('multi_queue', flag, { doc: 'Several queues.' }),
  short('dev', linkName, { doc: 'Name of the device.', refusal: '"dev" not a valid ifname' }),
];
const mode: GrammarRow = short(
  'mode',
  { kind: 'choice', words: ['tun', 'tap'], abbreviates: true },
  { doc: '`tun` carries IP packets, `tap` Ethernet frames.', answer: 'Unknown tunnel mode "%s"' },
);
const users: Grammar = [
  short('user', person, 'User that may open the device.'),
  short('group', person, 'Group that may open the device.'),
];
const scope = (grammar: Grammar): Scope => ({
  grammar,
  bare: {
    kind: 'value',
    row: short('name', linkName, {
      doc: 'Name of the device.',
      refusal: '"name" not a valid ifname',
    }),
    leads: [
      {
        row: short('name', flag, 'The name of the device follows.'),
        takes: (word) => word !== '' && 'name'.startsWith(word),
      },
    ],
    once: 'name',
    saidBy: ['dev'],
  },
  conflicts: [
    { allOf: ['mode=tu*', 'mode=ta*'], says: 'You managed to ask for more than one tunnel mode.' },
  ],
  needs: [
    {
      anyOf: ['mode'],
      missing: '`mode tun` or `mode tap`',
      says: 'You failed to specify a tunnel mode',
    },
  ],
});

export const tuntapObject: ObjectGrammar = {
  name: 'tuntap',
  doc: 'TUN and TAP devices, whose other end is a program.',
  otherwise: 'show',
  verbs: [
    { verb: 'add', doc: 'Make a device.', scope: scope([mode, ...users, ...base]) },
    { verb: 'delete', doc: 'Remove a device.', scope: scope([mode, ...base]) },
    { verb: 'show', aliases: ['lst', 'list'], doc: 'Show devices.', scope: anyWords },
    { verb: 'help', doc: 'How the command is used.' },
  ],
};
