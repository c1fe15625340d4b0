/** When the machine model may speak, and when it must be silent. */
import { describe, expect, test } from 'vitest';
import { refusedCommands } from '../../../server/src/host/machine/refusals.ts';
import { hostOf, script, scriptHost } from '../hostOf.ts';

function kinds(text: string): readonly string[] {
  return refusedCommands(scriptHost(text)).map(({ refusal }) => refusal.kind);
}

const twice = 'ip route add 10.0.0.0/8 dev eno3\n';

describe('silence', () => {
  test.each([
    ['a command in a branch', `${twice}if [ -e /x ]; then ${twice}fi\n`],
    ['a function', `f() {\n${twice}${twice}}\n`],
    ['a call that may remove it', `f() { ip route del 10.0.0.0/8; }\n${twice}f\n${twice}`],
    ['a program', `${twice}systemctl restart networking\n${twice}`],
    ['a sourced file', `${twice}. /etc/default/net\n${twice}`],
    ['eval', `${twice}eval "$CLEAN"\n${twice}`],
    ['an unknown program', `${twice}"$TOOL"\n${twice}`],
    ['a failure that is expected', `${twice}ip route add 10.0.0.0/8 dev eno3 || true\n`],
    [
      'a first command that may have failed',
      `ip route add 10.0.0.0/8 dev eno3 2>/dev/null\n${twice}`,
    ],
    ['an unknown word in the first', `ip route add 10.0.0.0/8 dev eno3 $MORE\n${twice}`],
    ['an unknown removal', `${twice}ip route del $NET\n${twice}`],
    ['an unknown table flushed', `${twice}ip route flush table $T\n${twice}`],
    ['an unknown link set down', `${twice}ip link set "$IF" down\n${twice}`],
    ['an unknown loop', `for i in $LINKS; do ip link del $i; done\nip link set br0 up\n`],
    ['a stop branch', `case $1 in\nstart) ${twice};;\nstop) ip route del 10.0.0.0/8;;\nesac\n`],
    [
      'IPv6 switched off',
      `${'ip -6 route add 2001:db8::/32 dev eno3\n'}sysctl -w net.ipv6.conf.eno3.disable_ipv6=1\nip -6 route add 2001:db8::/32 dev eno3\n`,
    ],
    ['another namespace', `${twice}ip netns exec lab ${twice}`],
    ['a namespace that was there', 'ip -n lab route flush table 100\n'],
    [
      'a link of a namespace that comes back',
      'ip link set eth1 netns lab\nip netns del lab\nip link set eth1 up\n',
    ],
    [
      'a pair that is made in two namespaces',
      'ip netns add a\nip netns add b\nip link add v0 netns a type veth peer name v1 netns b\nip -n a link set v0 up\nip -n b link set v1 up\n',
    ],
    [
      'a link that comes from a namespace that is not followed',
      'ip netns add a\nip link set $IF netns a\nip -n a link set eth1 up\n',
    ],
    [
      'a link that a process gives back',
      'ip netns add a\nip link set eth1 netns a\nip -n a link set eth1 netns 1\nip link set eth1 up\n',
    ],
    [
      'a variable that may name a namespace',
      `${twice}[ -n "$NS" ] && OPT="-netns $NS"\nip $OPT ${twice.slice(3)}`,
    ],
    ['a link by its alias', 'ip netns add a\nip -n a addr add 192.0.2.1/32 dev lo:1\n'],
    [
      'a route of each VRF',
      'ip route add unreachable default metric 9000 vrf red\nip route add unreachable default metric 9000 vrf blue\n',
    ],
    ['a table that a VRF may have', `${twice}ip route flush vrf red\n${twice}`],
    [
      'the network of a link in a VRF',
      'ip netns add a\nip -n a link add red type vrf table 10\nip -n a link add v0 type veth peer name v1\nip -n a link set v0 up master red\nip -n a link set v1 up\nip -n a addr add 10.0.0.1/24 dev v0\nip -n a route add 10.0.0.0/24 proto kernel scope link src 10.0.0.1 dev v0\n',
    ],
    [
      'the loopback address of a VRF',
      'ip link add red type vrf table 10\nip addr add ::1/128 dev red\n',
    ],
    ['a call whose errors nobody sees', `f() { ${twice.trim()}; }\nf\nf 2>/dev/null\n`],
    ['a call whose errors are read', `f() { ${twice.trim()}; }\nf\nout=$(f 2>&1)\n`],
    ['eval whose errors are read', `${twice}out=$(eval "${twice.trim()}" 2>&1)\n`],
    [
      'an address that a daemon may give',
      'ip addr del 192.0.2.1/24 dev eno3\nip addr del 192.0.2.1/24 dev eno3\n',
    ],
    [
      'routes of IPv6 with different source prefixes',
      'ip -6 route add default from 2001:db8:1::/64 via 2001:db8::1 dev eno3\nip -6 route add default from 2001:db8:2::/64 via 2001:db8::2 dev eno3\n',
    ],
    [
      'routes of the tables of two VRFs',
      'ip route add default dev eno3 vrf red\nip route add default dev eno3 vrf blue\nip route add default dev eno3\n',
    ],
    [
      'a name that a link may have beside its first',
      'ip link property add dev eno3 altname lan0\nip link set lan0 up\nip route add 10.0.0.0/8 dev lan0\nip route del 10.0.0.0/8 dev eno3\n',
    ],
    [
      'a link that IPv6 has left',
      'ip addr add 2001:db8::1/64 dev eno3\nip link set eno3 mtu 1200\nip link set eno3 mtu 1500\nip addr add 2001:db8::1/64 dev eno3\n',
    ],
    [
      'links of a group',
      'ip link set eno3 group 5\nip link set group 5 up\nip link del group 5\nip link set eno3 up\n',
    ],
    [
      'a policy rule without priority',
      'ip rule add from 192.0.2.0/24 table 1\nip rule add from 192.0.2.0/24 table 1\n',
    ],
    [
      'a table by an unknown name',
      'ip route add default dev eno3 table isp1\nip route add default dev eno3 table isp2\n',
    ],
  ])('%s', (_name, text) => {
    expect(kinds(text)).toEqual([]);
  });
});

describe('speech', () => {
  test('an arm of a case is a program of its own', () => {
    const arm = 'ip rule add priority 5 table 9\n';
    expect(
      kinds(`case $1 in\nstart) ${arm}${arm};;\nstop) ip rule del priority 5;;\nesac\n`),
    ).toEqual(['rule-exists']);
    expect(kinds(`case $1 in\nadd) ${arm};;\nrestart) ${arm};;\nesac\n`)).toEqual([]);
  });

  test.each([
    ['src 10.0.0.9', ['source-missing']],
    ['src 10.0.1.1', []],
  ])('the source of a route by a nexthop object is an address of the host: %s', (src, refused) => {
    const setUp = ['link add v0 type veth peer name v1', 'link set v0 up', 'link set v1 up'];
    const lines = [
      ...setUp,
      'addr add 10.0.1.1/24 dev v0',
      'nexthop add id 3 via 10.0.1.254 dev v0',
      `route add 10.0.0.0/24 ${src} nhid 3`,
      `route add blackhole 10.0.3.0/24 ${src}`,
    ];
    expect(kinds(`ip netns add n\n${lines.map((line) => `ip -n n ${line}\n`).join('')}`)).toEqual(
      refused,
    );
  });

  test.each([
    ['ipproto tcp dport 80', 'ipproto 6 dport 80-80'],
    ['tun_id 16', 'tun_id 0x10'],
    ['uidrange 0-7', 'uidrange 0-07'],
  ])('a rule with %s is that with %s', (added, removed) => {
    const lines = [`rule add pref 9 ${added} table 300`, `rule del ${removed} table 300`];
    expect(kinds(`ip netns add n\n${lines.map((line) => `ip -n n ${line}\n`).join('')}`)).toEqual(
      [],
    );
  });

  test('the body of a function runs where it is called', () => {
    expect(
      kinds(`f() { ip route add 10.0.0.0/8 dev eno3; }\nf\nip route del 10.0.0.0/8\n`),
    ).toEqual([]);
    expect(kinds(`f() { ip route add 10.0.0.0/8 dev eno3; }\nf\n${twice}`)).toEqual([
      'route-exists',
    ]);
  });

  test('functions and programs that change nothing do not disturb', () => {
    expect(kinds(`log() { echo "$1" >&2; }\n${twice}log again\nsleep 1\n${twice}`)).toEqual([
      'route-exists',
    ]);
  });

  test('loops over known words are read word by word', () => {
    expect(kinds(`${twice}${twice}${twice}`)).toEqual(['route-exists', 'route-exists']);
  });

  test('lines that a script feeds to ip -batch', () => {
    expect(
      kinds(
        'ip -batch - <<EOF\nroute add 10.0.0.0/8 dev eno3\nroute add 10.0.0.0/8 dev eno4\nEOF\n',
      ),
    ).toEqual(['route-exists']);
  });

  test('batch files', () => {
    const host = hostOf({
      '/etc/routes.batch': 'route add 10.0.0.0/8 dev eno3\nroute add 10.0.0.0/8 dev eno4\n',
    });
    const found = refusedCommands(host).map(({ refusal }) => refusal.kind);
    expect(host.documents[0]?.kind === 'ip-batch' ? found : ['route-exists']).toEqual([
      'route-exists',
    ]);
  });

  test('a namespace that the script makes is known from the start', () => {
    expect(
      kinds(`ip netns add lab
ip link add v0 type veth peer name v1 netns lab
ip -n lab addr add 192.0.2.1/24 dev v1
ip -n lab route add default via 192.0.2.254
ip -n lab link set v1 up
ip -n lab route add default via 198.51.100.1
ip -n lab route add default via 192.0.2.254
ip netns exec lab ip route del 10.0.0.0/8
`),
    ).toEqual(['gateway-invalid', 'gateway-invalid', 'route-missing']);
  });

  test('a name of another network namespace is no name of this one', () => {
    const made = 'ip netns add a\nip link add v0 netns a type veth peer name v1\n';
    expect(kinds(`${made}ip -n a link set v1 up\n`)).toEqual(['link-missing']);
    expect(kinds(`${made}ip link add v1 type bridge\n`)).toEqual(['link-exists']);
  });

  test.each([
    'f() { ip link del "$1"; }\nip link del br0\nf br0\n',
    `${twice}${twice.trim()} 2>&1\n`,
  ])('errors that are seen', (text) => {
    expect(kinds(text)).toHaveLength(1);
  });

  test('tables local and main are one until a rule is added', () => {
    const source = 'ip -n lab route add 198.51.100.7 via 192.0.2.254 dev v1 src 192.0.2.9\n';
    const before = `ip netns add lab
ip link add v0 type veth peer name v1 netns lab
ip -n lab link set lo up
ip -n lab link set v1 up
ip -n lab addr add 192.0.2.1/24 dev v1
ip -n lab addr add 192.0.2.1/16 dev lo
`;
    // The source is looked up as a neighbour of v1; in a table of its own it is one of the addresses of lo.
    expect(kinds(before + source)).toEqual(['source-missing']);
    expect(kinds(`${before}ip -n lab rule add from 192.0.2.9 table 9\n${source}`)).toEqual([]);
  });

  test('a flush by link leaves routes with several nexthops', () => {
    const made = 'ip -n lab route add 10.0.0.0/8 nexthop dev v0 nexthop dev v1\n';
    const single = 'ip -n lab route add 10.0.0.0/8 nexthop dev v0\n';
    const links = `ip netns add lab
ip -n lab link add v0 type veth peer name v1
ip -n lab link set v0 up
ip -n lab link set v1 up
`;
    const flush = 'ip -n lab route flush dev v0\n';
    expect(kinds(links + made + flush + made)).toEqual(['route-exists']);
    expect(kinds(links + single + flush + single)).toEqual([]);
  });

  test('a flush of all tables goes on behind a route that stays', () => {
    const before = `ip netns add lab
ip -n lab link add v0 type veth peer name v1
ip -n lab link set v0 up
ip -n lab link set v1 up
ip -n lab nexthop add id 1 dev v0
ip -n lab route add 10.0.0.0/8 nhid 1
`;
    const six = 'ip -n lab -6 route add 2001:db8::/32 dev v0\n';
    const own = 'ip -n lab route add 10.0.0.0/8 dev v0\n';
    const flush = 'ip -n lab route flush table all\n';
    expect(kinds(before + six + six)).toEqual(['route-exists']);
    expect(kinds(before + six + flush + six + own)).toEqual(['flush-incomplete', 'route-exists']);
  });

  test('what netplan has set stands there', () => {
    const host = hostOf({
      '/etc/netplan/50-a.yaml':
        'network:\n  ethernets:\n    eno3:\n      addresses: [198.51.100.2/24]\n      routes: [{to: default, via: 198.51.100.1}]\n',
      [script]: 'ip route add default via 198.51.100.9\nip addr add 198.51.100.2/24 dev eno3\n',
    });
    expect(refusedCommands(host).map(({ refusal }) => refusal.kind)).toEqual([
      'route-exists',
      'address-exists',
    ]);
  });
});

/** What the kernel answers to the last command; each was seen on 6.18 (scripts/verify-ip-sequences.mjs). */
describe('the kernel says', () => {
  const pair = 'link add v0 type veth peer name v1\nlink set v0 up\nlink set v1 up\n';
  const one = '-6 route add 2001:db8:9::/48 via 2001:db8:1::fe dev v0';
  test.each([
    [
      'to a gateway on the link that is an address of another link',
      `${pair}addr add 10.0.0.2/32 dev v1\nroute add 10.9.0.0/16 via 10.0.0.2 dev v0 onlink`,
      ['Error: Nexthop has invalid gateway.'],
    ],
    [
      'to a nexthop on a link that is down, of a route that refuses',
      `${pair}link add br0 type bridge\n-6 route add throw default via 2001:db8::1 dev br0 onlink`,
      ['Error: Nexthop device is not up.'],
    ],
    [
      'to a group within a group',
      `${pair}nexthop add id 1 dev v0\nnexthop add id 2 group 1\nnexthop add id 3 group 1/2`,
      ['Error: Hash-threshold group can not be a nexthop within a group.'],
    ],
    [
      'nothing to a gateway whose network is on the loopback link, too, with a better metric',
      `link set lo up\n${pair}addr add 2001:db8:1::1/64 dev v0\naddr add 2001:db8:1::1/64 dev lo metric 77\n${one}`,
      [],
    ],
    [
      'that the route is there, which the loopback link brought when it was set up',
      'addr add 2001:db8:1::1/64 dev lo\nlink set lo up\n-6 route add 2001:db8:1::/64 dev lo metric 256',
      ['RTNETLINK answers: File exists'],
    ],
    [
      'that a link by its other name is gone with the link',
      'link add v0 type veth peer name v1\nlink property add dev v0 altname uplink\nlink set uplink up\nlink add uplink type bridge\nlink del uplink\nlink set uplink up',
      ['RTNETLINK answers: File exists', 'Cannot find device "uplink"'],
    ],
    [
      'that there is no such master before it looks for the link',
      'link set v0 master br9\nlink add v0 master br9 type veth peer name v1\nlink set v0 up',
      [
        'Error: argument "br9" is wrong: Device does not exist',
        'Error: argument "br9" is wrong: Device does not exist',
        'Cannot find device "v0"',
      ],
    ],
    [
      'that a bridge without ports has no carrier, once it has got a hardware address',
      'link add br0 type bridge\nlink set br0 address 02:00:00:00:00:01 up\nnexthop add id 1 dev br0',
      ['Error: Carrier for nexthop device is down.'],
    ],
    [
      'nothing about the carrier of another bridge',
      'link add br0 type bridge\nlink set br0 up\nnexthop add id 1 dev br0',
      [],
    ],
    [
      'that a bridge stays in its namespace, and a veth does not',
      'link add br0 type bridge\nlink set br0 netns lab\nlink add v0 type veth peer name v1\nlink set v0 netns lab',
      ['Error: The interface netns is immutable.'],
    ],
    [
      'no to a lock that the route has not, and to another value',
      `${pair}route add 10.9.0.0/16 dev v0 mtu 1400\nroute del 10.9.0.0/16 mtu lock 1400\nroute del 10.9.0.0/16 mtu 1300\nroute del 10.9.0.0/16 mtu 0x578`,
      ['RTNETLINK answers: No such process', 'RTNETLINK answers: No such process'],
    ],
    [
      'that nexthops have realms of their own',
      `${pair}route add 10.9.0.0/16 realms 5 nexthop dev v0 nexthop dev v1\nroute add 10.9.0.0/16 realms 5 nexthop dev v0 realms 5 nexthop dev v1 realms 5\nroute add throw 10.8.0.0/16 realms 5 nexthop dev v0`,
      [
        'Error: Nexthop class id does not match RTA_FLOW.',
        'Error: Nexthop class id does not match RTA_FLOW.',
      ],
    ],
    [
      'that IPv6 has no type of service, also where a gateway makes the route one of IPv6',
      `${pair}addr add 2001:db8:1::1/64 dev v0\nroute add default tos 0x10 via inet6 2001:db8:1::fe`,
      ['Error: Invalid dsfield (tos): option not available for IPv6.'],
    ],
    [
      'that a nexthop object excludes link and gateway',
      `${pair}nexthop add id 1 dev v0\nroute add 10.9.0.0/16 nhid 1 dev v0\nroute add 10.9.0.0/16 nhid 1 mtu 1400`,
      ['Error: Nexthop specification and nexthop id are mutually exclusive.'],
    ],
    [
      'what a resilient group needs and keeps',
      `${pair}nexthop add id 1 dev v0\nnexthop add id 9 group 1 type resilient\nnexthop add id 9 group 1 type resilient buckets 8\nnexthop replace id 9 group 1 type resilient buckets 16\nnexthop replace id 9 group 1\nnexthop replace id 9 group 1 type resilient idle_timer 60`,
      [
        'Error: Number of buckets not specified for nexthop group insertion.',
        'Error: Can not change number of buckets of a resilient nexthop group.',
        'Error: Can not replace a nexthop group with one of a different type.',
      ],
    ],
    [
      'that routes and groups must be able to use the new nexthop',
      `link set lo up\n${pair}addr add 2001:db8:1::1/64 dev v0\n-6 nexthop add id 1 via 2001:db8:1::fe dev v0\n-6 route add 2001:db8:9::/48 nhid 1\nnexthop replace id 1 dev v0\nnexthop add id 2 dev v0\nnexthop add id 3 group 1/2\nnexthop replace id 2 blackhole\nnexthop add id 4 blackhole dev v0`,
      [
        'Error: IPv6 routes can not use an IPv4 nexthop.',
        'Error: Blackhole nexthop can not be a member of a group with more than one path.',
        'Error: Blackhole attribute can not be used with gateway, oif, encap or fdb.',
      ],
    ],
    [
      'that a neighbour has no hardware address, and keeps the entry',
      `${pair}addr add 10.0.0.1/24 dev v0\nneigh add 10.0.0.7 dev v0\nneigh add 10.0.0.7 dev v0\nneigh add 10.0.0.8 dev v0 nud failed`,
      ['Error: No link layer address given.', 'RTNETLINK answers: File exists'],
    ],
    [
      'that temporary addresses are made out of a /64 only',
      `${pair}addr add 2001:db8:1::1/48 dev v0 mngtmpaddr\naddr add 2001:db8:1::1/64 dev v0 mngtmpaddr`,
      ['Error: ipv6: address with "mngtmpaddr" flag must have a prefix length of 64.'],
    ],
    [
      'that the route is there, which an address with a lifetime leaves behind',
      `${pair}addr add 2001:db8:1::1/64 dev v0 valid_lft 600 preferred_lft 300\naddr del 2001:db8:1::1/64 dev v0\n-6 route add 2001:db8:1::/64 dev v0 metric 256`,
      ['RTNETLINK answers: File exists'],
    ],
    [
      'nothing to a connected route that a flush of addresses took away, the newest first',
      `${pair}addr add 2001:db8:1::1/64 dev v0\naddr add 2001:db8:1::2/64 dev v0 noprefixroute\naddr flush dev v0\n-6 route add 2001:db8:1::/64 dev v0 metric 256`,
      [],
    ],
    [
      'nothing where a gateway of IPv6 among several means a connected route',
      `${pair}route add 10.9.0.0/16 dev v0\nroute del 10.9.0.0/16 nexthop via inet6 2001:db8::1 dev v0 nexthop dev v1`,
      [],
    ],
  ])('%s', (_name, lines, says) => {
    const commands = lines.split('\n').map((line) => `ip -n lab ${line}\n`);
    const refused = refusedCommands(scriptHost(`ip netns add lab\n${commands.join('')}`));
    expect(refused.map(({ refusal }) => refusal.says)).toEqual(says);
  });
});
