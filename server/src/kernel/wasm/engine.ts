/**
 * The engines that are WebAssembly: the adapter of the platform's API, whose types exist only beside a browser's.
 * Absent where the platform has none, refuses to compile (a content security policy), does not know SIMD, or keeps
 * numbers with the high byte first, as the memory never does.
 */
import type { Engine, EngineStep } from '../batchEngine.ts';
import { layout, scalarModule, vectorModule } from './generated.ts';

interface Platform {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: Exports };
}

type Exports = { readonly memory: { readonly buffer: ArrayBuffer } } & {
  readonly [step in EngineStep]: (nFlows: number) => void;
};

export function createWasmEngine(name: 'simd' | 'wasm'): Engine | undefined {
  const { WebAssembly: platform } = globalThis as { readonly WebAssembly?: Platform };
  if (platform === undefined || !isLittleEndian()) return undefined;
  try {
    const bytes = decode(name === 'simd' ? vectorModule : scalarModule);
    const { exports } = new platform.Instance(new platform.Module(bytes));
    const { buffer } = exports.memory;
    if (buffer.byteLength < layout.nBytes) return undefined;
    return { name, memory: buffer, run: (step, nFlows) => exports[step](nFlows) };
  } catch {
    // Not understood or not allowed here: another engine gives the same answers.
    return undefined;
  }
}

function decode(base64: string): Uint8Array {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}

function isLittleEndian(): boolean {
  return new Uint8Array(Uint32Array.of(1).buffer)[0] === 1;
}
