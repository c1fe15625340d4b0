/** What definitions of each device type have besides the common keys (the `*_def_handlers` of netplan). */
import type { NetplanLinkKind } from '../types.ts';
import { accessPoint } from './accessPoint.ts';
import { auth } from './auth.ts';
import { bondParameters } from './bond.ts';
import { bridgeParameters } from './bridge.ts';
import { commonRows } from './common.ts';
import { match } from './match.ts';
import {
  boolean,
  integer,
  keyTable,
  mapping,
  networkd,
  row,
  sequence,
  text,
  word,
} from './table.ts';
import type { KeyRow, KeyTable, Renderer } from './table.ts';
import { tunnelRows } from './tunnel.ts';

const offload = { since: '0.104', renderers: networkd };
const nmOnly: { readonly since: string; readonly renderers: readonly Renderer[] } = {
  since: '0.99',
  renderers: ['NetworkManager'],
};

const wakeonwlan = [
  'default',
  'any',
  'disconnect',
  'magic_pkt',
  'gtk_rekey_failure',
  'eap_identity_req',
  'four_way_handshake',
  'rfkill_release',
  'tcp',
];

/** Links that exist before netplan: Ethernet, wireless, modems. */
const physical: readonly KeyRow[] = [
  row(
    'match',
    mapping(match),
    'Picks a physical link by its properties. Without it, the id is the name of the link.',
  ),
  row('set-name', text, 'Renames the link. Needs `match`.'),
  row('wakeonlan', boolean, 'The link wakes the host.', { default: 'false' }),
  row(
    'wakeonwlan',
    sequence(word(wakeonwlan, "invalid value for wakeonwlan: '%s'", { anyCase: true }), {
      exclusive: 'default',
    }),
    'What wakes the host by radio.',
    { since: '0.99', renderers: ['NetworkManager'] },
  ),
  row('emit-lldp', boolean, 'Tells the switch who is there (LLDP).', {
    since: '0.99',
    renderers: networkd,
    default: 'false',
  }),
  row(
    'receive-checksum-offload',
    boolean,
    'The card checks checksums of received packets.',
    offload,
  ),
  row('transmit-checksum-offload', boolean, 'The card writes checksums of sent packets.', offload),
  row('tcp-segmentation-offload', boolean, 'The card cuts TCP over IPv4 into packets.', offload),
  row('tcp6-segmentation-offload', boolean, 'The card cuts TCP over IPv6 into packets.', offload),
  row('generic-segmentation-offload', boolean, 'The kernel cuts late (GSO).', offload),
  row('generic-receive-offload', boolean, 'The kernel joins received packets (GRO).', offload),
  row(
    'large-receive-offload',
    boolean,
    'The card joins received packets (LRO); not for routers.',
    offload,
  ),
];

const ethernet: readonly KeyRow[] = [
  ...physical,
  row('auth', mapping(auth), 'How the port of the switch knows the host (802.1X).'),
  row('link', { kind: 'reference' }, 'SR-IOV: the physical function of this virtual function.', {
    since: '0.99',
  }),
  row('virtual-function-count', integer, 'SR-IOV: how many virtual functions the link has.', {
    since: '0.99',
  }),
  row(
    'embedded-switch-mode',
    word(
      ['switchdev', 'legacy'],
      "Value of 'embedded-switch-mode' needs to be 'switchdev' or 'legacy'",
    ),
    'SR-IOV: how the switch of the card works.',
    { since: '0.104' },
  ),
  row(
    'delay-virtual-functions-rebind',
    boolean,
    'SR-IOV: drivers of virtual functions are bound later.',
    { since: '0.104', default: 'false' },
  ),
  row(
    'infiniband-mode',
    word(
      ['datagram', 'connected'],
      "Value of 'infiniband-mode' needs to be 'datagram' or 'connected'",
    ),
    'IP over InfiniBand: how packets travel.',
    { since: '0.105' },
  ),
];

const members = sequence({ kind: 'reference' });

const own: Readonly<Record<NetplanLinkKind, readonly KeyRow[]>> = {
  ethernets: ethernet,
  'nm-devices': ethernet,
  wifis: [
    ...physical,
    row(
      'access-points',
      { kind: 'map', keys: 'ssid', of: mapping(accessPoint) },
      'The wireless networks, by name (SSID).',
      { isRequired: true },
    ),
    row('auth', mapping(auth), 'How the wireless network knows the host.'),
    row('regulatory-domain', text, 'Country whose radio rules count: `DE`, `00` for the world.', {
      since: '0.105',
    }),
  ],
  modems: [
    ...physical,
    row('apn', text, 'Access point name of the provider.', nmOnly),
    row('auto-config', boolean, 'Takes name, user and password from a database.', nmOnly),
    row('device-id', text, 'The one modem that the settings are for.', nmOnly),
    row('network-id', text, 'The one network to use: country code and network code.', nmOnly),
    row('number', text, 'Number to dial.', nmOnly),
    row('password', text, 'Password at the provider.', nmOnly),
    row('pin', text, 'PIN of the SIM card.', nmOnly),
    row('sim-id', text, 'The one SIM card that the settings are for.', nmOnly),
    row('sim-operator-id', text, 'The operator whose SIM cards the settings are for.', nmOnly),
    row('username', text, 'User at the provider.', nmOnly),
  ],
  bridges: [
    row('interfaces', members, 'Ids of the links that are ports of the bridge.'),
    row('parameters', mapping(bridgeParameters), 'Settings of the bridge.'),
  ],
  bonds: [
    row('interfaces', members, 'Ids of the links that are members of the bond.'),
    row('parameters', mapping(bondParameters), 'Settings of the bond.'),
  ],
  vlans: [
    row('id', integer, 'Number of the VLAN, 0 to 4094.', { isRequired: true }),
    row('link', { kind: 'reference' }, 'Id of the link that carries the VLAN.', {
      isRequired: true,
    }),
  ],
  vrfs: [
    row('table', integer, 'Number of the routing table of the VRF.', {
      since: '0.105',
      isRequired: true,
    }),
    row('interfaces', members, 'Ids of the links that belong to the VRF.', { since: '0.105' }),
  ],
  tunnels: tunnelRows,
  'dummy-devices': [],
  'virtual-ethernets': [
    row(
      'peer',
      { kind: 'reference', to: ['virtual-ethernets'] },
      'Id of the other end of the cable.',
      { isRequired: true },
    ),
  ],
};

const names: Readonly<Record<NetplanLinkKind, string>> = {
  ethernets: 'an Ethernet link',
  wifis: 'a wireless link',
  modems: 'a modem',
  bridges: 'a bridge',
  bonds: 'a bond',
  vlans: 'a VLAN',
  tunnels: 'a tunnel',
  vrfs: 'a VRF',
  'dummy-devices': 'a dummy device',
  'virtual-ethernets': 'a virtual Ethernet link',
  'nm-devices': 'a NetworkManager device',
};

function deviceTable(kind: NetplanLinkKind): KeyTable {
  return keyTable(names[kind], [...commonRows(kind), ...own[kind]]);
}

/** The keys of a definition, by device type. */
export const deviceTables: Readonly<Record<NetplanLinkKind, KeyTable>> = {
  ethernets: deviceTable('ethernets'),
  wifis: deviceTable('wifis'),
  modems: deviceTable('modems'),
  bridges: deviceTable('bridges'),
  bonds: deviceTable('bonds'),
  vlans: deviceTable('vlans'),
  tunnels: deviceTable('tunnels'),
  vrfs: deviceTable('vrfs'),
  'dummy-devices': deviceTable('dummy-devices'),
  'virtual-ethernets': deviceTable('virtual-ethernets'),
  'nm-devices': deviceTable('nm-devices'),
};
