import { expect, test } from 'vitest';
import { keyOfSeed, parseHashKey } from '../../server/src/kernel/hashKey.ts';
import { chooseNexthop, prepareRoute } from '../../server/src/kernel/multipathRoute.ts';
import type { Choice, ReadyRoute } from '../../server/src/kernel/multipathRoute.ts';
import { kernelProfile } from '../../server/src/kernel/profiles.ts';
import { replaceMembers } from '../../server/src/kernel/resilientTable.ts';
import type { Refused } from '../../server/src/kernel/refusal.ts';
import type { RouteNexthop } from '../../server/src/kernel/route.ts';
import type { HashKey } from '../../server/src/kernel/siphash.ts';
import { address, flowOf, readVectors } from './readVectors.ts';
import type { Decision, Topology } from './readVectors.ts';

const { kernel, topologies, decisions, buckets: histories } = readVectors();
const routes = topologies.map((topology) => prepare(topology));

test('every recorded decision is the kernel’s, and none is refused', () => {
  const wrong: Decision[] = [];
  const counts: Record<string, number> = {};
  for (const decision of decisions) {
    const choice = choose(decision);
    const outcome = choice.kind === 'member' ? 'replayed' : choice.reason;
    counts[outcome] = (counts[outcome] ?? 0) + 1;
    if (choice.kind === 'member' && choice.index !== decision.expect) wrong.push(decision);
  }
  expect(wrong.map((decision) => [decision, topologies[decision.t]]).slice(0, 3)).toEqual([]);
  expect(counts).toEqual({ replayed: 2044 });
  console.log(`${counts['replayed']} recorded decisions replayed`);
});

test('every recorded table of a resilient group follows from the one before', () => {
  let nCells = 0;
  for (const { n, steps } of histories) {
    let owners: readonly (number | undefined)[] = Array.from({ length: n }, () => undefined);
    for (const { members, busy, table } of steps) {
      owners = replaceMembers(
        owners,
        members.map(([id, weight]) => ({ id, weight })),
        { busy: new Set(busy) },
      );
      expect(owners).toEqual(table);
      nCells += n;
    }
  }
  expect(nCells).toBe(3115);
});

test('a wrong seed is noticed: the vectors can fail', () => {
  const shifted = topologies.map((topology) =>
    prepare(
      topology.seed === undefined ? topology : { ...topology, seed: (topology.seed ^ 1) >>> 0 },
    ),
  );
  const wrong = decisions.filter((decision) => {
    const route = shifted[decision.t];
    if (route?.kind !== 'ready') return false;
    const choice = chooseNexthop(route, flowOf(decision));
    return choice.kind !== 'member' || choice.index !== decision.expect;
  });
  expect(wrong.length).toBeGreaterThan(100);
});

function choose(decision: Decision): Choice {
  const route = routes[decision.t];
  if (route === undefined) throw new Error('a decision names no topology');
  return route.kind === 'refused' ? route : chooseNexthop(route, flowOf(decision));
}

function prepare(topology: Topology): ReadyRoute | Refused {
  const profile = kernelProfile(topology.kernel ?? kernel.split(' ')[0] ?? '');
  const key = keyOf(topology);
  if (profile === undefined || key === undefined)
    throw new Error('a topology without a kernel or key');
  const { family, kind, policy, fields, useNeigh, buckets } = topology;
  const nexthops = topology.nexthops.map((_, index) => nexthopOf(topology, index));
  return prepareRoute(
    { family, kind, nexthops, ...(buckets === undefined ? {} : { buckets }) },
    { profile, policy, fields, key, useNeigh: useNeigh === true },
  );
}

function keyOf({ seed, key }: Topology): HashKey | undefined {
  return key === undefined ? keyOfSeed(seed ?? 0) : parseHashKey(key.join(','));
}

function nexthopOf({ nexthops, dead, good }: Topology, index: number): RouteNexthop {
  const [, , weight = 0, source] = nexthops[index] ?? [];
  return {
    weight,
    isDead: dead?.[index] === true,
    hasFailedNeighbour: good?.[index] === false,
    ...(source === undefined ? {} : { source: address(source) }),
  };
}
