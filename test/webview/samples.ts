/** Results of `routelens/preview` as a server would send them, for charts and page. */
import type { PreviewFlow, PreviewGroup, PreviewResult } from '../../server/src/protocol.ts';

const flow = (last: number, dport: number, member: number | null): PreviewFlow => ({
  src: `192.0.2.${10 + last}`,
  dst: `198.18.${last % 4}.${40 + last * 3}`,
  proto: 'tcp',
  sport: 40000 + last * 17,
  dport,
  member,
});

/** Two uplinks, exact for seed 42. */
export const exactGroup: PreviewGroup = {
  kind: 'route',
  uri: 'file:///host/usr/local/sbin/uplinks.sh',
  line: 11,
  family: 4,
  name: 'default',
  policy: 0,
  policyText: 'by source and destination',
  seed: 42,
  exact: true,
  members: [
    {
      index: 0,
      gateway: '203.0.113.1',
      device: 'eno4',
      weight: 1,
      configured: 0.5,
      predicted: 0.503,
      flows: 503,
    },
    {
      index: 1,
      gateway: '198.51.100.1',
      device: 'eno3',
      weight: 1,
      configured: 0.5,
      predicted: 0.497,
      flows: 497,
    },
  ],
  flows: Array.from({ length: 12 }, (_, n) =>
    flow(n, n % 3 === 0 ? 80 : 443, (n * 7) % 5 < 2 ? 0 : 1),
  ),
  nFlows: 1000,
  profile: 'office',
  notes: [
    'All connections of one LAN client to one server take the same uplink (`net.ipv4.fib_multipath_hash_policy` is 0).',
    'Nothing stores the choice: when a nexthop goes away or comes back, flows move.',
  ],
};

/** Three uplinks of unequal weight without a seed. */
export const rangeGroup: PreviewGroup = {
  ...exactGroup,
  kind: 'nexthop-group',
  name: 'group 10',
  line: 20,
  policy: 1,
  policyText: 'by source, destination, protocol and ports',
  seed: null,
  exact: false,
  members: [
    {
      index: 0,
      gateway: '203.0.113.1',
      device: 'eno4',
      weight: 3,
      configured: 0.5,
      predicted: 0.4991,
      low: 0.452,
      high: 0.547,
      flows: 100,
    },
    {
      index: 1,
      gateway: '198.51.100.1',
      device: 'eno3',
      weight: 2,
      configured: 0.3333,
      predicted: 0.334,
      low: 0.29,
      high: 0.381,
      flows: 67,
    },
    {
      index: 2,
      gateway: null,
      device: 'wwan0',
      weight: 1,
      configured: 0.1667,
      predicted: 0.1669,
      low: 0.13,
      high: 0.204,
      flows: 33,
    },
  ],
  flows: [
    flow(1, 443, 0),
    flow(2, 443, 2),
    { ...flow(3, 53, null), proto: 'udp', why: 'no seed is set in the files' },
  ],
  nFlows: 200,
  notes: [],
};

export const exactResult: PreviewResult = {
  kernel: '6.18',
  policies: [
    { id: 0, text: 'source and destination' },
    { id: 1, text: 'addresses, protocol and ports' },
  ],
  hasSeed: true,
  profiles: [
    { id: 'office', text: '50 clients of a LAN open 20 connections each.' },
    { id: 'single-server', text: '50 clients open 40 connections each to one server.' },
  ],
  groups: [exactGroup],
  refused: [],
  problems: [],
};

/** A kernel without the seed, two groups, one refusal and a bad flow line. */
export const rangeResult: PreviewResult = {
  ...exactResult,
  kernel: '4.15',
  hasSeed: false,
  groups: [rangeGroup, exactGroup],
  refused: [{ line: 30, reason: 'the gateway `$GW3` is not known' }],
  problems: ['Line 2 of the flows: `300.1.1.1` is not an address'],
};
