/** Loops over known words stand for several commands in one place: the facts are one for each word, a finding is one. */
import { expect, test } from 'vitest';
import { isUnknown } from '../../server/src/base/fact.ts';
import { checkHost } from '../../server/src/rules/index.ts';
import { routeTexts, scriptHost } from './hostOf.ts';

test('settings, routes and translations are those of each word', () => {
  const host = scriptHost(`
for i in all eth1 eth2; do echo 2 > /proc/sys/net/ipv4/conf/$i/rp_filter; done
for i in eth1 eth2; do sysctl -w net.ipv4.conf.$i.accept_local=1; done
for d in eno3 eno4; do iptables -t nat -A POSTROUTING -o $d -j MASQUERADE; done
for d in eno3 eno4; do ip route add 198.51.100.0/24 dev $d metric 1 table \${d#eno}; done
`);
  expect(host.sysctls.map((setting) => setting.key.map(String).join('.'))).toEqual([
    'net.ipv4.conf.all.rp_filter',
    'net.ipv4.conf.eth1.rp_filter',
    'net.ipv4.conf.eth2.rp_filter',
    'net.ipv4.conf.eth1.accept_local',
    'net.ipv4.conf.eth2.accept_local',
  ]);
  expect(host.netfilter.map(({ match }) => JSON.stringify(match))).toEqual([
    expect.stringContaining('eno3'),
    expect.stringContaining('eno4'),
  ]);
  expect(routeTexts(host)).toEqual([
    '198.51.100.0/24 dev eno3 table 3',
    '198.51.100.0/24 dev eno4 table 4',
  ]);
  expect(
    host.routes.some((route) => route.nexthops.some(({ dev }) => isUnknown(dev?.value ?? ''))),
  ).toBe(false);
});

test('what is wrong in the body for every word is one finding', () => {
  const host = scriptHost(`
for d in eno3 eno4; do
  ip route add default via 192.0.2.300 dev $d
  ip route add default garbage more dev $d
  ip route add 198.51.100.0/24 nexthop dev $d weight 300 nexthop dev lo
  ip route flush cache
  ip foo $d
done
`);
  expect(checkHost(host).map((finding) => finding.rule)).toEqual([
    'iproute-invalid-address',
    'iproute-unknown-argument',
    'weight-out-of-range',
    'route-cache-noop',
    'iproute-unknown-object',
  ]);
});

test('what is wrong for one word alone is told', () => {
  const host = scriptHost('for g in 192.0.2.1 192.0.2.256; do ip route add default via $g; done\n');
  expect(checkHost(host).map((finding) => finding.what)).toEqual(['`192.0.2.256` is no address']);
});
