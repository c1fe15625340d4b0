/** The keys under `network:`. */
import type { NetplanLinkKind } from '../types.ts';
import { renderer } from './common.ts';
import { deviceTables } from './devices.ts';
import { globalOpenvswitch } from './openvswitch.ts';
import { keyTable, mapping, row } from './table.ts';
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

const newer: Partial<Record<NetplanLinkKind, string>> = {
  'dummy-devices': '0.107',
  'virtual-ethernets': '0.107',
};

export function isLinkKind(key: string): key is NetplanLinkKind {
  return Object.hasOwn(linkKinds, key);
}

const sections: readonly KeyRow[] = Object.keys(linkKinds)
  .filter(isLinkKind)
  .map((kind) => {
    const since = newer[kind];
    return row(
      kind,
      { kind: 'definitions', table: deviceTables[kind] },
      linkKinds[kind],
      since === undefined ? {} : { since },
    );
  });

export const network = keyTable('the network section', [
  row('version', { kind: 'version' }, 'Version of the format: 2.'),
  row('renderer', renderer, 'Who configures the links: `networkd` (default) or `NetworkManager`.', {
    default: 'networkd',
  }),
  ...sections,
  row('openvswitch', mapping(globalOpenvswitch), 'Settings for all of Open vSwitch.', {
    since: '0.100',
  }),
]);

export const root = keyTable('the file', [
  row('network', mapping(network), 'All that netplan reads.'),
]);
