/** Kinds of tunnels over IPv4 and IPv6: GRE, IPIP, SIT, VTI (ip/link_gre.c, link_iptnl.c, link_vti.c and their IPv6 sisters, 6.1 to 7.3; ip-link(8)). */
import type { Argument, Grammar, GrammarRow, Scope } from '../grammar.ts';
import { device, flag, full, ipv4, ipv6, oneOf, oneOfOr, short } from '../rows.ts';
import {
  encapRows,
  erspanRows,
  fwmark6Row,
  fwmarkRow,
  greSwitches,
  hopLimit,
  ipv6Rows,
  keyRows,
  localRemoteRows,
  tclass,
} from './tunnelRows.ts';

const usage: Scope['bare'] = { kind: 'refuse', answer: 'the usage text', isUsage: true };
const scope = (grammar: Grammar): Scope => ({ grammar, bare: usage });
const tos: Argument = {
  kind: 'named',
  file: 'rt_dsfield',
  maximum: 255,
  base: 16,
  words: ['inherit'],
};

const ends = (address: Argument, make: typeof short): readonly GrammarRow[] => [
  make('remote', address, 'Address of the other end.'),
  make('local', address, 'Own address.'),
];
const dev = short('dev', device, 'Link that the tunnel is bound to.');
const pmtu = (make: typeof short): readonly GrammarRow[] => [
  make('nopmtudisc', flag, 'No path MTU discovery on the tunnel.'),
  make('pmtudisc', flag, 'Path MTU discovery on the tunnel.'),
];
const shortTtl = (refusal: string): readonly GrammarRow[] => [
  short('ttl', hopLimit, { doc: 'TTL of the outer header, or `inherit`.', refusal }),
  short('hoplimit', hopLimit, { doc: 'The same as `ttl`.', refusal }),
  short('hlim', hopLimit, { doc: 'The same as `ttl`.', refusal }),
];
const shortTos = (argument: Argument, refusal: string): readonly GrammarRow[] => [
  short('tos', argument, { doc: 'Type of service of the outer header, or `inherit`.', refusal }),
  short('tclass', argument, { doc: 'The same as `tos`.', refusal }),
  short('dsfield', argument, { doc: 'The same as `tos`.', refusal }),
];
const fullTtl = (refusal: string): GrammarRow =>
  full('ttl', hopLimit, {
    doc: 'TTL of the outer header, or `inherit`.',
    aliases: ['hoplimit', 'hlim'],
    refusal,
  });
const fullTos = (argument: Argument, refusal: string): GrammarRow =>
  short('dsfield', argument, {
    doc: 'Type of service of the outer header, or `inherit`.',
    aliases: ['tos', 'tclass', 'tc'],
    refusal,
  });
const encaplimit = full('encaplimit', oneOfOr(255, 'none'), {
  doc: 'How deep tunnels may be nested.',
  refusal: 'invalid ELIM',
});

const gre: Grammar = [
  ...greSwitches,
  ...pmtu(short),
  ...ends(ipv4, short),
  dev,
  ...shortTtl('invalid TTL'),
  ...shortTos(tos, 'bad TOS value'),
  ...encapRows,
  full('ignore-df', flag, 'Break packets up in spite of their DF bit.'),
  full('noignore-df', flag, 'Heed the DF bit.'),
  fwmarkRow,
];
const gre6: Grammar = [
  ...greSwitches,
  ...ends(ipv6, short),
  dev,
  ...shortTtl('invalid HLIM'),
  ...shortTos(tclass, 'invalid TClass'),
  ...ipv6Rows,
  ...encapRows,
  fwmark6Row,
  ...localRemoteRows,
  encaplimit,
  ...erspanRows,
];

export const greScope = scope(gre);
export const erspanScope = scope([...gre, ...erspanRows]);
export const gre6Scope = scope(gre6);

const modes = ['ipv4/ipv4', 'ipip', 'ip4ip4', 'mpls/ipv4', 'mplsip', 'any/ipv4', 'any'];
const iptunnel = (own: Grammar, more: readonly string[]): Grammar => [
  full('mode', oneOf(...more, ...modes), {
    doc: 'What is within the tunnel.',
    refusal: 'Cannot guess tunnel mode.',
  }),
  ...ends(ipv4, full),
  dev,
  fullTtl('invalid TTL'),
  fullTos(tos, 'bad TOS value'),
  ...pmtu(full),
  ...own,
  ...encapRows,
  full('6rd-prefix', { kind: 'prefix', family: 6 }, 'Prefix of the 6rd domain.'),
  full(
    '6rd-relay_prefix',
    { kind: 'prefix', family: 4 },
    'Part of the IPv4 address that is left out.',
  ),
  full('6rd-reset', flag, 'Back to 2002::/16.'),
  fwmarkRow,
];
export const ipipScope = scope(iptunnel([], []));
export const sitScope = scope(iptunnel([full('isatap', flag, 'ISATAP.')], ['ipv6/ipv4', 'ip6ip']));

const modes6 = [
  'ipv6/ipv6',
  'ip6ip6',
  'ip/ipv6',
  'ipv4/ipv6',
  'ipip6',
  'ip4ip6',
  'any/ipv6',
  'any',
];
export const ip6tnlScope = scope([
  full('mode', oneOf(...modes6), {
    doc: 'What is within the tunnel.',
    refusal: 'Cannot guess tunnel mode.',
  }),
  ...ends(ipv6, full),
  dev,
  fullTtl('invalid HLIM'),
  encaplimit,
  fullTos(tclass, 'invalid TClass'),
  ...ipv6Rows,
  fwmark6Row,
  ...localRemoteRows,
  ...encapRows,
]);

const vti = (address: Argument): Grammar => [...keyRows, ...ends(address, short), dev, fwmarkRow];
export const vtiScope = scope(vti(ipv4));
export const vti6Scope = scope(vti(ipv6));
