/**
 * What netplan leaves to the kernel: words that the bonding driver takes for keys that netplan reads as any text,
 * and one sentence on what the kernel does with a key (Documentation/networking/bonding.rst, ip-sysctl.rst, ip-route(8)).
 */
import type { KeyRow, ValueType } from '../../netplan/keys/table.ts';

export interface Word {
  readonly word: string;
  readonly doc?: string;
}

/** The words for a value, of netplan or of the kernel behind it. */
export function wordsOf(row: Pick<KeyRow, 'key' | 'type'>): readonly Word[] {
  const type = innerType(row.type);
  if (type.kind === 'text') return kernelWords[row.key] ?? [];
  return wordsOfType(type);
}

/** The words of a type by itself. */
export function wordsOfType(type: ValueType): readonly Word[] {
  switch (type.kind) {
    case 'boolean':
      return [{ word: 'true' }, { word: 'false' }];
    case 'boolean-or-route':
      return [
        { word: 'true' },
        { word: 'false' },
        {
          word: 'route',
          doc: 'The domains choose the name server, and short names are not tried in them.',
        },
      ];
    case 'word':
      return type.words.map((word) => withDoc(word, type.docs?.[word]));
    case 'hardware-address':
      return (type.words ?? []).map((word) => withDoc(word, hardwareAddressDocs[word]));
    case 'version':
      return [{ word: '2', doc: 'The only version.' }];
    case 'destination':
      return [{ word: 'default', doc: 'All destinations of the family of the gateway.' }];
    default:
      return [];
  }
}

/** The type of one value: choices and lists are looked into. */
function innerType(type: ValueType): ValueType {
  if (type.kind === 'elsewhere') return innerType(type.type);
  if (type.kind === 'either') return type.scalar;
  return type.kind === 'sequence' ? innerType(type.of) : type;
}

function withDoc(word: string, doc: string | undefined): Word {
  return doc === undefined ? { word } : { word, doc };
}

const hardwareAddressDocs: Readonly<Record<string, string>> = {
  permanent: 'The address that the card was made with.',
  random: 'Another address each time.',
  stable: 'One made-up address for each connection; NetworkManager only.',
  preserve: 'The address that the link has; NetworkManager only.',
  'stable-ssid': 'One made-up address for each wireless network; NetworkManager only.',
};

const kernelWords: Readonly<Record<string, readonly Word[]>> = {
  'transmit-hash-policy': [
    {
      word: 'layer2',
      doc: 'Hardware addresses: all traffic through one gateway takes one member.',
    },
    { word: 'layer2+3', doc: 'Hardware and IP addresses: one pair of hosts takes one member.' },
    {
      word: 'layer3+4',
      doc: 'IP addresses and ports: connections of one pair of hosts are spread.',
    },
    { word: 'encap2+3', doc: 'As `layer2+3`, on the inner headers of tunnels.' },
    { word: 'encap3+4', doc: 'As `layer3+4`, on the inner headers of tunnels.' },
    { word: 'vlan+srcmac', doc: 'VLAN number and source hardware address.' },
  ],
  'ad-select': [
    { word: 'stable', doc: 'The group changes only when all its members are down.' },
    { word: 'bandwidth', doc: 'The group with the highest bandwidth.' },
    { word: 'count', doc: 'The group with the most members.' },
  ],
  'arp-validate': [
    { word: 'none' },
    { word: 'active', doc: 'Answers on the active member are checked.' },
    { word: 'backup', doc: 'Answers on the other members are checked.' },
    { word: 'all', doc: 'Answers on all members are checked.' },
  ],
  'arp-all-targets': [
    { word: 'any', doc: 'One target that answers is enough.' },
    { word: 'all', doc: 'All targets must answer.' },
  ],
  'fail-over-mac-policy': [
    { word: 'none', doc: 'All members have the address of the bond.' },
    { word: 'active', doc: 'The bond has the address of the active member.' },
    { word: 'follow', doc: 'A member gets the address of the bond when it becomes active.' },
  ],
  'primary-reselect-policy': [
    { word: 'always', doc: 'As soon as the primary is up.' },
    { word: 'better', doc: 'If it is faster than the active member.' },
    { word: 'failure', doc: 'Only when the active member fails.' },
  ],
  'use-domains': [{ word: 'true' }, { word: 'false' }, { word: 'route' }],
};

/** By key; the key has one meaning wherever it stands. */
const kernelNotes: Readonly<Record<string, string>> = {
  'transmit-hash-policy':
    'The bonding driver chooses the member by this hash; `layer2` sends everything through one gateway over one member.',
  'on-link':
    'Without it the kernel refuses a gateway that no address of the link covers ("Nexthop has invalid gateway").',
  metric:
    'Among routes of the same destination in one table, the lowest metric is used, and the others only when it is gone.',
  table:
    'The kernel looks into a table only if a policy rule names it; 254 is `main`, 253 `default`, 255 `local`.',
  priority:
    'Policy rules are tried from the lowest priority up; 0 is the `local` table, 32766 `main`, 32767 `default`.',
  mark: 'Compared with the mark of the packet, which nftables or iptables sets before the route is looked up.',
  'accept-ra':
    'A host that forwards ignores router advertisements unless the kernel is told otherwise (`accept_ra` 2).',
  mtu: 'Packets above it are cut or refused with "fragmentation needed"; below 1280 the kernel switches IPv6 off on the link.',
  'congestion-window': 'The kernel starts TCP connections along the route with this window.',
  'advertised-receive-window': 'The kernel offers this window in the first packets of TCP.',
};

/** What the kernel does with it, or undefined. */
export function kernelNote(key: string): string | undefined {
  return kernelNotes[key];
}

/** The type in words: `boolean`, `list of addresses`. */
export function describeType(type: ValueType): string {
  switch (type.kind) {
    case 'elsewhere':
      return `${describeType(type.type)}, for ${type.devices} only`;
    case 'either':
      return `${describeType(type.scalar)}, or ${describeType(type.other)}`;
    case 'sequence':
      return `list of: ${describeType(type.of)}`;
    case 'mapping':
    case 'map':
    case 'definitions':
      return structureNames[type.kind];
    case 'address':
      return `IPv${type.family} address`;
    case 'server-address':
      return type.family === undefined ? 'address' : `IPv${type.family} address`;
    case 'interface-address':
      return 'address with prefix length';
    default:
      return scalarNames[type.kind];
  }
}

const structureNames = {
  mapping: 'mapping',
  map: 'mapping with names of your choice',
  definitions: 'definitions by id',
} as const;

const scalarNames = {
  text: 'text',
  boolean: 'boolean',
  'boolean-or-route': 'boolean, or `route`',
  integer: 'integer, 0 to 4294967295',
  'type-of-service': 'integer, 0 to 255',
  word: 'one of the words below',
  version: 'version',
  name: 'name or pattern',
  'hardware-address': 'hardware address',
  token: 'lower half of an IPv6 address',
  'tunnel-address': 'address without prefix length',
  network: 'network, `192.0.2.0/24` or `2001:db8::/64`',
  destination: 'network, or `default`',
  endpoint: '`host:port`',
  'controller-target': 'controller, `tcp:192.0.2.1:6653`',
  driver: 'pattern for a driver',
  reference: 'id of a definition',
} as const;
