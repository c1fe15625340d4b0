/**
 * Where things lie in the memory that JavaScript and the module share, in bytes.
 * Flows pass through it in portions that stay in the first two caches.
 */

/** Flows of one portion. */
export const portion = 2048;

/** v0 to v3 of the hash after the words that flows of one protocol share: 32 bytes a protocol number. */
export const states = 0;
/** v0 to v3 after the key alone. */
export const keyed = states + 256 * 32;
/**
 * Columns. Addresses have 4 bytes a flow in IPv4 and 16 in IPv6. Each begins in the middle of a page of 4 KB, because the
 * caller's columns begin at the start of one: copies whose two sides are a few bytes apart within the page are ten times
 * slower on some processors.
 */
export const src = inMiddleOfPage(keyed + 32);
export const dst = inMiddleOfPage(src + portion * 16);
export const sport = inMiddleOfPage(dst + portion * 16);
export const dport = inMiddleOfPage(sport + portion * 2);
export const proto = inMiddleOfPage(dport + portion * 2);
export const label = inMiddleOfPage(proto + portion);
export const hashes = inMiddleOfPage(label + portion * 4);

const pageSize = 65_536;
export const nPages = Math.ceil((hashes + portion * 4) / pageSize);

/** The next such place. @param {number} offset */
function inMiddleOfPage(offset) {
  return Math.ceil((offset - 2048) / 4096) * 4096 + 2048;
}
