/**
 * The engine in plain JavaScript, for platforms without WebAssembly: SipHash-2-4 in int32 halves, two rounds written out.
 * The message is a row of words of which only those that differ from flow to flow are written again.
 */
import type { Engine, EngineStep } from './batchEngine.ts';
import { jhash2Words } from './jhash.ts';
import type { SipState } from './siphash.ts';
import { layout } from './wasm/generated.ts';

export function createPlainEngine(): Engine {
  const memory = new ArrayBuffer(layout.nBytes);
  const columns = viewColumns(memory);
  const steps: { readonly [step in EngineStep]: (nFlows: number) => void } = {
    ipv4Addresses: (nFlows) => hashAddresses(columns, nFlows),
    ipv4: (nFlows) => hashIpv4(columns, nFlows),
    ipv6: (nFlows) => hashIpv6(columns, nFlows),
    ipv6Label: (nFlows) => hashLabelled(columns, nFlows),
    halve: (nFlows) => halve(columns.hashes, nFlows),
    mixAndHalve: (nFlows) => mixAndHalve(columns.hashes, nFlows),
  };
  return { name: 'plain', memory, run: (step, nFlows) => steps[step](nFlows) };
}

/** Signed, because V8 keeps an int32 without a box. */
interface Columns {
  readonly states: Int32Array;
  readonly src: Int32Array;
  readonly dst: Int32Array;
  readonly sport: Uint16Array;
  readonly dport: Uint16Array;
  readonly proto: Uint8Array;
  readonly label: Int32Array;
  readonly hashes: Int32Array;
}

function viewColumns(memory: ArrayBuffer): Columns {
  const { portion } = layout;
  return {
    states: new Int32Array(memory, layout.states, 257 * 8),
    src: new Int32Array(memory, layout.src, portion * 4),
    dst: new Int32Array(memory, layout.dst, portion * 4),
    sport: new Uint16Array(memory, layout.sport, portion),
    dport: new Uint16Array(memory, layout.dport, portion),
    proto: new Uint8Array(memory, layout.proto, portion),
    label: new Int32Array(memory, layout.label, portion),
    hashes: new Int32Array(memory, layout.hashes, portion),
  };
}

/** Number of the state after the key alone, behind those of the 256 protocols. */
const KEYED = 256;

function hashAddresses({ states, src, dst, hashes }: Columns, nFlows: number): void {
  const words = messageOf(3, 48);
  for (let i = 0; i < nFlows; i++) {
    writeIpv4(words, src[i] ?? 0, dst[i] ?? 0);
    hashes[i] = finish(states, 0, words);
  }
}

function hashIpv4(columns: Columns, nFlows: number): void {
  const { states, src, dst, sport, dport, proto, hashes } = columns;
  const words = messageOf(4, 48);
  const addresses = words.subarray(2);
  for (let i = 0; i < nFlows; i++) {
    words[1] = portsWord(sport[i] ?? 0, dport[i] ?? 0);
    writeIpv4(addresses, src[i] ?? 0, dst[i] ?? 0);
    hashes[i] = finish(states, proto[i] ?? 0, words);
  }
}

function hashIpv6(columns: Columns, nFlows: number): void {
  const { states, sport, dport, proto, hashes } = columns;
  const words = messageOf(7, 72);
  const addresses = words.subarray(2);
  for (let i = 0; i < nFlows; i++) {
    words[1] = portsWord(sport[i] ?? 0, dport[i] ?? 0);
    writeIpv6(addresses, columns, i);
    hashes[i] = finish(states, proto[i] ?? 0, words);
  }
}

function hashLabelled(columns: Columns, nFlows: number): void {
  const { states, sport, dport, proto, label, hashes } = columns;
  const words = messageOf(10, 72);
  const addresses = words.subarray(8);
  for (let i = 0; i < nFlows; i++) {
    words[0] = (proto[i] ?? 0) << 16;
    words[1] = label[i] ?? 0;
    words[7] = portsWord(sport[i] ?? 0, dport[i] ?? 0);
    writeIpv6(addresses, columns, i);
    hashes[i] = finish(states, KEYED, words);
  }
}

/** A hash of 0 becomes 1 in the kernel, and 0 again by the shift. */
function halve(hashes: Int32Array, nFlows: number): void {
  for (let i = 0; i < nFlows; i++) hashes[i] = (hashes[i] ?? 0) >>> 1;
}

function mixAndHalve(hashes: Int32Array, nFlows: number): void {
  for (let i = 0; i < nFlows; i++) {
    const hash = hashes[i] ?? 0;
    hashes[i] = jhash2Words(hash === 0 ? 1 : hash, 0, 0) >>> 1;
  }
}

/** The last blocks of a message, the closing one with its length, and two of zeros for the four rounds at the end. */
function messageOf(nBlocks: number, length: number): Int32Array {
  const words = new Int32Array(2 * (nBlocks + 2));
  words[2 * nBlocks - 1] = length << 24;
  return words;
}

/** Network order as a little-endian machine reads it, the smaller address first. */
function writeIpv4(words: Int32Array, src: number, dst: number): void {
  const source = swapBytes(src);
  const destination = swapBytes(dst);
  const isInOrder = source >>> 0 < destination >>> 0;
  words[1] = isInOrder ? source : destination;
  words[2] = isInOrder ? destination : source;
}

/** IPv6 addresses are ordered byte by byte from the front. */
function writeIpv6(words: Int32Array, { src, dst }: Columns, flow: number): void {
  const row = 4 * flow;
  let at = row;
  while (at < row + 3 && src[at] === dst[at]) at++;
  const isInOrder = (src[at] ?? 0) >>> 0 < (dst[at] ?? 0) >>> 0;
  const smaller = isInOrder ? src : dst;
  const larger = isInOrder ? dst : src;
  for (let k = 0; k < 4; k++) {
    words[1 + k] = swapBytes(smaller[row + k] ?? 0);
    words[5 + k] = swapBytes(larger[row + k] ?? 0);
  }
}

/** The smaller port first, as native numbers of network-order bytes. */
function portsWord(sport: number, dport: number): number {
  const first = ((sport & 0xff) << 8) | (sport >>> 8);
  const second = ((dport & 0xff) << 8) | (dport >>> 8);
  return second < first ? (first << 16) | second : (second << 16) | first;
}

function swapBytes(value: number): number {
  return (value << 24) | ((value & 0xff00) << 8) | ((value >>> 8) & 0xff00) | (value >>> 24);
}

/** Absorbs the words from the state with this number on, and returns the low half of the hash. */
function finish(states: Int32Array, number: number, words: Int32Array): number {
  let { al, ah, bl, bh, cl, ch, dl, dh } = stateAt(states, number << 3);
  const end = words.length - 4;
  for (let k = 0; k < words.length; k += 2) {
    const low = words[k] ?? 0;
    const high = words[k + 1] ?? 0;
    if (k === end) cl ^= 0xff;
    dl ^= low;
    dh ^= high;
    // Round one. A carry is the majority of the top bits of both and the turned top bit of the sum.
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

function stateAt(states: Int32Array, at: number): SipState {
  return {
    al: states[at] ?? 0,
    ah: states[at + 1] ?? 0,
    bl: states[at + 2] ?? 0,
    bh: states[at + 3] ?? 0,
    cl: states[at + 4] ?? 0,
    ch: states[at + 5] ?? 0,
    dl: states[at + 6] ?? 0,
    dh: states[at + 7] ?? 0,
  };
}
