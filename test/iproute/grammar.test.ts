/** Facts and roles beyond routes and rules, and traps: valid lines that a reader of tables could refuse. */
import { describe, expect, test } from 'vitest';
import { readIpCommand, readWordRoles } from '../../server/src/iproute/read.ts';
import type { IpCommand } from '../../server/src/iproute/types.ts';
import { parseShell } from '../../server/src/shell/parse.ts';

function read(text: string): IpCommand {
  const [command] = parseShell(text).commands;
  const ip = command === undefined ? undefined : readIpCommand(command, 'up.sh');
  if (ip === undefined) throw new Error(text);
  return ip;
}

function complaints(text: string): string[] {
  const { problems, unexpected } = read(text);
  return [...problems.map(({ rule }) => rule), ...unexpected.map(({ text: word }) => word)];
}

describe('facts', () => {
  test('a rule with every selector', () => {
    expect(
      read(
        'ip rule add ipproto tcp sport 80 dport 1000-2000 uidrange 0-99 tos 0x10 suppress_ifgroup 5 protocol static tun_id 7 goto 400',
      ),
    ).toMatchObject({
      ipProtocol: { value: 'tcp' },
      sourcePort: { first: { value: 80 }, last: { value: 80 } },
      destinationPort: { first: { value: 1000 }, last: { value: 2000 } },
      users: { first: { value: 0 }, last: { value: 99 } },
      tos: { value: 16 },
      suppressIfGroup: { value: 5 },
      protocol: { value: 'static' },
      tunnelId: { value: '7' },
      action: 'goto',
      gotoTarget: { value: 400 },
      problems: [],
      unexpected: [],
    });
  });

  test('metrics, encapsulation and preference of a route', () => {
    expect(
      read(
        'ip -6 route add 2001:db8::/32 mtu lock 1400 advmss 1360 pref high encap mpls 100/200 ttl 5 via fe80::1 dev eno3',
      ),
    ).toMatchObject({
      metrics: [
        { keyword: 'mtu', isLocked: true, values: [{ value: '1400' }] },
        { keyword: 'advmss', values: [{ value: '1360' }] },
      ],
      preference: { value: 'high' },
      encap: {
        type: { value: 'mpls' },
        words: [{ keyword: 'label' }, { keyword: 'ttl', values: [{ value: '5' }] }],
      },
      nexthops: [{ dev: { value: 'eno3' } }],
      problems: [],
      unexpected: [],
    });
  });

  test('a resilient group, and a neighbour', () => {
    expect(
      read('ip nexthop add id 9 group 1/2 type resilient buckets 32 idle_timer 5 protocol 4'),
    ).toMatchObject({ buckets: { value: 32 }, idleTimer: { value: 5 }, protocol: { value: 4 } });
    expect(
      read('ip neigh replace 192.0.2.7 lladdr 02:00:00:00:00:07 nud permanent dev eno3'),
    ).toMatchObject({
      object: 'neigh',
      verb: 'replace',
      linkAddress: { value: '02:00:00:00:00:07' },
      state: { value: 'permanent' },
      dev: { value: 'eno3' },
      problems: [],
    });
  });

  test('a pair of links, and settings of a kind', () => {
    expect(read('ip link add v0 type veth peer name v1 netns lab')).toMatchObject({
      dev: { value: 'v0' },
      peer: { value: 'v1' },
    });
    expect(
      read('ip link add bond0 type bond mode 802.3ad xmit_hash_policy layer3+4'),
    ).toMatchObject({
      settings: [{ keyword: 'mode' }, { keyword: 'xmit_hash_policy' }],
    });
  });
});

test.each([
  'ip link set dev eno3.5 type vlan egress-qos-map 0:0 1:1 ingress-qos-map 0:0 1:1 reorder_hdr on',
  'ip link set bond0 type bond arp_ip_target',
  'ip link set br0 type bridge stp_state 1 vlan_filtering 1 mcast_snooping 0',
  'ip link add link eno3 name mac0 type macvlan mode source macaddr set 02:00:00:00:00:01',
  'ip link add wg0 type wireguard',
  'ip link add x0 type vxlan id 5 dstport 4789 remote 192.0.2.9 dev eno3',
  'ip link add g0 type gre remote 192.0.2.9 local 192.0.2.1 ttl 255 key 1.2.3.4',
  'ip link set group 5 down',
  'ip link set eno3 vf 0 mac 02:00:00:00:00:01 vlan 5 qos 2 spoofchk off',
  'ip link set $LINK type bond mode active-backup',
  'ip link delete eno3 type vlan',
  'ip route add 192.0.2.0/24 encap seg6local action End flavors next-csid,psp lblen 5 dev eno3',
  'ip link set $LINK vf 0 mac 02:00:00:00:00:01',
  'ip -6 route add 2001:db8::/64 encap seg6local action End.B6 srh segs fe80::1,fe80::2 hmac 5 dev eno3',
  'ip link add new0 type somethingnew with words',
  'ip neigh add 192.0.2.7 lladdr null dev eno3',
  'ip nexthop list id 5 dev eno3',
  'ip route add default via inet6 fe80::1 dev eno3',
  'ip route add 192.0.2.0/24 features ecn dev eno3',
  'ip tunnel add t0 mode ip6gre remote 2001:db8::1 local 2001:db8::2',
  'ip tunnel add gre1 remote 192.0.2.9',
  'ip tuntap add tap0 mode tap user 1000 multi_queue',
  'ip xfrm state add src 192.0.2.1 dst 192.0.2.9 proto esp spi 0x100 mode tunnel enc aes 0xabcd auth sha1 0xef',
  'ip mptcp endpoint add 192.0.2.1 dev eno3 subflow',
  'ip netns exec blue ip route show',
  'ip monitor route label',
  'ip token set ::5/64 dev eno3',
  'ip maddress add 33:33:00:00:00:01 dev eno3',
  'ip -6 rule add from 2001:db8::/32 l3mdev',
  'ip token set ::5/64 whatever dev eno3',
  'ip link add x0 type vxlan id 5 group 239.0.0.1 local 192.0.2.1 dev eno3',
  'ip link add x0 type vxlan id 5 group ff02::5 local 2001:db8::1 dev eno3',
  'ip link add x0 type vxlan id 5 local 0.0.0.0 remote ::',
  'ip link add x0 type geneve id 5 remote "$PEER"',
  'ip link add x0 type vlan id 5 egress-qos-map gvrp on',
  'ip link add x0 type bridge stp_mode us',
  'ip link add x0 type macvlan mode passthru flag nopromisc',
  'ip link add x0 type macvlan flag nodst',
  'ip link add x0 type veth peer x1 name x1',
  'ip link set eno3 vf 0 node_guid 00:11:22:33:44:55:66:77',
])('%s is taken', (line) => {
  expect(complaints(line)).toEqual([]);
});

test.each([
  ['ip link add x0 type vlan idd 5', ['idd']],
  ['ip link add x0 type vxlan dstport 4789', ['iproute-incomplete']],
  ['ip link set eno3 mtu 1500 mtu 1400', ['1400']],
  ['ip link add x0 type bond mode 9', ['iproute-invalid-value']],
  ['ip neigh add 192.0.2.7', ['iproute-incomplete']],
  ['ip nexthop add id 5 dev eno3 via 2001:db8::1', ['iproute-invalid-address']],
  ['ip tunnel add x0 remote 192.0.2.9', ['iproute-incomplete']],
  ['ip route add default via 192.0.2.1 encap foo dev eno3', ['iproute-invalid-value']],
  ['ip link add x0 type vxlan id 5 group 192.0.2.9', ['iproute-invalid-value']],
  ['ip link add x0 type vxlan id 5 remote 239.0.0.1', ['iproute-invalid-value']],
  ['ip link add x0 type geneve id 5 remote any', ['iproute-invalid-value']],
  ['ip link add x0 type vlan id 5 egress-qos-map 5', ['5']],
  ['ip link add x0 type macvlan flag nopromisc', ['iproute-invalid-value']],
  ['ip link add x0 type veth peer x1 name x2', ['iproute-invalid-value']],
  ['ip address change 192.0.2.1 dev eno3 valid_lft 5 valid_lft', ['valid_lft']],
  ['ip link set eno3 vf 0 node_guid 5', ['iproute-invalid-value']],
  ['ip link delete type gre encap-dport -1', ['iproute-incomplete', 'iproute-invalid-number']],
  ['ip mptcp endpoint delete id 0 192.0.2.9 id 5', ['iproute-invalid-value']],
  ['ip netns list-id nsid 5 nsid', ['nsid']],
  ['ip route flush realms -4', ['iproute-invalid-value']],
  [
    'ip route add 192.0.2.0/24 encap seg6local action End flavors psp,word dev eno3',
    ['iproute-invalid-value'],
  ],
  ['ip link set vf 0 mac 02:00:00:00:00:01 dev eno3', ['iproute-incomplete']],
  ['ip route add 192.0.2.0/24 encap seg6local action End hmac 5 dev eno3', ['hmac', '5']],
  ['ip tunnel prl dev x0 prl-delete 192.0.2.1 prl-delete x', ['iproute-invalid-address']],
  ['ip tunnel prl dev x0 prl-delete 192.0.2.1 prl-default 192.0.2.2', ['192.0.2.2']],
])('%s is refused', (line, expected) => {
  expect(complaints(line)).toEqual(expected);
});

test('every word has a role, down to the words of a kind', () => {
  const [command] = parseShell('ip link add x0 type vlan id 5 protocol 802.1ad').commands;
  if (command === undefined) throw new Error('no command');
  const { roles, expected } = readWordRoles(command);
  expect(roles.map((role) => role?.kind)).toEqual([
    'program',
    'object',
    'verb',
    'value',
    'keyword',
    'value',
    'keyword',
    'value',
    'keyword',
    'value',
  ]);
  expect(expected.kind).toBe('keyword');
});
