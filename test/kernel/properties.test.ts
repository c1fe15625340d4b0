/** Whatever is asked, the answer is an index of the route or a reason. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chooseBondMember, prepareBond } from '../../server/src/kernel/bond.ts';
import type { BondMode } from '../../server/src/kernel/bond.ts';
import type { BondHashPolicy } from '../../server/src/kernel/bondHash.ts';
import { keyOfSeed } from '../../server/src/kernel/hashKey.ts';
import { chooseNexthop, prepareRoute } from '../../server/src/kernel/multipathRoute.ts';
import { kernelProfile, knownKernels } from '../../server/src/kernel/profiles.ts';
import { upperBounds } from '../../server/src/kernel/regions.ts';
import { createTable, replaceMembers } from '../../server/src/kernel/resilientTable.ts';
import type { Address } from '../../server/src/net/address.ts';
import type { Flow, FlowOrigin } from '../../server/src/net/flow.ts';

const u32 = fc.nat(0xffff_ffff);
const ipv4: fc.Arbitrary<Address> = u32.map((value) => ({ family: 4, value }));
const ipv6: fc.Arbitrary<Address> = fc
  .tuple(u32, u32, u32, u32)
  .map((words) => ({ family: 6, words }));
const oddNumber = fc.oneof(
  { arbitrary: fc.nat(255), weight: 60 },
  { arbitrary: fc.constantFrom(-1, Number.NaN, Infinity, 1.5, 65_536, 2 ** 40), weight: 1 },
);
const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(value, { nil: undefined });

function flows(depth: number): fc.Arbitrary<Flow> {
  const address = fc.oneof({ arbitrary: ipv4, weight: 3 }, { arbitrary: ipv6, weight: 3 });
  const pair = fc.oneof(
    { arbitrary: fc.tuple(ipv4, ipv4), weight: 9 },
    { arbitrary: fc.tuple(ipv6, ipv6), weight: 9 },
    { arbitrary: fc.tuple(address, address), weight: 1 },
  );
  const inner = depth === 0 ? fc.constant(undefined) : maybe(flows(depth - 1));
  return fc
    .record({
      pair,
      proto: fc.oneof(fc.constantFrom(1, 4, 6, 17, 41, 47, 50, 51, 58), oddNumber),
      sport: oddNumber,
      dport: oddNumber,
      origin: fc.constantFrom<FlowOrigin>('forwarded', 'local', 'route-get', 'route-get-iif'),
      saddr: maybe(address),
      fragment: maybe(fc.boolean()),
      icmpType: maybe(oddNumber),
      spi: maybe(fc.oneof(u32, oddNumber)),
      flowlabel: maybe(oddNumber),
      quoted: inner,
      encap: inner,
    })
    .map(({ pair: [src, dst], proto, sport, dport, origin, ...rest }) => {
      const given = Object.entries(rest).filter(([, value]) => value !== undefined);
      return { src, dst, proto, sport, dport, origin, ...Object.fromEntries(given) };
    });
}

const nexthops = fc.array(
  fc.record({
    weight: fc.oneof(fc.integer({ min: 1, max: 256 }), oddNumber),
    isDead: fc.boolean(),
    hasFailedNeighbour: fc.boolean(),
  }),
  { maxLength: 6 },
);

test('an index of the route or a reason, whatever is asked', { timeout: 60_000 }, () => {
  const seen = { member: 0, unknown: 0, refused: 0 };
  fc.assert(
    fc.property(
      fc.record({
        family: fc.constantFrom<4 | 6>(4, 6),
        kind: fc.constantFrom<'classic' | 'group' | 'resilient'>('classic', 'group', 'resilient'),
        nexthops,
        buckets: fc.oneof(fc.integer({ min: 1, max: 64 }), oddNumber),
      }),
      fc.record({
        version: fc.constantFrom(...knownKernels.map(({ version }) => version)),
        policy: fc.oneof({ arbitrary: fc.nat(3), weight: 20 }, { arbitrary: oddNumber, weight: 1 }),
        fields: fc.oneof(fc.nat(4096), oddNumber),
        useNeigh: fc.boolean(),
      }),
      flows(2),
      (route, { version, policy, fields, useNeigh }, flow) => {
        const profile = kernelProfile(version);
        const key = keyOfSeed(7);
        if (profile === undefined || key === undefined) throw new Error(version);
        const ready = prepareRoute(route, {
          profile: { ...profile, hasKnownLayout: true },
          policy,
          fields,
          useNeigh,
          key,
        });
        const choice = ready.kind === 'refused' ? ready : chooseNexthop(ready, flow);
        seen[choice.kind]++;
        if (choice.kind !== 'member') expect(choice.reason).not.toMatch(/undefined|\bNaN of\b/);
        else {
          const chosen = route.nexthops[choice.index];
          expect(chosen).toBeDefined();
          // With use_neigh a kernel before 6.16 falls back to the first nexthop without a failed neighbour, up or down.
          // An IPv6 route before 6.15 takes nexthops that are down.
          const mayBeDead = useNeigh || (ready.kind === 'ready' && ready.takesDead);
          if (!mayBeDead) expect(chosen?.isDead).toBe(false);
        }
      },
    ),
    { numRuns: 2000 },
  );
  expect(Math.min(seen.member, seen.refused)).toBeGreaterThan(50);
});

test('a member of the bond that is up, or a reason, whatever is sent', { timeout: 60_000 }, () => {
  const mac = maybe(fc.tuple(oddNumber, oddNumber, oddNumber, oddNumber, oddNumber, oddNumber));
  const frame = fc.record({
    smac: mac,
    dmac: mac,
    vlan: maybe(oddNumber),
    icmpId: maybe(oddNumber),
  });
  fc.assert(
    fc.property(
      fc.record({
        mode: fc.constantFrom<BondMode>(
          ...(['balance-rr', 'active-backup', 'balance-xor'] as const),
          ...(['broadcast', '802.3ad', 'balance-tlb', 'balance-alb'] as const),
        ),
        policy: fc.constantFrom<BondHashPolicy>(
          ...(['layer2', 'layer2+3', 'layer3+4'] as const),
          ...(['encap2+3', 'encap3+4', 'vlan+srcmac'] as const),
        ),
        members: fc.array(fc.record({ isDown: fc.boolean(), isPrimary: fc.boolean() }), {
          maxLength: 5,
        }),
        isStaticTlb: fc.boolean(),
      }),
      fc.constantFrom(...knownKernels.map(({ version }) => version)),
      fc.tuple(flows(2), frame),
      (bond, version, [flow, extra]) => {
        const profile = kernelProfile(version);
        if (profile === undefined) throw new Error(version);
        const given = Object.entries(extra).filter(([, value]) => value !== undefined);
        const ready = prepareBond(bond, profile);
        const sent: Flow = { ...flow, ...Object.fromEntries(given) };
        const choice = ready.kind === 'refused' ? ready : chooseBondMember(ready, sent);
        if (choice.kind === 'member') expect(bond.members[choice.index]?.isDown).toBe(false);
        else expect(choice.reason).not.toMatch(/undefined|\bNaN of\b/);
      },
    ),
    { numRuns: 2000 },
  );
});

test('regions of 16-bit weights are exact: as with integers of any size', () => {
  const weights = fc.array(fc.integer({ min: 1, max: 65_536 }), { minLength: 1, maxLength: 300 });
  fc.assert(
    fc.property(weights, (list) => {
      const total = BigInt(list.reduce((sum, weight) => sum + weight, 0));
      let reached = 0n;
      const exact = list.map((weight) => {
        reached += BigInt(weight);
        return Number(((reached << 31n) + total / 2n) / total) - 1;
      });
      expect(upperBounds(list, () => true)).toEqual(exact);
    }),
  );
});

test('a resilient table gives each member its share, and busy buckets stay', () => {
  const member = fc.record({ id: fc.nat(9), weight: fc.integer({ min: 1, max: 256 }) });
  const members = fc.uniqueArray(member, { selector: ({ id }) => id, minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 200 }),
      members,
      members,
      fc.uniqueArray(fc.nat(199)),
      (...[nBuckets, before, after, busy]) => {
        const table = createTable(nBuckets, before);
        const total = before.reduce((sum, { weight }) => sum + weight, 0);
        for (const { id, weight } of before) {
          const have = table.filter((owner) => owner === id).length;
          expect(Math.abs(have - (nBuckets * weight) / total)).toBeLessThanOrEqual(1);
        }
        const changed = replaceMembers(table, after, { busy: new Set(busy) });
        for (const [bucket, owner] of changed.entries()) {
          expect(after.some(({ id }) => id === owner)).toBe(true);
          const old = table[bucket];
          if (busy.includes(bucket) && after.some(({ id }) => id === old)) expect(owner).toBe(old);
        }
      },
    ),
  );
});
