/** Kinds of links that `ip link add … type KIND` makes, each with its words (7.3). Others are left to `ip` and the kernel. */
import type { Choice, Scope } from '../grammar.ts';
import { bondScope, bondSlaveScope } from './bond.ts';
import { bridgeScope } from './bridge.ts';
import { bridgeSlaveScope } from './bridgeSlave.ts';
import { canScope } from './can.ts';
import { bareudpScope, geneveScope } from './geneve.ts';
import {
  amtScope,
  batadvScope,
  gtpScope,
  ipoibScope,
  netkitScope,
  noWords,
  pairScope,
} from './others.ts';
import {
  dsaScope,
  hsrScope,
  ipvlanScope,
  macsecScope,
  macvlanScope,
  rmnetScope,
  vrfScope,
  wwanScope,
  xfrmScope,
} from './overlays.ts';
import {
  erspanScope,
  gre6Scope,
  greScope,
  ip6tnlScope,
  ipipScope,
  sitScope,
  vti6Scope,
  vtiScope,
} from './tunnels.ts';
import { versionsOfKind } from './versions.ts';
import { vlanScope } from './vlan.ts';
import { vxlanScope } from './vxlan.ts';
import { both, dated, type Since } from '../since.ts';

type Kind = readonly [name: string, scope: Scope, doc: string, since?: Since];

const plain: readonly Kind[] = [
  ['amt', amtScope, 'Multicast through networks without multicast (RFC 7450).', both('5.16')],
  ['bareudp', bareudpScope, 'MPLS or IP within UDP.', { linux: '5.7', iproute2: '5.8' }],
  ['batadv', batadvScope, 'B.A.T.M.A.N. mesh.', { linux: '5.11', iproute2: '5.18' }],
  ['bond', bondScope, 'Several links as one.'],
  ['bond_slave', bondSlaveScope, 'Settings of a member of a bond.'],
  ['bridge', bridgeScope, 'Ethernet switch.'],
  ['bridge_slave', bridgeSlaveScope, 'Settings of a port of a bridge.'],
  ['can', canScope, 'CAN bus.'],
  ['dsa', dsaScope, 'Port of a switch chip.', both('6.1')],
  ['dummy', noWords, 'A link that goes nowhere.'],
  ['erspan', erspanScope, 'Mirrored Ethernet frames over IPv4.', both('4.14')],
  ['geneve', geneveScope, 'Ethernet within UDP, with options (RFC 8926).', { linux: '4.2' }],
  ['gre', greScope, 'IP over IPv4 with a GRE header.'],
  ['gretap', greScope, 'Ethernet over IPv4 with a GRE header.'],
  ['gtp', gtpScope, 'Tunnels of mobile networks.', { linux: '4.7', iproute2: '5.18' }],
  ['hsr', hsrScope, 'Ring or parallel networks without loss (HSR, PRP).', { linux: '3.13' }],
  ['ifb', noWords, 'A link for shaping what comes in.'],
  [
    'ip6erspan',
    gre6Scope,
    'Mirrored Ethernet frames over IPv6.',
    { linux: '4.16', iproute2: '4.15' },
  ],
  ['ip6gre', gre6Scope, 'IP over IPv6 with a GRE header.'],
  ['ip6gretap', gre6Scope, 'Ethernet over IPv6 with a GRE header.'],
  ['ip6tnl', ip6tnlScope, 'IPv4 or IPv6 over IPv6.'],
  ['ipip', ipipScope, 'IPv4 over IPv4.'],
  ['ipoib', ipoibScope, 'IP over InfiniBand.'],
  [
    'ipvlan',
    ipvlanScope('ipvlan'),
    'Several addresses on one link, one hardware address.',
    { linux: '3.19' },
  ],
  ['ipvtap', ipvlanScope('ipvtap'), 'ipvlan for a program.', { linux: '4.11', iproute2: '5.0' }],
  ['macsec', macsecScope, 'Encrypted Ethernet.', both('4.6')],
  ['macvlan', macvlanScope('macvlan'), 'Several hardware addresses on one link.'],
  ['macvtap', macvlanScope('macvtap'), 'macvlan for a program.'],
  ['netdevsim', noWords, 'A simulated card for tests.', { linux: '4.16' }],
  ['netkit', netkitScope, 'A pair of links for BPF programs.', { linux: '6.7', iproute2: '6.8' }],
  ['nlmon', noWords, 'Netlink messages as packets.'],
  ['rmnet', rmnetScope, 'Channels of a mobile modem.', { linux: '4.14', iproute2: '4.18' }],
  ['sit', sitScope, 'IPv6 over IPv4.'],
  ['team', noWords, 'Several links as one, run by teamd.'],
  ['vcan', noWords, 'Virtual CAN bus.'],
  ['virt_wifi', noWords, 'Ethernet as a wireless link.', { linux: '5.0' }],
  ['vlan', vlanScope, 'One VLAN of the link below.'],
  ['vrf', vrfScope, 'A routing table for the links under it.', { linux: '4.3' }],
  ['vti', vtiScope, 'Routes decide about IPsec, over IPv4.'],
  ['vti6', vti6Scope, 'Routes decide about IPsec, over IPv6.'],
  ['vxlan', vxlanScope, 'Ethernet within UDP.'],
  ['wireguard', noWords, 'Encrypted tunnel; `wg` sets its keys.', { linux: '5.6' }],
  ['wwan', wwanScope, 'Channels of a mobile modem.', both('5.14')],
  ['xfrm', xfrmScope, 'Routes decide about IPsec.', { linux: '4.19', iproute2: '5.1' }],
];

const kinds = (peer: Scope): readonly Kind[] => [
  ...plain,
  ['veth', pairScope(peer), 'Two links that are connected: what one sends, the other receives.'],
  ['vxcan', pairScope(peer), 'Two CAN links that are connected.', both('4.12')],
];

/** All kinds by name; `peer` are the words of the other end of a pair. */
export function linkKinds(peer: Scope): ReadonlyMap<string, Choice> {
  return new Map(
    kinds(peer).map(([name, words, doc, since]): [string, Choice] => {
      const scope = { ...words, grammar: dated(versionsOfKind[name] ?? [], words.grammar) };
      return [name, since === undefined ? { doc, scope } : { doc, scope, since }];
    }),
  );
}
