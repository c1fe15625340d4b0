/** A million random flows as columns, and the same as the messages that Linux hashes, built another way than the product does. */

/**
 * @typedef {object} Columns
 * @property {Uint32Array} src
 * @property {Uint32Array} dst
 * @property {Uint16Array} sport
 * @property {Uint16Array} dport
 * @property {Uint8Array} proto
 */

/** @param {4 | 6} family @param {number} count @returns {Columns} */
export function randomFlows(family, count) {
  const next = randomNumbers(family);
  const nWords = family === 4 ? count : 4 * count;
  return {
    src: Uint32Array.from({ length: nWords }, next),
    dst: Uint32Array.from({ length: nWords }, next),
    sport: Uint16Array.from({ length: count }, next),
    dport: Uint16Array.from({ length: count }, next),
    proto: Uint8Array.from({ length: count }, () => (next() & 1 ? 6 : 17)),
  };
}

/**
 * @param {Columns} flows
 * @param {{ family: 4 | 6, hasPorts: boolean }} kind Without ports IPv4 has no protocol either.
 */
export function messagesOf(flows, { family, hasPorts }) {
  const length = family === 4 ? 48 : 72;
  const messages = Buffer.alloc(length * flows.proto.length);
  const width = family === 4 ? 1 : 4;
  for (let i = 0; i < flows.proto.length; i++) {
    const at = i * length;
    if (hasPorts || family === 6) messages[at + 2] = flows.proto[i] ?? 0;
    if (hasPorts) writePorts(messages, at + 28, [flows.sport[i] ?? 0, flows.dport[i] ?? 0]);
    const [first, second] = addressesInOrder(flows, i * width, width);
    first.copy(messages, at + 36);
    second.copy(messages, at + 36 + 4 * width);
  }
  return messages;
}

/** @param {Buffer} messages @param {number} at @param {[number, number]} ports */
function writePorts(messages, at, [sport, dport]) {
  messages.writeUInt16BE(sport, at);
  messages.writeUInt16BE(dport, at + 2);
  if (messages.readUInt16LE(at) > messages.readUInt16LE(at + 2)) {
    messages.writeUInt16BE(dport, at);
    messages.writeUInt16BE(sport, at + 2);
  }
}

/** @param {Columns} flows @param {number} row @param {number} width @returns {[Buffer, Buffer]} */
function addressesInOrder({ src, dst }, row, width) {
  const [a, b] = [src, dst].map((column) => {
    const bytes = Buffer.alloc(4 * width);
    for (let k = 0; k < width; k++) bytes.writeUInt32BE(column[row + k] ?? 0, 4 * k);
    return bytes;
  });
  if (a === undefined || b === undefined) throw new Error('unreachable');
  // IPv4 addresses compare as little-endian numbers, IPv6 addresses from the front.
  const isInOrder = width === 1 ? a.readUInt32LE() <= b.readUInt32LE() : a.compare(b) <= 0;
  return isInOrder ? [a, b] : [b, a];
}

/** A small generator of u32 (mulberry32): the same flows on every machine. @param {number} seed */
function randomNumbers(seed) {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
}
