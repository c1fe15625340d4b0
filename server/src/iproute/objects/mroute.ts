/** `ip mroute`: the multicast routes that a program installed (iproute2 6.1 to 7.3, ip/ipmroute.c; ip-mroute(8)). */
import type { ObjectGrammar } from '../grammar.ts';
import { device, flag, full, short } from '../rows.ts';

const prefix = { kind: 'prefix', family: 'option' } as const;

export const mrouteObject: ObjectGrammar = {
  name: 'mroute',
  doc: 'Multicast routes.',
  otherwise: 'list',
  verbs: [
    {
      verb: 'list',
      aliases: ['show', 'lst'],
      doc: 'Show multicast routes.',
      scope: {
        grammar: [
          short(
            'table',
            { kind: 'table' },
            { doc: 'Only of this table.', refusal: 'table id value is invalid' },
          ),
          full('iif', device, 'Only for packets from this link.'),
          short('from', prefix, 'Only for these sources.'),
        ],
        bare: {
          kind: 'value',
          row: full('group', prefix, 'Only for these groups.'),
          leads: [{ row: full('to', flag, 'The group follows.'), takes: (word) => word === 'to' }],
        },
      },
    },
    { verb: 'help', doc: 'How the command is used.' },
  ],
};
