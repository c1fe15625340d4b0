/** The modules are what the generator makes now, and a platform without them has another engine. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterEach, expect, test, vi } from 'vitest';
import { signed, unsigned } from '../../scripts/wasm/encode.mjs';
import * as memory from '../../scripts/wasm/layout.mjs';
import {
  scalarModule as makeScalar,
  vectorModule as makeVector,
} from '../../scripts/wasm/modules.mjs';
import { renderPlainRounds } from '../../scripts/wasm/plainRounds.mjs';
import { createWasmEngine } from '../../server/src/kernel/wasm/engine.ts';
import { layout, scalarModule, vectorModule } from '../../server/src/kernel/wasm/generated.ts';

afterEach(() => {
  vi.unstubAllGlobals();
});

test('the generated modules are fresh', () => {
  expect(Buffer.from(makeScalar()).toString('base64')).toBe(scalarModule);
  expect(Buffer.from(makeVector()).toString('base64')).toBe(vectorModule);
  expect(layout).toMatchObject(memory);
  const rounds = readFileSync(
    new URL('../../server/src/kernel/wasm/plainRounds.ts', import.meta.url),
    'utf8',
  );
  expect(withoutSpace(rounds)).toBe(withoutSpace(renderPlainRounds()));
});

test('numbers in LEB128', () => {
  fc.assert(
    fc.property(fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n), fc.nat(0xffff_ffff), (wide, count) => {
      const bytes = signed(wide);
      const bits = BigInt(7 * bytes.length);
      expect(BigInt.asIntN(Number(bits), joinSevens(bytes))).toBe(wide);
      expect(joinSevens(unsigned(count))).toBe(BigInt(count));
    }),
  );
});

test('no WebAssembly, no engine', () => {
  vi.stubGlobal('WebAssembly', undefined);
  expect(createWasmEngine('wasm')).toBeUndefined();
  expect(createWasmEngine('simd')).toBeUndefined();
});

test('a platform that refuses to compile has no engine either', () => {
  class Module {
    constructor() {
      throw new Error('blocked by a content security policy');
    }
  }
  vi.stubGlobal('WebAssembly', { Module });
  expect(createWasmEngine('simd')).toBeUndefined();
});

test('without SIMD the plain module is chosen, without any the plain engine, and the hashes stay', async () => {
  const before = await freshlyChosen();
  expect(before.names).toEqual(['simd', 'wasm', 'plain']);
  const { Instance, Module } = (globalThis as unknown as Globals).WebAssembly;
  vi.stubGlobal('WebAssembly', {
    Instance,
    Module: function compile(bytes: Uint8Array) {
      if (bytes.length === makeVector().length) throw new Error('unknown opcode 0xfd');
      return new Module(bytes);
    },
  });
  const scalar = await freshlyChosen();
  expect(scalar.names).toEqual(['wasm', 'plain']);
  expect(scalar.hashes).toEqual(before.hashes);
  vi.stubGlobal('WebAssembly', undefined);
  const plain = await freshlyChosen();
  expect(plain.names).toEqual(['plain']);
  expect(plain.hashes).toEqual(before.hashes);
});

/** What the types of Node leave out. */
interface Globals {
  readonly WebAssembly: {
    readonly Instance: unknown;
    readonly Module: new (bytes: Uint8Array) => object;
  };
}

async function freshlyChosen(): Promise<{ names: readonly string[]; hashes: unknown }> {
  vi.resetModules();
  const { availableEngines } = await import('../../server/src/kernel/batchEngine.ts');
  const { hashFlows } = await import('../../server/src/kernel/batchHash.ts');
  const word = { low: 42, high: 42 };
  const hashes = hashFlows(
    {
      src: Uint32Array.of(0xc000_0201, 0xc633_6407),
      dst: Uint32Array.of(0xcb00_7109, 0xc000_0201),
      sport: Uint16Array.of(40_000, 443),
      dport: Uint16Array.of(443, 40_000),
      proto: Uint8Array.of(6, 17),
    },
    { family: 4, policy: 1, key: { key0: word, key1: word } },
  );
  return { names: availableEngines(), hashes };
}

function joinSevens(bytes: readonly number[]): bigint {
  return bytes.reduceRight((rest, byte) => (rest << 7n) | BigInt(byte & 0x7f), 0n);
}

/** The formatter only breaks lines, and drops brackets that say nothing. */
function withoutSpace(text: string): string {
  return text.replaceAll(/[\s()]/g, '');
}
