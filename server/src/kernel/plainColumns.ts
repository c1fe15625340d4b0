/** What the plain engine reads of its memory, and the order of addresses and ports in a message. */
import { layout } from './wasm/generated.ts';

/** Signed, because V8 keeps an int32 without a box. */
export interface PlainColumns {
  /** The whole memory. */
  readonly all: Int32Array;
  /** The same; reading network order is one instruction here. */
  readonly bytes: DataView;
  readonly states: Int32Array;
  readonly src: Int32Array;
  readonly dst: Int32Array;
  readonly sport: Uint16Array;
  readonly dport: Uint16Array;
  readonly proto: Uint8Array;
  readonly label: Int32Array;
  readonly hashes: Int32Array;
}

/** The columns in a memory with the layout of `wasm/generated.ts`. */
export function viewColumns(memory: ArrayBuffer): PlainColumns {
  const { portion } = layout;
  return {
    all: new Int32Array(memory),
    bytes: new DataView(memory),
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

/** Where the state after the key alone is, behind those of the 256 protocols. */
export const KEYED = 256 * 8;

/** Whether this machine keeps numbers with the high byte first, which is network order already. */
export const IS_BIG_ENDIAN = new Uint8Array(Uint32Array.of(1).buffer)[0] !== 1;

/** How far the smaller IPv6 address lies behind the source: nothing or the distance of the columns. They compare from the front. */
export function exchangeOf(all: Int32Array, flow: number): number {
  const source = SRC / 4 + 4 * flow;
  const destination = DST / 4 + 4 * flow;
  let k = 0;
  while (k < 3 && all[source + k] === all[destination + k]) k++;
  return (DST - SRC) & isBelow(all[destination + k] ?? 0, all[source + k] ?? 0);
}

/** Where the columns begin, in bytes. */
export const SRC = layout.src;
export const DST = layout.dst;

/** The smaller port first, as native numbers of network-order bytes. */
export function portsWord(sport: number, dport: number): number {
  const first = ((sport & 0xff) << 8) | (sport >>> 8);
  const second = ((dport & 0xff) << 8) | (dport >>> 8);
  const difference = (first ^ second) & ((first - second) >> 31);
  return ((first ^ difference) << 16) | (second ^ difference);
}

/** All ones if the first number is below the second, both unsigned. A branch would be guessed wrong every other time. */
export function isBelow(first: number, second: number): number {
  return ((~first & second) | (~(first ^ second) & (first - second))) >> 31;
}

/** Two rotations, which are one instruction each. */
export function swapBytes(value: number): number {
  const left = (value << 8) | (value >>> 24);
  const right = (value << 24) | (value >>> 8);
  return (left & 0x00ff_00ff) | (right & 0xff00_ff00);
}
