/** The three engines against one another on millions of flows, and against the hash of one flow at a time. */
import { describe, expect, test } from 'vitest';
import { availableEngines } from '../../server/src/kernel/batchEngine.ts';
import { hashFlows } from '../../server/src/kernel/batchHash.ts';
import type { FlowColumns } from '../../server/src/kernel/batchHash.ts';
import type { BatchSettings } from '../../server/src/kernel/batchPlan.ts';
import { createFlowHasher, hashInput } from '../../server/src/kernel/flowHash.ts';
import { kernelProfile } from '../../server/src/kernel/profiles.ts';
import { selectKeys } from '../../server/src/kernel/selectKeys.ts';
import { flowAt, randomColumns } from './randomFlows.ts';

const key = {
  key0: { low: 0x5dbe_6a7c, high: 0x231c_4007 },
  key1: { low: 0xef1b_bc27, high: 0x3518_c666 },
};
const engines = availableEngines();

test('all three run in Node', () => {
  expect(engines).toEqual(['simd', 'wasm', 'plain']);
});

describe.each([4, 6] as const)('IPv%i', (family) => {
  const count = family === 4 ? 500_000 : 250_000;
  const many = randomColumns(family, { count, seed: 7 * family });

  test.each([{ policy: 0 }, { policy: 1 }, { policy: 3, fields: 55 }])(
    'the engines agree on every one of many flows: %o',
    (policy) => {
      const [first = new Uint32Array(), ...others] = engines.map((engine) =>
        hashesOf(many, { family, key, ...policy, engine }),
      );
      for (const other of others) expect(first.every((hash, i) => hash === other[i])).toBe(true);
      // Neither constant nor shorter than 31 bits.
      expect(others).toHaveLength(2);
      expect(new Set(first.subarray(0, 5000)).size).toBeGreaterThan(3500);
      expect(first.some((hash) => hash > 2 ** 30)).toBe(true);
      expect(first.every((hash) => hash < 2 ** 31)).toBe(true);
    },
  );

  const few = randomColumns(family, { count: 2050, seed: family });
  const cases = [0, 1, 2].flatMap((policy) => [{ policy }]);
  const customs = [1, 2, 4, 8, 16, 32, 7, 12, 48, 51, 63, 64, 4095].map((fields) => ({
    policy: 3,
    fields,
  }));

  test.each([...cases, ...customs])('every engine gives the hash of each flow: %o', (policy) => {
    for (const lookup of ['packet', 'flow-key'] as const) {
      const settings = { family, key, ...policy, lookup };
      const expected = oneByOne(few, settings);
      for (const engine of engines)
        expect([...hashesOf(few, { ...settings, engine })]).toEqual(expected);
    }
  });

  test('without a column of labels every label is 0', () => {
    const { label, ...rest } = few;
    const zeros = { ...rest, label: new Uint32Array(label.length) };
    for (const policy of [0, 2, 3])
      expect(hashesOf(rest, { family, key, policy })).toEqual(
        hashesOf(zeros, { family, key, policy }),
      );
  });

  test('one call leaves nothing behind for the next', () => {
    const settings = { family, key, policy: 3, fields: 12 };
    const expected = oneByOne(few, settings);
    for (const engine of engines) {
      hashesOf(many, { family, key, policy: 1, engine });
      expect([...hashesOf(few, { ...settings, engine })]).toEqual(expected);
    }
  });

  test.each([0, 1, 2, 3, 4, 5, 2047, 2048, 2049])('%i flows', (count) => {
    const flows = randomColumns(family, { count, seed: 3 });
    const settings = { family, key, policy: 1 };
    for (const engine of engines)
      expect([...hashesOf(flows, { ...settings, engine })]).toEqual(oneByOne(flows, settings));
  });
});

describe('what is refused, with its reason', () => {
  const flows = randomColumns(4, { count: 3, seed: 1 });
  const settings: BatchSettings = { family: 4, policy: 1, key };
  test.each<[Partial<BatchSettings>, Partial<FlowColumns>, string]>([
    [{ policy: 4 }, {}, 'there is no hash policy 4'],
    [{ policy: NaN }, {}, 'there is no hash policy NaN'],
    [{ policy: 3, fields: 0 }, {}, 'hash fields 0 are outside 1 to 4095'],
    [{ policy: 3, fields: 1.5 }, {}, 'hash fields 1.5 are outside 1 to 4095'],
    [{ family: 6 }, {}, '`src` has 3 numbers; IPv6 takes 4 for each of 3 flows'],
    [{}, { dst: new Uint32Array(12) }, '`dst` has 12 numbers; IPv4 takes 1'],
    [{}, { sport: new Uint16Array(2) }, '`sport` has 2 rows for 3 flows'],
    [{}, { dport: new Uint16Array(0) }, '`dport` has 0 rows for 3 flows'],
    [{}, { label: new Uint32Array(4) }, '`label` has 4 rows for 3 flows'],
  ])('%o %o', (changed, columns, reason) => {
    const refused = hashFlows({ ...flows, ...columns }, { ...settings, ...changed });
    expect('kind' in refused ? refused.reason : 'hashed').toContain(reason);
  });
});

function hashesOf(flows: FlowColumns, settings: BatchSettings): Uint32Array {
  const hashes = hashFlows(flows, settings);
  if ('kind' in hashes) throw new Error(hashes.reason);
  return hashes;
}

function oneByOne(flows: Required<FlowColumns>, settings: BatchSettings): number[] {
  const { family, fields = 7, lookup } = settings;
  const policy = ([0, 1, 2, 3] as const).find((one) => one === settings.policy) ?? 0;
  const profile = kernelProfile('6.18.44');
  if (profile === undefined) throw new Error('no profile');
  const hasher = createFlowHasher(settings.key);
  return Array.from(flows.proto, (_, i) => {
    const flow = flowAt(flows, i, lookup === 'flow-key' ? 'local' : 'forwarded');
    // A local ICMP flow has its type in the place of a port; these have type 0.
    const input = selectKeys({ ...flow, icmpType: 0 }, { family, policy, fields, profile });
    if (input.kind === 'unknown') throw new Error(input.reason);
    return hashInput(hasher, input);
  });
}
