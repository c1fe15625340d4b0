/** What `flush` takes away, by its filters. */
import { describe, expect, test } from 'vitest';
import { refusedCommands } from '../../../server/src/host/machine/refusals.ts';
import { scriptHost } from '../hostOf.ts';

/** What a filter takes away may be added again, and what it leaves may not. */
describe('flushed are', () => {
  const links = 'link add v0 type veth peer name v1\nlink set v0 up\nlink set v1 up';
  const route = 'route add 10.9.0.0/16 dev v0 src 10.0.0.1 metric 5 table 9';
  const sixth = 'route add 2001:db8:9::/48 dev v0';
  const rule = 'rule add pref 9 from 10.0.1.0/24 table 100';
  const address = 'addr add 10.0.0.1/24 dev v0 label v0:1';
  const neighbour = 'neigh add 10.0.0.7 lladdr 02:00:00:00:00:01 dev v0 nud stale';
  const nexthop = 'nexthop add id 1 dev v0 proto static';
  test.each([
    [route, 'route flush root 10.0.0.0/8 table 9', true],
    [route, 'route flush root 10.9.9.0/24 table 9', false],
    [route, 'route flush match 10.9.9.9 table 9', true],
    [route, 'route flush match 10.0.0.0/8 table 9', false],
    [route, 'route flush exact 10.9.0.0/16 table 9', true],
    [route, 'route flush 10.0.0.0/8 table 9', false],
    [route, 'route flush src 10.0.0.0/24 table 9', true],
    [route, 'route flush src 10.0.1.0/24 table 9', false],
    [route, 'route flush metric 5 table 9', true],
    [route, 'route flush metric 6 table 9', false],
    // Not followed: nothing is said.
    [route, 'route flush via 10.0.0.0/8 table 9', true],
    [`-6 ${sixth}`, 'route flush root default table all', true],
    [`-6 ${sixth}`, 'route flush match default table all', false],
    [`-6 ${sixth}`, 'route flush root 0.0.0.0/0 table all', false],
    [rule, 'rule flush table 100', true],
    [rule, 'rule flush table 101', false],
    [rule, 'rule flush from 10.0.0.0/8', true],
    [rule, 'rule flush to 10.0.0.0/8', false],
    [rule, 'rule flush 10.0.0.0/8', false],
    [rule, 'rule flush fwmark 1', true],
    [address, 'addr flush to 10.0.0.0/16', true],
    [address, 'addr flush to 10.0.1.0/24 dev v0', false],
    [address, 'addr flush dev v0 label v0:*', true],
    [address, 'addr flush dev v0 label v0', false],
    [address, 'addr flush dev v0 permanent', true],
    [address, 'addr flush dev v0 dynamic', false],
    [address, 'addr flush dev v0 secondary', true],
    [neighbour, 'neigh flush dev v0', true],
    [neighbour, 'neigh flush dev v1', false],
    [neighbour, 'neigh flush to 10.0.0.0/24 nud stale', true],
    [neighbour, 'neigh flush all nud permanent', false],
    [`${neighbour.replace('stale', 'noarp')}`, 'neigh flush all nud all', false],
    [nexthop, 'nexthop flush dev v0', true],
    [nexthop, 'nexthop flush dev v1', false],
    [nexthop, 'nexthop flush proto 4', true],
  ])('%s by %s: %s', (made, flush, isGone) => {
    const before = made === route ? 'addr add 10.0.0.1/32 dev v0\n' : '';
    const lines = `${links}\n${before}${made}\n${flush}\n${made}`.split('\n');
    const script = `ip netns add lab\n${lines.map((line) => `ip -n lab ${line}\n`).join('')}`;
    expect(refusedCommands(scriptHost(script)).length === 0).toBe(isGone);
  });
});
