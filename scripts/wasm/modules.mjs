/** The two modules: plain WebAssembly for every engine, and SIMD where it is understood. */
import { encodeModule } from './encode.mjs';
import { halve, mixAndHalve, scalarHalves, vectorHalves } from './finish.mjs';
import { nPages } from './layout.mjs';
import * as scalar from './scalarFlows.mjs';
import * as vector from './vectorFlows.mjs';

/** @returns {Uint8Array<ArrayBuffer>} */
export function scalarModule() {
  return encodeModule({
    nPages,
    functions: [...scalar.flowFunctions(), halve(scalarHalves), mixAndHalve(scalarHalves)],
  });
}

/** @returns {Uint8Array<ArrayBuffer>} */
export function vectorModule() {
  return encodeModule({
    nPages,
    functions: [...vector.flowFunctions(), halve(vectorHalves), mixAndHalve(vectorHalves)],
  });
}
