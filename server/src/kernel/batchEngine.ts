/**
 * Three engines with the same results do the hashing of many flows: plain JavaScript, WebAssembly, and WebAssembly with
 * SIMD. Each works in place on a memory of its own with the layout of `wasm/generated.ts`, a portion of flows at a time.
 */
import { createPlainEngine } from './batchPlain.ts';
import { createWasmEngine } from './wasm/engine.ts';

export type EngineName = 'simd' | 'wasm' | 'plain';

/** What an engine does to the flows in its memory. */
export type EngineStep =
  /** Hashes of addresses alone. */
  | 'ipv4Addresses'
  /** Hashes of addresses, ports and protocol. */
  | 'ipv4'
  /** Hashes of addresses and protocol. */
  | 'ipv6Addresses'
  | 'ipv6'
  /** Also of the flow label. */
  | 'ipv6Label'
  /** Makes hashes of 31 bits. */
  | 'halve'
  /** The same, and before it jhash of the hash, as policy 3 ends for a packet. */
  | 'mixAndHalve';

export interface Engine {
  readonly name: EngineName;
  readonly memory: ArrayBuffer;
  /** Does one step for this many flows; SIMD may touch up to four more rows, which nobody reads. */
  readonly run: (step: EngineStep, nFlows: number) => void;
}

const engines = new Map<EngineName, Engine | undefined>();

/** The names of the engines that run here, the fastest first; `plain` always does. */
export function availableEngines(): readonly EngineName[] {
  const names: readonly EngineName[] = ['simd', 'wasm', 'plain'];
  return names.filter((name) => engineOf(name) !== undefined);
}

/** The engine of this name, or the fastest one. Undefined: it does not run here. */
export function engineOf(name: EngineName): Engine | undefined {
  if (!engines.has(name)) engines.set(name, createEngine(name));
  return engines.get(name);
}

export function fastestEngine(): Engine {
  return engineOf('simd') ?? engineOf('wasm') ?? plainEngine();
}

function plainEngine(): Engine {
  const ready = engines.get('plain') ?? createPlainEngine();
  engines.set('plain', ready);
  return ready;
}

function createEngine(name: EngineName): Engine | undefined {
  return name === 'plain' ? createPlainEngine() : createWasmEngine(name);
}
