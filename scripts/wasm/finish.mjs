/**
 * From the low half of SipHash to the hash of 31 bits, in place, in both kinds of module: the shift alone, and before
 * it jhash_2words(outer, 0, 0) (include/linux/jhash.h, v6.18) for forwarded packets under policy 3.
 */
import { countUp, i32, i32x4, Local, Locals, v128 } from './assembler.mjs';
import * as at from './layout.mjs';

/** @typedef {import('./assembler.mjs').Code} Code */

/**
 * What both need of 32-bit words.
 * @typedef {object} Halves
 * @property {import('./encode.mjs').ValueType} type
 * @property {number} step Words taken at once.
 * @property {(pointer: Code, offset: number) => Code} load
 * @property {(pointer: Code, offset: number, value: Code) => Code} store
 * @property {(value: number) => Code} constant
 * @property {(a: Code, b: Code) => Code} add
 * @property {(a: Code, b: Code) => Code} subtract
 * @property {(a: Code, b: Code) => Code} xor
 * @property {(a: Code, by: number) => Code} shiftRight
 * @property {(word: Local, by: number) => Code} rotate
 * @property {(word: Local) => Code} oneForZero
 */

/** @type {Halves} */
export const scalarHalves = {
  ...i32,
  type: 'i32',
  step: 1,
  rotate: (word, by) => i32.rotate(word.get, by),
  oneForZero: (word) => i32.or(word.get, i32.isZero(word.get)),
};

/** @type {Halves} */
export const vectorHalves = {
  ...i32x4,
  type: 'v128',
  step: 4,
  load: v128.load,
  store: v128.store,
  constant: (value) => i32x4.splat(i32.constant(value)),
  xor: v128.xor,
  rotate: (word, by) => v128.or(i32x4.shiftLeft(word.get, by), i32x4.shiftRight(word.get, 32 - by)),
  // A lane that equals zero is all ones, which is minus one.
  oneForZero: (word) =>
    i32x4.subtract(word.get, i32x4.equal(word.get, i32x4.splat(i32.constant(0)))),
};

/** Only the shift: a hash of 0 becomes 1 in the kernel and 0 again by it. @param {Halves} halves */
export function halve(halves) {
  return eachWord('halve', halves, () => (word) => halves.shiftRight(word.get, 1));
}

/** @param {Halves} halves */
export function mixAndHalve(halves) {
  const { add, subtract, xor, rotate, constant } = halves;
  const initial = constant(0xdead_beef + (2 << 2));
  return eachWord('mixAndHalve', halves, (locals) => {
    const [a, b, c] = [locals.add(halves.type), locals.add(halves.type), locals.add(halves.type)];
    const step = (/** @type {Local} */ into, /** @type {Local} */ from, /** @type {number} */ by) =>
      into.set(subtract(xor(into.get, from.get), rotate(from, by)));
    return (word) => [
      ...a.set(add(halves.oneForZero(word), initial)),
      ...b.set(initial),
      ...c.set(initial),
      ...step(c, b, 14),
      ...step(a, c, 11),
      ...step(b, a, 25),
      ...step(c, b, 16),
      ...step(a, c, 4),
      ...step(b, a, 14),
      ...step(c, b, 24),
      ...halves.shiftRight(c.get, 1),
    ];
  });
}

/**
 * @param {string} name
 * @param {Halves} halves
 * @param {(locals: Locals) => (word: Local) => Code} describe Code that leaves the new word on the stack.
 */
function eachWord(name, halves, describe) {
  const locals = new Locals();
  const [i, pointer, word] = [locals.add('i32'), locals.add('i32'), locals.add(halves.type)];
  const change = describe(locals);
  const body = [
    ...pointer.set(i32.shiftLeft(i.get, 2)),
    ...word.set(halves.load(pointer.get, at.hashes)),
    ...word.set(change(word)),
    ...halves.store(pointer.get, at.hashes, word.get),
  ];
  return {
    name,
    locals: locals.types,
    body: countUp({ counter: i, limit: new Local(0).get, step: halves.step, body }),
  };
}
