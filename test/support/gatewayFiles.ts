/** A gateway with two uplinks in one file of each kind, and random edits of it, for property tests. */
import fc from 'fast-check';

export const gatewayFiles: Readonly<Record<string, string>> = {
  'etc/netplan/50-cloud-init.yaml': `network:
  version: 2
  ethernets:
    eno3:
      addresses: [198.51.100.2/24]
      routes:
        - {to: 192.0.2.128/25, via: 203.0.113.9}
    eno4:
      dhcp4: true
      dhcp4-overrides: {use-routes: false}
`,
  'usr/local/sbin/uplinks.sh': `#!/bin/sh
set -e
GW4=203.0.113.1
ip address add 203.0.113.2/24 dev eno4
ip route add default equalize nexthop via "$GW4" dev eno4 weight 1 \\
  nexthop via 198.51.100.1 dev eno3 weight 300
ip rule add fwmark 0x3/0xff lookup 103 pref 1003
iptables -t nat -A POSTROUTING -o eno3 -j MASQUERADE
for dev in eno3 eno4; do
  sysctl -w "net.ipv4.conf.$dev.rp_filter=1"
done
cat <<EOF | ip -batch -
route add 192.0.2.0/24 via 198.51.100.1 table 103
EOF
ip route flush cache
`,
  'etc/nftables.conf': `table ip nat {
  chain postrouting {
    type nat hook postrouting priority srcnat; policy accept;
    oifname { "eno4", "eno3" } masquerade
  }
}
`,
  'etc/sysctl.d/60-router.conf':
    'net.ipv4.conf.all.rp_filter = 1\nnet.ipv4.fib_multipath_hash_policy = 1\n',
  'etc/iproute2/rt_tables': '103 isp3\n104 isp4\n',
};

const pieces = [
  '',
  ' ',
  '\t',
  '\n',
  '\r\n',
  '\\',
  '"',
  "'",
  '`',
  '$',
  '${',
  '$(',
  ')',
  '}',
  '{',
  '[',
  ']',
  ';',
  '|',
  '&',
  '<<EOF\n',
  '#',
  '=',
  '/',
  ':',
  '-',
  '0',
  '999999999999',
  'nexthop',
  'via',
  'dev',
  'default',
  'eno9',
  '203.0.113.0/24',
  '2001:db8::1',
  '\0',
  '\u2028',
  '😀',
  'ip route add ',
];

/** One of the files with a random cut, insertion or truncation. */
export const damagedFile: fc.Arbitrary<{ readonly path: string; readonly text: string }> = fc
  .record({
    path: fc.constantFrom(...Object.keys(gatewayFiles)),
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    deleted: fc.oneof(fc.nat({ max: 20 }), fc.constant(100_000)),
    inserted: fc.array(fc.constantFrom(...pieces), { maxLength: 3 }),
  })
  .map(({ path, at, deleted, inserted }) => {
    const text = gatewayFiles[path] ?? '';
    const start = Math.floor(at * text.length);
    return { path, text: text.slice(0, start) + inserted.join('') + text.slice(start + deleted) };
  });
