/** `openvswitch`: of the network, and of one definition. Some keys are for bridges or bonds only. */
import type { NetplanLinkKind } from '../types.ts';
import { boolean, keyTable, mapping, row, sequence, text, word } from './table.ts';
import type { KeyRow, KeyTable, ValueType } from './table.ts';

const since = { since: '0.100' };

const textMap: ValueType = { kind: 'map', keys: 'text', of: text };

const protocols = sequence(
  word(
    [
      'OpenFlow10',
      'OpenFlow11',
      'OpenFlow12',
      'OpenFlow13',
      'OpenFlow14',
      'OpenFlow15',
      'OpenFlow16',
    ],
    "Unsupported OVS 'protocol' value: %s",
    {
      docs: { OpenFlow16: 'Out of use: netplan ignores it.' },
      ignored: {
        words: ['OpenFlow16'],
        netplan: 'Open vSwitch: Ignoring deprecated protocol: %s',
        since: '1.1',
      },
    },
  ),
);

const common: readonly KeyRow[] = [
  row('external-ids', textMap, 'Ids that Open vSwitch keeps for other programs.', since),
  row('other-config', textMap, 'Further settings of Open vSwitch.', since),
];

const ssl = keyTable('TLS settings', [
  row('ca-cert', text, 'Path of the certificate of the authority.', since),
  row('certificate', text, 'Path of the certificate of the host.', since),
  row('private-key', text, 'Path of the private key of the host.', since),
]);

export const globalOpenvswitch = keyTable('Open vSwitch settings', [
  ...common,
  row('protocols', protocols, 'OpenFlow versions of all bridges.', since),
  row(
    'ports',
    sequence(
      sequence(
        { kind: 'name' },
        {
          length: {
            count: 2,
            netplan: 'An Open vSwitch peer port sequence must have exactly two entries',
          },
        },
      ),
    ),
    'Pairs of patch ports that join two bridges.',
    since,
  ),
  row('ssl', mapping(ssl), 'Certificates for controllers that are reached by TLS.', since),
]);

/** The table for definitions of one kind. */
export function openvswitchTable(kind: NetplanLinkKind): KeyTable {
  const bond = only(kind === 'bonds', 'bonds');
  const bridge = only(kind === 'bridges', 'bridges');
  const notBridge = (key: string): string =>
    `Key '${key}' is only valid for interface type 'Open vSwitch bridge'`;
  const plain = "Key is only valid for interface type 'Open vSwitch bridge'";
  return keyTable('Open vSwitch settings', [
    ...common,
    row(
      'lacp',
      bond(lacp, "Key 'lacp' is only valid for interface type 'Open vSwitch bond'"),
      'LACP of the bond.',
      { ...since, default: 'off' },
    ),
    row(
      'fail-mode',
      bridge(failMode, notBridge('fail-mode')),
      'What the bridge does without its controller.',
      {
        ...since,
        default: 'standalone',
      },
    ),
    row('mcast-snooping', bridge(boolean, plain), 'Learns who wants multicast packets.', since),
    row('rstp', bridge(boolean, plain), 'Rapid spanning tree protocol.', since),
    row(
      'protocols',
      bridge(protocols, notBridge('protocols')),
      'OpenFlow versions of the bridge.',
      since,
    ),
    row(
      'controller',
      mapping(controllerTable(bridge, notBridge)),
      'Controller of the bridge.',
      since,
    ),
  ]);
}

const lacp = word(
  ['active', 'passive', 'off'],
  "Value of 'lacp' needs to be 'active', 'passive' or 'off",
);

const failMode = word(
  ['standalone', 'secure'],
  "Value of 'fail-mode' needs to be 'standalone' or 'secure'",
);

type Gate = (type: ValueType, netplan: string) => ValueType;

function only(isHere: boolean, devices: string): Gate {
  return (type, netplan) => (isHere ? type : { kind: 'elsewhere', devices, netplan, type });
}

function controllerTable(bridge: Gate, notBridge: (key: string) => string): KeyTable {
  const mode = word(
    ['in-band', 'out-of-band'],
    "Value of 'connection-mode' needs to be 'in-band' or 'out-of-band'",
  );
  return keyTable('a controller', [
    row(
      'addresses',
      bridge(sequence({ kind: 'controller-target' }), notBridge('controller.addresses')),
      'Controllers: `tcp:IP:PORT`, `ssl:IP:PORT`, `ptcp:PORT`, `unix:FILE` and others.',
      since,
    ),
    row(
      'connection-mode',
      bridge(mode, notBridge('controller.connection-mode')),
      'Whether the controller is reached through the bridge itself.',
      since,
    ),
  ]);
}
