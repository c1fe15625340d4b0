/** What definitions of tunnels have besides the common keys: all modes, VXLAN, WireGuard. */
import { boolean, integer, mapping, row, sequence, text, word } from './table.ts';
import type { KeyRow, ValueType } from './table.ts';
import { tunnelKeys, wireguardPeer } from './wireguard.ts';

/** netplan looks for the mode before anything else. */
export const tunnelModes = [
  'ipip',
  'gre',
  'sit',
  'isatap',
  'vti',
  'ip6ip6',
  'ipip6',
  'ip6gre',
  'vti6',
  'gretap',
  'ip6gretap',
  'vxlan',
  'wireguard',
] as const;

const modeDocs: Readonly<Record<string, string>> = {
  ipip: 'IPv4 in IPv4.',
  gre: 'GRE over IPv4.',
  sit: 'IPv6 in IPv4.',
  isatap: 'IPv6 in IPv4 within a site; NetworkManager only.',
  vti: 'IPsec interface over IPv4.',
  ip6ip6: 'IPv6 in IPv6.',
  ipip6: 'IPv4 in IPv6.',
  ip6gre: 'GRE over IPv6.',
  vti6: 'IPsec interface over IPv6.',
  gretap: 'Ethernet in GRE over IPv4.',
  ip6gretap: 'Ethernet in GRE over IPv6.',
  vxlan: 'Ethernet in UDP.',
  wireguard: 'Encrypted tunnel to the listed peers.',
};

const mode = word(tunnelModes, "tunnel mode '%s' is not supported", { docs: modeDocs });

const key: ValueType = {
  kind: 'either',
  scalar: text,
  other: mapping(tunnelKeys),
  netplan: "invalid type for 'key[s]': must be a scalar or mapping",
};

const vxlan = { since: '0.105' };

function flags(name: string, words: readonly string[]): ValueType {
  return sequence(word(words, `invalid value for ${name}: '%s'`, { anyCase: true }));
}

export const tunnelRows: readonly KeyRow[] = [
  row('mode', mode, 'Kind of the tunnel.', { isRequired: true }),
  row('local', { kind: 'tunnel-address' }, 'Address of this end, without a prefix length.'),
  row(
    'remote',
    { kind: 'tunnel-address' },
    'Address of the other end. All modes but `vxlan` and `wireguard` need it.',
  ),
  row('ttl', integer, 'Time to live of the packets of the tunnel, 1 to 255.', { since: '0.103' }),
  row('key', key, 'Key for both directions (`gre`, `vti`), or the private key of WireGuard.'),
  row('keys', key, 'Keys for each direction, or the private key of WireGuard.'),
  row('mark', integer, 'WireGuard: firewall mark of the encrypted packets.', { since: '0.100' }),
  row('port', integer, 'WireGuard: port to listen on; VXLAN: port of the other end.', {
    since: '0.100',
  }),
  row('peers', sequence(mapping(wireguardPeer)), 'WireGuard: the peers.', { since: '0.100' }),
  row('id', integer, 'VXLAN: number of the network (VNI), 1 to 16777215.', vxlan),
  row('link', { kind: 'reference' }, 'VXLAN: id of the link that carries the packets.', vxlan),
  row('ageing', integer, 'VXLAN: seconds for which learned addresses are kept.', vxlan),
  row('aging', integer, 'Another spelling of `ageing`.', vxlan),
  row('limit', integer, 'VXLAN: the most learned addresses.', vxlan),
  row('type-of-service', integer, 'VXLAN: type of service of the packets.', vxlan),
  row('flow-label', integer, 'VXLAN: IPv6 flow label, 0 to 1048575.', vxlan),
  row('do-not-fragment', boolean, 'VXLAN: packets must not be cut on the way.', vxlan),
  row('short-circuit', boolean, 'VXLAN: routes between networks without leaving the host.', vxlan),
  row('arp-proxy', boolean, 'VXLAN: answers ARP for known neighbours.', vxlan),
  row('mac-learning', boolean, 'VXLAN: learns where hardware addresses are.', vxlan),
  row(
    'notifications',
    flags('notifications', ['l2-miss', 'l3-miss']),
    'VXLAN: which misses are told.',
    vxlan,
  ),
  row(
    'checksums',
    flags('checksums', ['udp', 'zero-udp6-tx', 'zero-udp6-rx', 'remote-tx', 'remote-rx']),
    'VXLAN: which checksums are written and checked.',
    vxlan,
  ),
  row(
    'extensions',
    flags('extensions', ['group-policy', 'generic-protocol']),
    'VXLAN: extensions of the protocol.',
    vxlan,
  ),
  row(
    'port-range',
    sequence(integer, {
      length: { count: 2, netplan: 'Expected exactly two values for port-range' },
    }),
    'VXLAN: source ports, the lowest and the highest.',
    vxlan,
  ),
];
