/**
 * From columns to hashes, two flows at a time: the blocks of the message that server/src/kernel/flowHash.ts describes.
 * Every function takes the number of flows in the shared memory; `layout.mjs` says what lies where.
 */
import { countUp, i32, i64, Local, Locals, when } from './assembler.mjs';
import * as at from './layout.mjs';
import { addState, finishHash, lowHalf, scalarWords } from './sipHash.mjs';

/** @typedef {import('./assembler.mjs').Code} Code */
/** @typedef {import('./encode.mjs').WasmFunction} WasmFunction */

const zero = i64.constant(0n);
const toHighHalf = (/** @type {Code} */ word) => i64.shiftLeft(i64.extend(word), 32);

/** Where the state of a flow begins, how its words are read, and the blocks that follow. @typedef {{ startAt: Code, prepare: Code, blocks: readonly Code[] }} Description */

/** The steps of an engine, each a flow by its index. @satisfies {Record<string, (i: Local, locals: Locals) => Description>} */
export const steps = {
  /** Everything but addresses is zero: the state begins after four blocks. */
  ipv4Addresses: (/** @type {Local} */ i, /** @type {Locals} */ locals) => ({
    startAt: i32.constant(at.states),
    ...ipv4Blocks(i, locals),
  }),

  /** The state begins before the ports, by protocol. */
  ipv4: (/** @type {Local} */ i, /** @type {Locals} */ locals) =>
    withPorts(i, locals, ipv4Blocks(i, locals)),

  /** Label and ports are zero: the state begins before the addresses, by protocol. */
  ipv6Addresses: (/** @type {Local} */ i, /** @type {Locals} */ locals) => ({
    startAt: stateOfProtocol(i),
    ...ipv6Blocks(i, locals),
  }),

  /** The state begins before the ports, by protocol; the label is zero. */
  ipv6: (/** @type {Local} */ i, /** @type {Locals} */ locals) =>
    withPorts(i, locals, ipv6Blocks(i, locals)),

  /** The label is in the first block, so that nothing can be shared. */
  ipv6Label: (/** @type {Local} */ i, /** @type {Locals} */ locals) => {
    const { prepare, blocks } = withPorts(i, locals, ipv6Blocks(i, locals));
    const label = i32.load(i32.shiftLeft(i.get, 2), at.label);
    const proto = i32.shiftLeft(i32.load8(i.get, at.proto), 16);
    const first = i64.or(toHighHalf(label), i64.extend(proto));
    return { startAt: i32.constant(at.keyed), prepare, blocks: [first, zero, zero, ...blocks] };
  },
};

/** @param {Local} i @param {Locals} locals @param {Pick<Description, 'prepare' | 'blocks'>} rest @returns {Description} */
function withPorts(i, locals, rest) {
  const ports = portsBlock(i, locals);
  return {
    startAt: stateOfProtocol(i),
    prepare: [...ports.prepare, ...rest.prepare],
    blocks: [ports.block, ...rest.blocks],
  };
}

/** The functions of the module, two flows at a time. @returns {readonly WasmFunction[]} */
export function flowFunctions() {
  return Object.entries(steps).map(([name, describe]) => eachFlow(name, describe));
}

/**
 * @param {string} name
 * @param {(i: Local, locals: Locals) => Description} describe
 * @returns {WasmFunction}
 */
function eachFlow(name, describe) {
  const locals = new Locals();
  const i = locals.add('i32');
  const flows = [0, 1].map(() => addFlow(locals, describe));
  const body = [
    ...flows.flatMap(({ index, prepare }, k) => [
      ...index.set(i32.add(i.get, i32.constant(k))),
      ...prepare,
    ]),
    ...flows.flatMap(({ load }) => load),
    ...finishHash(
      flows.map(({ state }) => state),
      joinBlocks(flows.map(({ blocks }) => blocks)),
    ),
    ...flows.flatMap(({ store }) => store),
  ];
  return {
    name,
    locals: locals.types,
    body: countUp({ counter: i, limit: new Local(0).get, step: flows.length, body }),
  };
}

/** Everything of one flow but the hashing. `index` is to be set before `prepare`. @param {Locals} locals @param {(i: Local, locals: Locals) => Description} describe */
export function addFlow(locals, describe) {
  const [index, start] = [locals.add('i32'), locals.add('i32')];
  const state = addState(locals, scalarWords);
  const { startAt, prepare, blocks } = describe(index, locals);
  const words = [state.a, state.b, state.c, state.d];
  return {
    index,
    state,
    prepare,
    blocks,
    load: [
      ...start.set(startAt),
      ...words.flatMap((word, k) => word.set(i64.load(start.get, 8 * k))),
    ],
    store: i32.store(i32.shiftLeft(index.get, 2), at.hashes, lowHalf(state.a.get)),
  };
}

/** From the blocks of each state to one row a block. @param {readonly (readonly Code[])[]} ofStates @returns {readonly (readonly Code[])[]} */
export function joinBlocks(ofStates) {
  const [first = []] = ofStates;
  return first.map((_, k) => ofStates.map((blocks) => blocks[k] ?? []));
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

/**
 * Words of the message are read where they lie, even across two words of the column, when their turn comes: fewer values
 * wait in registers meanwhile.
 * @param {Local} i
 * @param {Locals} locals
 */
function ipv6Blocks(i, locals) {
  const [source, destination] = [locals.add('i32'), locals.add('i32')];
  const [low, high] = [locals.add('i32'), locals.add('i32')];
  const word = locals.add('i64');
  const one = (/** @type {Local} */ from, /** @type {number} */ offset) => [
    ...low.set(i32.load(from.get, offset)),
    ...i64.extend(swapBytes(low.get)),
  ];
  const two = (/** @type {Code} */ words) => [...word.set(words), ...swapPair(word)];
  const blocks = [
    i64.shiftLeft(one(source, 0), 32),
    two(i64.load(source.get, 4)),
    two(
      i64.or(
        i64.extend(i32.load(source.get, 12)),
        i64.shiftLeft(i64.extend(i32.load(destination.get, 0)), 32),
      ),
    ),
    two(i64.load(destination.get, 4)),
    one(destination, 12),
    i64.constant(72n << 56n),
  ];
  const row = i32.shiftLeft(i.get, 4);
  return { prepare: choosePointers({ row, source, destination, mask: high }), blocks };
}

/**
 * Where the smaller and the larger IPv6 address lie. They compare from the front, so words are turned to have the first
 * half high. The first words mostly differ, or mostly do not: a branch that the processor guesses well.
 * @param {{ row: Code, source: Local, destination: Local, mask: Local }} pointers
 * @returns {Code}
 */
export function choosePointers({ row, source, destination, mask }) {
  const distance = at.dst - at.src;
  const half = (/** @type {number} */ column) =>
    i64.rotate(i64.load(source.get, column - at.src), 32);
  const first = (/** @type {number} */ column) => i32.load(source.get, column - at.src);
  const isInOrder = i32.or(
    i64.lessUnsigned(half(at.src), half(at.dst)),
    i32.and(
      i64.equal(i64.load(source.get, 0), i64.load(source.get, distance)),
      i64.lessUnsigned(half(at.src + 8), half(at.dst + 8)),
    ),
  );
  return [
    ...source.set(i32.add(row, i32.constant(at.src))),
    ...mask.set(i32.lessUnsigned(first(at.src), first(at.dst))),
    ...when(i32.equal(first(at.src), first(at.dst)), mask.set(isInOrder)),
    // By arithmetic, as below: 0 or the distance between the columns.
    ...mask.set(i32.and(i32.subtract(mask.get, i32.constant(1)), i32.constant(distance))),
    ...destination.set(i32.subtract(i32.add(source.get, i32.constant(distance)), mask.get)),
    ...source.set(i32.add(source.get, mask.get)),
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

/** The bytes of both halves in the other order. @param {Local} word @returns {Code} */
function swapPair(word) {
  return [
    ...word.set(swapNeighbours(word, 8, 0x00ff_00ff_00ff_00ffn)),
    ...swapNeighbours(word, 16, 0x0000_ffff_0000_ffffn),
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
