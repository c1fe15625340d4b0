import { expect, test } from 'vitest';
import { hostOf, script, scriptHost } from './hostOf.ts';
import type { Host } from '../../server/src/host/model.ts';

function refused(host: Host): number {
  return host.refusals.length;
}

test('an address that the script adds later does not help', () => {
  const late =
    'ip route add default via 198.51.100.1 dev eno3\nip addr add 198.51.100.2/24 dev eno3\n';
  const other = 'ip addr add 192.0.2.1/24 dev eno3\n';
  expect(refused(scriptHost(other + late))).toBe(1);
  expect(refused(scriptHost(late))).toBe(0);
});

test('an address from another file counts wherever it stands', () => {
  const files = {
    '/etc/netplan/50-a.yaml':
      'network:\n  ethernets:\n    eno3:\n      addresses: [198.51.100.2/24]\n',
    [script]: 'ip addr add 192.0.2.9/24 dev eno3\nip route add default via 198.51.100.1 dev eno3\n',
  };
  expect(refused(hostOf(files))).toBe(0);
});

test.each([
  ['a link without any known address', 'ip route add default via 198.51.100.1 dev eno3\n'],
  [
    'onlink',
    'ip addr add 192.0.2.1/32 dev eno3\nip route add default via 198.51.100.1 dev eno3 onlink\n',
  ],
  [
    'a peer',
    'ip addr add 192.0.2.1 peer 198.51.100.1 dev ppp0\nip route add default via 198.51.100.1 dev ppp0\n',
  ],
  [
    'a route without a gateway',
    'ip addr add 192.0.2.1/32 dev eno3\nip route add 198.51.100.1 dev eno3\nip route add default via 198.51.100.1 dev eno3\n',
  ],
  [
    'an unknown address',
    'ip addr add 192.0.2.1/24 dev eno3\nip addr add "$ADDR" dev eno3\nip route add default via 198.51.100.1 dev eno3\n',
  ],
  [
    'an unknown gateway',
    'ip addr add 192.0.2.1/24 dev eno3\nip route add default via "$GW" dev eno3\n',
  ],
  [
    'an address on a link that is a variable',
    'ip addr add 192.0.2.1/24 dev eno3\nip addr add 198.51.100.2/24 dev "$WAN"\nip route add default via 198.51.100.1 dev eno3\n',
  ],
  ['IPv6', 'ip addr add 2001:db8::1/64 dev eno3\nip -6 route add default via fe80::1 dev eno3\n'],
])('says nothing about %s', (_name, text) => {
  expect(refused(scriptHost(text))).toBe(0);
});

test('both legs of a multipath route are judged', () => {
  const host = scriptHost(`
ip addr add 198.51.100.2/24 dev eno3
ip addr add 203.0.113.2/24 dev eno4
ip route add default nexthop via 203.0.113.1 dev eno3 nexthop via 198.51.100.1 dev eno4
`);
  expect(refused(host)).toBe(2);
});
