/** With policy 1 a hash that packets carry already decides alone, where the files turn one on. */
import { expect, test } from 'vitest';
import { kernelProfile } from '../../server/src/kernel/profiles.ts';
import { distribute } from '../../server/src/simulate/distribute.ts';
import { parseFlows } from '../../server/src/simulate/flows.ts';
import { findGroups } from '../../server/src/simulate/groups.ts';
import type { Distribution } from '../../server/src/simulate/types.ts';
import { hostOfFixture } from '../support/analyze.ts';
import { dedent, readFixture } from '../support/fixture.ts';

const { flows } = parseFlows(
  'src,dst,proto,sport,dport,origin\n192.0.2.9,203.0.113.1,tcp,1,2,forwarded\n192.0.2.9,203.0.113.1,tcp,1,2,route-get-iif\n',
);
const rps = 'echo f > /sys/class/net/eno1/queues/rx-0/rps_cpus';

test.each([
  [rps, /receive packet steering/],
  ['ethtool -K eno1 rxhash on', /hash of the network card/],
  ['ethtool --features eno1 gro on receive-hashing on', /hash of the network card/],
])('%s: forwarded flows cannot be known, questions of `ip route get` can', (line, why) => {
  const { exact, flows: decisions } = preview(line, 1);
  expect(exact).toBe(true);
  expect(decisions[0]?.member).toBeNull();
  expect(decisions[0]?.why).toMatch(why);
  expect(decisions[0]?.why).toMatch(/policy 3 with fields 55/);
  expect(decisions[1]?.member).not.toBeNull();
});

test('with nothing decided the shares are those of the weights', () => {
  const answer = preview(rps, 1, 1);
  expect(answer.exact).toBe(false);
  expect(answer.members.map(({ predicted }) => predicted)).toEqual([0.25, 0.75]);
});

test.each([
  [rps, 0],
  [rps, 3],
  ['echo 0 > /sys/class/net/eno1/queues/rx-0/rps_cpus', 1],
  ['echo f > /sys/class/net/eno1/queues/tx-0/xps_cpus', 1],
  ['ethtool -K eno1 rxhash off', 1],
  ['ethtool -k eno1', 1],
  ['ip netns exec lab ethtool -K eno1 rxhash on', 1],
])('%s with policy %i changes nothing', (line, policy) => {
  expect(preview(line, policy).flows.every(({ member }) => member !== null)).toBe(true);
});

function preview(line: string, policy: number, nFlows = flows.length): Distribution {
  const host = hostOfFixture(
    readFixture(
      dedent(`
        #- /usr/local/sbin/up.sh
        ${line}
        sysctl -w net.ipv4.fib_multipath_hash_policy=${policy}
        sysctl -w net.ipv4.fib_multipath_hash_seed=42
        ip route add default nexthop via 192.0.2.1 dev eno3 nexthop via 198.51.100.1 dev eno4 weight 3
      `),
    ),
  );
  const [group] = findGroups(host);
  const kernel = kernelProfile('6.18');
  if (group === undefined || kernel === undefined) throw new Error('no group');
  const answer = distribute(group, host, { flows: flows.slice(0, nFlows), kernel });
  if ('reason' in answer) throw new Error(answer.reason);
  return answer;
}
