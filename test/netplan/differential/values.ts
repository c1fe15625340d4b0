/** Texts for scalars by type: some that netplan takes, some at the border, some that it refuses. */
import type { ScalarType } from '../../../server/src/netplan/keys/table.ts';
import type { Random } from './random.ts';

interface Choice {
  readonly good: readonly string[];
  readonly bad: readonly string[];
}

const key = 'bEpNVGJ4LzkrR0pLWmZVT3dOdVVtRDNLWVVpbmJ4OD0=';
const wireguardKey = 'M9nt4YujIOmNrRmpIRTmYSfMdrpvE7u6WkG8FY8WjG4=';

const byKind: Readonly<Record<string, Choice>> = {
  text: { good: ['x1', '100', 'layer3+4', 'auto', '0'], bad: ['', 'a b', key] },
  boolean: {
    good: ['true', 'false', 'yes', 'no', 'On', 'OFF', 'y', 'n'],
    bad: ['', 'maybe', '1', '0', 'null', '~'],
  },
  'boolean-or-route': { good: ['true', 'route', 'ROUTE', 'no'], bad: ['', 'routes', '2'] },
  integer: {
    good: ['0', '1', '7', '100', '254', '1500', '+5', '007', '4294967295'],
    bad: ['4294967296', '-1', '1.5', '0x10', 'ten', ' 7', '7 ', '-0', '+', ' '],
  },
  'type-of-service': { good: ['0', '16', '255'], bad: ['256', '-1', 'low'] },
  version: { good: ['2', '2', '2', '02', '2.0', '2x'], bad: ['1', '3', '', 'two', '-2'] },
  name: { good: ['eno1', 'en*', 'wlan[0-9]', 'p0'], bad: ['', 'a b', 'ü'] },
  'hardware-address': {
    good: [
      '00:11:22:33:44:55',
      'AA:bb:CC:dd:EE:ff',
      '00:11:22:33:44:55:66:77:88:99:aa:bb:cc:dd:ee:ff:00:11:22:33',
    ],
    bad: [
      '00:11:22:33:44',
      '00-11-22-33-44-55',
      'random',
      'permanent',
      'stable',
      'preserve',
      'stable-ssid',
      '',
    ],
  },
  token: { good: ['::2', 'fe80::1'], bad: ['::2/64', '192.0.2.1', 'x', ''] },
  'server-address': {
    good: ['192.0.2.53', '198.51.100.53', '2001:db8::53'],
    bad: ['192.0.2.53/24', 'ns1', '', '192.0.2.256'],
  },
  'tunnel-address': {
    good: ['192.0.2.1', '198.51.100.1', '2001:db8::1', '2001:db8::2'],
    bad: ['192.0.2.1/24', 'host', ''],
  },
  network: {
    good: ['192.0.2.0/24', '192.0.2.1', '198.51.100.0/24', '2001:db8::/32', '0.0.0.0/0'],
    bad: ['192.0.2.0/99', 'default', 'all', '', '192.0.2', '::/x'],
  },
  destination: {
    good: ['192.0.2.0/24', 'default', '0.0.0.0/0', '2001:db8::/32', '203.0.113.7'],
    bad: ['all', '192.0.2/24', '', 'DEFAULT'],
  },
  endpoint: {
    good: ['192.0.2.1:51820', '[2001:db8::1]:51820', 'vpn.example:1', ''],
    bad: [
      '192.0.2.1',
      'a:',
      'x_y.example:5',
      '[2001:db8::1:5',
      'h:70000',
      '2001:db8::1:5',
      'a:b',
      'h:8',
      ':51820',
      '[::1]',
      '[]:80',
      'h:-1',
    ],
  },
  'controller-target': {
    good: [
      'tcp:192.0.2.1:6653',
      'unix:/run/x',
      'ptcp:6653',
      'tcp:192.0.2.1',
      'ptcp:',
      'pssl:6653:192.0.2.1',
      'tcp:[2001:db8::1]:1',
      'ssl:192.0.2.1',
    ],
    bad: ['192.0.2.1', 'tcp:', 'udp:192.0.2.1', 'tcp:host:1', 'ptcp:0', 'tcp:192.0.2.1:70000', ''],
  },
  driver: { good: ['ixgbe', 'virtio*'], bad: ['a b', ''] },
};

const byKey: Readonly<Record<string, Choice>> = {
  password: {
    good: ['secret-secret', 'a'.repeat(64), 'b'.repeat(63)],
    bad: ['short', 'x'.repeat(64), 'y'.repeat(65), 'seven"7', ''],
  },
  private: {
    good: [wireguardKey, wireguardKey, '7', '/run/key'],
    bad: ['x', 'relative/key', wireguardKey.slice(1), '192.0.2.1'],
  },
  public: { good: [wireguardKey], bad: ['/run/key', 'x', ''] },
  shared: { good: [wireguardKey, '/run/key'], bad: ['x', ''] },
  key: {
    good: [wireguardKey, wireguardKey, '7', '192.0.2.1', '/run/key'],
    bad: ['x', '', '4294967296'],
  },
  keys: { good: [wireguardKey, '7', '192.0.2.1'], bad: ['x', ''] },
  input: { good: ['7', '192.0.2.1'], bad: ['x', '', '1.2.3'] },
  output: { good: ['8', '192.0.2.2'], bad: ['x', ''] },
  channel: { good: ['1', '14', '36', '165'], bad: ['0', '15', '33', '200'] },
  id: { good: ['1', '10', '4094', '100'], bad: ['4095', '0', '16777216', ''] },
  keepalive: { good: ['25', '0', '65535'], bad: ['65536'] },
  ttl: { good: ['64', '255', '0'], bad: ['256'] },
  table: { good: ['7', '100', '254', '0'], bad: ['main'] },
  'set-name': { good: ['wan0', 'lan0'], bad: ['a-name-that-is-too-long', ''] },
  'regulatory-domain': { good: ['DE', 'US'], bad: ['00'] },
};

/** All texts as they may stand in a file, each once. */
export const sampleTexts: readonly string[] = [
  ...new Set(
    [...Object.values(byKind), ...Object.values(byKey)].flatMap(({ good, bad }) => [
      ...good,
      ...bad,
    ]),
  ),
].map((text) => (/^[\w./+][\w./:+=-]*(?<!:)$/.test(text) ? text : JSON.stringify(text)));

/** A text for a scalar of a type, under a key; `quality` is the chance for one that netplan should take. */
export function textFor(
  type: ScalarType,
  name: string,
  {
    random,
    quality,
    ids,
    family,
  }: {
    readonly random: Random;
    readonly quality: number;
    readonly ids: readonly string[];
    readonly family: 4 | 6 | undefined;
  },
): string {
  const isGood = random.chance(quality);
  if (type.kind === 'reference')
    return isGood ? random.pick(ids) : random.pick(['nowhere', '', 'e0']);
  if (type.kind === 'word') {
    const word = random.pick(type.words);
    if (isGood) return word;
    return random.pick([word.toUpperCase(), 'bogus', '', `${word} `]);
  }
  if (type.kind === 'address')
    return isGood
      ? type.family === 4
        ? '192.0.2.254'
        : '2001:db8::fe'
      : random.pick(['192.0.2.1/24', '2001:db8::1', '192.0.2.1', '', 'gw']);
  if (type.kind === 'hardware-address' && type.words !== undefined && isGood && random.chance(0.5))
    return random.pick(type.words);
  if (type.kind === 'server-address' && type.family === 4 && isGood) return '192.0.2.53';
  const choice = byKey[name] ?? byKind[type.kind];
  if (choice === undefined) throw new Error(`no texts for ${type.kind}`);
  return random.pick(isGood ? ofFamily(choice.good, family) : choice.bad);
}

/** Texts without addresses of the other family, if any are left. */
function ofFamily(texts: readonly string[], family: 4 | 6 | undefined): readonly string[] {
  if (family === undefined) return texts;
  const other = family === 4 ? /^[0-9a-f]*:[0-9a-f:/]*$/ : /^\d+\.\d+\.\d+\.\d+/;
  const left = texts.filter((text) => !other.test(text));
  return left.length === 0 ? texts : left;
}

export const addresses: Choice = {
  good: ['192.0.2.1/24', '198.51.100.7/32', '2001:db8::1/64', '192.0.2.9/1', '192.0.2.1/24x'],
  bad: [
    '192.0.2.1',
    '192.0.2.1/0',
    '192.0.2.1/33',
    '2001:db8::1/129',
    '',
    'dhcp',
    '192.0.2.1/-1',
    '192.0.2.1/',
    '10.0.0/8',
    '192.0.2.1/ 24',
    '192.0.2.1/024',
  ],
};
