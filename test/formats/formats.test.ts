/** What each file format gives: commands as text with their places, and settings as `ip` commands. */
import { describe, expect, test } from 'vitest';
import { known } from '../../server/src/base/fact.ts';
import { stepsOf } from '../../server/src/host/commands.ts';
import { isTeardown } from '../../server/src/host/teardown.ts';
import { readDocument } from '../../server/src/host/document.ts';
import type { Document } from '../../server/src/host/model.ts';
import { textOf, piecesOfWord } from '../../server/src/shell/pieces.ts';

function documentOf(path: string, text: string): Document {
  return readDocument({ id: path, path: path.slice(1), text, version: 1 });
}

/** Each step as its words, `*` in front of what is implied, `-` in front of what undoes; unknown parts as `?`. */
function steps(path: string, text: string): readonly string[] {
  return stepsOf(documentOf(path, text)).map(({ command, ip, sysctl }) => {
    if (command.name === undefined)
      return `* ${(sysctl?.settings ?? []).map(({ key, value }) => `${key.filter((part) => typeof part === 'string').join('.')}=${known(value) ?? '?'}`).join(' ')}`;
    const words = command.words.map((word) => textOf(piecesOfWord(word)).replaceAll('\uE000', '?'));
    const mark = isTeardown(command.context) ? '- ' : ip?.implied === true ? '* ' : '';
    return mark + [command.name, ...words.slice(1)].join(' ');
  });
}

test('interfaces: settings, then up lines with their variables, then down lines', () => {
  const text = `auto eth0
# a remark
iface eth0 inet static
    address 192.0.2.2
    netmask 255.255.255.0
    gateway 192.0.2.1
    metric 10
    pre-up sysctl -w net.ipv4.conf.$IFACE.rp_filter=2
    up ip route add default via 198.51.100.1 \\
        dev $IFACE table 101
    up ip rule add from $IF_ADDRESS table 101 || true
    down ip rule del from 192.0.2.2 table 101
iface eth1 inet dhcp
iface eth0:1 inet static
    address 192.0.2.9/24
iface eth0 inet6 static
    address 2001:db8::2/64
    gateway 2001:db8::1
`;
  expect(steps('/etc/network/interfaces', text)).toEqual([
    'sysctl -w net.ipv4.conf.eth0.rp_filter=2',
    '* ip -4 address add dev eth0 local 192.0.2.2/24',
    '* ip -4 route add to default via 192.0.2.1 dev eth0 metric 10 onlink',
    'ip route add default via 198.51.100.1 dev eth0 table 101',
    'ip rule add from 192.0.2.2 table 101',
    '- ip rule del from 192.0.2.2 table 101',
    '* ip -4 address add dev eth1 local ?',
    '* ip -4 route add to default via ? dev eth1',
    '* ip -4 address add dev eth0 local 192.0.2.9/24',
    '* ip -6 address add dev eth0 local 2001:db8::2/64',
    '* ip -6 route replace to default via 2001:db8::1 dev eth0 onlink',
  ]);
});

test('interfaces: what a template stanza says is inherited', () => {
  const text = `iface base inet static
  netmask 24
  up ip route add 203.0.113.0/24 via 192.0.2.1 dev $IFACE
iface eth0 inet static inherits base
  address 192.0.2.2
`;
  expect(steps('/etc/network/interfaces.d/wan', text)).toEqual([
    'ip route add 203.0.113.0/24 via 192.0.2.1 dev base',
    '* ip -4 address add dev eth0 local 192.0.2.2/24',
    'ip route add 203.0.113.0/24 via 192.0.2.1 dev eth0',
  ]);
});

describe('units', () => {
  const unit = (line: string): readonly string[] =>
    steps(
      '/etc/systemd/system/wan@eth0.service',
      `[Service]\nEnvironment=GW=192.0.2.1 "TABLES=101 102"\n${line}\n`,
    );

  test.each([
    ['ExecStart=-/sbin/ip rule del fwmark 0x1 lookup 200', ['ip rule del fwmark 0x1 lookup 200']],
    [
      'ExecStart=/sbin/ip route add default via ${GW} dev %i',
      ['ip route add default via 192.0.2.1 dev eth0'],
    ],
    [
      'ExecStart=ip route add default via $GW dev "%i"',
      ['ip route add default via 192.0.2.1 dev eth0'],
    ],
    [
      "ExecStart=/bin/sh -c 'ip route add default via $GW dev %i && ip rule add pref 1 from all'",
      ['ip route add default via 192.0.2.1 dev eth0', 'ip rule add pref 1 from all'],
    ],
    [
      'ExecStart=/bin/bash -ec "for t in $$TABLES; do ip route flush table $$t; done"',
      ['ip route flush table 101', 'ip route flush table 102'],
    ],
    [
      'ExecStart=ip link set eth0 up ; ip link set eth1 up',
      ['ip link set eth0 up', 'ip link set eth1 up'],
    ],
    [
      'ExecStart=ip link set eth0 up\nExecStart=\nExecStart=ip link set eth2 up',
      ['ip link set eth2 up'],
    ],
    ['ExecStopPost=/sbin/ip rule del pref 1', ['- ip rule del pref 1']],
    ['ExecStart=ip route add default \\\n  via 192.0.2.1', ['ip route add default via 192.0.2.1']],
    ['ExecStart=/usr/bin/env LANG=C ip link set %p up', ['ip link set wan up']],
    ['ExecStart=ip route add $UNKNOWN via 192.0.2.1', ['ip route add ? via 192.0.2.1']],
    ['ExecStart=ip link set eth\\x30 up', ['ip link set eth0 up']],
  ])('%s', (line, expected) => {
    expect(unit(line)).toEqual(expected);
  });

  test('a unit that calls none of our tools is no part of a host', () => {
    const { kind } = documentOf(
      '/etc/systemd/system/a.service',
      '[Service]\nExecStart=/usr/sbin/nginx\n',
    );
    expect(kind).toBe('other');
  });

  test('a failure that is ignored', () => {
    const text = '[Service]\nExecStart=-/sbin/ip route add default via 192.0.2.1\n';
    const [step] = stepsOf(documentOf('/lib/systemd/system/a.service', text));
    expect(step?.command.context.failureIgnored).toBe(true);
  });
});

test('wg-quick: link, addresses, routes and rules of a default, hooks', () => {
  const text = `[Interface]
PrivateKey = x
Address = 10.9.0.2/24, fd00::2/64
PreUp = ip rule add pref 5 table 5
PostUp = iptables -t nat -A POSTROUTING -o %i -j MASQUERADE
PostDown = iptables -t nat -D POSTROUTING -o %i -j MASQUERADE
[Peer]
AllowedIPs = 10.8.0.0/16,0.0.0.0/0
`;
  expect(steps('/etc/wireguard/wg0.conf', text)).toEqual([
    'ip rule add pref 5 table 5',
    '* ip link add dev wg0 type wireguard',
    '* ip -4 address add dev wg0 local 10.9.0.2/24',
    '* ip -6 address add dev wg0 local fd00::2/64',
    '* ip -4 route add to 10.8.0.0/16 dev wg0',
    '* ip -4 route add to 0.0.0.0/0 dev wg0 table 51820',
    '* ip -4 rule add not fwmark 51820 table 51820',
    '* ip -4 rule add table main suppress_prefixlength 0',
    '* net.ipv4.conf.all.src_valid_mark=1',
    'iptables -t nat -A POSTROUTING -o wg0 -j MASQUERADE',
    '- iptables -t nat -D POSTROUTING -o wg0 -j MASQUERADE',
  ]);
  const head = '[Interface]\nPrivateKey = x\n';
  const peer = '[Peer]\nAllowedIPs = 0.0.0.0/0\n';
  expect(steps('/etc/wireguard/a.conf', `${head}Table = off\n${peer}`)).toHaveLength(1);
  expect(steps('/etc/wireguard/a.conf', `${head}Table = 77\n${peer}`)).toContain(
    '* ip -4 route add to 0.0.0.0/0 dev a table 77',
  );
  expect(steps('/etc/wireguard/a.conf', `${head}FwMark = 0x10\n${peer}`)).toContain(
    '* ip -4 rule add not fwmark 16 table 16',
  );
});

test('networkd: addresses, routes, multipath, rules', () => {
  const text = `[Match]
Name=eth0
[Network]
Address=192.0.2.2/24
Gateway=192.0.2.1
VRF=red
IPv4Forwarding=yes
IPForward=no
[Route]
Destination=203.0.113.0/24
MultiPathRoute=192.0.2.1@eth0 10
MultiPathRoute=198.51.100.1@eth1 20
Table=101
[Route]
Gateway=192.0.2.254
GatewayOnLink=yes
Metric=50
[RoutingPolicyRule]
From=192.0.2.0/24
Table=101
Priority=100
FirewallMark=0x1/0xff
`;
  expect(steps('/etc/systemd/network/10-wan.network', text)).toEqual([
    '* ip -4 address replace dev eth0 local 192.0.2.2/24',
    '* ip -4 route append to default via 192.0.2.1 dev eth0',
    '* ip link set dev eth0 master red',
    '* net.ipv4.conf.eth0.forwarding=1',
    '* ip -4 route append to 203.0.113.0/24 table 101 nexthop via 192.0.2.1 dev eth0 weight 10 nexthop via 198.51.100.1 dev eth1 weight 20',
    '* ip -4 route append to default metric 50 via 192.0.2.254 dev eth0 onlink',
    '* ip -4 rule add from 192.0.2.0/24 fwmark 0x1/0xff priority 100 table 101',
  ]);
  const netdev = '[NetDev]\nName=red\nKind=vrf\n[VRF]\nTable=101\n';
  expect(steps('/etc/systemd/network/red.netdev', netdev)).toEqual([
    '* ip link add dev red type vrf table 101',
  ]);
});

test.each([
  ['/usr/share/containers/systemd/a.network', '[Network]\nSubnet=10.0.0.0/24\nGateway=10.0.0.1\n'],
  ['/etc/cron.d/backup', '0 3 * * * root /usr/local/bin/backup\n'],
  ['/etc/systemd/system/a.service', '[Unit]\nDescription=uses ip route\n'],
  ['/etc/app.conf', '[Interface]\nname = x\n'],
])('%s is no part of a host', (path, text) => {
  expect(documentOf(path, text).kind).toBe('other');
});

test('a .network file that says nothing about addresses does nothing', () => {
  const text = '[Match]\nType=wlan\n[Link]\nRequiredForOnline=no\n';
  expect(steps('/usr/lib/systemd/network/80-wifi.network', text)).toEqual([]);
});

test('cron: variables, @reboot, %', () => {
  const text = `SHELL=/bin/sh
GW=192.0.2.1
@reboot root ip route add default via $GW
*/5 * * * * root ip route replace default via $GW%ignored
# 0 0 * * * root ip route flush cache
`;
  expect(steps('/etc/cron.d/routes', text)).toEqual([
    'ip route add default via 192.0.2.1',
    'ip route replace default via 192.0.2.1',
  ]);
  const [boot, later] = stepsOf(documentOf('/etc/cron.d/routes', text));
  expect([boot, later].map((step) => step?.command.context.conditional)).toEqual([false, true]);
});

test('hooks: a script for a link that goes is all teardown', () => {
  const text = 'ip route del default dev $IFACE table 101\n';
  expect(steps('/etc/network/if-down.d/routes', text)).toEqual([
    '- ip route del default dev ? table 101',
  ]);
  expect(steps('/etc/networkd-dispatcher/routable.d/50-routes', text)).toEqual([
    'ip route del default dev ? table 101',
  ]);
});

describe('bonds', () => {
  test('of ifupdown, made before they get addresses', () => {
    expect(
      steps(
        '/etc/network/interfaces',
        'iface bond0 inet static\n  address 192.0.2.2/24\n  bond-slaves eno1 eno2\n  bond-mode 4\n  bond-xmit-hash-policy layer3+4\n',
      ),
    ).toEqual([
      '* ip link add dev bond0 type bond mode 4 xmit_hash_policy layer3+4',
      '* ip link set dev eno1 master bond0',
      '* ip link set dev eno2 master bond0',
      '* ip -4 address add dev bond0 local 192.0.2.2/24',
    ]);
  });

  test('of ifupdown, whose members name them', () => {
    expect(
      steps(
        '/etc/network/interfaces',
        'iface eno1 inet manual\n  bond-master bond0\niface bond0 inet dhcp\n  bond_slaves none\n  bond_mode active-backup\n',
      ).slice(0, 2),
    ).toEqual([
      '* ip link set dev eno1 master bond0',
      '* ip link add dev bond0 type bond mode active-backup',
    ]);
  });

  test('a pattern and a hole stand for members that nobody knows, and an unknown mode is no refusal', () => {
    const bond = (options: string): readonly string[] =>
      steps('/etc/network/interfaces', `iface bond0 inet manual\n${options}`);
    expect(bond('  bond-slaves /eno./\n')).toEqual([
      '* ip link add dev bond0 type bond',
      '* ip link set dev ? master bond0',
    ]);
    expect(bond('  bond-slaves {{ links }}\n  bond-mode {{ mode }}\n')).toEqual([
      '* ip link add dev bond0 type bond mode ?',
      '* ip link set dev ? master bond0',
    ]);
    expect(bond('  bond-slaves eno1\n  bond-mode fastest\n')).toEqual([
      '* ip link add dev bond0 type bond',
      '* ip link set dev eno1 master bond0',
    ]);
    expect(bond('  bond-miimon 100\n')).toEqual([]);
  });

  test('of networkd', () => {
    expect(
      steps(
        '/etc/systemd/network/10-bond.netdev',
        '[NetDev]\nName=bond0\nKind=bond\n[Bond]\nMode=802.3ad\nTransmitHashPolicy=layer3+4\nMIIMonitorSec=1s\n',
      ),
    ).toEqual(['* ip link add dev bond0 type bond mode 802.3ad xmit_hash_policy layer3+4']);
    expect(
      steps(
        '/etc/systemd/network/10-bond.netdev',
        '[NetDev]\nName=bond0\nKind=bond\n[Bond]\nMode=x\n',
      ),
    ).toEqual(['* ip link add dev bond0 type bond']);
  });
});

describe('nexthops of networkd', () => {
  const network = (sections: string): readonly string[] =>
    steps('/etc/systemd/network/10-wan.network', `[Match]\nName=eno3\n${sections}`);

  test('groups come behind their members, routes behind both', () => {
    expect(
      network(
        '[Route]\nDestination=0.0.0.0/0\nNextHop=10\n[NextHop]\nId=10\nGroup=1:3\nGroup=2\n[NextHop]\nId=1\nGateway=192.0.2.1\n[NextHop]\nId=2\nGateway=198.51.100.1\nOnLink=yes\n',
      ),
    ).toEqual([
      '* ip -4 nexthop add id 1 via 192.0.2.1 dev eno3',
      '* ip -4 nexthop add id 2 via 198.51.100.1 dev eno3 onlink',
      '* ip nexthop add id 10 group 1,3/2',
      '* ip -4 route append to 0.0.0.0/0 nhid 10',
    ]);
  });

  test('without a gateway, as a blackhole, and with a number that the kernel chooses', () => {
    expect(network('[NextHop]\nId=3\nFamily=ipv6\n')).toEqual([
      '* ip -6 nexthop add id 3 dev eno3',
    ]);
    expect(network('[NextHop]\nId=4\nBlackhole=yes\n')).toEqual([
      '* ip -4 nexthop add id 4 blackhole',
    ]);
    expect(network('[NextHop]\nGateway=192.0.2.1\n')).toEqual([]);
    expect(network('[NextHop]\nId=many\nGateway=192.0.2.1\n')).toEqual([]);
  });
});
