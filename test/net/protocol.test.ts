import { expect, test } from 'vitest';
import { protocolName, protocolNumber } from '../../server/src/net/protocol.ts';

test('names and numbers', () => {
  expect(
    ['tcp', 'UDP', ' icmp ', '6', 47, 'icmpv6', '256', '-1', 'nothing', ''].map(protocolNumber),
  ).toEqual([6, 17, 1, 6, 47, 58, undefined, undefined, undefined, undefined]);
  expect([6, 17, 58, 253].map(protocolName)).toEqual(['tcp', 'udp', 'ipv6-icmp', '253']);
});
