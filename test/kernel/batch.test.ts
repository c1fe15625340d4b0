/** Many flows to nexthops: the answers of `chooseNexthop`, and of the recorded kernels. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chooseNexthops } from '../../server/src/kernel/batch.ts';
import { availableEngines } from '../../server/src/kernel/batchEngine.ts';
import type { EngineName } from '../../server/src/kernel/batchEngine.ts';
import { hashFlows } from '../../server/src/kernel/batchHash.ts';
import type { FlowColumns } from '../../server/src/kernel/batchHash.ts';
import { regionsOf, selectMembers } from '../../server/src/kernel/batchSelect.ts';
import { keyOfSeed, parseHashKey } from '../../server/src/kernel/hashKey.ts';
import { chooseNexthop, prepareRoute } from '../../server/src/kernel/multipathRoute.ts';
import type { ReadyRoute } from '../../server/src/kernel/multipathRoute.ts';
import { kernelProfile } from '../../server/src/kernel/profiles.ts';
import { DEAD } from '../../server/src/kernel/regions.ts';
import type { Flow } from '../../server/src/net/flow.ts';
import { flowAt, randomColumns } from './randomFlows.ts';
import { flowOf, readVectors } from './readVectors.ts';
import type { Decision, Topology } from './readVectors.ts';

const anyNexthop = fc.record({
  weight: fc.integer({ min: 1, max: 256 }),
  isDead: fc.boolean(),
  hasFailedNeighbour: fc.boolean(),
});
const anyRoute = fc.record({
  family: fc.constantFrom<4 | 6>(4, 6),
  kind: fc.constantFrom<'classic' | 'group' | 'resilient'>('classic', 'group', 'resilient'),
  nexthops: fc.array(anyNexthop, { minLength: 1, maxLength: 40 }),
  buckets: fc.integer({ min: 1, max: 300 }),
});
const anySettings = fc.record({
  policy: fc.nat(3),
  fields: fc.integer({ min: 1, max: 63 }),
  seed: fc.integer({ min: 1, max: 0xffff_ffff }),
  version: fc.constantFrom('6.18.44', '6.18.0', '6.12'),
});

test('many at once are the same as one by one', () => {
  fc.assert(
    fc.property(anyRoute, anySettings, fc.nat(), (given, settings, seed) => {
      const key = keyOfSeed(settings.seed);
      const profile = kernelProfile(settings.version);
      if (key === undefined || profile === undefined) throw new Error('no kernel');
      const route = prepareRoute(given, { ...settings, profile, key, useNeigh: true });
      fc.pre(route.kind === 'ready');
      const flows = randomColumns(given.family, { count: 30, seed });
      const single = Array.from(flows.proto, (_, i) => {
        const choice = chooseNexthop(route, flowAt(flows, i, 'forwarded'));
        return choice.kind === 'member' ? choice.index : choice.reason;
      });
      const many = chooseNexthops(route, flows);
      if ('kind' in many) throw new Error(many.reason);
      expect([...many.members]).toEqual(single);
      expect([...many.counts]).toEqual(
        given.nexthops.map((_, index) => single.filter((one) => one === index).length),
      );
    }),
  );
});

test('a hash at every edge of every region', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(2 ** 31 - 2), { maxLength: 400 }), fc.nat(5), (some, gap) => {
      const bounds = [...some.toSorted((a, b) => a - b), 2 ** 31 - 1];
      const upperBounds = bounds.flatMap((bound) => [...Array<number>(gap).fill(DEAD), bound]);
      const hashes = bounds.flatMap((bound) => [bound - 1, bound, bound + 1]);
      const valid = hashes.filter((hash) => hash >= 0 && hash < 2 ** 31);
      const regions = { kind: 'bounds', upperBounds, beyond: 0 } as const;
      const { members } = selectMembers(Uint32Array.from(valid), regions);
      expect([...members]).toEqual(
        valid.map((hash) => upperBounds.findIndex((bound) => hash <= bound)),
      );
    }),
  );
});

test('columns of the wrong family are refused', () => {
  const key = keyOfSeed(1);
  const profile = kernelProfile('6.18.44');
  if (key === undefined || profile === undefined) throw new Error('no kernel');
  const nexthops = [{ weight: 1 }, { weight: 1 }];
  const route = prepareRoute({ family: 6, kind: 'classic', nexthops }, { profile, policy: 0, key });
  if (route.kind === 'refused') throw new Error(route.reason);
  expect(chooseNexthops(route, randomColumns(4, { count: 2, seed: 1 }))).toMatchObject({
    kind: 'refused',
  });
});

test('every recorded decision about a plain packet is the kernel’s in all engines', () => {
  const { kernel, topologies, decisions } = readVectors();
  let nReplayed = 0;
  for (const [t, topology] of topologies.entries()) {
    const plain = decisions.filter((one) => one.t === t && isPlain(one, topology));
    const route = prepare(topology, kernel);
    for (const via of ['packet', 'flow'] as const) {
      const some = plain.filter((one) => one.via === via);
      for (const engine of availableEngines())
        expect(replay(route, some, engine)).toEqual(some.map((one) => one.expect));
      nReplayed += some.length;
    }
  }
  expect(nReplayed).toBeGreaterThan(1000);
});

function replay(route: ReadyRoute, decisions: readonly Decision[], engine: EngineName): number[] {
  const { family, policy, fields, hasher } = route;
  const lookup = decisions[0]?.via === 'flow' ? 'flow-key' : 'packet';
  const settings = { family, policy, fields, key: hasher.key, lookup, engine } as const;
  const hashes = hashFlows(columnsOf(decisions.map(flowOf)), settings);
  if ('kind' in hashes) throw new Error(hashes.reason);
  return [...selectMembers(hashes, regionsOf(route)).members];
}

/** Whether the columns say all about a packet, and its source address does not choose. */
function isPlain({ via, source, pkt }: Decision, topology: Topology): boolean {
  const hasSource = source.startsWith('route-get on') || source === 'route-get' || via === 'flow';
  if (topology.family === 4 && topology.kind === 'classic' && hasSource) return false;
  if (pkt.encap ?? pkt.icmpInner ?? pkt.fragment ?? pkt.spi ?? pkt.fragOffset) return false;
  if ((pkt.nexthdr ?? pkt.proto) !== pkt.proto) return false;
  const hasPorts = (pkt.sport ?? 0) !== 0 || (pkt.dport ?? 0) !== 0;
  return via === 'flow' || !hasPorts || WITH_PORTS.has(pkt.proto);
}

const WITH_PORTS = new Set([6, 17, 33, 132, 136]);

function prepare(topology: Topology, kernel: string): ReadyRoute {
  const { family, kind, policy, fields, seed, key, buckets, dead, good, useNeigh } = topology;
  const profile = kernelProfile(topology.kernel ?? kernel.split(' ')[0] ?? '');
  const hashKey = key === undefined ? keyOfSeed(seed ?? 0) : parseHashKey(key.join(','));
  if (profile === undefined || hashKey === undefined) throw new Error('no kernel or key');
  const nexthops = topology.nexthops.map(([, , weight], i) => ({
    weight,
    isDead: dead?.[i] === true,
    hasFailedNeighbour: good?.[i] === false,
  }));
  const route = prepareRoute(
    { family, kind, nexthops, ...(buckets === undefined ? {} : { buckets }) },
    { profile, policy, fields, key: hashKey, useNeigh: useNeigh === true },
  );
  if (route.kind === 'refused') throw new Error(route.reason);
  return route;
}

function columnsOf(flows: readonly Flow[]): FlowColumns {
  const wordsOf = (address: Flow['src']): readonly number[] =>
    address.family === 4 ? [address.value] : address.words;
  return {
    src: Uint32Array.from(flows.flatMap(({ src }) => wordsOf(src))),
    dst: Uint32Array.from(flows.flatMap(({ dst }) => wordsOf(dst))),
    sport: Uint16Array.from(flows, ({ sport }) => sport),
    dport: Uint16Array.from(flows, ({ dport }) => dport),
    proto: Uint8Array.from(flows, ({ proto }) => proto),
    label: Uint32Array.from(flows, ({ flowlabel = 0 }) => flowlabel),
  };
}
