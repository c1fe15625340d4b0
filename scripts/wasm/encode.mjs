/** WebAssembly's binary format: numbers, sections and the module around them (specification 2.0, chapter 5). */

/** An unsigned number in LEB128. @param {number} value @returns {number[]} */
export function unsigned(value) {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(Math.floor(value / 0x80))];
}

/** A signed number in LEB128. @param {bigint} value @returns {number[]} */
export function signed(value) {
  const low = Number(value & 0x7fn);
  const rest = value >> 7n;
  const isLast = (rest === 0n && (low & 0x40) === 0) || (rest === -1n && (low & 0x40) !== 0);
  return isLast ? [low] : [low | 0x80, ...signed(rest)];
}

/** @typedef {'i32' | 'i64' | 'v128'} ValueType */

/** @type {Record<ValueType, number>} */
const typeCodes = { i32: 0x7f, i64: 0x7e, v128: 0x7b };

/**
 * A function that takes numbers of flows and returns nothing.
 * @typedef {object} WasmFunction
 * @property {string} name As exported.
 * @property {readonly ValueType[]} locals After the one parameter, an i32.
 * @property {readonly number[]} body
 */

/**
 * A module that exports a memory and functions of one type, (i32) -> ().
 * @param {{ nPages: number, functions: readonly WasmFunction[] }} parts
 */
export function encodeModule({ nPages, functions }) {
  const header = [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
  const type = [0x60, 1, typeCodes.i32, 0];
  const exported = [
    [...name('memory'), 2, 0],
    ...functions.map((each, index) => [...name(each.name), 0, ...unsigned(index)]),
  ];
  return Uint8Array.from([
    ...header,
    ...section(1, [type]),
    ...section(
      3,
      functions.map(() => [0]),
    ),
    // A memory that never grows.
    ...section(5, [[1, ...unsigned(nPages), ...unsigned(nPages)]]),
    ...section(7, exported),
    ...section(10, functions.map(encodeBody)),
  ]);
}

/** @param {WasmFunction} each */
function encodeBody({ locals, body }) {
  const declared = locals.map((type) => [1, typeCodes[type]]);
  const content = [...vector(declared), ...body, 0x0b];
  return [...unsigned(content.length), ...content];
}

/** @param {number} id @param {readonly number[][]} entries */
function section(id, entries) {
  const content = vector(entries);
  return [id, ...unsigned(content.length), ...content];
}

/** @param {readonly number[][]} entries */
function vector(entries) {
  return [...unsigned(entries.length), ...entries.flat()];
}

/** @param {string} text */
function name(text) {
  const bytes = [...new TextEncoder().encode(text)];
  return [...unsigned(bytes.length), ...bytes];
}
