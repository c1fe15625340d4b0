import { describe, expect, test } from 'vitest';
import { hostOf, routeTexts, script, scriptHost } from './hostOf.ts';

describe('routes are folded in the order of the text', () => {
  test('replace puts the new route in the place of the one with the same name', () => {
    const host = scriptHost(`
ip route add default via 198.51.100.1 dev eno3
ip route replace default via 203.0.113.1 dev eno4
`);
    expect(routeTexts(host)).toEqual(['default via 203.0.113.1 dev eno4 table 254']);
    expect(host.routesEverAdded).toHaveLength(2);
  });

  test('replace with another metric leaves the first one', () => {
    const host = scriptHost(`
ip route add default via 198.51.100.1 dev eno3 metric 100
ip route replace default via 203.0.113.1 dev eno4
`);
    expect(routeTexts(host)).toHaveLength(2);
  });

  test('a table by name is the table by number', () => {
    const host = hostOf({
      '/etc/iproute2/rt_tables.d/uplinks.conf': '104 cable\n',
      [script]:
        'ip route add default via 203.0.113.1 dev eno4 table cable\nip route flush table 104\n',
    });
    expect(routeTexts(host)).toEqual([]);
  });

  test('a table that the script itself names', () => {
    const host = scriptHost(`
echo "104 cable" >> /etc/iproute2/rt_tables
ip route add default via 203.0.113.1 dev eno4 table cable
ip route del default table 104
`);
    expect(routeTexts(host)).toEqual([]);
  });

  test('flush cache removes nothing', () => {
    const host = scriptHost(
      'ip route add default via 198.51.100.1 dev eno3\nip route flush cache\n',
    );
    expect(routeTexts(host)).toHaveLength(1);
  });

  test('a command that may not run adds but does not remove', () => {
    const host = scriptHost(`
ip route add default via 198.51.100.1 dev eno3
if ping -c1 -W1 203.0.113.1; then
  ip route replace default via 203.0.113.1 dev eno4
else
  ip route del default
fi
`);
    expect(routeTexts(host)).toEqual([
      'default via 198.51.100.1 dev eno3 table 254',
      'default via 203.0.113.1 dev eno4 table 254',
    ]);
  });
});

describe('commands that are no part of the set-up', () => {
  test('the stop branch of a case does not undo the start branch', () => {
    const host = scriptHost(`
case "$1" in
  start) ip route add default via 198.51.100.1 dev eno3 ;;
  stop) ip route flush table main ;;
esac
`);
    expect(routeTexts(host)).toHaveLength(1);
  });

  test('a cleanup function, a trap and another network namespace are left out', () => {
    const host = scriptHost(`
cleanup() { ip route add 192.0.2.0/24 via 198.51.100.9 dev eno3; }
trap 'ip route add 192.0.2.0/25 via 198.51.100.9 dev eno3' EXIT
ip netns exec lab ip route add default via 203.0.113.1 dev eno4
`);
    expect(routeTexts(host)).toEqual([]);
  });

  test('a function whose name only contains such a word is kept', () => {
    const host = scriptHost(`
countdown() { ip route add default via 198.51.100.1 dev eno3; }
countdown
`);
    expect(routeTexts(host)).toHaveLength(1);
  });
});

describe('files take effect in the order of a boot', () => {
  test('netplan, then sysctl by base name, then scripts', () => {
    const host = hostOf({
      '/usr/local/sbin/a.sh': '#!/bin/sh\nsysctl -w net.ipv4.ip_forward=1\n',
      '/etc/sysctl.conf': 'net.ipv4.ip_forward=0\n',
      '/etc/sysctl.d/60-b.conf': 'net.ipv4.ip_forward=2\n',
      '/usr/lib/sysctl.d/10-a.conf': 'net.ipv4.ip_forward=3\n',
      '/etc/netplan/50-a.yaml':
        'network:\n  ethernets:\n    eno3:\n      addresses: [198.51.100.2/24]\n',
    });
    expect(host.documents.map((document) => document.file.path)).toEqual([
      '/etc/netplan/50-a.yaml',
      '/usr/lib/sysctl.d/10-a.conf',
      '/etc/sysctl.d/60-b.conf',
      '/etc/sysctl.conf',
      '/usr/local/sbin/a.sh',
    ]);
    expect(host.sysctls.map((write) => write.value.value)).toEqual(['3', '2', '0', '1']);
  });
});

describe('netplan', () => {
  test('a link with DHCP has an unknown address and an automatic default route', () => {
    const host = hostOf({
      '/etc/netplan/50-a.yaml': 'network:\n  ethernets:\n    eno4:\n      dhcp4: true\n',
    });
    expect(routeTexts(host)).toEqual(['default via ? dev eno4 table 254']);
    expect(host.routes[0]?.automatic).toBe(true);
    expect(host.addresses[0]?.prefix.value).toMatchObject({ kind: 'unknown' });
  });

  test('without routes from DHCP there is no default route', () => {
    const host = hostOf({
      '/etc/netplan/50-a.yaml':
        'network:\n  ethernets:\n    eno4:\n      dhcp4: true\n      dhcp4-overrides: {use-routes: false}\n',
    });
    expect(routeTexts(host)).toEqual([]);
  });
});

describe('rule sets that a script loads', () => {
  const nft =
    'table ip nat {\n chain p {\n  type nat hook postrouting priority 100;\n  oifname "eno4" masquerade\n }\n}\n';

  test('a file of the host is read where it stands', () => {
    const host = hostOf({
      'etc/nftables.conf': nft,
      [script]: '#!/bin/sh\nnft -f /etc/nftables.conf\n',
    });
    expect(host.netfilterIncomplete).toBe(false);
    expect(host.netfilter).toHaveLength(1);
  });

  test('of any other file nothing is known', () => {
    const host = hostOf({
      'etc/nftables.conf': nft,
      [script]: '#!/bin/sh\nnft -f /etc/other.nft\n',
    });
    expect(host.netfilterIncomplete).toBe(true);
  });
});
