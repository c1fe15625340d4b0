/** `ip monitor`: tells what changes (iproute2 6.1 to 7.3, ip/ipmonitor.c; ip-monitor(8)). It has no verbs; `all` and the kinds of objects say what is told. */
import type { GrammarRow, ObjectGrammar } from '../grammar.ts';
import { device, flag, full, short, text } from '../rows.ts';
import { both, dated, type Versions } from '../since.ts';

const tells = (keyword: string, what: string): GrammarRow =>
  short(keyword, flag, `Tell of ${what}.`);

const versions: Versions = [
  [{ linux: '4.0' }, 'nsid'],
  [{ linux: '4.2' }, 'all-nsid'],
  [both('5.3'), 'nexthop'],
  [{ linux: '5.18', iproute2: '5.19' }, 'stats'],
  [both('6.14'), 'maddress acaddress'],
];

export const monitorObject: ObjectGrammar = {
  name: 'monitor',
  doc: 'Tells what changes in links, addresses, routes, …',
  verbs: [],
  scope: {
    bare: { kind: 'refuse', answer: 'Argument "%s" is unknown, try "ip monitor help".' },
    grammar: dated(versions, [
      short('file', text, 'Read the changes from a file that `rtmon` wrote.'),
      short('label', flag, 'Name the kind of object on each line.'),
      tells('link', 'links'),
      tells('address', 'addresses'),
      tells('maddress', 'multicast addresses'),
      full('acaddress', flag, 'Tell of anycast addresses.'),
      tells('route', 'routes'),
      tells('mroute', 'multicast routes'),
      tells('prefix', 'IPv6 prefixes of router advertisements'),
      tells('neigh', 'neighbours'),
      tells('netconf', 'settings like forwarding'),
      tells('rule', 'rules'),
      tells('nsid', 'numbers of namespaces'),
      tells('nexthop', 'nexthop objects'),
      full('stats', flag, 'Tell of statistics that are switched.'),
      full('all', flag, 'Tell of everything.'),
      short('all-nsid', flag, 'Of all namespaces that have a number.'),
      full('dev', device, { doc: 'Only of this link.', refusal: 'Device does not exist' }),
    ]),
  },
};
