/** Groups from the text of files: nexthop groups with their history, and bonds of netplan. */
import { describe, expect, test } from 'vitest';
import { kernelProfile } from '../../server/src/kernel/profiles.ts';
import { distribute } from '../../server/src/simulate/distribute.ts';
import type { DistributeOptions } from '../../server/src/simulate/distribute.ts';
import { findGroups } from '../../server/src/simulate/groups.ts';
import type { Group } from '../../server/src/simulate/types.ts';
import { hostOfFixture } from '../support/analyze.ts';
import { dedent, readFixture } from '../support/fixture.ts';

const nexthops = `
  #- /usr/local/sbin/up.sh
  ip nexthop add id 1 via 192.0.2.1 dev eno3
  ip nexthop add id 2 via 198.51.100.1 dev eno4
  ip nexthop add id 3 dev eno5
`;

describe('nexthop groups', () => {
  test('members are the objects that the numbers name', () => {
    expect(lines(`${nexthops}  ip nexthop add id 10 group 1,3/2/3\n`)).toEqual([
      'nexthop-group IPv4 nexthop group 10: 192.0.2.1 eno3 3, 198.51.100.1 eno4 1, - eno5 1',
    ]);
  });

  test('the route that uses the group tells the family', () => {
    const text = `${nexthops}  ip nexthop add id 10 group 1/2\n  ip -6 route add default nhid 10\n`;
    expect(lines(text)[0]).toMatch(/IPv6/);
    const objects = `
      #- /usr/local/sbin/up.sh
      ip nexthop add id 1 via 2001:db8::1 dev eno3
      ip nexthop add id 2 via 2001:db8::2 dev eno4
      ip nexthop add id 10 group 1/2
    `;
    expect(lines(objects)[0]).toMatch(/IPv6/);
  });

  test('a resilient group keeps its table when it is replaced, and starts anew when it was deleted', () => {
    const start = `${nexthops}  ip nexthop add id 10 group 1/2 type resilient buckets 8\n`;
    const add = '  ip nexthop replace id 10 group 1/2/3 type resilient\n';
    expect(tables(start + add)).toEqual(['11110000', '22112000']);
    const again =
      '  ip nexthop del id 10\n  ip nexthop add id 10 group 1/2/3 type resilient buckets 8\n';
    expect(tables(start + again)).toEqual(['11110000', '22211000']);
    // Nexthop 2 is deleted, and with it its place in the group.
    const less = '  ip nexthop del id 2\n  ip nexthop replace id 10 group 1/3 type resilient\n';
    expect(tables(start + less)).toEqual(['11110000', '11110000']);
  });

  test('what is not known is said', () => {
    const text = `${nexthops}  ip nexthop add id 10 group $MEMBERS\n  ip nexthop add id 11 group 1/2 type resilient\n`;
    const [unknown, withoutBuckets] = groups(text);
    expect(unknown?.refusal).toMatch(/members are not known/);
    expect(reasonOf(text, 1)).toMatch(/needs its number of buckets/);
    expect(withoutBuckets?.refusal).toBeUndefined();
    expect(reasonOf(`${nexthops}  ip nexthop add id 10 group 1/2\n`, 0, '4.15')).toMatch(/5\.3/);
    expect(reasonOf(`${nexthops}  ip nexthop add id 10 group 1,0/2\n`, 0)).toMatch(/weight 0/);
  });

  test('a member that is down leaves, its neighbour’s failure skips it', () => {
    const text = `${nexthops}  ip nexthop add id 10 group 1/2\n`;
    expect(sharesOf(text, { down: ['eno3'] })).toEqual([0, 1]);
    expect(sharesOf(text, { failedNeighbours: ['198.51.100.1'] })).toEqual([1, 0]);
  });
});

const bond = (parameters: string): string => `
  #- /etc/netplan/50-bond.yaml
  network:
    ethernets:
      left: {match: {macaddress: "02:00:00:00:00:01"}, set-name: eno1}
      eno2: {}
    bonds:
      bond0: {interfaces: [left, eno2], parameters: {${parameters}}}
`;

describe('bonds of netplan', () => {
  test('members by their real names, defaults of the driver', () => {
    expect(lines(bond(''))).toEqual(['bond IPv4 bond0: - eno1 1, - eno2 1']);
    expect(groups(bond('mode: balance-xor'))[0]?.bond).toEqual({
      mode: 'balance-xor',
      hashPolicy: 'layer2',
      primary: undefined,
    });
  });

  test('the whole traffic where one member takes it, equal shares where turns decide', () => {
    expect(sharesOf(bond('mode: active-backup, primary: left'))).toEqual([1, 0]);
    expect(sharesOf(bond('mode: active-backup, primary: left'), { down: ['eno1'] })).toEqual([
      0, 1,
    ]);
    expect(sharesOf(bond('mode: balance-rr'))).toEqual([0.5, 0.5]);
    expect(sharesOf(bond('mode: broadcast'))).toEqual([1, 1]);
    const [left = 0] = sharesOf(bond('mode: 802.3ad, transmit-hash-policy: layer3+4'));
    expect(left).toBeGreaterThan(0.4);
    expect(left).toBeLessThan(0.6);
  });

  test('what the kernel does not have', () => {
    expect(reasonOf(bond('mode: round-robin'), 0)).toMatch(/no bond mode `round-robin`/);
    expect(reasonOf(bond('mode: 802.3ad, transmit-hash-policy: layer7'), 0)).toMatch(/`layer7`/);
  });
});

function groups(text: string): Group[] {
  return findGroups(hostOfFixture(readFixture(dedent(text))));
}

function lines(text: string): string[] {
  return groups(text).map(({ kind, family, name, members }) => {
    const parts = members.map(
      ({ gateway = '-', device = '-', weight }) => `${gateway} ${device} ${weight}`,
    );
    return `${kind} IPv${family} ${name}: ${parts.join(', ')}`;
  });
}

function tables(text: string): string[] {
  return groups(text).map(({ buckets }) =>
    typeof buckets === 'object' ? buckets.join('') : String(buckets),
  );
}

function sharesOf(text: string, options: DistributeOptions = {}): number[] {
  const host = hostOfFixture(readFixture(dedent(text)));
  const [group] = findGroups(host);
  if (group === undefined) throw new Error('no group');
  const answer = distribute(group, host, { kernel: kernel('6.18'), ...options });
  if ('reason' in answer) throw new Error(answer.reason);
  return answer.members.map(({ predicted }) => predicted);
}

function reasonOf(text: string, index: number, version = '6.18'): string {
  const host = hostOfFixture(readFixture(dedent(text)));
  const group = findGroups(host)[index];
  if (group === undefined) throw new Error('no group');
  const answer = distribute(group, host, { kernel: kernel(version) });
  return 'reason' in answer ? answer.reason : 'not refused';
}

function kernel(version: string): NonNullable<ReturnType<typeof kernelProfile>> {
  const profile = kernelProfile(version);
  if (profile === undefined) throw new Error(version);
  return profile;
}

describe('bonds of other files', () => {
  const hashes = 'mode: 802.3ad, transmit-hash-policy: layer3+4';
  const networkd = (match: string): string => `
    #- /etc/systemd/network/10-bond.netdev
    [NetDev]
    Name=bond0
    Kind=bond
    [Bond]
    Mode=802.3ad
    TransmitHashPolicy=layer3+4
    #- /etc/systemd/network/20-members.network
    [Match]
    ${match}
    [Network]
    Bond=bond0
  `;

  test('share as those of netplan do', () => {
    const ifupdown = `
      #- /etc/network/interfaces
      iface bond0 inet manual
        bond_slaves eno1 eno2
        bond_mode 4
        bond_xmit_hash_policy layer3+4
    `;
    const script = `
      #- /usr/local/sbin/up.sh
      ip link add bond0 type bond mode 802.3ad xmit_hash_policy layer3+4
      ip link set eno1 master bond0
      ip link set eno2 master bond0
    `;
    for (const text of [ifupdown, script, networkd('Name=eno1 eno2')]) {
      expect(lines(text)).toEqual(lines(bond(hashes)));
      expect(sharesOf(text)).toEqual(sharesOf(bond(hashes)));
    }
  });

  test('are refused where nobody knows the members, and none with one member', () => {
    expect(reasonOf(networkd('Name=eno*'), 0)).toMatch(/which links are its members is not known/);
    expect(lines(networkd('Name=eno1'))).toEqual([]);
  });
});

describe('IPv6 routes of older kernels', () => {
  const text = `
    #- /usr/local/sbin/up.sh
    ip -6 route add default nexthop via 2001:db8::1 weight 3 nexthop via 2001:db8::2 weight 1
  `;
  test('4.15 ignores the weights and says so', () => {
    const host = hostOfFixture(readFixture(dedent(text)));
    const [group] = findGroups(host);
    if (group === undefined) throw new Error('no group');
    const answer = distribute(group, host, { kernel: kernel('4.15') });
    if ('reason' in answer) throw new Error(answer.reason);
    expect(answer.notes[0]).toMatch(/whatever its weight/);
    expect(answer.flows[0]?.why).toMatch(/modulo/);
    expect(answer.members.map(({ predicted }) => Math.round(predicted * 10))).toEqual([5, 5]);
  });
  test('4.16 follows them, 3.2 has no such route', () => {
    expect(reasonOf(text, 0, '3.2')).toMatch(/no IPv6 multipath/);
    expect(reasonOf(text, 0, '4.16')).toBe('not refused');
  });
});
