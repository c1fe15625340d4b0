/** `ip ntable`: settings of the neighbour tables (iproute2 6.1 to 7.3, ip/ipntable.c; ip-ntable(8)). */
import type { Argument, GrammarRow, ObjectGrammar, Scope } from '../grammar.ts';
import { device, full, text, u32, u64 } from '../rows.ts';
import { dated, type Versions } from '../since.ts';

const number = (keyword: string, argument: Argument, doc: string): GrammarRow =>
  full(keyword, argument, { doc: doc, refusal: `"${keyword}" value is invalid` });

const settingsVersions: Versions = [[{ linux: '4.1', iproute2: '6.17' }, 'mcast_reprobes']];
const settings: readonly GrammarRow[] = dated(settingsVersions, [
  number('thresh1', u32, 'Entries below which nothing is collected.'),
  number('thresh2', u32, 'Entries above which the collector is eager.'),
  number('thresh3', u32, 'Most entries of the table.'),
  number('gc_int', u64, 'Milliseconds between collections.'),
  number('base_reachable', u64, 'Milliseconds that a neighbour counts as reachable.'),
  number('retrans', u64, 'Milliseconds between requests.'),
  number('gc_stale', u64, 'Milliseconds until a stale entry may go.'),
  number('delay_probe', u64, 'Milliseconds until the first probe.'),
  number('queue', u32, 'Packets that wait for an address.'),
  number('app_probes', u32, 'Probes by a program.'),
  number('ucast_probes', u32, 'Unicast probes.'),
  number('mcast_probes', u32, 'Multicast probes.'),
  number('mcast_reprobes', u32, 'Multicast probes after the unicast ones.'),
  number('anycast_delay', u64, 'Milliseconds that an anycast answer waits.'),
  number('proxy_delay', u64, 'Milliseconds that a proxy answer waits.'),
  number('proxy_queue', u32, 'Packets that wait for a proxy.'),
  number('locktime', u64, 'Milliseconds in which an entry is not changed again.'),
]);

const refused: Scope['bare'] = { kind: 'refuse', answer: 'Error: argument "%s" is wrong: unknown' };

export const ntableObject: ObjectGrammar = {
  name: 'ntable',
  doc: 'Settings of the neighbour tables.',
  otherwise: 'show',
  verbs: [
    {
      verb: 'change',
      aliases: ['chg'],
      doc: 'Change a table.',
      scope: {
        grammar: [
          full('name', text, {
            doc: 'Name of the table: `arp_cache` or `ndisc_cache`.',
            once: 'NAME',
          }),
          full('dev', device, 'Settings of this link.'),
          ...settings,
        ],
        bare: refused,
        hasNoHelp: true,
        needs: [
          {
            anyOf: ['name'],
            missing: '`name` of the table',
            says: 'Error: argument "NAME" is required',
          },
          {
            anyOf: settings.map(({ keyword }) => keyword),
            missing: 'a setting',
            says: 'Not enough information: changeable attributes required.',
          },
        ],
      },
    },
    {
      verb: 'show',
      aliases: ['lst', 'list'],
      doc: 'Show tables.',
      scope: {
        grammar: [
          full('dev', device, {
            doc: 'Only settings of this link, or `none`.',
            refusal: '"DEV" is invalid',
          }),
          full('name', text, 'Only this table.'),
        ],
        bare: refused,
        hasNoHelp: true,
      },
    },
    { verb: 'help', doc: 'How the command is used.' },
  ],
};
