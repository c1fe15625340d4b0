/**
 * Instructions as functions: an expression is the bytes that leave its value on the stack, so that code nests as it
 * would in a language. Opcodes: WebAssembly specification 2.0, section 5.4.
 */
import { signed, unsigned } from './encode.mjs';

/** @typedef {import('./encode.mjs').ValueType} ValueType */
/** @typedef {readonly number[]} Code */

/** @param {number} opcode @returns {(a: Code, b: Code) => Code} */
const binary = (opcode) => (a, b) => [...a, ...b, opcode];
/** @param {number} opcode @returns {(a: Code, by: number) => Code} */
const shift32 = (opcode) => (a, by) => [...a, ...i32.constant(by), opcode];
/** @param {number} opcode @returns {(a: Code, by: number) => Code} */
const shift64 = (opcode) => (a, by) => [...a, ...i64.constant(BigInt(by)), opcode];
/** @param {number} opcode @returns {(a: Code, b: Code) => Code} */
const vector = (opcode) => (a, b) => [...a, ...b, 0xfd, ...unsigned(opcode)];
/** @param {number} opcode @returns {(a: Code, by: number) => Code} */
const shiftLanes = (opcode) => (a, by) => [...a, ...i32.constant(by), 0xfd, ...unsigned(opcode)];

/**
 * A load or store at a pointer plus a fixed offset. Alignment is a hint; "none" is always true.
 * @param {readonly number[]} opcode
 * @returns {(pointer: Code, offset: number) => Code}
 */
const load = (opcode) => (pointer, offset) => [...pointer, ...opcode, 0, ...unsigned(offset)];
/** @param {readonly number[]} opcode @returns {(pointer: Code, offset: number, value: Code) => Code} */
const store = (opcode) => (pointer, offset, value) => [
  ...pointer,
  ...value,
  ...opcode,
  0,
  ...unsigned(offset),
];

export const i32 = {
  constant: (/** @type {number} */ value) => [0x41, ...signed(BigInt(value | 0))],
  load: load([0x28]),
  load8: load([0x2d]),
  load16: load([0x2f]),
  store: store([0x36]),
  isZero: (/** @type {Code} */ a) => [...a, 0x45],
  equal: binary(0x46),
  lessUnsigned: binary(0x49),
  add: binary(0x6a),
  subtract: binary(0x6b),
  divideUnsigned: binary(0x6e),
  and: binary(0x71),
  or: binary(0x72),
  xor: binary(0x73),
  shiftLeft: shift32(0x74),
  shiftRight: shift32(0x76),
  rotate: shift32(0x77),
  /** The low half of an i64. */
  wrap: (/** @type {Code} */ a) => [...a, 0xa7],
};

export const i64 = {
  constant: (/** @type {bigint} */ value) => [0x42, ...signed(BigInt.asIntN(64, value))],
  load: load([0x29]),
  /** An i32 with zeros above it. */
  extend: (/** @type {Code} */ a) => [...a, 0xad],
  equal: binary(0x51),
  lessUnsigned: binary(0x54),
  add: binary(0x7c),
  and: binary(0x83),
  or: binary(0x84),
  xor: binary(0x85),
  shiftLeft: shift64(0x86),
  shiftRight: shift64(0x88),
  rotate: shift64(0x89),
};

export const v128 = {
  load: load([0xfd, 0]),
  /** Eight bytes into both lanes, into the low lane with zeros above, into the high lane of a vector. */
  load64Both: load([0xfd, 10]),
  load64Low: load([0xfd, 93]),
  load64High: (
    /** @type {Code} */ pointer,
    /** @type {number} */ offset,
    /** @type {Code} */ into,
  ) => [...pointer, ...into, 0xfd, 87, 0, ...unsigned(offset), 1],
  store: store([0xfd, 11]),
  /** Sixteen bytes, the lowest first. */
  constant: (/** @type {readonly number[]} */ bytes) => [0xfd, 12, ...bytes],
  /** Sixteen bytes picked out of two vectors; 0 to 15 are the first one's. */
  shuffle: (
    /** @type {Code} */ a,
    /** @type {Code} */ b,
    /** @type {readonly number[]} */ bytes,
  ) => [...a, ...b, 0xfd, 13, ...bytes],
  and: vector(78),
  or: vector(80),
  xor: vector(81),
};

export const i16x8 = { minUnsigned: vector(151), maxUnsigned: vector(153) };

export const i32x4 = {
  splat: (/** @type {Code} */ a) => [...a, 0xfd, 17],
  equal: vector(55),
  add: vector(174),
  subtract: vector(177),
  minUnsigned: vector(183),
  maxUnsigned: vector(185),
  shiftLeft: shiftLanes(171),
  shiftRight: shiftLanes(173),
};

export const i64x2 = {
  splat: (/** @type {Code} */ a) => [...a, 0xfd, 18],
  /** Two u32 lanes made wide: the low two, the high two. */
  extendLow: (/** @type {Code} */ a) => [...a, 0xfd, ...unsigned(201)],
  extendHigh: (/** @type {Code} */ a) => [...a, 0xfd, ...unsigned(202)],
  add: vector(206),
  shiftLeft: shiftLanes(203),
  shiftRight: shiftLanes(205),
};

/** Names for the locals of one function; number 0 is its parameter. */
export class Locals {
  /** @type {ValueType[]} */
  types = [];

  /** @param {ValueType} type @returns {Local} */
  add(type) {
    this.types.push(type);
    return new Local(this.types.length);
  }
}

export class Local {
  /** @param {number} index */
  constructor(index) {
    this.index = index;
  }

  /** @returns {Code} */
  get get() {
    return [0x20, ...unsigned(this.index)];
  }

  /** @param {Code} value @returns {Code} */
  set(value) {
    return [...value, 0x21, ...unsigned(this.index)];
  }
}

/** A body that runs only under a condition. @param {Code} condition @param {Code} body @returns {Code} */
export function when(condition, body) {
  return [...condition, 0x04, 0x40, ...body, 0x0b];
}

/**
 * Repeats a body while a counter, raised by `step` each time, is below a limit; not at all if it never is.
 * @param {{ counter: Local, limit: Code, step: number, body: Code }} loop
 * @returns {Code}
 */
export function countUp({ counter, limit, step, body }) {
  const isBelow = i32.lessUnsigned(counter.get, limit);
  const [beginIf, beginLoop, repeatIf, end] = [[0x04, 0x40], [0x03, 0x40], [0x0d, 0], [0x0b]];
  return [
    ...counter.set(i32.constant(0)),
    ...isBelow,
    ...beginIf,
    ...beginLoop,
    ...body,
    ...counter.set(i32.add(counter.get, i32.constant(step))),
    ...isBelow,
    ...repeatIf,
    ...end,
    ...end,
  ];
}
