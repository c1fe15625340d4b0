/** The keys that definitions of all device types share (COMMON_LINK_HANDLERS of netplan). */
import type { NetplanLinkKind } from '../types.ts';
import { isOlder } from '../version.ts';
import { addressOptions } from './addressOptions.ts';
import { dhcpOverrides } from './dhcpOverrides.ts';
import { nameservers } from './nameservers.ts';
import { connectionSettings } from './networkmanager.ts';
import { openvswitchTable } from './openvswitch.ts';
import { raOverrides } from './raOverrides.ts';
import { route } from './route.ts';
import { routingPolicy } from './routingPolicy.ts';
import {
  boolean,
  integer,
  mapping,
  networkd,
  networkManager,
  row,
  sequence,
  word,
} from './table.ts';
import type { KeyRow, WordType } from './table.ts';

const rendererDocs = {
  networkd: 'systemd-networkd: servers, and the default.',
  NetworkManager: 'Desktops, wireless links and modems.',
};

/** Who configures a link. */
export const renderer: WordType = word(['networkd', 'NetworkManager'], "unknown renderer '%s'", {
  docs: rendererDocs,
});

/** A VLAN may also be a function of the network card. */
const vlanRenderer: WordType = {
  ...renderer,
  words: [...renderer.words, 'sriov'],
  docs: { ...rendererDocs, sriov: 'The network card filters the VLAN (SR-IOV).' },
};

const activationMode = word(
  ['manual', 'off'],
  "Value of 'activation-mode' needs to be 'manual' or 'off'",
  {
    docs: {
      manual: 'Nobody brings the link up; somebody may.',
      off: 'The link is kept down. networkd only.',
    },
  },
);

const macWords = ['permanent', 'random', 'stable', 'preserve'];

const off = { default: 'false' };
const networkdOff = { default: 'false', renderers: networkd };

/** The rows of one device type. */
export function commonRows(kind: NetplanLinkKind): readonly KeyRow[] {
  const rows = allRows(kind);
  return kind === 'vrfs' ? rows.map(withVrfAge) : rows;
}

/** What a VRF could have from its beginning; the other common keys came with 0.107. */
const oldVrfKeys: ReadonlySet<string> = new Set([
  'renderer',
  'routes',
  'routing-policy',
  'hairpin',
  'port-mac-learning',
  'openvswitch',
  'networkmanager',
]);

function withVrfAge(one: KeyRow): KeyRow {
  const isOld = oldVrfKeys.has(one.key);
  const isNewer = one.since !== undefined && !isOlder(one.since, vrfVersion);
  return isOld || isNewer ? one : { ...one, since: vrfVersion };
}

const vrfVersion = '0.107';

function allRows(kind: NetplanLinkKind): readonly KeyRow[] {
  return [
    row(
      'renderer',
      kind === 'vlans' ? vlanRenderer : renderer,
      'Who configures the link: `networkd` or `NetworkManager`.',
    ),
    ...addressRows,
    ...routeRows,
    row(
      'macaddress',
      {
        kind: 'hardware-address',
        words: kind === 'wifis' ? [...macWords, 'stable-ssid'] : macWords,
      },
      'Hardware address that the link takes instead of its own. networkd knows the words `permanent` and `random` only.',
    ),
    ...linkRows,
    row('openvswitch', mapping(openvswitchTable(kind)), 'Puts the link under Open vSwitch.', {
      since: '0.100',
    }),
    row('networkmanager', mapping(connectionSettings), 'Settings for NetworkManager only.', {
      since: '0.99',
      renderers: networkManager,
    }),
  ];
}

const addressRows: readonly KeyRow[] = [
  row(
    'dhcp4',
    boolean,
    'Takes an IPv4 address, and usually a default route, from a DHCP server.',
    off,
  ),
  row('dhcp6', boolean, 'Takes an IPv6 address from a DHCP server.', off),
  row('dhcp4-overrides', mapping(dhcpOverrides), 'What is taken from the DHCPv4 server.'),
  row('dhcp6-overrides', mapping(dhcpOverrides), 'What is taken from the DHCPv6 server.'),
  row(
    'dhcp-identifier',
    word(['duid', 'mac'], "invalid DHCP client identifier type '%s'", { anyCase: true }),
    'How the DHCP server knows the host: by `duid`, or by the hardware address (`mac`).',
    { renderers: networkd, default: 'duid' },
  ),
  row('accept-ra', boolean, 'Accepts IPv6 router advertisements. Absent: the kernel decides.'),
  row('ra-overrides', mapping(raOverrides), 'What is taken from router advertisements.', {
    since: '1.1',
    renderers: networkd,
  }),
  row(
    'addresses',
    sequence({ kind: 'interface-address', options: addressOptions, allowsZero: false }),
    'Static addresses, each with the length of its subnet.',
  ),
  row(
    'link-local',
    sequence(word(['ipv4', 'ipv6'], "invalid value for link-local: '%s'", { anyCase: true })),
    'Families that get a link-local address; `[]`: none.',
    { default: '[ipv6]' },
  ),
  row('nameservers', mapping(nameservers), 'Name servers and search domains of the link.'),
  row('ipv6-privacy', boolean, 'Changing IPv6 addresses for outgoing connections.', off),
  row(
    'ipv6-address-generation',
    word(['eui64', 'stable-privacy'], "unknown ipv6-address-generation '%s'"),
    'How the lower half of IPv6 addresses is made. Not together with `ipv6-address-token`.',
    { since: '0.99' },
  ),
  row(
    'ipv6-address-token',
    { kind: 'token' },
    'The lower half of IPv6 addresses: `::2`. Not together with `ipv6-address-generation`.',
    { since: '0.100' },
  ),
  row(
    'optional-addresses',
    sequence(
      word(
        ['ipv4-ll', 'ipv6-ra', 'dhcp4', 'dhcp6', 'static'],
        "invalid value for optional-addresses: '%s'",
        { anyCase: true },
      ),
    ),
    'Kinds of addresses without which the link still counts as online.',
    { renderers: networkd },
  ),
];

const routeRows: readonly KeyRow[] = [
  row(
    'gateway4',
    { kind: 'address', family: 4 },
    'Old way to write an IPv4 default route. Write `routes` with `to: default` instead.',
    { isDeprecated: true },
  ),
  row(
    'gateway6',
    { kind: 'address', family: 6 },
    'Old way to write an IPv6 default route. Write `routes` with `to: default` instead.',
    { isDeprecated: true },
  ),
  row('routes', sequence(mapping(route)), 'Static routes of the link.'),
  row(
    'routing-policy',
    sequence(mapping(routingPolicy)),
    'Rules that choose the routing table of a packet.',
  ),
];

const linkRows: readonly KeyRow[] = [
  row('mtu', integer, 'Largest packet of the link, in bytes. Empty or 0: left alone.'),
  row('ipv6-mtu', integer, 'Largest IPv6 packet, in bytes; `accept-ra` may change it.', {
    since: '0.98',
    renderers: networkd,
  }),
  row('optional', boolean, 'The boot does not wait for this link.', networkdOff),
  row('critical', boolean, 'Addresses stay when networkd stops.', networkdOff),
  row('ignore-carrier', boolean, 'The link is configured even without a cable.', {
    ...networkdOff,
    since: '0.104',
  }),
  row('activation-mode', activationMode, 'Who brings the link up. Absent: the renderer.', {
    since: '0.103',
  }),
  row('hairpin', boolean, 'As a bridge port: a packet may leave where it came in.', {
    since: '1.0',
  }),
  row('port-mac-learning', boolean, 'As a bridge port: learns hardware addresses.', {
    since: '1.0',
    renderers: networkd,
  }),
  row('neigh-suppress', boolean, 'As a bridge port: answers ARP for known neighbours.', {
    since: '0.105',
  }),
];
