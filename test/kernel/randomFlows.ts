/** Columns of random flows, the same for the same seed, and a row of them as one flow. */
import type { FlowColumns } from '../../server/src/kernel/batchHash.ts';
import type { Address, Family } from '../../server/src/net/address.ts';
import type { Flow, FlowOrigin } from '../../server/src/net/flow.ts';

/** With ports, without ports, none and all bits set; no tunnels, whose inner packet would count. */
const PROTOCOLS = [6, 17, 1, 58, 132, 253, 0, 255];
const WITH_PORTS = new Set([6, 17, 132]);

export function randomColumns(
  family: Family,
  { count, seed }: { readonly count: number; readonly seed: number },
): Required<FlowColumns> {
  const next = randomNumbers(seed);
  const addresses = (): Uint32Array =>
    Uint32Array.from({ length: family === 4 ? count : 4 * count }, next);
  const proto = Uint8Array.from({ length: count }, () => PROTOCOLS[next() >>> 29] ?? 0);
  const port = (_: unknown, i: number): number => (WITH_PORTS.has(proto[i] ?? 0) ? next() : 0);
  const columns = {
    src: addresses(),
    dst: addresses(),
    proto,
    sport: Uint16Array.from({ length: count }, port),
    dport: Uint16Array.from({ length: count }, port),
    label: Uint32Array.from({ length: count }, () => next() >>> 12),
  };
  makeSomeEqual(columns, { width: family === 4 ? 1 : 4, count });
  return columns;
}

/** Addresses that differ late or not at all, and equal ports: where the order of the two is decided. */
function makeSomeEqual(
  { src, dst, sport, dport }: Required<FlowColumns>,
  { width, count }: { readonly width: number; readonly count: number },
): void {
  for (let i = 0; i < count; i += 5) {
    const nEqual = i % (width + 1);
    const row = i * width;
    dst.set(src.subarray(row, row + nEqual), row);
    if (i % 3 === 0) dport[i] = sport[i] ?? 0;
  }
}

export function flowAt(columns: Required<FlowColumns>, i: number, origin: FlowOrigin): Flow {
  const { src, dst, sport, dport, proto, label } = columns;
  const family = src.length === proto.length ? 4 : 6;
  return {
    src: addressAt(src, i, family),
    dst: addressAt(dst, i, family),
    sport: sport[i] ?? 0,
    dport: dport[i] ?? 0,
    proto: proto[i] ?? 0,
    flowlabel: label[i] ?? 0,
    origin,
  };
}

function addressAt(column: Uint32Array, i: number, family: Family): Address {
  if (family === 4) return { family, value: column[i] ?? 0 };
  const word = (k: number): number => column[4 * i + k] ?? 0;
  return { family, words: [word(0), word(1), word(2), word(3)] };
}

/** A small generator of u32 (mulberry32), since a test wants the same flows each time. */
function randomNumbers(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b_79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
}
