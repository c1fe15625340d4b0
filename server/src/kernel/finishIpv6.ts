/**
 * SipHash-2-4 over the IPv6 flow message, 72 bytes, in u32 halves: siphash(), lib/siphash.c, v6.18.
 * The rounds are a function over four words in registers' stead; `finishIpv4` is the hot path, this one is for correctness
 * at a few million flows a second.
 * Invariant: every half is an int32; `words` are the little-endian words of the message, eighteen of them.
 */
import type { SipState } from './siphash.ts';

/** Absorbs the words and the length, and returns the low 32 bits of the hash as int32. */
export function finishIpv6(start: SipState, words: Int32Array): number {
  const state = Int32Array.of(
    start.al,
    start.ah,
    start.bl,
    start.bh,
    start.cl,
    start.ch,
    start.dl,
    start.dh,
  );
  for (let at = 0; at < words.length; at += 2) absorb(state, words[at] ?? 0, words[at + 1] ?? 0);
  absorb(state, 0, LENGTH_HIGH);
  state[4] = (state[4] ?? 0) ^ 0xff;
  for (let round = 0; round < 4; round++) mix(state);
  return (state[0] ?? 0) ^ (state[2] ?? 0) ^ (state[4] ?? 0) ^ (state[6] ?? 0);
}

/** Length of the message, 72 bytes, in the last byte of the closing block. */
const LENGTH_HIGH = 72 << 24;

export function absorb(state: Int32Array, low: number, high: number): void {
  state[6] = (state[6] ?? 0) ^ low;
  state[7] = (state[7] ?? 0) ^ high;
  mix(state);
  mix(state);
  state[0] = (state[0] ?? 0) ^ low;
  state[1] = (state[1] ?? 0) ^ high;
}

/** The part of a SipRound that the block to come does not change: v0 and v1 mixed, and v0 turned by 32 bits. */
export function beginRound(state: Int32Array): void {
  const al = state[0] ?? 0;
  const bl = state[2] ?? 0;
  const bh = state[3] ?? 0;
  const a1l = (al + bl) | 0;
  const a1h = ((state[1] ?? 0) + bh + (((al & bl) | ((al | bl) & ~a1l)) >>> 31)) | 0;
  state[0] = a1h;
  state[1] = a1l;
  state[2] = ((bl << 13) | (bh >>> 19)) ^ a1l;
  state[3] = ((bh << 13) | (bl >>> 19)) ^ a1h;
}

/** One SipRound. The carry of a sum of two low halves is the majority of their top bits and the turned top bit of the sum. */
function mix(state: Int32Array): void {
  const al = state[0] ?? 0;
  const bl = state[2] ?? 0;
  const bh = state[3] ?? 0;
  const cl = state[4] ?? 0;
  const dl = state[6] ?? 0;
  const dh = state[7] ?? 0;
  const a1l = (al + bl) | 0;
  const a1h = ((state[1] ?? 0) + bh + (((al & bl) | ((al | bl) & ~a1l)) >>> 31)) | 0;
  const b1l = ((bl << 13) | (bh >>> 19)) ^ a1l;
  const b1h = ((bh << 13) | (bl >>> 19)) ^ a1h;
  const c1l = (cl + dl) | 0;
  const c1h = ((state[5] ?? 0) + dh + (((cl & dl) | ((cl | dl) & ~c1l)) >>> 31)) | 0;
  const d1l = ((dl << 16) | (dh >>> 16)) ^ c1l;
  const d1h = ((dh << 16) | (dl >>> 16)) ^ c1h;
  const a2l = (a1h + d1l) | 0;
  const a2h = (a1l + d1h + (((a1h & d1l) | ((a1h | d1l) & ~a2l)) >>> 31)) | 0;
  const c2l = (c1l + b1l) | 0;
  const c2h = (c1h + b1h + (((c1l & b1l) | ((c1l | b1l) & ~c2l)) >>> 31)) | 0;
  state[0] = a2l;
  state[1] = a2h;
  state[2] = ((b1l << 17) | (b1h >>> 15)) ^ c2l;
  state[3] = ((b1h << 17) | (b1l >>> 15)) ^ c2h;
  state[4] = c2h;
  state[5] = c2l;
  state[6] = ((d1l << 21) | (d1h >>> 11)) ^ a2l;
  state[7] = ((d1h << 21) | (d1l >>> 11)) ^ a2h;
}
