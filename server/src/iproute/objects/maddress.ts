/** `ip maddress`: multicast addresses of links (iproute2 6.1 to 7.3, ip/ipmaddr.c; ip-maddress(8)). */
import type { Lead, ObjectGrammar, Scope } from '../grammar.ts';
import { flag, full, linkName, short, text } from '../rows.ts';

const deviceLead: Lead = {
  row: full('dev', flag, 'The name of the link follows.'),
  takes: (word) => word === 'dev',
};
const changing: Scope = {
  grammar: [
    full('dev', linkName, { doc: 'The link.', refusal: '"dev" not a valid ifname', once: 'dev' }),
  ],
  bare: {
    kind: 'value',
    row: full('address', { kind: 'lladdr', octets: 6 }, 'Hardware address of the group.'),
    leads: [
      {
        row: short('address', flag, 'The hardware address follows.'),
        takes: (word) => word !== '' && 'address'.startsWith(word),
      },
    ],
    once: 'address',
  },
  needs: [
    {
      anyOf: ['dev'],
      missing: '`dev` with the link',
      says: 'Not enough information: "dev" is required.',
    },
  ],
};

export const maddressObject: ObjectGrammar = {
  name: 'maddress',
  helpName: 'maddr',
  doc: 'Multicast addresses that links listen to.',
  otherwise: 'list',
  verbs: [
    { verb: 'add', doc: 'Listen to a hardware address.', scope: changing },
    { verb: 'delete', doc: 'No longer listen to a hardware address.', scope: changing },
    {
      verb: 'list',
      aliases: ['show', 'lst'],
      doc: 'Show multicast addresses.',
      scope: {
        grammar: [],
        bare: {
          kind: 'value',
          row: full('link', text, 'Only this link.'),
          leads: [deviceLead],
          once: 'dev',
        },
      },
    },
    { verb: 'help', doc: 'How the command is used.' },
  ],
};
