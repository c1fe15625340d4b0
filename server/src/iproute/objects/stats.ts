/** `ip stats`: statistics of links by group and suite (iproute2 6.1 to 7.3, ip/ipstats.c; ip-stats(8)). Its words cannot be shortened. */
import type { GrammarRow, ObjectGrammar } from '../grammar.ts';
import { full, linkName, onOff, text } from '../rows.ts';

const deviceRow: GrammarRow = full('dev', linkName, {
  doc: 'The link.',
  refusal: '"dev" not a valid ifname',
  once: 'dev',
  isGarbageTwice: true,
});
const answer = 'What is "%s"?';

export const statsObject: ObjectGrammar = {
  name: 'stats',
  doc: 'Statistics of links by group and suite.',
  since: { iproute2: '5.19' },
  otherwise: 'show',
  isExact: true,
  verbs: [
    { verb: 'help', doc: 'How the command is used.' },
    {
      verb: 'show',
      doc: 'Show statistics.',
      scope: {
        grammar: [
          deviceRow,
          full('group', text, 'Group: `link`, `offload`, `xstats`, `afstats`, …'),
          full('subgroup', text, 'Part of the group.'),
          full('suite', text, 'Part of the subgroup.'),
        ],
        bare: { kind: 'refuse', answer },
        hasNoHelp: true,
      },
    },
    {
      verb: 'set',
      doc: 'Switch statistics of a card.',
      since: { linux: '5.18', iproute2: '5.19' },
      scope: {
        grammar: [
          deviceRow,
          full('l3_stats', onOff, { doc: 'Count routed packets on the card.', once: 'l3_stats' }),
        ],
        bare: { kind: 'refuse', answer },
        hasNoHelp: true,
        needs: [
          {
            anyOf: ['dev'],
            missing: '`dev` with the link',
            says: 'Not enough information: "dev" argument is required.',
          },
          {
            anyOf: ['l3_stats'],
            missing: '`l3_stats`',
            says: 'Not enough information: stat type to toggle is required.',
          },
        ],
      },
    },
  ],
};
