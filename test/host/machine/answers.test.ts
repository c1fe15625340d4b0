/** The answers of the kernel, word by word. */
import { describe, expect, test } from 'vitest';
import { refusedCommands } from '../../../server/src/host/machine/refusals.ts';
import { scriptHost } from '../hostOf.ts';

/** Each was seen on 6.18 (scripts/verify-ip-sequences.mjs). */
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
      'nothing to the number of a nexthop whose link lost its other end to another namespace',
      `link set lo up\n${pair}nexthop add id 3 dev v0\nlink set v1 netns lab\nnexthop add id 3 blackhole`,
      [],
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
      'that a local route is there again, when ARP was switched',
      `${pair}addr add 2001:db8:1::1/64 dev v0\n-6 route flush table local\nlink set v0 arp off\n-6 route del 2001:db8:1::1 dev v0 table local`,
      [],
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
