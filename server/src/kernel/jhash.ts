/** Bob Jenkins' lookup3 as the kernel has it: jhash(), jhash2() and jhash_nwords(), include/linux/jhash.h, v6.18. Int32 throughout. */

const INITIAL = 0xdead_beef | 0;

/** jhash_2words(): two words and a start value, as u32. */
export function jhash2Words(a: number, b: number, start: number): number {
  return jhash3Words(a, b, 0, (start + (2 << 2) - (3 << 2)) | 0);
}

/** jhash_3words(): three words and a start value, as u32. */
export function jhash3Words(
  ...[a, b, c, start]: readonly [number, number, number, number]
): number {
  const initial = (INITIAL + (3 << 2) + start) | 0;
  return finish({ a: (a + initial) | 0, b: (b + initial) | 0, c: (c + initial) | 0 });
}

/** jhash(): bytes, read as little-endian words whatever the machine is, as u32. */
export function jhashBytes(bytes: Uint8Array, start: number): number {
  const initial = (INITIAL + bytes.length + start) | 0;
  let state = { a: initial, b: initial, c: initial };
  let at = 0;
  for (; bytes.length - at > 12; at += 12) state = mix(add(state, bytes, at));
  return bytes.length === 0 ? state.c >>> 0 : finish(add(state, bytes, at));
}

interface State {
  readonly a: number;
  readonly b: number;
  readonly c: number;
}

function add({ a, b, c }: State, bytes: Uint8Array, at: number): State {
  return {
    a: (a + wordAt(bytes, at)) | 0,
    b: (b + wordAt(bytes, at + 4)) | 0,
    c: (c + wordAt(bytes, at + 8)) | 0,
  };
}

/** Four bytes as a little-endian word; beyond the end there are zeros. */
function wordAt(bytes: Uint8Array, at: number): number {
  const byte = (i: number): number => bytes[at + i] ?? 0;
  return byte(0) | (byte(1) << 8) | (byte(2) << 16) | (byte(3) << 24);
}

/** __jhash_mix. */
function mix({ a, b, c }: State): State {
  a = (a - c) ^ turn(c, 4);
  c = (c + b) | 0;
  b = (b - a) ^ turn(a, 6);
  a = (a + c) | 0;
  c = (c - b) ^ turn(b, 8);
  b = (b + a) | 0;
  a = (a - c) ^ turn(c, 16);
  c = (c + b) | 0;
  b = (b - a) ^ turn(a, 19);
  a = (a + c) | 0;
  c = (c - b) ^ turn(b, 4);
  b = (b + a) | 0;
  return { a, b, c };
}

/** __jhash_final; the answer is c. */
function finish({ a, b, c }: State): number {
  c = ((c ^ b) - turn(b, 14)) | 0;
  a = ((a ^ c) - turn(c, 11)) | 0;
  b = ((b ^ a) - turn(a, 25)) | 0;
  c = ((c ^ b) - turn(b, 16)) | 0;
  a = ((a ^ c) - turn(c, 4)) | 0;
  b = ((b ^ a) - turn(a, 14)) | 0;
  c = ((c ^ b) - turn(b, 24)) | 0;
  return c >>> 0;
}

function turn(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by));
}
