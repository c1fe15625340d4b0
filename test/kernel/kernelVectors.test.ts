/** The simulator against what Debian's kernels decided in virtual machines, recorded by `npm run verify:kernels`. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { chooseBondMember, prepareBond } from '../../server/src/kernel/bond.ts';
import { hashInput } from '../../server/src/kernel/flowHash.ts';
import { keyOfSeed, parseHashKey } from '../../server/src/kernel/hashKey.ts';
import { chooseNexthop, prepareRoute, readFlow } from '../../server/src/kernel/multipathRoute.ts';
import type { Choice, ReadyRoute } from '../../server/src/kernel/multipathRoute.ts';
import { kernelProfile } from '../../server/src/kernel/profiles.ts';
import type { KernelProfile } from '../../server/src/kernel/profiles.ts';
import { createTable, replaceMembers } from '../../server/src/kernel/resilientTable.ts';
import type { Flow } from '../../server/src/net/flow.ts';
import type {
  KernelVectors,
  RecordedBond,
  RecordedQuestion,
  RecordedRouter,
} from './kernelVectors.ts';
import { decodeFlow } from './recordedFlow.ts';
import { address } from './readVectors.ts';

const folder = new URL('../vectors/', import.meta.url);
const files = readdirSync(folder).filter((name) => /^kernel-.*\.json$/.test(name));

test('there is a recording of every kernel that is named as compared', () => {
  const names = ['5.10', '6.1', '6.12', '7.2'].map((version) => `kernel-${version}.json`);
  expect(files.toSorted()).toEqual(names);
});

describe.each(files)('%s', (name) => {
  const vectors = JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as KernelVectors;
  const profile = profileOf(vectors);

  test('every nexthop is the one that the kernel chose', () => {
    const { wrong, count } = compareRouters(vectors, profile);
    console.log(`${name}: ${count} decisions, ${wrong.length} differ`);
    expect(wrong.slice(0, 3)).toEqual([]);
    expect(count).toBeGreaterThanOrEqual(4000);
  });

  test('another key is noticed: the vectors can fail', () => {
    const seed = (old: number): number => (old === 0 ? 0 : (old ^ 1) >>> 0);
    const routers = vectors.routers.map((router) => ({ ...router, seed: seed(router.seed) }));
    const shifted = { ...vectors, routers, bootKey: '0000000000000001,0000000000000002' };
    expect(compareRouters(shifted, profile).wrong.length).toBeGreaterThan(1000);
  });

  test('every table of a resilient group is the kernel’s', () => {
    const wrong = vectors.routers.filter((router) => {
      if (router.buckets === undefined) return false;
      return JSON.stringify(tableOf(router, vectors, profile)) !== JSON.stringify(router.buckets);
    });
    expect(wrong.map(({ replaces, nexthops }) => ({ replaces, nexthops }))).toEqual([]);
  });

  test('every frame leaves by the member that the kernel took', () => {
    const wrong = vectors.bonds.flatMap((bond) => compareBond(bond, profile));
    const count = vectors.bonds.reduce((sum, { frames }) => sum + frames.length, 0);
    console.log(`${name}: ${count} frames of bonds, ${wrong.length} differ`);
    expect(wrong.slice(0, 3)).toEqual([]);
    expect(count).toBeGreaterThan(1000);
  });
});

function profileOf({ kernel }: KernelVectors): KernelProfile {
  const profile = kernelProfile(kernel);
  if (profile === undefined) throw new Error(kernel);
  return profile;
}

function compareRouters(
  vectors: KernelVectors,
  profile: KernelProfile,
): { readonly wrong: readonly string[]; readonly count: number } {
  const wrong: string[] = [];
  let count = 0;
  for (const router of vectors.routers) {
    const route = prepare(router, vectors, profile);
    const decisions = [
      ...router.asked.map((asked) => [questionFlow(asked), asked[6]] as const),
      ...router.packets.map(([flow, nexthop]) => [decodeFlow(flow), nexthop] as const),
    ];
    count += decisions.length;
    for (const [flow, nexthop] of decisions) {
      const answer = outcome(chooseNexthop(route, flow));
      if (answer === nexthop) continue;
      const { family, kind, policy, fields, useNeigh, nexthops } = router;
      const where = JSON.stringify({ family, kind, policy, fields, useNeigh, nexthops, flow });
      wrong.push(`${answer}, the kernel ${nexthop}: ${where}`);
    }
  }
  return { wrong, count };
}

function prepare(
  { family, kind, policy, fields, seed, useNeigh, nexthops, buckets }: RecordedRouter,
  { bootKey }: KernelVectors,
  profile: KernelProfile,
): ReadyRoute {
  const key = seed === 0 ? parseHashKey(bootKey) : keyOfSeed(seed);
  if (key === undefined) throw new Error('a router without a key');
  const members = nexthops.map(([weight, state, source]) => ({
    weight,
    isDead: state === 'dead',
    hasFailedNeighbour: state === 'failed-neighbour',
    source: address(source),
  }));
  const route = prepareRoute(
    { family, kind, nexthops: members, ...(buckets === undefined ? {} : { buckets }) },
    { profile, policy, fields, key, useNeigh },
  );
  if (route.kind === 'refused') throw new Error(route.reason);
  return route;
}

/** The table that the simulator expects, from nothing or from the table before the group was replaced. */
function tableOf(
  router: RecordedRouter,
  vectors: KernelVectors,
  profile: KernelProfile,
): readonly number[] {
  const size = router.buckets?.length ?? 0;
  const members = router.nexthops.map(([weight], id) => ({ id, weight }));
  const before = router.replaces === undefined ? undefined : vectors.routers[router.replaces];
  if (before?.buckets === undefined) {
    const alive = members.filter(({ id }) => router.nexthops[id]?.[1] !== 'dead');
    const fresh = createTable(size, members);
    // Nothing was asked before the links broke, but busy or not, only buckets of what is gone may move here.
    return alive.length === members.length ? fresh : replaceMembers(fresh, alive);
  }
  const route = prepare(before, vectors, profile);
  const busy = before.asked.flatMap((asked) => {
    const lookup = readFlow(route, questionFlow(asked));
    return lookup.kind === 'lookup' ? [hashInput(route.hasher, lookup.input) % size] : [];
  });
  return replaceMembers(before.buckets, members, { busy: new Set(busy) });
}

function questionFlow([hasIif, src, dst, proto, sport, dport]: RecordedQuestion): Flow {
  const origin = hasIif === 1 ? 'route-get-iif' : 'route-get';
  return { origin, src: address(src), dst: address(dst), proto, sport, dport };
}

function compareBond(
  { mode, policy, members, frames }: RecordedBond,
  profile: KernelProfile,
): string[] {
  const bond = { mode, policy, members: Array.from({ length: members }, () => ({})) };
  const ready = prepareBond(bond, profile);
  if (ready.kind === 'refused') return [ready.reason];
  return frames.flatMap(([recorded, member]) => {
    const answer = outcome(chooseBondMember(ready, decodeFlow(recorded)));
    if (answer === member) return [];
    return [
      `${answer}, the kernel ${member}: ${JSON.stringify({ mode, policy, members, recorded })}`,
    ];
  });
}

function outcome(choice: Choice): number | string {
  return choice.kind === 'member' ? choice.index : choice.reason;
}
