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

/** v0 to v3, the block that is being absorbed, and what the hash does with these words. @typedef {{ a: Local, b: Local, c: Local, d: Local, block: Local, words: Words }} State */

/** @param {Locals} locals @param {Words} words @returns {State} */
export function addState(locals, words) {
  const [a, b, c, d, block] = [0, 1, 2, 3, 4].map(() => locals.add(words.type));
  if (!a || !b || !c || !d || !block) throw new Error('unreachable');
  return { a, b, c, d, block, words };
}

/**
 * Absorbs blocks and leaves the hash in `a`. The states have begun with the first round (`beginRound`). Blocks are given as one expression for each state.
 * @param {readonly State[]} states
 * @param {readonly (readonly Code[])[]} blocks
 * @returns {Code}
 */
export function finishHash(states, blocks) {
  const each = (/** @type {(state: State, index: number) => Code} */ code) => states.flatMap(code);
  return [
    ...blocks.flatMap((block, k) => [
      ...each((state, i) => state.block.set(block[i] ?? [])),
      ...each(({ d, block, words }) => d.set(words.xor(d.get, block.get))),
      ...(k === 0 ? [...mixCd(states), ...secondHalf(states)] : rounds(states, 1)),
      ...rounds(states, 1),
      ...each(({ a, block, words }) => a.set(words.xor(a.get, block.get))),
    ]),
    ...each(({ c, words }) => c.set(words.xor(c.get, words.constant(0xffn)))),
    ...rounds(states, 3),
    ...lastRound(states),
  ];
}

/** The fourth round of the end, as far as the XOR of all four words needs it: v0 falls out against v3. @param {readonly State[]} states @returns {Code} */
function lastRound(states) {
  const each = (/** @type {(state: State) => Code} */ code) => states.flatMap(code);
  return [
    ...mixAb(states),
    ...mixCd(states),
    ...each(({ c, b, words: { add } }) => c.set(add(c.get, b.get))),
    ...each(({ a, b, d, words: { xor, rotate } }) => a.set(xor(rotate(b, 17), rotate(d, 21)))),
    ...each(({ a, c, words: { xor, rotate } }) => a.set(xor(a.get, xor(c.get, rotate(c, 32))))),
  ];
}

/** @param {readonly State[]} states @param {number} n @returns {Code} */
function rounds(states, n) {
  const round = [...mixAb(states), ...mixCd(states), ...turnA(states), ...secondHalf(states)];
  return Array.from({ length: n }, () => round).flat();
}

/** @param {readonly State[]} states @returns {Code} */
function mixAb(states) {
  return [
    ...states.flatMap(({ a, b, words: { add } }) => a.set(add(a.get, b.get))),
    ...states.flatMap(({ a, b, words: { xor, rotate } }) => b.set(xor(rotate(b, 13), a.get))),
  ];
}

/** @param {readonly State[]} states @returns {Code} */
function mixCd(states) {
  return [
    ...states.flatMap(({ c, d, words: { add } }) => c.set(add(c.get, d.get))),
    ...states.flatMap(({ c, d, words: { xor, rotate } }) => d.set(xor(rotate(d, 16), c.get))),
  ];
}

/** @param {readonly State[]} states @returns {Code} */
function turnA(states) {
  return states.flatMap(({ a, words: { rotate } }) => a.set(rotate(a, 32)));
}

/** @param {readonly State[]} states @returns {Code} */
function secondHalf(states) {
  const each = (/** @type {(state: State) => Code} */ code) => states.flatMap(code);
  return [
    ...each(({ c, b, words: { add } }) => c.set(add(c.get, b.get))),
    ...each(({ a, d, words: { add } }) => a.set(add(a.get, d.get))),
    ...each(({ c, b, words: { xor, rotate } }) => b.set(xor(rotate(b, 17), c.get))),
    ...each(({ a, d, words: { xor, rotate } }) => d.set(xor(rotate(d, 21), a.get))),
    ...each(({ c, words: { rotate } }) => c.set(rotate(c, 32))),
  ];
}

/** The low halves of 64-bit words in two vectors, as four u32. @param {Code} low @param {Code} high @returns {Code} */
export function lowHalves(low, high) {
  const bytes = [0, 8, 16, 24].flatMap((at) => [at, at + 1, at + 2, at + 3]);
  return v128.shuffle(low, high, bytes);
}

/** @param {Code} word @returns {Code} */
export const lowHalf = (word) => i32.wrap(word);
