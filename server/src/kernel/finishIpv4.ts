/**
 * The last blocks of SipHash-2-4 over the IPv4 flow message, in u32 halves: siphash(), lib/siphash.c, v6.18.
 * This is the hot path of the simulator: two rounds are written out, so that nothing is stored between them and turning
 * a word by 32 bits costs nothing.
 * Invariant: every half is an int32; `a` to `d` are v0 to v3 with `l` for the low and `h` for the high half.
 */
import type { SipState } from './siphash.ts';

/** The little-endian words of the message that differ from flow to flow. */
export interface LastWords {
  readonly ports: number;
  readonly source: number;
  readonly destination: number;
}

/** Begin with the block that holds the ports, or after it where the ports are zero and already in the state. */
export const PORTS_BLOCK = 0;
export const SOURCE_BLOCK = 1;

/** Length of the message, 48 bytes, in the last byte of the closing block. */
const CLOSING_HIGH = 48 << 24;

/** Absorbs the blocks of ports, source, destination and length, and returns the low 32 bits of the hash as int32. */
export function finishIpv4(state: SipState, first: number, words: LastWords): number {
  const { ports, source, destination } = words;
  let { al, ah, bl, bh, cl, ch, dl, dh } = state;
  for (let block = first; block < 6; block++) {
    const low = block === 2 ? destination : 0;
    const high = block === 0 ? ports : block === 1 ? source : block === 3 ? CLOSING_HIGH : 0;
    // Blocks 4 and 5 are the four rounds at the end, which absorb nothing.
    if (block === 4) cl ^= 0xff;
    dl ^= low;
    dh ^= high;
    // Round one.
    const a1l = (al + bl) | 0;
    const a1h = (ah + bh + (((al & bl) | ((al | bl) & ~a1l)) >>> 31)) | 0;
    const b1l = ((bl << 13) | (bh >>> 19)) ^ a1l;
    const b1h = ((bh << 13) | (bl >>> 19)) ^ a1h;
    const c1l = (cl + dl) | 0;
    const c1h = (ch + dh + (((cl & dl) | ((cl | dl) & ~c1l)) >>> 31)) | 0;
    const d1l = ((dl << 16) | (dh >>> 16)) ^ c1l;
    const d1h = ((dh << 16) | (dl >>> 16)) ^ c1h;
    const a2l = (a1h + d1l) | 0;
    const a2h = (a1l + d1h + (((a1h & d1l) | ((a1h | d1l) & ~a2l)) >>> 31)) | 0;
    const d2l = ((d1l << 21) | (d1h >>> 11)) ^ a2l;
    const d2h = ((d1h << 21) | (d1l >>> 11)) ^ a2h;
    const c2l = (c1l + b1l) | 0;
    const c2h = (c1h + b1h + (((c1l & b1l) | ((c1l | b1l) & ~c2l)) >>> 31)) | 0;
    const b2l = ((b1l << 17) | (b1h >>> 15)) ^ c2l;
    const b2h = ((b1h << 17) | (b1l >>> 15)) ^ c2h;
    // Round two.
    const a3l = (a2l + b2l) | 0;
    const a3h = (a2h + b2h + (((a2l & b2l) | ((a2l | b2l) & ~a3l)) >>> 31)) | 0;
    const b3l = ((b2l << 13) | (b2h >>> 19)) ^ a3l;
    const b3h = ((b2h << 13) | (b2l >>> 19)) ^ a3h;
    const c3l = (c2h + d2l) | 0;
    const c3h = (c2l + d2h + (((c2h & d2l) | ((c2h | d2l) & ~c3l)) >>> 31)) | 0;
    const d3l = ((d2l << 16) | (d2h >>> 16)) ^ c3l;
    const d3h = ((d2h << 16) | (d2l >>> 16)) ^ c3h;
    al = (a3h + d3l) | 0;
    ah = (a3l + d3h + (((a3h & d3l) | ((a3h | d3l) & ~al)) >>> 31)) | 0;
    dl = ((d3l << 21) | (d3h >>> 11)) ^ al;
    dh = ((d3h << 21) | (d3l >>> 11)) ^ ah;
    ch = (c3l + b3l) | 0;
    cl = (c3h + b3h + (((c3l & b3l) | ((c3l | b3l) & ~ch)) >>> 31)) | 0;
    bl = ((b3l << 17) | (b3h >>> 15)) ^ ch;
    bh = ((b3h << 17) | (b3l >>> 15)) ^ cl;
    al ^= low;
    ah ^= high;
  }
  return al ^ bl ^ cl ^ dl;
}
