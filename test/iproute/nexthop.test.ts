/** `ip nexthop`: what is read of it, and what `ip` refuses. */
import { describe, expect, test } from 'vitest';
import { readIpCommand } from '../../server/src/iproute/read.ts';
import type { IpNexthopCommand } from '../../server/src/iproute/types.ts';
import { parseShell } from '../../server/src/shell/parse.ts';

describe('ip nexthop', () => {
  test('a single nexthop', () => {
    const { verb, id, dev, via } = read('ip nexthop add id 7 via 192.0.2.1 dev eno3 onlink');
    expect([verb, id?.value, dev?.value, via?.value]).toEqual([
      'add',
      7,
      'eno3',
      { family: 4, value: 0xc000_0201 },
    ]);
  });

  test('a resilient group with weights', () => {
    const { members, groupType, buckets, problems } = read(
      'ip nexthop replace id 10 group 1,3/2/0x3,2 type resilient buckets 64 idle_timer 60',
    );
    expect(members?.value).toEqual([
      { id: 1, weight: 3 },
      { id: 2, weight: 1 },
      { id: 3, weight: 2 },
    ]);
    expect([groupType?.value, buckets?.value, problems]).toEqual(['resilient', 64, []]);
  });

  test.each([
    ['ip nexthop add id x dev eno3', /`x`/],
    ['ip nexthop add id 1 via 192.0.2.300 dev eno3', /192\.0\.2\.300/],
    ['ip nexthop add id 1 group 1 type resilient buckets 70000', /70000/],
    ['ip nexthop frobnicate id 1', /frobnicate/],
    ['ip nexthop add id 1 dev eno3 via inet6 fe80::1', /`fe80::1` is no IPv4 address/],
    ['ip -6 nexthop add id 1 dev eno3 via inet 192.0.2.1', /`192\.0\.2\.1` is no IPv6 address/],
  ])('%s is refused', (line, what) => {
    expect(
      read(line)
        .problems.map((problem) => problem.what)
        .join(),
    ).toMatch(what);
  });

  test.each([
    'ip nexthop add id $ID group $MEMBERS type resilient',
    'ip nexthop add id 1 encap mpls 100 via inet6 2001:db8::1 dev eno3',
    'ip nexthop add id 1 via inet6 fe80::1 dev eno3',
    'ip nexthop add id 1 $MORE via inet6 fe80::1',
    'ip -6 nexthop add id 1 dev eno3 via fe80::1',
    'ip $FAMILY nexthop add id 1 dev eno3 via inet6 fe80::1',
    'ip $FAMILY nexthop add id 1 dev eno3 via fe80::1',
    'ip nexthop flush proto 4',
    'ip nexthop bucket show id 10',
    'ip nexthop',
  ])('%s is not judged', (line) => {
    expect(read(line).problems).toEqual([]);
  });
});

function read(line: string): IpNexthopCommand {
  const [command] = parseShell(line).commands;
  const ip = command === undefined ? undefined : readIpCommand(command, 'up.sh');
  if (ip?.object !== 'nexthop') throw new Error(line);
  return ip;
}
