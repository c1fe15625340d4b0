/**
 * Where things lie in the memory that JavaScript and the module share, in bytes.
 * Flows pass through it in portions that stay in the first two caches.
 */

/** Flows of one portion; a multiple of the four that the SIMD module takes at once. */
export const portion = 2048;

/** v0 to v3 of the hash after the words that flows of one protocol share: 32 bytes a protocol number. */
export const states = 0;
/** v0 to v3 after the key alone. */
export const keyed = states + 256 * 32;
/** Columns. Addresses have 4 bytes a flow in IPv4 and 16 in IPv6. */
export const src = keyed + 32;
export const dst = src + portion * 16;
export const sport = dst + portion * 16;
export const dport = sport + portion * 2;
export const proto = dport + portion * 2;
export const label = proto + portion;
export const hashes = label + portion * 4;

const pageSize = 65_536;
export const nPages = Math.ceil((hashes + portion * 4) / pageSize);
