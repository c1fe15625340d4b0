/** The keys under `network:`. */
import type { NetplanLinkKind } from '../types.ts';
import { definition, renderer } from './definition.ts';
import { keyTable } from './table.ts';
import type { KeyRow } from './table.ts';

/** The sections of links, with the words for their documentation. */
export const linkKinds: Readonly<Record<NetplanLinkKind, string>> = {
  ethernets: 'Physical Ethernet links, by id. Without `match`, the id is the name of the link.',
  wifis: 'Wireless links.',
  modems: 'GSM and CDMA modems; NetworkManager only.',
  bridges: 'Bridges: a switch in software.',
  bonds: 'Bonds: several links that act as one.',
  vlans: 'VLANs on another link.',
  tunnels: 'Tunnels: IP in IP, GRE, VXLAN, WireGuard and others.',
  vrfs: 'Virtual routing and forwarding devices: links with a routing table of their own.',
  'dummy-devices': 'Links without hardware, for addresses of the host itself.',
  'virtual-ethernets': 'Pairs of links that are joined like a cable.',
  'nm-devices': 'Connections of NetworkManager that netplan only passes on.',
};

export function isLinkKind(key: string): key is NetplanLinkKind {
  return Object.hasOwn(linkKinds, key);
}

const sections: readonly KeyRow[] = Object.entries(linkKinds).map(([key, doc]) => ({
  key,
  type: { kind: 'definitions', table: definition },
  doc,
}));

export const network = keyTable('the network section', [
  { key: 'version', type: { kind: 'version' }, doc: 'Version of the format: 2.' },
  {
    key: 'renderer',
    type: renderer,
    doc: 'Who configures the links: `networkd` (default) or `NetworkManager`.',
  },
  ...sections,
]);

export const root = keyTable('the file', [
  { key: 'network', type: { kind: 'mapping', table: network }, doc: 'All that netplan reads.' },
]);
