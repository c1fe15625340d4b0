/** Whole blocks to fill in, each where it may stand. Addresses are those for documentation (RFC 5737). */
import type { NetplanLinkKind } from '../../netplan/types.ts';
import type { Candidate } from '../completion/netplan.ts';
import type { Context } from './context.ts';
import { structure, type Expected } from './place.ts';

interface Block {
  readonly label: string;
  readonly doc: string;
  /** The file, the `network` mapping, ids of a section, or keys of a definition. */
  readonly at: 'file' | 'network' | 'definition' | NetplanLinkKind;
  /** Keys that the block writes: it is not offered beside one of them. */
  readonly keys?: readonly string[];
  readonly lines: readonly string[];
}

const blocks: readonly Block[] = [
  {
    label: 'network file',
    doc: 'A new netplan file with one Ethernet link by DHCP.',
    at: 'file',
    keys: ['network'],
    lines: ['network:', '  version: 2', '  ethernets:', '    ${1:eno1}:', '      dhcp4: true$0'],
  },
  {
    label: 'bond with LACP',
    doc: 'Two members; connections are spread by addresses and ports.',
    at: 'network',
    keys: ['bonds'],
    lines: [
      'bonds:',
      '  ${1:bond0}:',
      '    interfaces: [${2:eno1}, ${3:eno2}]',
      '    parameters:',
      '      mode: 802.3ad',
      '      mii-monitor-interval: 100',
      '      transmit-hash-policy: layer3+4$0',
    ],
  },
  {
    label: 'VLAN',
    doc: 'A VLAN on a link.',
    at: 'network',
    keys: ['vlans'],
    lines: [
      'vlans:',
      '  ${1:vlan10}:',
      '    id: ${2:10}',
      '    link: ${3:eno1}',
      '    addresses: [${4:192.0.2.2/24}]$0',
    ],
  },
  {
    label: 'bridge',
    doc: 'A bridge with one port, by DHCP.',
    at: 'network',
    keys: ['bridges'],
    lines: ['bridges:', '  ${1:br0}:', '    interfaces: [${2:eno1}]', '    dhcp4: true$0'],
  },
  {
    label: 'WireGuard tunnel',
    doc: 'A tunnel to one peer, with the route that netplan does not make by itself.',
    at: 'network',
    keys: ['tunnels'],
    lines: [
      'tunnels:',
      '  ${1:wg0}:',
      '    mode: wireguard',
      '    key: ${2:/etc/wireguard/wg0.key}',
      '    addresses: [${3:198.51.100.2/32}]',
      '    peers:',
      '      - keys:',
      '          public: ${4:public key of the peer}',
      '        endpoint: ${5:203.0.113.1:51820}',
      '        allowed-ips: [${6:192.0.2.0/24}]',
      '    routes:',
      '      - to: ${6:192.0.2.0/24}',
      '        scope: link$0',
    ],
  },
  {
    label: 'VRF',
    doc: 'A VRF with a table of its own.',
    at: 'network',
    keys: ['vrfs'],
    lines: ['vrfs:', '  ${1:vrf-blue}:', '    table: ${2:1001}', '    interfaces: [${3:eno1}]$0'],
  },
  {
    label: 'Ethernet link by DHCP',
    doc: 'A metric decides between two such links.',
    at: 'ethernets',
    lines: ['${1:eno1}:', '  dhcp4: true', '  dhcp4-overrides:', '    route-metric: ${2:100}$0'],
  },
  {
    label: 'Ethernet link with a fixed address',
    doc: 'Address, default route and name servers.',
    at: 'ethernets',
    lines: [
      '${1:eno1}:',
      '  addresses: [${2:192.0.2.2/24}]',
      '  routes:',
      '    - to: default',
      '      via: ${3:192.0.2.1}',
      '  nameservers:',
      '    addresses: [${4:192.0.2.1}]$0',
    ],
  },
  {
    label: 'default route',
    doc: 'A static default route by a gateway.',
    at: 'definition',
    keys: ['routes'],
    lines: ['routes:', '  - to: default', '    via: ${1:192.0.2.1}$0'],
  },
  {
    label: 'own table for one address',
    doc: 'What leaves with this address uses its own routing table.',
    at: 'definition',
    keys: ['routes', 'routing-policy'],
    lines: [
      'routes:',
      '  - to: default',
      '    via: ${1:198.51.100.1}',
      '    table: ${2:101}',
      'routing-policy:',
      '  - from: ${3:198.51.100.2/32}',
      '    table: ${2:101}',
      '    priority: ${4:1000}$0',
    ],
  },
];

/** The blocks that may stand at a place; none in brackets. */
export function blocksAt(expected: Expected, context: Context): readonly Candidate[] {
  if (context.isFlow || context.hasColon) return [];
  const at = siteOf(expected, context);
  const indent = `\n${' '.repeat(context.column)}`;
  return blocks
    .filter((block) => block.at === at)
    .filter(({ keys }) => keys?.some((key) => context.siblings.has(key)) !== true)
    .map(({ label, doc, lines }) => ({
      label,
      kind: 'block',
      detail: 'block',
      doc,
      snippet: lines.join(indent),
      rank: 'last',
    }));
}

function siteOf(expected: Expected, { path }: Context): Block['at'] | undefined {
  if (path.length === 0) return 'file';
  if (path.length === 1) return 'network';
  if (structure(expected.type).kind === 'definitions') return expected.section;
  return path.length === definitionDepth ? 'definition' : undefined;
}

/** `network`, section, id. */
const definitionDepth = 3;
