/**
 * SipHash-2-4, the plain way: siphash(), lib/siphash.c, v6.18. The keyed hash behind the flow hash since 5.4.
 * The message of a flow begins with words that are the same for many flows; the state after them is made here once,
 * `finishIpv4` goes on from it in 32-bit arithmetic.
 */

/** 128-bit key as four u32 words. */
export interface HashKey {
  readonly key0: { readonly low: number; readonly high: number };
  readonly key1: { readonly low: number; readonly high: number };
}

/** The four 64-bit words v0 to v3 in int32 halves. */
export interface SipState {
  readonly al: number;
  readonly ah: number;
  readonly bl: number;
  readonly bh: number;
  readonly cl: number;
  readonly ch: number;
  readonly dl: number;
  readonly dh: number;
}

/** The state after the key and these 64-bit blocks. */
export function absorbBlocks(key: HashKey, blocks: readonly bigint[]): SipState {
  const k0 = join(key.key0);
  const k1 = join(key.key1);
  // "somepseudorandomlygeneratedbytes", the constants of the SipHash paper.
  let words: Words = [
    k0 ^ 0x736f6d6570736575n,
    k1 ^ 0x646f72616e646f6dn,
    k0 ^ 0x6c7967656e657261n,
    k1 ^ 0x7465646279746573n,
  ];
  for (const block of blocks) {
    const [a, b, c, d] = mix(mix([words[0], words[1], words[2], words[3] ^ block]));
    words = [a ^ block, b, c, d];
  }
  const [a, b, c, d] = words;
  return {
    al: lowHalf(a),
    ah: highHalf(a),
    bl: lowHalf(b),
    bh: highHalf(b),
    cl: lowHalf(c),
    ch: highHalf(c),
    dl: lowHalf(d),
    dh: highHalf(d),
  };
}

type Words = readonly [bigint, bigint, bigint, bigint];

const MASK = (1n << 64n) - 1n;

/** One SipRound. */
function mix(words: Words): Words {
  let [a, b, c, d] = words;
  a = (a + b) & MASK;
  b = rotate(b, 13n) ^ a;
  a = rotate(a, 32n);
  c = (c + d) & MASK;
  d = rotate(d, 16n) ^ c;
  a = (a + d) & MASK;
  d = rotate(d, 21n) ^ a;
  c = (c + b) & MASK;
  b = rotate(b, 17n) ^ c;
  c = rotate(c, 32n);
  return [a, b, c, d];
}

function rotate(word: bigint, by: bigint): bigint {
  return ((word << by) | (word >> (64n - by))) & MASK;
}

function join(halves: { readonly low: number; readonly high: number }): bigint {
  return (BigInt(halves.high >>> 0) << 32n) | BigInt(halves.low >>> 0);
}

function lowHalf(word: bigint): number {
  return Number(BigInt.asIntN(32, word));
}

function highHalf(word: bigint): number {
  return Number(BigInt.asIntN(32, word >> 32n));
}
