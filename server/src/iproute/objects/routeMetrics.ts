/** Metrics of a route for TCP and path MTU discovery: `lock` before a value keeps the kernel from changing it (ip/iproute.c; ip-route(8)). */
import type { GrammarRow } from '../grammar.ts';
import { full, lockableU32, short } from '../rows.ts';

const invalid = (name: string): Pick<GrammarRow, 'refusal'> => ({
  refusal: `"${name}" value is invalid`,
});

export const metricRows: readonly GrammarRow[] = [
  full('mtu', lockableU32, {
    doc: 'MTU along the path; with `lock` path MTU discovery does not lower it.',
    ...invalid('mtu'),
  }),
  full(
    'hoplimit',
    { ...lockableU32, maximum: 255 },
    { doc: 'Hop limit of packets that this host sends.', ...invalid('hoplimit') },
  ),
  full('advmss', lockableU32, { doc: 'MSS that this host advertises for TCP.', ...invalid('mss') }),
  short('reordering', lockableU32, {
    doc: 'Reordering that TCP tolerates.',
    ...invalid('reordering'),
  }),
  full(
    'rtt',
    { kind: 'time', lockable: true },
    { doc: 'First estimate of the round-trip time.', ...invalid('rtt') },
  ),
  full(
    'rto_min',
    { kind: 'time' },
    { doc: 'Lowest retransmission timeout of TCP.', ...invalid('rto_min') },
  ),
  short('window', lockableU32, {
    doc: 'Largest window that TCP advertises, in bytes.',
    ...invalid('window'),
  }),
  short('cwnd', lockableU32, { doc: 'Clamp of the congestion window.', ...invalid('cwnd') }),
  short('initcwnd', lockableU32, {
    doc: 'Congestion window of new connections, in segments.',
    ...invalid('initcwnd'),
  }),
  short('initrwnd', lockableU32, {
    doc: 'Receive window of new connections, in segments.',
    ...invalid('initrwnd'),
  }),
  short(
    'features',
    { kind: 'words', words: ['ecn', 'tcp_usec_ts'], least: 1 },
    {
      doc: 'Features of this route: `ecn`, and since Linux 6.7 `tcp_usec_ts`.',
      since: { linux: '3.18' },
      refusal: '"features" value not valid',
    },
  ),
  short(
    'quickack',
    { kind: 'number', minimum: 0, maximum: 1 },
    {
      doc: 'Quick acknowledgements, 0 or 1.',
      refusal: '"quickack" value should be 0 or 1',
    },
  ),
  short(
    'congctl',
    { kind: 'text', lockable: true },
    { doc: 'TCP congestion control algorithm.', since: { linux: '4.0' } },
  ),
  short(
    'rttvar',
    { kind: 'time', lockable: true },
    { doc: 'First estimate of the variance of the round-trip time.', ...invalid('rttvar') },
  ),
  short('ssthresh', lockableU32, { doc: 'First slow-start threshold.', ...invalid('ssthresh') }),
];
