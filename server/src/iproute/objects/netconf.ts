/** `ip netconf`: forwarding, rp_filter and the like as the kernel has them (iproute2 6.1 to 7.3, ip/ipnetconf.c; ip-netconf(8)). */
import type { ObjectGrammar } from '../grammar.ts';
import { device, full } from '../rows.ts';

export const netconfObject: ObjectGrammar = {
  name: 'netconf',
  doc: 'Settings of links: forwarding, rp_filter, proxy_neigh, …',
  otherwise: 'show',
  verbs: [
    {
      verb: 'show',
      aliases: ['lst', 'list'],
      doc: 'Show settings.',
      scope: {
        grammar: [full('dev', device, 'Only of this link.')],
        bare: { kind: 'skip' },
        hasNoHelp: true,
      },
    },
    { verb: 'help', doc: 'How the command is used.' },
  ],
};
