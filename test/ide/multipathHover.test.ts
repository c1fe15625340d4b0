/** The founding question, answered for six kernels: who chooses, what is remembered, what breaks it, what to do. */
import { describe, expect, test } from 'vitest';
import { hoverAt } from './answers.ts';

const twoUplinks = (kernel: string, sysctl = ''): string => `
  #- /usr/local/sbin/uplinks.sh kernel:${kernel}
  #!/bin/sh
  ip address add 198.51.100.2/24 dev eno3
  ip address add 203.0.113.2/24 dev eno4
  ip route add default <|>nexthop via 203.0.113.1 dev eno4 weight 1 nexthop via 198.51.100.1 dev eno3 weight 3
  iptables -t nat -A POSTROUTING -o eno4 -j MASQUERADE
  iptables -t nat -A POSTROUTING -o eno3 -j MASQUERADE
  #- /etc/sysctl.d/60-router.conf
  net.ipv4.ip_forward = 1
  ${sysctl}
`;

describe('the whole answer', () => {
  test('kernel 3.2: the route cache', () => {
    expect(hoverAt(twoUplinks('3.2'))).toMatchInlineSnapshot(`
      "\`eno4\` 25.0 % · \`eno3\` 75.0 % — Linux 3.2

      **Who chooses.** The kernel, once for each entry of its route cache. The first packet from a source to a destination picks a nexthop by weight and the clock, and all packets of that pair follow the entry while it lives.

      **What is remembered.** The route cache holds the choice, but not for long: an entry expires after some idle minutes, and \`ip route flush cache\` or any change of a route empties the whole cache. Conntrack remembers the address translation of a connection, not its route. Translated here: masquerade on \`eno4\` (line 5), masquerade on \`eno3\` (line 6). When such a connection moves to another uplink, it breaks. **Masquerading** does not watch the output link before Linux 3.8: it keeps the old address and sends it out of the wrong uplink, where most providers drop it: the connection hangs.

      **What breaks connections.** A pause that outlives the cache entry, a flush of the cache, a changed route, a link going down or coming back: the next packet chooses anew.

      **What to do.** Pin each connection to its uplink by its connection mark: mark the first packet by the link that it leaves, save the mark with the connection, restore it before routing, and route each mark by a table of its own. Such a table has one nexthop, so there is nothing left to choose.

      **History.** **Route cache until 3.5** · per packet 3.6 to 4.3 · flow hash since 4.4 · ports as an option since 4.12 · a seed of your own since 6.11

      [Who chooses the nexthop, kernel by kernel](https://github.com/routelens/routelens/blob/main/docs/kernel/who-chooses-the-nexthop.md)"
    `);
  });

  test('kernel 3.10: per packet', () => {
    expect(hoverAt(twoUplinks('3.10'))).toMatchInlineSnapshot(`
      "\`eno4\` 25.0 % · \`eno3\` 75.0 % — Linux 3.10

      **Who chooses.** The kernel, anew for each forwarded packet, by weight and the clock. The route cache is gone in this kernel and the flow hash is not there yet, so packets of one connection alternate between the uplinks. Only a socket of the host itself keeps the route that it looked up first.

      **What is remembered.** Nothing stores the choice. Conntrack remembers the address translation of a connection, not its route. Translated here: masquerade on \`eno4\` (line 5), masquerade on \`eno3\` (line 6). When such a connection moves to another uplink, it breaks. **Masquerading** sees that the output link changed and drops the entry; the retransmission gets a new address, and the server answers it with a reset.

      **What breaks connections.** Already the second packet: behind NAT the handshake of TCP fails, because SYN and ACK leave with two addresses.

      **What to do.** Pin each connection to its uplink by its connection mark: mark the first packet by the link that it leaves, save the mark with the connection, restore it before routing, and route each mark by a table of its own. Such a table has one nexthop, so there is nothing left to choose.

      * Linux 4.4 and newer choose by a hash of the flow, which keeps the packets of a connection together.

      **History.** Route cache until 3.5 · **per packet 3.6 to 4.3** · flow hash since 4.4 · ports as an option since 4.12 · a seed of your own since 6.11

      [Who chooses the nexthop, kernel by kernel](https://github.com/routelens/routelens/blob/main/docs/kernel/who-chooses-the-nexthop.md)"
    `);
  });

  test('kernel 4.4: the first flow hash, without a policy', () => {
    expect(hoverAt(twoUplinks('4.4'))).toMatchInlineSnapshot(`
      "\`eno4\` 25.0 % · \`eno3\` 75.0 % — Linux 4.4

      **Who chooses.** The kernel, anew for each packet, by weight and a hash of the source and destination address (this kernel knows no other hash, except that connections of the host itself count with their ports). Everything between one client and one server takes one uplink. The key of the hash is random at each boot: which uplink a client gets cannot be foretold.

      **What is remembered.** Nothing stores the choice. Conntrack remembers the address translation of a connection, not its route. Translated here: masquerade on \`eno4\` (line 5), masquerade on \`eno3\` (line 6). When such a connection moves to another uplink, it breaks. **Masquerading** sees that the output link changed and drops the entry; the retransmission gets a new address, and the server answers it with a reset.

      **What breaks connections.** A nexthop added, removed or put in another place of the list, a changed weight, an uplink going down, and its coming back for all that began meanwhile. Measured on Linux 6.18.44: of 60 connections behind NAT, weights 1:1 to 1:3 killed 14, a third uplink 31, an uplink down 29, its return 29. The same two nexthops in the other order moved 16 of 16 flows.

      **What to do.** Pin each connection to its uplink by its connection mark: mark the first packet by the link that it leaves, save the mark with the connection, restore it before routing, and route each mark by a table of its own. Pinned, 60 of 60 connections survived the new weights and the third uplink. The quick fix of \`nat-multipath-unpinned\` writes the whole block.

      * A link that only loses its carrier keeps its share, unless \`net.ipv4.conf.all.ignore_routes_with_linkdown\` is 1.

      **History.** Route cache until 3.5 · per packet 3.6 to 4.3 · **flow hash since 4.4** · ports as an option since 4.12 · a seed of your own since 6.11

      [Who chooses the nexthop, kernel by kernel](https://github.com/routelens/routelens/blob/main/docs/kernel/who-chooses-the-nexthop.md)"
    `);
  });

  test('kernel 4.15, Ubuntu 18.04', () => {
    expect(hoverAt(twoUplinks('4.15'))).toMatchInlineSnapshot(`
      "\`eno4\` 25.0 % · \`eno3\` 75.0 % — Linux 4.15

      **Who chooses.** The kernel, anew for each packet, by weight and a hash of the source and destination address (policy 0, the default: no file of this host sets \`net.ipv4.fib_multipath_hash_policy\`). Everything between one client and one server takes one uplink. The key of the hash is random at each boot: which uplink a client gets cannot be foretold.

      **What is remembered.** Nothing stores the choice. Conntrack remembers the address translation of a connection, not its route. Translated here: masquerade on \`eno4\` (line 5), masquerade on \`eno3\` (line 6). When such a connection moves to another uplink, it breaks. **Masquerading** sees that the output link changed and drops the entry; the retransmission gets a new address, and the server answers it with a reset.

      **What breaks connections.** A nexthop added, removed or put in another place of the list, a changed weight, an uplink going down, and its coming back for all that began meanwhile. Measured on Linux 6.18.44: of 60 connections behind NAT, weights 1:1 to 1:3 killed 14, a third uplink 31, an uplink down 29, its return 29. The same two nexthops in the other order moved 16 of 16 flows.

      **What to do.** Pin each connection to its uplink by its connection mark: mark the first packet by the link that it leaves, save the mark with the connection, restore it before routing, and route each mark by a table of its own. Pinned, 60 of 60 connections survived the new weights and the third uplink. The quick fix of \`nat-multipath-unpinned\` writes the whole block.

      * A link that only loses its carrier keeps its share, unless \`net.ipv4.conf.all.ignore_routes_with_linkdown\` is 1.

      **History.** Route cache until 3.5 · per packet 3.6 to 4.3 · **flow hash since 4.4** · **ports as an option since 4.12** · a seed of your own since 6.11

      [Who chooses the nexthop, kernel by kernel](https://github.com/routelens/routelens/blob/main/docs/kernel/who-chooses-the-nexthop.md)"
    `);
  });

  test('kernel 5.15 with the ports hashed', () => {
    expect(hoverAt(twoUplinks('5.15', 'net.ipv4.fib_multipath_hash_policy = 1')))
      .toMatchInlineSnapshot(`
        "\`eno4\` 25.0 % · \`eno3\` 75.0 % — Linux 5.15

        **Who chooses.** The kernel, anew for each packet, by weight and a hash of the addresses, the protocol and the ports (policy 1, set in \`etc/sysctl.d/60-router.conf\` line 2). Each connection chooses for itself, so one website can see two of your addresses. A hash that the network card or RPS has already computed counts instead. The key of the hash is random at each boot: which uplink a client gets cannot be foretold.

        **What is remembered.** Nothing stores the choice. Conntrack remembers the address translation of a connection, not its route. Translated here: masquerade on \`eno4\` (line 5), masquerade on \`eno3\` (line 6). When such a connection moves to another uplink, it breaks. **Masquerading** sees that the output link changed and drops the entry; the retransmission gets a new address, and the server answers it with a reset.

        **What breaks connections.** A nexthop added, removed or put in another place of the list, a changed weight, an uplink going down, and its coming back for all that began meanwhile. Measured on Linux 6.18.44: of 60 connections behind NAT, weights 1:1 to 1:3 killed 14, a third uplink 31, an uplink down 29, its return 29. The same two nexthops in the other order moved 16 of 16 flows.

        **What to do.** Pin each connection to its uplink by its connection mark: mark the first packet by the link that it leaves, save the mark with the connection, restore it before routing, and route each mark by a table of its own. Pinned, 60 of 60 connections survived the new weights and the third uplink. The quick fix of \`nat-multipath-unpinned\` writes the whole block.

        * Or use a nexthop group of \`type resilient\`: it keeps the flows that run (60 of 60 with new weights and with a third uplink), but something must add a nexthop again after its link was down.
        * A link that only loses its carrier keeps its share, unless \`net.ipv4.conf.all.ignore_routes_with_linkdown\` is 1.

        **History.** Route cache until 3.5 · per packet 3.6 to 4.3 · **flow hash since 4.4** · **ports as an option since 4.12** · a seed of your own since 6.11

        [Who chooses the nexthop, kernel by kernel](https://github.com/routelens/routelens/blob/main/docs/kernel/who-chooses-the-nexthop.md)"
      `);
  });

  test('kernel 6.18 with a seed', () => {
    expect(hoverAt(twoUplinks('6.18', 'net.ipv4.fib_multipath_hash_seed = 42')))
      .toMatchInlineSnapshot(`
        "\`eno4\` 25.0 % · \`eno3\` 75.0 % — Linux 6.18

        **Who chooses.** The kernel, anew for each packet, by weight and a hash of the source and destination address (policy 0, the default: no file of this host sets \`net.ipv4.fib_multipath_hash_policy\`). Everything between one client and one server takes one uplink. The key of the hash is fixed in \`etc/sysctl.d/60-router.conf\` line 2, so the preview is exact.

        **What is remembered.** Nothing stores the choice. Conntrack remembers the address translation of a connection, not its route. Translated here: masquerade on \`eno4\` (line 5), masquerade on \`eno3\` (line 6). When such a connection moves to another uplink, it breaks. **Masquerading** sees that the output link changed and drops the entry; the retransmission gets a new address, and the server answers it with a reset.

        **What breaks connections.** A nexthop added, removed or put in another place of the list, a changed weight, an uplink going down, and its coming back for all that began meanwhile. Measured on Linux 6.18.44: of 60 connections behind NAT, weights 1:1 to 1:3 killed 14, a third uplink 31, an uplink down 29, its return 29. The same two nexthops in the other order moved 16 of 16 flows.

        **What to do.** Pin each connection to its uplink by its connection mark: mark the first packet by the link that it leaves, save the mark with the connection, restore it before routing, and route each mark by a table of its own. Pinned, 60 of 60 connections survived the new weights and the third uplink. The quick fix of \`nat-multipath-unpinned\` writes the whole block.

        * Or use a nexthop group of \`type resilient\`: it keeps the flows that run (60 of 60 with new weights and with a third uplink), but something must add a nexthop again after its link was down.
        * A link that only loses its carrier keeps its share, unless \`net.ipv4.conf.all.ignore_routes_with_linkdown\` is 1.

        **History.** Route cache until 3.5 · per packet 3.6 to 4.3 · **flow hash since 4.4** · **ports as an option since 4.12** · **a seed of your own since 6.11**

        [Who chooses the nexthop, kernel by kernel](https://github.com/routelens/routelens/blob/main/docs/kernel/who-chooses-the-nexthop.md)"
      `);
  });
});

const newerThan415 =
  /nexthop group|resilient|fib_multipath_hash_seed|policy 2|policy 3|hash_fields/;

test('kernel 4.15 is offered nothing that it lacks', () => {
  expect(hoverAt(twoUplinks('4.15'))).not.toMatch(newerThan415);
  expect(hoverAt(twoUplinks('6.18'))).toMatch(newerThan415);
});

test('a policy that the kernel refuses is not in force', () => {
  expect(hoverAt(twoUplinks('4.15', 'net.ipv4.fib_multipath_hash_policy = 3'))).toContain(
    '(policy 0; Linux 4.15 refuses the value `3` in `etc/sysctl.d/60-router.conf` line 2)',
  );
});

test('a policy has no effect on a kernel without the sysctl', () => {
  expect(hoverAt(twoUplinks('4.4', 'net.ipv4.fib_multipath_hash_policy = 1'))).toContain(
    'has no effect',
  );
});

test('policy 1 on 4.15 forgets the addresses', () => {
  const withPolicy1 = (kernel: string): string =>
    hoverAt(twoUplinks(kernel, 'net.ipv4.fib_multipath_hash_policy = 1'));
  expect(withPolicy1('4.15.7')).toContain('leaves the addresses of forwarded packets out');
  expect(withPolicy1('4.18')).not.toContain('leaves the addresses of forwarded packets out');
});

test('masquerading watches the output link since 3.8', () => {
  expect(hoverAt(twoUplinks('3.7'))).toContain('does not watch the output link before Linux 3.8');
  expect(hoverAt(twoUplinks('3.8'))).toContain('sees that the output link changed');
});

test('a measurement is told where it holds: behind NAT, for IPv4, with the kernel it was made on', () => {
  const route = (words: string, kernel: string): string =>
    hoverAt(`#- /usr/local/sbin/spine.sh kernel:${kernel}\n${words}\n`);
  const ipv6 =
    'ip -6 route add default <|>nexthop via 2001:db8:1::1 dev a nexthop via 2001:db8:2::1 dev b';
  const ipv4 = 'ip route add default <|>nexthop via 192.0.2.1 dev a nexthop via 192.0.2.5 dev b';
  const nat =
    'nft add table inet n\nnft add chain inet n p { type nat hook postrouting priority 100 \\; }\nnft add rule inet n p oifname a masquerade';
  expect(route(`${ipv6}\n${nat}`, '6.18')).not.toMatch(/Measured|killed/);
  expect(route(`${ipv6}\n${nat}`, '6.18')).toContain('What breaks connections');
  expect(route(ipv4, '5.15')).toContain('Measured on Linux 6.18.44: the same two nexthops');
  expect(route(ipv4, '5.15')).not.toMatch(/killed/);
  expect(route(`${ipv4}\n${nat}`, '5.15')).toContain(
    'Measured on Linux 6.18.44: of 60 connections behind NAT, weights 1:1 to 1:3 killed 14',
  );
  expect(route(ipv4, '3.10')).not.toContain('behind NAT');
});

test.each(['3.2', '3.10', '4.4', '4.15', '5.15', '6.18'])('no double spaces with %s', (kernel) => {
  for (const sysctl of [
    '',
    'net.ipv4.fib_multipath_hash_policy = 1',
    'net.ipv4.fib_multipath_hash_policy = 2',
  ]) {
    expect(hoverAt(twoUplinks(kernel, sysctl))).not.toMatch(/\S  /);
    const ipv6 = `
      #- /usr/local/sbin/uplinks.sh kernel:${kernel}
      ip -6 route add default <|>nexthop via 2001:db8:1::1 dev a nexthop via 2001:db8:2::1 dev b
      #- /etc/sysctl.d/60-router.conf
      ${sysctl.replace('ipv4', 'ipv6')}
    `;
    expect(hoverAt(ipv6)).not.toMatch(/\S  /);
  }
});

test('a host that pins is told so, and what still breaks', () => {
  const text = hoverAt(`
    #- /usr/local/sbin/uplinks.sh
    ip route add default nexthop via 203.0.113.1 dev eno4 <|>weight 1 nexthop via 198.51.100.1 dev eno3 weight 1
    ip route add default via 203.0.113.1 dev eno4 table 104
    ip rule add pref 100 fwmark 4/0xff lookup 104
    iptables -t mangle -A PREROUTING -i eno1 -j CONNMARK --restore-mark
    iptables -t mangle -A POSTROUTING -o eno4 -m conntrack --ctstate NEW -j CONNMARK --set-mark 4
    iptables -t nat -A POSTROUTING -o eno4 -j MASQUERADE
  `);
  expect(text).toContain('**This host pins its connections.**');
  expect(text).toContain('(line 5)');
  expect(text).toContain('What still breaks connections.');
  expect(text).not.toContain('quick fix');
});

test('without address translation nothing dies, it moves', () => {
  const text = hoverAt(`
    #- /usr/local/sbin/spine.sh
    ip route add 203.0.113.0/24 <|>nexthop via 192.0.2.1 dev a nexthop via 192.0.2.5 dev b
  `);
  expect(text).toContain('**What moves connections.**');
  expect(text).toContain('these files translate no source address');
});

test('SNAT hangs where masquerading resets', () => {
  const text = hoverAt(`
    #- /usr/local/sbin/uplinks.sh
    ip route add default <|>nexthop via 203.0.113.1 dev eno4 nexthop via 198.51.100.1 dev eno3
    iptables -t nat -A POSTROUTING -o eno4 -j SNAT --to-source 203.0.113.2
    iptables -t nat -A POSTROUTING -o eno3 -j SNAT --to-source 198.51.100.2
  `);
  expect(text).toContain('**SNAT** keeps the old address');
  expect(text).not.toContain('**Masquerading**');
});

test('IPv6 has a history of its own', () => {
  const at = (kernel: string): string =>
    hoverAt(`
      #- /usr/local/sbin/uplinks.sh kernel:${kernel}
      ip -6 route add default <|>nexthop via 2001:db8:1::1 dev a weight 1 nexthop via 2001:db8:2::1 dev b weight 3
    `);
  expect(at('3.2')).toContain('no IPv6 multipath routes');
  expect(at('4.15')).toContain('Weights are ignored for IPv6');
  expect(at('6.18')).toContain('**weights since 4.16**');
});

test('the line as people paste it, with its addresses lost, is still explained', () => {
  const text = hoverAt(`
    #- /usr/local/sbin/uplinks.sh
    ip route add default <|>nexthop via dev eno4 weight 1 nexthop via dev eno3 weight 1
  `);
  expect(text).toContain('**Who chooses.**');
});

test.each(['ip', 'route', 'add', 'default', 'via', '203.0.113.1', 'dev', 'eno4', 'weight'])(
  'answers on `%s`',
  (word) => {
    const line =
      'ip route add default nexthop via 203.0.113.1 dev eno4 weight 1 nexthop via 198.51.100.1 dev eno3';
    const at = line.indexOf(word);
    expect(hoverAt(`#- /uplinks.sh\n${line.slice(0, at)}<|>${line.slice(at)}\n`)).toContain(
      '**Who chooses.**',
    );
  },
);
