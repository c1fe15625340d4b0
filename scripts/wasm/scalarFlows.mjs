/**
 * From columns to hashes, two flows at a time: the blocks of the message that server/src/kernel/flowHash.ts describes.
 * Every function takes the number of flows in the shared memory; `layout.mjs` says what lies where.
 */
import { countUp, i32, i64, Local, Locals } from './assembler.mjs';
import * as at from './layout.mjs';
import { addState, finishHash, lowHalf, scalarWords } from './sipHash.mjs';

/** @typedef {import('./assembler.mjs').Code} Code */
/** @typedef {import('./encode.mjs').WasmFunction} WasmFunction */

const zero = i64.constant(0n);
const toHighHalf = (/** @type {Code} */ word) => i64.shiftLeft(i64.extend(word), 32);

/** Everything but addresses is zero: the state begins after four blocks. @returns {WasmFunction} */
export function ipv4Addresses() {
  return eachFlow('ipv4Addresses', (i, locals) => ({
    startAt: i32.constant(at.states),
    ...ipv4Blocks(i, locals),
  }));
}

/** The state begins before the ports, by protocol. @returns {WasmFunction} */
export function ipv4() {
  return eachFlow('ipv4', (i, locals) => {
    const ports = portsBlock(i, locals);
    const { prepare, blocks } = ipv4Blocks(i, locals);
    return {
      startAt: stateOfProtocol(i),
      prepare: [...ports.prepare, ...prepare],
      blocks: [ports.block, ...blocks],
    };
  });
}

/** The state begins before the ports, by protocol; the label is zero. @returns {WasmFunction} */
export function ipv6() {
  return eachFlow('ipv6', (i, locals) => {
    const ports = portsBlock(i, locals);
    const { prepare, blocks } = ipv6Blocks(i, locals);
    return {
      startAt: stateOfProtocol(i),
      prepare: [...ports.prepare, ...prepare],
      blocks: [ports.block, ...blocks],
    };
  });
}

/** The label is in the first block, so that nothing can be shared. @returns {WasmFunction} */
export function ipv6Label() {
  return eachFlow('ipv6Label', (i, locals) => {
    const ports = portsBlock(i, locals);
    const { prepare, blocks } = ipv6Blocks(i, locals);
    const label = i32.load(i32.shiftLeft(i.get, 2), at.label);
    const first = i64.or(
      toHighHalf(label),
      i64.extend(i32.shiftLeft(i32.load8(i.get, at.proto), 16)),
    );
    return {
      startAt: i32.constant(at.keyed),
      prepare: [...ports.prepare, ...prepare],
      blocks: [first, zero, zero, ports.block, ...blocks],
    };
  });
}

/**
 * @param {string} name
 * @param {(i: Local, locals: Locals) => { startAt: Code, prepare: Code, blocks: readonly Code[] }} describe
 * @returns {WasmFunction}
 */
function eachFlow(name, describe) {
  const locals = new Locals();
  const i = locals.add('i32');
  const flows = [0, 1].map(() => {
    const [index, start] = [locals.add('i32'), locals.add('i32')];
    return { index, start, state: addState(locals, scalarWords), ...describe(index, locals) };
  });
  const { blocks = [] } = flows[0] ?? {};
  const body = [
    ...flows.flatMap(({ index, prepare }, k) => [
      ...index.set(i32.add(i.get, i32.constant(k))),
      ...prepare,
    ]),
    ...flows.flatMap(({ start, state: { a, b, c, d }, startAt }) => [
      ...start.set(startAt),
      ...[a, b, c, d].flatMap((word, k) => word.set(i64.load(start.get, 8 * k))),
    ]),
    ...finishHash(
      scalarWords,
      flows.map(({ state }) => state),
      blocks.map((_, k) => flows.map((flow) => flow.blocks[k] ?? [])),
    ),
    ...flows.flatMap(({ index, state }) =>
      i32.store(i32.shiftLeft(index.get, 2), at.hashes, lowHalf(state.a.get)),
    ),
  ];
  return {
    name,
    locals: locals.types,
    body: countUp({ counter: i, limit: new Local(0).get, step: flows.length, body }),
  };
}

/** @param {Local} i */
function stateOfProtocol(i) {
  return i32.shiftLeft(i32.load8(i.get, at.proto), 5);
}

/** The smaller address first; both compare as the machine reads network order. @param {Local} i @param {Locals} locals */
function ipv4Blocks(i, locals) {
  const [source, destination] = [locals.add('i32'), locals.add('i32')];
  const value = locals.add('i32');
  const read = (/** @type {Local} */ into, /** @type {number} */ column) => [
    ...value.set(i32.load(i32.shiftLeft(i.get, 2), column)),
    ...into.set(swapBytes(value.get)),
  ];
  return {
    prepare: [
      ...read(source, at.src),
      ...read(destination, at.dst),
      ...inOrder(source, destination, value),
    ],
    blocks: [toHighHalf(source.get), i64.extend(destination.get), i64.constant(48n << 56n)],
  };
}

/** @param {Local} i @param {Locals} locals */
function ipv6Blocks(i, locals) {
  const [sourceAt, destinationAt] = [locals.add('i32'), locals.add('i32')];
  const words = [0, 1, 2, 3].map(() => locals.add('i64'));
  const [s0, s1, d0, d1] = words;
  if (!s0 || !s1 || !d0 || !d1) throw new Error('unreachable');
  const row = i32.shiftLeft(i.get, 4);
  const prepare = [
    ...choosePointers({ row, source: sourceAt, destination: destinationAt }),
    ...[s0, s1].flatMap((word, k) => readSwapped(word, sourceAt, 8 * k)),
    ...[d0, d1].flatMap((word, k) => readSwapped(word, destinationAt, 8 * k)),
  ];
  const joined = (/** @type {Local} */ before, /** @type {Local} */ after) =>
    i64.or(i64.shiftRight(before.get, 32), i64.shiftLeft(after.get, 32));
  const blocks = [
    i64.shiftLeft(s0.get, 32),
    joined(s0, s1),
    joined(s1, d0),
    joined(d0, d1),
    i64.shiftRight(d1.get, 32),
    i64.constant(72n << 56n),
  ];
  return { prepare, blocks };
}

/**
 * Where the smaller and the larger IPv6 address lie. They compare from the front, so words are turned to have the
 * first half high.
 * @param {{ row: Code, source: Local, destination: Local }} pointers
 * @returns {Code}
 */
export function choosePointers({ row, source, destination }) {
  const half = (/** @type {number} */ column) => i64.rotate(i64.load(row, column), 32);
  const isInOrder = i32.or(
    i64.lessUnsigned(half(at.src), half(at.dst)),
    i32.and(
      i64.equal(i64.load(row, at.src), i64.load(row, at.dst)),
      i64.lessUnsigned(half(at.src + 8), half(at.dst + 8)),
    ),
  );
  const distance = i32.constant(at.dst - at.src);
  return [
    // By arithmetic, as below: 0 or the distance between the columns.
    ...source.set(i32.and(i32.subtract(isInOrder, i32.constant(1)), distance)),
    ...destination.set(i32.add(row, i32.add(i32.constant(at.src), i32.xor(source.get, distance)))),
    ...source.set(i32.add(row, i32.add(i32.constant(at.src), source.get))),
  ];
}

/**
 * Exchanges two numbers if the first is larger. By arithmetic, because V8 makes a branch of `select`, and random
 * addresses let the processor guess it wrong every other time.
 * @param {Local} first
 * @param {Local} second
 * @param {Local} difference
 * @returns {Code}
 */
function inOrder(first, second, difference) {
  const isInOrder = i32.lessUnsigned(first.get, second.get);
  const mask = i32.subtract(isInOrder, i32.constant(1));
  return [
    ...difference.set(i32.and(i32.xor(first.get, second.get), mask)),
    ...first.set(i32.xor(first.get, difference.get)),
    ...second.set(i32.xor(second.get, difference.get)),
  ];
}

/** Two words of an address with the bytes of each in network order. @param {Local} into @param {Local} pointer @param {number} offset */
function readSwapped(into, pointer, offset) {
  return [
    ...into.set(i64.load(pointer.get, offset)),
    ...into.set(swapNeighbours(into, 8, 0x00ff_00ff_00ff_00ffn)),
    ...into.set(swapNeighbours(into, 16, 0x0000_ffff_0000_ffffn)),
  ];
}

/** @param {Local} word @param {number} by @param {bigint} mask @returns {Code} */
function swapNeighbours(word, by, mask) {
  return i64.or(
    i64.and(i64.shiftRight(word.get, by), i64.constant(mask)),
    i64.shiftLeft(i64.and(word.get, i64.constant(mask)), by),
  );
}

/** @param {Local} i @param {Locals} locals */
function portsBlock(i, locals) {
  const [first, second, value] = [locals.add('i32'), locals.add('i32'), locals.add('i32')];
  const read = (/** @type {Local} */ into, /** @type {number} */ column) => [
    ...value.set(i32.load16(i32.shiftLeft(i.get, 1), column)),
    ...into.set(
      i32.or(
        i32.shiftLeft(i32.and(value.get, i32.constant(0xff)), 8),
        i32.shiftRight(value.get, 8),
      ),
    ),
  ];
  return {
    prepare: [
      ...read(first, at.sport),
      ...read(second, at.dport),
      ...inOrder(first, second, value),
    ],
    block: toHighHalf(i32.or(first.get, i32.shiftLeft(second.get, 16))),
  };
}

/** A u32 with its bytes in the other order. @param {Code} word @returns {Code} */
function swapBytes(word) {
  return i32.or(
    i32.and(i32.rotate(word, 8), i32.constant(0x00ff_00ff)),
    i32.and(i32.rotate(word, 24), i32.constant(0xff00_ff00)),
  );
}
