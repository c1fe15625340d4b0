/** All objects of `ip`, in the order in which iproute2 tries their names (7.3, ip/ip.c): the first that begins with the word wins. */
import type { ObjectGrammar } from '../grammar.ts';
import { addressObject } from './address.ts';
import { addrlabelObject } from './addrlabel.ts';
import { fouObject } from './fou.ts';
import { ilaObject } from './ila.ts';
import { ioamObject } from './ioam.ts';
import { l2tpObject } from './l2tp.ts';
import { linkObject } from './link.ts';
import { macsecObject } from './macsec.ts';
import { maddressObject } from './maddress.ts';
import { monitorObject } from './monitor.ts';
import { mptcpObject } from './mptcp.ts';
import { mrouteObject } from './mroute.ts';
import { neighObject } from './neigh.ts';
import { netconfObject } from './netconf.ts';
import { netnsObject } from './netns.ts';
import { nexthopObject } from './nexthop.ts';
import { ntableObject } from './ntable.ts';
import { routeObject } from './route.ts';
import { mruleObject, ruleObject } from './rule.ts';
import { srObject } from './sr.ts';
import { statsObject } from './stats.ts';
import { tcpMetricsObject } from './tcpMetrics.ts';
import { tokenObject } from './token.ts';
import { tunnelObject } from './tunnel.ts';
import { tuntapObject } from './tuntap.ts';
import { vrfObject } from './vrf.ts';
import { xfrmObject } from './xfrm.ts';

const helpObject: ObjectGrammar = {
  name: 'help',
  doc: 'How `ip` is used.',
  verbs: [],
  scope: { grammar: [], bare: { kind: 'stop' } },
};

/** Each name that `ip` knows, with its object. */
const names: readonly (readonly [string, ObjectGrammar])[] = [
  ['address', addressObject],
  ['addrlabel', addrlabelObject],
  ['maddress', maddressObject],
  ['route', routeObject],
  ['rule', ruleObject],
  ['neighbor', neighObject],
  ['neighbour', neighObject],
  ['ntable', ntableObject],
  ['ntbl', ntableObject],
  ['link', linkObject],
  ['l2tp', l2tpObject],
  ['fou', fouObject],
  ['ila', ilaObject],
  ['macsec', macsecObject],
  ['tunnel', tunnelObject],
  ['tunl', tunnelObject],
  ['tuntap', tuntapObject],
  ['tap', tuntapObject],
  ['token', tokenObject],
  ['tcpmetrics', tcpMetricsObject],
  ['tcp_metrics', tcpMetricsObject],
  ['monitor', monitorObject],
  ['xfrm', xfrmObject],
  ['mroute', mrouteObject],
  ['mrule', mruleObject],
  ['netns', netnsObject],
  ['netconf', netconfObject],
  ['vrf', vrfObject],
  ['sr', srObject],
  ['nexthop', nexthopObject],
  ['mptcp', mptcpObject],
  ['ioam', ioamObject],
  ['help', helpObject],
  ['stats', statsObject],
];

/** The objects, each once. */
export const objects: readonly ObjectGrammar[] = [
  ...new Set(names.map(([, object]) => object)),
].filter((object) => object !== helpObject);

/** The object of a word, or undefined if `ip` knows none. */
export function findObject(word: string): ObjectGrammar | undefined {
  return word === '' ? undefined : names.find(([name]) => name.startsWith(word))?.[1];
}
