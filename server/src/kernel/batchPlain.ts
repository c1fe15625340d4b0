/**
 * The engine in plain JavaScript, for platforms without WebAssembly: SipHash-2-4 in int32 halves, two rounds written out.
 * The message is a row of words of which only those that differ from flow to flow are written again.
 */
import type { Engine, EngineStep } from './batchEngine.ts';
import { jhash2Words } from './jhash.ts';
import { layout } from './wasm/generated.ts';
import {
  finishIpv4,
  finishIpv4Addresses,
  finishIpv6,
  finishIpv6Label,
} from './wasm/plainRounds.ts';

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

/** Where the state after the key alone is, behind those of the 256 protocols. */
const KEYED = 256 * 8;

function hashAddresses({ states, src, dst, hashes }: Columns, nFlows: number): void {
  const words = new Int32Array(6);
  for (let i = 0; i < nFlows; i++) {
    writeIpv4(words, src[i] ?? 0, dst[i] ?? 0);
    hashes[i] = finishIpv4Addresses(states, 0, words);
  }
}

function hashIpv4(columns: Columns, nFlows: number): void {
  const { states, src, dst, sport, dport, proto, hashes } = columns;
  const words = new Int32Array(8);
  const addresses = words.subarray(2);
  for (let i = 0; i < nFlows; i++) {
    words[1] = portsWord(sport[i] ?? 0, dport[i] ?? 0);
    writeIpv4(addresses, src[i] ?? 0, dst[i] ?? 0);
    hashes[i] = finishIpv4(states, (proto[i] ?? 0) << 3, words);
  }
}

function hashIpv6(columns: Columns, nFlows: number): void {
  const { states, sport, dport, proto, hashes } = columns;
  const words = new Int32Array(14);
  const addresses = words.subarray(2);
  for (let i = 0; i < nFlows; i++) {
    words[1] = portsWord(sport[i] ?? 0, dport[i] ?? 0);
    writeIpv6(addresses, columns, i);
    hashes[i] = finishIpv6(states, (proto[i] ?? 0) << 3, words);
  }
}

function hashLabelled(columns: Columns, nFlows: number): void {
  const { states, sport, dport, proto, label, hashes } = columns;
  const words = new Int32Array(20);
  const addresses = words.subarray(8);
  for (let i = 0; i < nFlows; i++) {
    words[0] = (proto[i] ?? 0) << 16;
    words[1] = label[i] ?? 0;
    words[7] = portsWord(sport[i] ?? 0, dport[i] ?? 0);
    writeIpv6(addresses, columns, i);
    hashes[i] = finishIpv6Label(states, KEYED, words);
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

/** Network order as a little-endian machine reads it, the smaller address first. */
function writeIpv4(words: Int32Array, src: number, dst: number): void {
  const source = swapBytes(src);
  const destination = swapBytes(dst);
  const difference = (source ^ destination) & isBelow(source, destination);
  words[1] = destination ^ difference;
  words[2] = source ^ difference;
}

/** IPv6 addresses are ordered byte by byte from the front. */
function writeIpv6(words: Int32Array, { src, dst }: Columns, flow: number): void {
  const row = 4 * flow;
  let at = row;
  while (at < row + 3 && src[at] === dst[at]) at++;
  const mask = isBelow(src[at] ?? 0, dst[at] ?? 0);
  for (let k = 0; k < 4; k++) {
    const source = swapBytes(src[row + k] ?? 0);
    const destination = swapBytes(dst[row + k] ?? 0);
    const difference = (source ^ destination) & mask;
    words[1 + k] = destination ^ difference;
    words[5 + k] = source ^ difference;
  }
}

/** The smaller port first, as native numbers of network-order bytes. */
function portsWord(sport: number, dport: number): number {
  const first = ((sport & 0xff) << 8) | (sport >>> 8);
  const second = ((dport & 0xff) << 8) | (dport >>> 8);
  const difference = (first ^ second) & ((first - second) >> 31);
  return ((first ^ difference) << 16) | (second ^ difference);
}

/** All ones if the first number is below the second, both unsigned. A branch would be guessed wrong every other time. */
function isBelow(first: number, second: number): number {
  return ((~first & second) | (~(first ^ second) & (first - second))) >> 31;
}

function swapBytes(value: number): number {
  return (value << 24) | ((value & 0xff00) << 8) | ((value >>> 8) & 0xff00) | (value >>> 24);
}
