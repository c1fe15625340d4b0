/**
 * The engine in plain JavaScript, for platforms without WebAssembly: SipHash-2-4 in int32 halves, every round written out
 * (`wasm/plainRounds.ts`), and what follows it.
 */
import type { Engine, EngineStep } from './batchEngine.ts';
import { viewColumns } from './plainColumns.ts';
import { layout } from './wasm/generated.ts';
import { ipv4, ipv4Addresses, ipv6, ipv6Addresses, ipv6Label } from './wasm/plainRounds.ts';

export function createPlainEngine(): Engine {
  const memory = new ArrayBuffer(layout.nBytes);
  const columns = viewColumns(memory);
  const steps: { readonly [step in EngineStep]: (nFlows: number) => void } = {
    ipv4Addresses: (nFlows) => ipv4Addresses(columns, nFlows),
    ipv4: (nFlows) => ipv4(columns, nFlows),
    ipv6Addresses: (nFlows) => ipv6Addresses(columns, nFlows),
    ipv6: (nFlows) => ipv6(columns, nFlows),
    ipv6Label: (nFlows) => ipv6Label(columns, nFlows),
    halve: (nFlows) => halve(columns.hashes, nFlows),
    mixAndHalve: (nFlows) => mixAndHalve(columns.hashes, nFlows),
  };
  return { name: 'plain', memory, run: (step, nFlows) => steps[step](nFlows) };
}

/** A hash of 0 becomes 1 in the kernel, and 0 again by the shift. */
function halve(hashes: Int32Array, nFlows: number): void {
  for (let i = 0; i < nFlows; i++) hashes[i] = (hashes[i] ?? 0) >>> 1;
}

function mixAndHalve(hashes: Int32Array, nFlows: number): void {
  for (let i = 0; i < nFlows; i++) {
    const hash = hashes[i] ?? 0;
    hashes[i] = mixWord(hash === 0 ? 1 : hash) >>> 1;
  }
}

/** jhash_2words(word, 0, 0), written out for speed. */
function mixWord(word: number): number {
  let a = (INITIAL + word) | 0;
  let b = INITIAL;
  let c = ((INITIAL ^ b) - ((b << 14) | (b >>> 18))) | 0;
  a = ((a ^ c) - ((c << 11) | (c >>> 21))) | 0;
  b = ((b ^ a) - ((a << 25) | (a >>> 7))) | 0;
  c = ((c ^ b) - ((b << 16) | (b >>> 16))) | 0;
  a = ((a ^ c) - ((c << 4) | (c >>> 28))) | 0;
  b = ((b ^ a) - ((a << 14) | (a >>> 18))) | 0;
  return ((c ^ b) - ((b << 24) | (b >>> 8))) | 0;
}

/** JHASH_INITVAL and the length of two words, include/linux/jhash.h. */
const INITIAL = (0xdead_beef + (2 << 2)) | 0;
