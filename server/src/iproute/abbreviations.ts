/**
 * Abbreviated objects and verbs: the first entry that begins with the word wins, in iproute2's own order (6.1 to 7.3, ip/ip.c and `do_*`).
 * So `ip r` is route, `ip ru` rule, `ip add` address, and `ip link s` is set.
 */

const objects = [
  'address',
  'addrlabel',
  'maddress',
  'route',
  'rule',
  'neighbor',
  'neighbour',
  'ntable',
  'ntbl',
  'link',
  'l2tp',
  'fou',
  'ila',
  'macsec',
  'tunnel',
  'tunl',
  'tuntap',
  'tap',
  'token',
  'tcpmetrics',
  'tcp_metrics',
  'monitor',
  'xfrm',
  'mroute',
  'mrule',
  'netns',
  'netconf',
  'vrf',
  'sr',
  'nexthop',
  'mptcp',
  'ioam',
  'help',
  'stats',
  'amt',
  'moo',
] as const;

const routeVerbs = [
  ['list', 'show'],
  ['show', 'show'],
  ['lst', 'show'],
  ['add', 'add'],
  ['change', 'change'],
  ['chg', 'change'],
  ['replace', 'replace'],
  ['prepend', 'prepend'],
  ['append', 'append'],
  ['test', 'test'],
  ['delete', 'del'],
  ['get', 'get'],
  ['flush', 'flush'],
  ['save', 'save'],
  ['restore', 'restore'],
  ['showdump', 'other'],
  ['help', 'other'],
] as const;
const ruleVerbs = [
  ['list', 'show'],
  ['lst', 'show'],
  ['show', 'show'],
  ['save', 'save'],
  ['restore', 'restore'],
  ['add', 'add'],
  ['delete', 'del'],
  ['flush', 'flush'],
  ['help', 'other'],
] as const;
const addressVerbs = [
  ['add', 'add'],
  ['change', 'change'],
  ['chg', 'change'],
  ['replace', 'replace'],
  ['delete', 'del'],
  ['show', 'show'],
  ['lst', 'show'],
  ['list', 'show'],
  ['flush', 'flush'],
  ['save', 'other'],
  ['showdump', 'other'],
  ['restore', 'other'],
  ['help', 'other'],
] as const;
const linkVerbs = [
  ['add', 'add'],
  ['set', 'set'],
  ['change', 'set'],
  ['replace', 'other'],
  ['delete', 'del'],
  ['show', 'show'],
  ['lst', 'show'],
  ['list', 'show'],
  ['xstats', 'other'],
  ['afstats', 'other'],
  ['property', 'other'],
  ['help', 'other'],
] as const;

const nexthopVerbs = [
  ['add', 'add'],
  ['replace', 'replace'],
  ['delete', 'del'],
  ['list', 'show'],
  ['show', 'show'],
  ['lst', 'show'],
  ['get', 'get'],
  ['flush', 'flush'],
  ['help', 'other'],
  ['bucket', 'show'],
] as const;

/** The verbs of each object that is read in full: words as iproute2 spells them, and what they mean here. */
export const verbs = {
  route: routeVerbs,
  rule: ruleVerbs,
  address: addressVerbs,
  link: linkVerbs,
  nexthop: nexthopVerbs,
} as const;

/** The object of a word, or undefined if `ip` knows none. */
export function findObject(word: string): string | undefined {
  return word === '' ? undefined : objects.find((object) => object.startsWith(word));
}

/** The meaning of a verb, or undefined if `ip` knows none. `chg` and `lst` cannot be shortened. */
export function findVerb<T extends string>(
  table: readonly (readonly [string, T])[],
  word: string,
): T | undefined {
  if (word === '') return undefined;
  return table.find(([verb]) => (verb === 'chg' ? verb === word : verb.startsWith(word)))?.[1];
}
