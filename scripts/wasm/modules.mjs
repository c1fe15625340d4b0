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
    functions: [
      scalar.ipv4Addresses(),
      scalar.ipv4(),
      scalar.ipv6(),
      scalar.ipv6Label(),
      halve(scalarHalves),
      mixAndHalve(scalarHalves),
    ],
  });
}

/** @returns {Uint8Array<ArrayBuffer>} */
export function vectorModule() {
  return encodeModule({
    nPages,
    functions: [
      vector.ipv4Addresses(),
      vector.ipv4(),
      vector.ipv6(),
      vector.ipv6Label(),
      halve(vectorHalves),
      mixAndHalve(vectorHalves),
    ],
  });
}
