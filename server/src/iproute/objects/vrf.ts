/** `ip vrf`: which processes are in a VRF (iproute2 6.1 to 7.3, ip/ipvrf.c; ip-vrf(8)). */
import type { ObjectGrammar, Scope } from '../grammar.ts';
import { device, full } from '../rows.ts';

const unread: Scope = { grammar: [], bare: { kind: 'stop' }, hasNoHelp: true };
const wantsName: Scope = {
  ...unread,
  atLeastOne: { missing: 'the name of the VRF', says: 'No VRF name specified' },
};

export const vrfObject: ObjectGrammar = {
  name: 'vrf',
  doc: 'VRFs: a routing table that links and processes are bound to.',
  since: { linux: '4.3', iproute2: '4.10' },
  otherwise: 'show',
  verbs: [
    {
      verb: 'identify',
      doc: 'Ask in which VRF a process is.',
      scope: {
        grammar: [],
        bare: {
          kind: 'value',
          row: full(
            'pid',
            { kind: 'number', minimum: 0, maximum: 0xffffffff, base: 10 },
            { doc: 'Number of the process.', refusal: 'Invalid pid' },
          ),
          once: 'pid',
        },
        hasNoHelp: true,
      },
    },
    {
      verb: 'pids',
      doc: 'Show the processes of a VRF.',
      scope: {
        ...unread,
        atLeastOne: { missing: 'the name of the VRF', says: 'Invalid arguments' },
      },
    },
    { verb: 'exec', doc: 'Run a command in a VRF.', scope: wantsName },
    {
      verb: 'show',
      aliases: ['lst', 'list'],
      doc: 'Show VRFs and their tables.',
      scope: {
        grammar: [],
        bare: { kind: 'value', row: full('name', device, 'Only this VRF.'), once: 'name' },
        hasNoHelp: true,
      },
    },
    { verb: 'help', doc: 'How the command is used.' },
  ],
};
