import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { keyOfSeed } from '../../server/src/kernel/hashKey.ts';
import {
  chooseNexthop,
  prepareRoute,
  selectWithDead,
} from '../../server/src/kernel/multipathRoute.ts';
import { kernelProfile, newestKernel } from '../../server/src/kernel/profiles.ts';
import type { KernelProfile } from '../../server/src/kernel/profiles.ts';
import { upperBounds } from '../../server/src/kernel/regions.ts';
import type { HashSettings, MultipathRoute } from '../../server/src/kernel/route.ts';
import { selectMultipath } from '../../server/src/kernel/selectMultipath.ts';
import type { Candidate } from '../../server/src/kernel/selectMultipath.ts';
import type { Flow } from '../../server/src/net/flow.ts';
import { address } from './readVectors.ts';

function kernel(version: string): KernelProfile {
  const profile = kernelProfile(version);
  if (profile === undefined) throw new Error(version);
  return profile;
}

const key = keyOfSeed(42);
if (key === undefined) throw new Error('42 is a seed');
const settings: HashSettings = { profile: kernel(newestKernel), policy: 0, key };
const two: MultipathRoute = {
  family: 4,
  kind: 'classic',
  nexthops: [{ weight: 1 }, { weight: 1 }],
};

describe('refusals say why', () => {
  const weight = (value: number): MultipathRoute => ({
    ...two,
    nexthops: [{ weight: 1 }, { weight: value }],
  });
  test.each<[string, MultipathRoute, Partial<HashSettings>, RegExp]>([
    ['weight 0', weight(0), {}, /weight 0 is outside 1 to 256/],
    ['weight 257', weight(257), {}, /weight 257/],
    ['weight NaN', weight(Number.NaN), {}, /weight NaN/],
    ['weight 1.5', weight(1.5), {}, /weight 1\.5/],
    ['no nexthop', { ...two, nexthops: [] }, {}, /no nexthop/],
    ['all down', { ...two, nexthops: [{ weight: 1, isDead: true }] }, {}, /every nexthop is down/],
    ['IPv6 on 3.2', { ...two, family: 6 }, { profile: kernel('3.2') }, /no IPv6 multipath/],
    ['group on 4.15', { ...two, kind: 'group' }, { profile: kernel('4.15') }, /5\.3 and newer/],
    [
      'resilient on 5.4',
      { ...two, kind: 'resilient', buckets: 8 },
      { profile: kernel('5.4') },
      /5\.13 and newer/,
    ],
    ['no buckets', { ...two, kind: 'resilient' }, {}, /needs its number of buckets/],
    ['0 buckets', { ...two, kind: 'resilient', buckets: 0 }, {}, /0 buckets/],
    ['NaN buckets', { ...two, kind: 'resilient', buckets: Number.NaN }, {}, /NaN buckets/],
    ['stray bucket', { ...two, kind: 'resilient', buckets: [0, 2] }, {}, /nexthop 2/],
    ['group weight', { ...weight(65_537), kind: 'group' }, {}, /outside 1 to 65536/],
    [
      'group weight before 6.12',
      { ...weight(257), kind: 'group' },
      { profile: kernel('6.11') },
      /outside 1 to 256/,
    ],
    [
      'mixed families',
      { ...two, nexthops: [{ weight: 1, source: address('2001:db8::1') }] },
      {},
      /IPv6 source/,
    ],
    ['policy 3 without fields', two, { policy: 3, fields: 0 }, /fields 0 are outside 1 to 4095/],
    ['fields 4096', two, { policy: 3, fields: 4096 }, /fields 4096/],
    ['policy 7', two, { policy: 7 }, /has no hash policy 7/],
    ['policy -1', two, { policy: -1 }, /has no hash policy -1/],
    ['policy 2 on 4.15', two, { policy: 2, profile: kernel('4.15') }, /4\.15 has no hash policy 2/],
    ['the message of 5.4', two, { profile: kernel('5.4') }, /could not be compared/],
    [
      'policy 1 on 3.13',
      two,
      { policy: 1, profile: kernel('3.13') },
      /does not choose by a flow hash/,
    ],
  ])('%s', (...[, route, changed, reason]) => {
    const refused = prepareRoute(route, { ...settings, ...changed });
    expect(refused.kind === 'refused' ? refused.reason : 'accepted').toMatch(reason);
  });
});

test('regions: neighbours meet, the last ends at 2^31 - 1, widths follow the weights', () => {
  const weights = fc.array(fc.integer({ min: 1, max: 256 }), { minLength: 1, maxLength: 64 });
  fc.assert(
    fc.property(weights, (list) => {
      const bounds = upperBounds(list, () => true);
      const total = list.reduce((sum, weight) => sum + weight, 0);
      expect(bounds.at(-1)).toBe(2 ** 31 - 1);
      for (const [i, bound] of bounds.entries()) {
        const width = bound - (bounds[i - 1] ?? -1);
        expect(Math.abs(width - ((list[i] ?? 0) / total) * 2 ** 31)).toBeLessThanOrEqual(1);
      }
    }),
  );
  expect(upperBounds([1, 1, 2], (index) => index !== 1)).toEqual([715_827_882, -1, 2_147_483_647]);
});

describe('selection by kernel', () => {
  const candidate = (upperBound: number, source = 0, isGood = true): Candidate => ({
    upperBound,
    source,
    isGood,
  });
  const list = [candidate(10, 1), candidate(20, 2), candidate(30, 1), candidate(40, 3)];
  const choose = (preference: 'none' | 'last' | 'score', saddr: number): (number | undefined)[] =>
    [5, 15, 25, 35].map((hash) => selectMultipath(list, { hash, saddr, preference }));

  test('without a source all kernels agree', () => {
    for (const preference of ['none', 'last', 'score'] as const)
      expect(choose(preference, 0)).toEqual([0, 1, 2, 3]);
  });
  test('until 6.15 the source plays no part', () =>
    expect(choose('none', 1)).toEqual([0, 1, 2, 3]));
  test('since 6.18.4 the best score wins', () => {
    expect(choose('score', 1)).toEqual([0, 2, 2, 0]);
    expect(choose('score', 2)).toEqual([1, 1, 1, 1]);
    expect(choose('score', 9)).toEqual([0, 1, 2, 3]);
  });
  test('6.16 to 6.18.3: a foreign source takes the last', () => {
    expect(choose('last', 9)).toEqual([3, 3, 3, 3]);
    expect(choose('last', 1)).toEqual([0, 0, 2, 0]);
  });
  test('before 6.6 the failed members at the end of a group keep their own region', () => {
    const group = (version: string): string => {
      const nexthops = [true, false, true, true].map((hasFailedNeighbour) => ({
        weight: 1,
        hasFailedNeighbour,
      }));
      const route = prepareRoute(
        { family: 4, kind: 'group', nexthops },
        { ...settings, profile: kernel(version) },
      );
      if (route.kind === 'refused') throw new Error(route.reason);
      return [0, 2 ** 29, 2 ** 30, 2 ** 31 - 1]
        .map((hash) =>
          selectMultipath(route.candidates, { hash, saddr: 0, preference: route.preference }),
        )
        .join('');
    };
    expect(['6.0', '6.1', '6.5', '6.6'].map(group)).toEqual(['1123', '1111', '1123', '1111']);
  });

  test('before 6.15 an IPv6 nexthop that is down takes every hash above the regions before it', () => {
    const choose = (version: string, dead: number): string => {
      const nexthops = [0, 1, 2, 3].map((i) => ({ weight: 1, isDead: i === dead }));
      const route = prepareRoute(
        { family: 6, kind: 'classic', nexthops },
        { ...settings, profile: kernel(version) },
      );
      if (route.kind === 'refused') throw new Error(route.reason);
      const { candidates, takesDead } = route;
      return [0, 2 ** 30, 2 ** 31 - 1]
        .map((hash) =>
          takesDead
            ? selectWithDead(candidates, hash)
            : selectMultipath(candidates, { hash, saddr: 0, preference: 'none' }),
        )
        .join('');
    };
    const versions = ['5.10', '6.1.133', '6.1', '6.11', '6.12', '6.15'];
    expect(versions.map((version) => choose(version, 1))).toEqual(
      '011 011 023 011 023 023'.split(' '),
    );
    expect(choose('5.10', 0)).toBe('100');
  });

  test('a failed neighbour hands its share to the next, past the end to the first', () => {
    const failed = [candidate(10, 0), candidate(20, 0, false), candidate(30, 0, false)];
    for (const preference of ['none', 'last', 'score'] as const) {
      expect(
        [5, 15, 25].map((hash) => selectMultipath(failed, { hash, saddr: 0, preference })),
      ).toEqual([0, 0, 0]);
    }
    expect(
      selectMultipath([candidate(10, 0, false)], { hash: 1, saddr: 0, preference: 'score' }),
    ).toBeUndefined();
  });
});

describe('flows that cannot be told', () => {
  const flow: Flow = {
    src: address('192.0.2.1'),
    dst: address('198.18.0.1'),
    proto: 17,
    sport: 1,
    dport: 2,
    origin: 'forwarded',
  };
  const reasonOf = (changed: Partial<Flow>, policy = 0): string => {
    const route = prepareRoute(two, { ...settings, policy });
    if (route.kind === 'refused') return route.reason;
    const choice = chooseNexthop(route, { ...flow, ...changed });
    return choice.kind === 'member' ? 'member' : choice.reason;
  };
  test.each<[string, Partial<Flow>, number, RegExp]>([
    ['IPv6', { src: address('2001:db8::1'), dst: address('2001:db8::2') }, 0, /IPv6 flow/],
    ['ICMP error without its packet', { proto: 1, icmpType: 3 }, 0, /the packet it quotes/],
    ['ESP without SPI', { proto: 50 }, 1, /SPI/],
    ['local without the links’ addresses', { origin: 'local' }, 0, /source address/],
    ['local ICMP', { proto: 1, origin: 'local', saddr: address('0.0.0.0') }, 1, /type and code/],
    ['tunnel without its packet', { proto: 47 }, 2, /inner packet/],
    ['mixed families', { dst: address('2001:db8::2') }, 0, /different families/],
    ['port NaN', { sport: Number.NaN }, 1, /sport NaN/],
    ['port 65536', { dport: 65_536 }, 0, /dport 65536/],
    ['inner families', { quoted: { ...flow, dst: address('::1') } }, 0, /an inner packet/],
    ['plain', {}, 1, /^member$/],
    ['ICMP echo', { proto: 1, icmpType: 8 }, 0, /^member$/],
  ])('%s', (...[, changed, policy, reason]) => expect(reasonOf(changed, policy)).toMatch(reason));
});
