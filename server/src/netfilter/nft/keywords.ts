/**
 * Words of the nft grammar (src/parser_bison.y, nftables 1.0.6 and 1.1.1), grouped by what they begin.
 */

/** Families with their IP versions; the others never see an IP hook. */
export const families: Readonly<Record<string, readonly (4 | 6)[]>> = {
  ip: [4],
  ip6: [6],
  inet: [4, 6],
  arp: [],
  bridge: [],
  netdev: [],
};

/** Words that act and so end any expression before them. */
const statements =
  'accept drop reject return continue jump goto queue counter last quota limit log masquerade snat dnat redirect notrack dup fwd tproxy synproxy comment update add delete destroy flow meter xt reset set map secmark';

/** Words that begin a match. */
const expressions =
  'meta mark iif iifname iiftype iifgroup oif oifname oiftype oifgroup skuid skgid nftrace rtclassid ibriport ibrname obriport obrname pkttype cpu cgroup ipsec time day hour ' +
  'ether vlan arp ip icmp igmp ip6 icmpv6 ah esp comp udp udplite tcp dccp sctp th gre gretap geneve vxlan rt rt0 rt2 rt4 srh hbh frag dst mh exthdr ' +
  'socket osf fib ct jhash symhash numgen tunnel random';

const statementWords = new Set(statements.split(' '));
const expressionWords = new Set(expressions.split(' '));

/** True if the word can be the first of a rule, or of the next part of one. */
export function beginsPart(word: string): boolean {
  return statementWords.has(word) || expressionWords.has(word);
}

/** True for words that only begin a statement: no expression contains them. */
export function beginsStatement(word: string): boolean {
  return statementWords.has(word);
}

/** Matches on a link by name or index. */
export const linkKeys: Readonly<Record<string, 'iif' | 'oif'>> = {
  iif: 'iif',
  iifname: 'iif',
  oif: 'oif',
  oifname: 'oif',
};

/** Statements that change nothing here and narrow nothing. */
export const silentStatements = new Set([
  'counter',
  'log',
  'comment',
  'continue',
  'last',
  'nftrace',
]);

/** Standard priorities by name (nft(8), table "Standard priority names"). */
export const priorityNames: Readonly<Record<string, number>> = {
  raw: -300,
  mangle: -150,
  dstnat: -100,
  filter: 0,
  security: 50,
  srcnat: 100,
};

export const hookNames = ['prerouting', 'input', 'forward', 'output', 'postrouting'] as const;
