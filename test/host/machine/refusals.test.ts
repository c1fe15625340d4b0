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
