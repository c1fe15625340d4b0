/**
 * SipHash-2-4 on several independent states at once, each of 64-bit words that are one i64 or two lanes of a vector.
 * The states advance operation by operation, so that the processor always has one that does not wait.
 */
import { i32, i64, i64x2, v128 } from './assembler.mjs';

/** @typedef {import('./assembler.mjs').Code} Code */
/** @typedef {import('./assembler.mjs').Local} Local */
/** @typedef {import('./assembler.mjs').Locals} Locals */

/**
 * What the hash does with a word.
 * @typedef {object} Words
 * @property {import('./encode.mjs').ValueType} type
 * @property {(value: bigint) => Code} constant
 * @property {(a: Code, b: Code) => Code} add
 * @property {(a: Code, b: Code) => Code} xor
 * @property {(word: Local, by: number) => Code} rotate
 */

/** @type {Words} */
export const scalarWords = {
  type: 'i64',
  constant: i64.constant,
  add: i64.add,
  xor: i64.xor,
  rotate: (word, by) => i64.rotate(word.get, by),
};

/** @type {Words} */
export const vectorWords = {
  type: 'v128',
  constant: (value) => i64x2.splat(i64.constant(value)),
  add: i64x2.add,
  xor: v128.xor,
  // Vectors have no rotation. By whole bytes it is a shuffle, by other numbers of bits two shifts.
  rotate: (word, by) =>
    by % 8 === 0
      ? v128.shuffle(word.get, word.get, rotatedBytes(by / 8))
      : v128.or(i64x2.shiftLeft(word.get, by), i64x2.shiftRight(word.get, 64 - by)),
};

/** @param {number} by */
function rotatedBytes(by) {
  return Array.from({ length: 16 }, (_, i) => (i & 8) | ((i - by) & 7));
}

/** v0 to v3, and the block that is being absorbed. @typedef {{ a: Local, b: Local, c: Local, d: Local, block: Local }} State */

/** @param {Locals} locals @param {Words} words @returns {State} */
export function addState(locals, { type }) {
  const [a, b, c, d, block] = [0, 1, 2, 3, 4].map(() => locals.add(type));
  if (!a || !b || !c || !d || !block) throw new Error('unreachable');
  return { a, b, c, d, block };
}

/**
 * Absorbs blocks and leaves the hash in `a`. Blocks are given as one expression for each state.
 * @param {Words} words
 * @param {readonly State[]} states
 * @param {readonly (readonly Code[])[]} blocks
 * @returns {Code}
 */
export function finishHash(words, states, blocks) {
  const { xor } = words;
  const each = (/** @type {(state: State, index: number) => Code} */ code) => states.flatMap(code);
  return [
    ...blocks.flatMap((block) => [
      ...each((state, i) => state.block.set(block[i] ?? [])),
      ...each(({ d, block }) => d.set(xor(d.get, block.get))),
      ...rounds(words, states, 2),
      ...each(({ a, block }) => a.set(xor(a.get, block.get))),
    ]),
    ...each(({ c }) => c.set(xor(c.get, words.constant(0xffn)))),
    ...rounds(words, states, 4),
    ...each(({ a, b, c, d }) => a.set(xor(xor(a.get, b.get), xor(c.get, d.get)))),
  ];
}

/** @param {Words} words @param {readonly State[]} states @param {number} n @returns {Code} */
function rounds({ add, xor, rotate }, states, n) {
  const each = (/** @type {(state: State) => Code} */ code) => states.flatMap(code);
  const round = [
    ...each(({ a, b }) => a.set(add(a.get, b.get))),
    ...each(({ c, d }) => c.set(add(c.get, d.get))),
    ...each(({ a, b }) => b.set(xor(rotate(b, 13), a.get))),
    ...each(({ c, d }) => d.set(xor(rotate(d, 16), c.get))),
    ...each(({ a }) => a.set(rotate(a, 32))),
    ...each(({ c, b }) => c.set(add(c.get, b.get))),
    ...each(({ a, d }) => a.set(add(a.get, d.get))),
    ...each(({ c, b }) => b.set(xor(rotate(b, 17), c.get))),
    ...each(({ a, d }) => d.set(xor(rotate(d, 21), a.get))),
    ...each(({ c }) => c.set(rotate(c, 32))),
  ];
  return Array.from({ length: n }, () => round).flat();
}

/** The low halves of 64-bit words in two vectors, as four u32. @param {Code} low @param {Code} high @returns {Code} */
export function lowHalves(low, high) {
  const bytes = [0, 8, 16, 24].flatMap((at) => [at, at + 1, at + 2, at + 3]);
  return v128.shuffle(low, high, bytes);
}

/** @param {Code} word @returns {Code} */
export const lowHalf = (word) => i32.wrap(word);
