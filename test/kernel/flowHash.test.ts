import fc from 'fast-check';
import { expect, test } from 'vitest';
import { finishIpv4, PORTS_BLOCK, SOURCE_BLOCK } from '../../server/src/kernel/finishIpv4.ts';
import { createFlowHasher, hashFlow } from '../../server/src/kernel/flowHash.ts';
import { keyOfSeed, parseHashKey } from '../../server/src/kernel/hashKey.ts';
import { absorbBlocks } from '../../server/src/kernel/siphash.ts';
import type { HashKey } from '../../server/src/kernel/siphash.ts';

const u32 = fc.nat(0xffff_ffff);
const anyKey: fc.Arbitrary<HashKey> = fc
  .tuple(u32, u32, u32, u32)
  .map(([a, b, c, d]) => ({ key0: { low: a, high: b }, key1: { low: c, high: d } }));
const anyWords = fc.record({ ports: u32, source: u32, destination: u32 });
const anyKeys = fc.record({
  src: u32,
  dst: u32,
  sport: fc.nat(0xffff),
  dport: fc.nat(0xffff),
  proto: fc.nat(255),
});

test('the published SipHash-2-4 vector of an empty message', () => {
  // Key 00..0f, message of 0 bytes: 726fdb47dd0e0e31 (appendix of the SipHash paper's reference code).
  const state = absorbBlocks(
    {
      key0: { low: 0x0302_0100, high: 0x0706_0504 },
      key1: { low: 0x0b0a_0908, high: 0x0f0e_0d0c },
    },
    [0n],
  );
  // Blocks 4 and 5 of `finishIpv4` are the four closing rounds alone.
  const low = finishIpv4(state, 4, { ports: 0, source: 0, destination: 0 }) >>> 0;
  expect(low.toString(16)).toBe('dd0e0e31');
});

test('the fast half and the plain half are one function', () => {
  fc.assert(
    fc.property(anyKey, anyWords, (key, words) => {
      const { ports, source, destination } = words;
      const fast = finishIpv4(absorbBlocks(key, [0n, 0n, 0n]), PORTS_BLOCK, words);
      const plain = [
        0n,
        0n,
        0n,
        BigInt(ports) << 32n,
        BigInt(source) << 32n,
        BigInt(destination),
        48n << 56n,
      ];
      expect(fast).toBe(finishIpv4(absorbBlocks(key, plain), 4, words));
      const later = absorbBlocks(key, [0n, 0n, 0n, BigInt(ports) << 32n]);
      expect(fast).toBe(finishIpv4(later, SOURCE_BLOCK, words));
    }),
  );
});

test('both directions have the same hash, of 31 bits', () => {
  fc.assert(
    fc.property(anyKey, anyKeys, (key, keys) => {
      const hasher = createFlowHasher(key);
      const back = { ...keys, src: keys.dst, dst: keys.src, sport: keys.dport, dport: keys.sport };
      const hash = hashFlow(hasher, keys);
      expect(hashFlow(hasher, back)).toBe(hash);
      expect(Number.isInteger(hash) && hash >= 0 && hash < 2 ** 31).toBe(true);
    }),
  );
});

test('keys', () => {
  expect(keyOfSeed(0)).toBeUndefined();
  expect(keyOfSeed(2 ** 32)).toBeUndefined();
  expect(keyOfSeed(1.5)).toBeUndefined();
  expect(parseHashKey('231c40075dbe6a7c,3518c666ef1bbc27')).toEqual({
    key0: { high: 0x231c_4007, low: 0x5dbe_6a7c },
    key1: { high: 0x3518_c666, low: 0xef1b_bc27 },
  });
  for (const text of ['', '1,2', '231c40075dbe6a7c', '231c40075dbe6a7c,3518c666ef1bbc2g']) {
    expect(parseHashKey(text)).toBeUndefined();
  }
});
