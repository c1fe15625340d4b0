/** `ip monitor`: tells what changes (iproute2 6.1 to 7.3, ip/ipmonitor.c; ip-monitor(8)). It has no verbs; `all` and the kinds of objects say what is told. */
import type { GrammarRow, ObjectGrammar } from '../grammar.ts';
import { device, flag, full, short, text } from '../rows.ts';

const tells = (keyword: string, what: string, since?: string): GrammarRow =>
  short(keyword, flag, { doc: `Tell of ${what}.`, ...(since === undefined ? {} : { since }) });

export const monitorObject: ObjectGrammar = {
  name: 'monitor',
  doc: 'Tells what changes in links, addresses, routes, …',
  verbs: [],
  scope: {
    bare: { kind: 'refuse', answer: 'Argument "%s" is unknown, try "ip monitor help".' },
    grammar: [
      short('file', text, 'Read the changes from a file that `rtmon` wrote.'),
      short('label', flag, 'Name the kind of object on each line.'),
      tells('link', 'links'),
      tells('address', 'addresses'),
      tells('maddress', 'multicast addresses', 'iproute2 6.14'),
      full('acaddress', flag, { doc: 'Tell of anycast addresses.', since: 'iproute2 6.14' }),
      tells('route', 'routes'),
      tells('mroute', 'multicast routes'),
      tells('prefix', 'IPv6 prefixes of router advertisements'),
      tells('neigh', 'neighbours'),
      tells('netconf', 'settings like forwarding', 'Linux 3.8'),
      tells('rule', 'rules'),
      tells('nsid', 'numbers of namespaces', 'Linux 4.0'),
      tells('nexthop', 'nexthop objects', 'Linux 5.3'),
      full('stats', flag, { doc: 'Tell of statistics that are switched.', since: 'iproute2 5.19' }),
      full('all', flag, 'Tell of everything.'),
      short('all-nsid', flag, { doc: 'Of all namespaces that have a number.', since: 'Linux 4.1' }),
      full('dev', device, { doc: 'Only of this link.', refusal: 'Device does not exist' }),
    ],
  },
};
