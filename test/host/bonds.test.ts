/** Bonds of the host, whatever file they come from: mode, policy, members and who is preferred. */
import { describe, expect, test } from 'vitest';
import { known } from '../../server/src/base/fact.ts';
import { hostOfFixture } from '../support/analyze.ts';
import { dedent, readFixture } from '../support/fixture.ts';

/** `bond0 802.3ad layer3+4: eno1 eno2*`; `-` where nothing is written, `?` for what is not known, `…` for an open list. */
function bonds(source: string): readonly string[] {
  const { links } = hostOfFixture(readFixture(dedent(source)));
  return links.flatMap(({ name, bond }) => {
    if (bond === undefined) return [];
    const text = (fact: typeof bond.mode): string =>
      fact === undefined ? '-' : (known(fact) ?? '?');
    const members = bond.members.map(
      (member) =>
        `${text(member)}${bond.primary !== undefined && known(member) === known(bond.primary) ? '*' : ''}`,
    );
    const open = bond.openMembers === undefined ? [] : ['…'];
    return [
      `${text(name)} ${text(bond.mode)} ${text(bond.hashPolicy)}: ${[...members, ...open].join(' ')}`,
    ];
  });
}

const netdev = `
  #- /etc/systemd/network/10-bond.netdev
  [NetDev]
  Name=bond0
  Kind=bond
  [Bond]
`;
const member = (match: string, more = ''): string => `
  #- /etc/systemd/network/05-member.network
  [Match]
  ${match}
  [Network]
  Bond=bond0
  ${more}
`;

describe('of networkd', () => {
  test('members come from files before and after, one or several names each', () => {
    expect(
      bonds(`${netdev}
  Mode=802.3ad
  TransmitHashPolicy=layer3+4
${member('Name=eno1 eno2')}
  #- /etc/systemd/network/20-third.network
  [Match]
  Name=eno3
  [Network]
  Bond=bond0
`),
    ).toEqual(['bond0 802.3ad layer3+4: eno1 eno2 eno3']);
  });

  test.each([
    ['Name=en*', '…'],
    ['Name=eno1 enp*', '…'],
    ['Driver=ixgbe', '…'],
    ['Name=!eno1', '…'],
    ['MACAddress=02:00:00:00:00:01 02:00:00:00:00:02', '…'],
    ['MACAddress=02:00:00:00:00:01', '?'],
    ['Name=eno1\n  Driver=ixgbe', 'eno1'],
  ])('%s', (match, expected) => {
    expect(bonds(`${netdev}  Mode=802.3ad\n${member(match)}`)).toEqual([
      `bond0 802.3ad -: ${expected}`,
    ]);
  });

  test('words that networkd does not take leave the driver its default', () => {
    for (const words of [
      'Mode=4',
      'Mode=lacp',
      'TransmitHashPolicy=1',
      'TransmitHashPolicy=vlan+srcmac',
    ])
      expect(bonds(`${netdev}  ${words}\n`)).toEqual(['bond0 - -: ']);
  });

  test('a drop-in says more, also one that sorts before the file', () => {
    expect(
      bonds(`${netdev}
  Mode=balance-xor
  #- /run/systemd/network/10-bond.netdev.d/00-hash.conf
  [Bond]
  TransmitHashPolicy=encap3+4
`),
    ).toEqual(['bond0 balance-xor encap3+4: ']);
  });

  test('the member that the bond prefers', () => {
    expect(
      bonds(`${netdev}  Mode=active-backup\n${member('Name=eno1', 'PrimarySlave=true')}`),
    ).toEqual(['bond0 active-backup -: eno1*']);
  });
});

describe('of ifupdown', () => {
  const stanza = (options: string): string => `
  #- /etc/network/interfaces
  iface bond0 inet static
    address 192.0.2.2/24
    ${options.split('; ').join('\n    ')}
`;
  test.each([
    [
      'bond-slaves eno1 eno2; bond-mode 802.3ad; bond-xmit-hash-policy layer2+3',
      'bond0 802.3ad layer2+3: eno1 eno2',
    ],
    [
      'bond_slaves eno1 eno2; bond_mode 2; bond_xmit_hash_policy 1',
      'bond0 balance-xor layer3+4: eno1 eno2',
    ],
    [
      'slaves eno1 eno2; bond-mode active-backup; bond-primary eno2',
      'bond0 active-backup -: eno1 eno2*',
    ],
    ['bond-slaves none; bond-mode 4', 'bond0 802.3ad -: '],
    ['bond-mode 4', 'bond0 802.3ad -: '],
    ['bond-slaves all; bond-mode 4', 'bond0 802.3ad -: …'],
    ['bond-slaves {{ links }}; bond-mode {{ mode }}', 'bond0 ? -: …'],
    ['bond-slaves eno1; bond-mode fast', 'bond0 - -: eno1'],
  ])('%s', (options, expected) => {
    expect(bonds(stanza(options))).toEqual([expected]);
  });

  test('a bond of two families is one, and so is a member that both sides name', () => {
    expect(
      bonds(`
  #- /etc/network/interfaces
  iface eno1 inet manual
    bond-master bond0
    bond-primary eno1
  iface bond0 inet static
    address 192.0.2.2/24
    bond-slaves eno1 eno2
    bond-mode 1
  iface bond0 inet6 static
    address 2001:db8::2/64
    bond-slaves eno1 eno2
    bond-mode 1
`),
    ).toEqual(['bond0 active-backup -: eno1* eno2']);
  });

  test('no bond without a sign of one', () => {
    expect(bonds(stanza('bond-miimon 100'))).toEqual([]);
    expect(bonds(stanza('bridge-ports eno1 eno2'))).toEqual([]);
  });
});

describe('of commands', () => {
  const script = (text: string): readonly string[] => bonds(`#- /usr/local/sbin/up.sh\n${text}`);

  test.each([
    [
      'ip link add bond0 type bond mode 4 xmit_hash_policy 1\nip link set eno1 master bond0\n',
      'bond0 802.3ad layer3+4: eno1',
    ],
    [
      'ip link add bond0 type bond\nfor i in eno1 eno2; do ip link set $i master bond0; done\n',
      'bond0 - -: eno1 eno2',
    ],
    [
      'ip link add bond0 type bond\nfor i in $ALL; do ip link set "$i" master bond0; done\n',
      'bond0 - -: …',
    ],
    [
      'ip link add bond0 type bond\nip link set $A master bond0\nip link set $A master bond0\n',
      'bond0 - -: ?',
    ],
    [
      'ip link add bond0 type bond\nip link set eno1 master bond0\nip link set eno1 nomaster\n',
      'bond0 - -: ',
    ],
    [
      'ip link add bond0 type bond\nip link set eno1 master bond0\nip link set eno1 master br0\n',
      'bond0 - -: ',
    ],
    [
      'ip link add bond0 type bond\nip link set eno1 master bond0\n[ -f x ] && ip link set eno1 nomaster\n',
      'bond0 - -: eno1',
    ],
    [
      'ip link add bond0 type bond\nip link set bond0 type bond mode 1 primary eno1\n',
      'bond0 active-backup -: ',
    ],
    [
      'ip link add bond0 type bond\n[ -f x ] && ip link set bond0 type bond mode 1\n',
      'bond0 ? -: ',
    ],
    ['ip link add bond0 type bond $OPTIONS\n', 'bond0 ? ?: '],
    ['ip link add name $BOND type bond\nip link set eno1 master $BOND\n', '? - -: eno1'],
  ])('%j', (text, expected) => {
    expect(script(text)).toEqual([expected]);
  });

  test('a bond that is removed gets no more members', () => {
    expect(
      script(`ip link add bond0 type bond mode 1
ip link set eno1 master bond0
ip link del bond0
ip link add bond0 type bond mode 2
ip link set eno2 master bond0
`),
    ).toEqual(['bond0 active-backup -: eno1', 'bond0 balance-xor -: eno2']);
  });

  test('a script adds to a bond of netplan', () => {
    expect(
      bonds(`
  #- /etc/netplan/50.yaml
  network: {ethernets: {eno1: {}}, bonds: {bond0: {interfaces: [eno1]}}}
  #- /usr/local/sbin/up.sh
  ip link set eno2 master bond0
`),
    ).toEqual(['bond0 - -: eno1 eno2']);
  });

  test('the order of scripts is a guess, that within one is not', () => {
    expect(
      bonds(`
  #- /usr/local/sbin/10-members.sh
  ip link set eno1 master bond0
  #- /usr/local/sbin/20-bond.sh
  ip link set eno2 master bond0
  ip link add bond0 type bond mode 1
  ip link set eno3 master bond0
`),
    ).toEqual(['bond0 active-backup -: eno1 eno3']);
  });

  test('no bond of what is none', () => {
    expect(script('ip link add br0 type bridge\nip link set eno1 master br0\n')).toEqual([]);
    expect(script('ip netns exec x ip link add bond0 type bond\n')).toEqual([]);
  });
});

describe('of scripts that write to the files of the driver', () => {
  const sys = '/sys/class/net';
  const made = `echo +bond0 > ${sys}/bonding_masters`;
  const bondsOf = (...lines: readonly string[]): readonly string[] =>
    bonds(`#- /usr/local/sbin/bond.sh\n#!/bin/bash\n${lines.join('\n')}\n`);

  test('mode, policy and members are what is written', () => {
    expect(
      bondsOf(
        'modprobe bonding',
        made,
        `echo 4 > ${sys}/bond0/bonding/mode`,
        `echo layer3+4 | sudo tee ${sys}/bond0/bonding/xmit_hash_policy`,
        `echo 100 > ${sys}/bond0/bonding/miimon`,
        `for s in eno1 eno2 eno3; do echo "+$s" > ${sys}/bond0/bonding/slaves; done`,
        `echo -eno2 > ${sys}/bond0/bonding/slaves`,
        `printf '%s\\n' eno3 > ${sys}/bond0/bonding/primary`,
      ),
    ).toEqual(['bond0 802.3ad layer3+4: eno1 eno3*']);
  });

  test.each([
    ['nothing else: the module may have other defaults', [], 'bond0 ? ?: '],
    ['a value that is not known', [`echo $MODE > ${sys}/bond0/bonding/mode`], 'bond0 ? ?: '],
    ['a value that nothing takes', [`echo fast > ${sys}/bond0/bonding/mode`], 'bond0 ? ?: '],
    [
      'a member that is not known',
      [`for s in $LINKS; do echo +$s > ${sys}/bond0/bonding/slaves; done`],
      'bond0 ? ?: …',
    ],
    [
      'the name in a variable',
      [`B=bond0; echo 1 > ${sys}/$B/bonding/mode`],
      'bond0 active-backup ?: ',
    ],
    ['ifenslave', ['ifenslave -f bond0 eno1 eno2', 'ifenslave -d bond0 eno1'], 'bond0 ? ?: eno2'],
    ['ifenslave of another', ['ifenslave bond1 eno1'], 'bond0 ? ?: '],
    ['ifenslave that changes who is active', ['ifenslave -c bond0 eno1'], 'bond0 ? ?: '],
    ['another file', [`echo 1 > ${sys}/bond0/mtu`], 'bond0 ? ?: '],
    ['a branch', [`[ "$X" ] && echo 1 > ${sys}/bond0/bonding/mode`], 'bond0 ? ?: '],
  ])('%s', (_, lines, expected) => {
    expect(bondsOf(made, ...lines)).toEqual([expected]);
  });

  test('a bond that is there already stays what it is', () => {
    const ip = 'ip link add bond0 type bond mode 802.3ad';
    expect(bondsOf(ip, made)).toEqual(['bond0 802.3ad -: ']);
    expect(bondsOf(ip, `echo layer2+3 > ${sys}/bond0/bonding/xmit_hash_policy`)).toEqual([
      'bond0 802.3ad layer2+3: ',
    ]);
  });
});
