/** Which source NAT concerns the uplinks. */
import { expect, test } from 'vitest';
import { linksOf, multipathDefaults, sourceNatOf } from '../../server/src/host/uplinks.ts';
import { scriptHost } from './hostOf.ts';

test.each([
  ['-o eno4', 1],
  ['-o eno4 -d 198.18.1.0/24', 1],
  ['-o eno3', 0],
  ['! -o br0', 1],
  ['! -o br0 -d 198.18.1.0/24', 0],
  ['-s 198.18.8.0/24', 1],
  ['-s 198.18.8.0/24 -d 198.18.1.0/24', 0],
  ['-d 198.18.1.3 -p tcp --dport 80', 0],
  ['-d "$SERVER"', 0],
  ['-d 0.0.0.0/0', 1],
  ['! -d 198.18.0.0/16', 1],
  ['-m conntrack --ctstate DNAT', 0],
  ['-m conntrack --ctstate NEW,DNAT', 1],
  ['-m conntrack ! --ctstate DNAT', 1],
  ['-m conntrack --ctstatus DNAT', 0],
])('iptables -t nat -A POSTROUTING %s -j MASQUERADE', (match, count) => {
  const host = scriptHost(`iptables -t nat -A POSTROUTING ${match} -j MASQUERADE\n`);
  expect(sourceNatOf(host, 'eno4')).toHaveLength(count);
});

test.each([
  ['ip daddr != 198.18.0.0/16', 1],
  ['ip daddr { 198.18.1.0/24, 198.18.2.5 }', 0],
  ['oifname "eno4" ip daddr { 198.18.1.0/24 }', 1],
])('nft: %s masquerade', (match, count) => {
  const chain = 'chain p { type nat hook postrouting priority 100; ';
  const host = scriptHost(`nft -f - <<'E'\ntable ip nat { ${chain} ${match} masquerade\n } }\nE\n`);
  expect(sourceNatOf(host, 'eno4')).toHaveLength(count);
});

test.each([
  ['203.0.113.9/24', '198.51.100.9/24', ['eno4', 'eno3']],
  // Which of the two it is, or whether there is a third, cannot be told.
  ['203.0.113.9/24', '192.0.2.9/24', []],
  ['203.0.113.9/24', '203.0.113.8/24', []],
  ['10.0.0.1 peer 203.0.113.1', '198.51.100.9/24', ['eno4', 'eno3']],
])('gateways of links with %s and %s', (first, second, links) => {
  const host = scriptHost(`ip addr add ${first} dev eno4
ip addr add ${second} dev eno3
ip route add default nexthop via 203.0.113.1 nexthop via 198.51.100.1
`);
  expect(multipathDefaults(host).flatMap((route) => linksOf(host, route))).toEqual(links);
});
