/**
 * From columns to hashes, four flows at a time in two pairs and one beside them: the steps of `scalarFlows.mjs`, in SIMD.
 * Putting bytes in order, choosing the smaller and joining words are one instruction each here.
 */
import { countUp, i16x8, i32, i32x4, i64x2, Local, Locals, v128 } from './assembler.mjs';
import * as at from './layout.mjs';
import { addFlow, choosePointers, steps as scalarSteps } from './scalarFlows.mjs';
import { addState, finishHash, lowHalves, vectorWords } from './sipHash.mjs';

/** @typedef {import('./assembler.mjs').Code} Code */
/** @typedef {import('./encode.mjs').WasmFunction} WasmFunction */
/** One expression for each of the two pairs. @typedef {readonly [Code, Code]} Pairs */
/** @typedef {{ prepare: Code, blocks: readonly Pairs[] }} Blocks */

const both = (/** @type {Code} */ code) => /** @type {const} */ ([code, code]);
const zero = both(vectorWords.constant(0n));

/** @typedef {Blocks & { loadWord: (pair: number, word: number) => Code }} Description */

/** The same steps as those of `scalarFlows.mjs`. @satisfies {Record<keyof typeof scalarSteps, (i: Local, locals: Locals) => Description>} */
const steps = {
  ipv4Addresses: (/** @type {Local} */ i, /** @type {Locals} */ locals) => ({
    loadWord: sharedState(at.states),
    ...ipv4Blocks(i, locals),
  }),

  ipv4: (/** @type {Local} */ i, /** @type {Locals} */ locals) =>
    withPorts(i, locals, ipv4Blocks(i, locals)),

  ipv6Addresses: (/** @type {Local} */ i, /** @type {Locals} */ locals) => {
    const start = stateOfProtocol(i, locals);
    const { prepare, blocks } = ipv6Blocks(i, locals);
    return { loadWord: start.loadWord, prepare: [...start.prepare, ...prepare], blocks };
  },

  ipv6: (/** @type {Local} */ i, /** @type {Locals} */ locals) =>
    withPorts(i, locals, ipv6Blocks(i, locals)),

  ipv6Label: (/** @type {Local} */ i, /** @type {Locals} */ locals) => {
    const ports = portsBlock(i, locals);
    const label = labelBlock(i, locals);
    const { prepare, blocks } = ipv6Blocks(i, locals);
    return {
      loadWord: sharedState(at.keyed),
      prepare: [...label.prepare, ...ports.prepare, ...prepare],
      blocks: [label.block, zero, zero, ports.block, ...blocks],
    };
  },
};

/** The functions of the module. @returns {readonly WasmFunction[]} */
export function flowFunctions() {
  return Object.entries(steps).map(([name, describe]) =>
    eachFive(name, describe, scalarSteps[/** @type {keyof typeof steps} */ (name)]),
  );
}

/** The state begins before the ports, by protocol. @param {Local} i @param {Locals} locals @param {Blocks} rest */
function withPorts(i, locals, rest) {
  const ports = portsBlock(i, locals);
  const start = stateOfProtocol(i, locals);
  return {
    loadWord: start.loadWord,
    prepare: [...start.prepare, ...ports.prepare, ...rest.prepare],
    blocks: [ports.block, ...rest.blocks],
  };
}

/**
 * Four flows in vectors, and one more in the units of the processor that vectors leave idle: four fifths of the flows
 * from the front, the last fifth one by one. The last turn may go up to four rows beyond the end.
 * @param {string} name
 * @param {(i: Local, locals: Locals) => Description} describe
 * @param {(i: Local, locals: Locals) => import('./scalarFlows.mjs').Description} describeOne
 * @returns {WasmFunction}
 */
function eachFive(name, describe, describeOne) {
  const locals = new Locals();
  const [i, limit] = [locals.add('i32'), locals.add('i32')];
  const low = addState(locals, vectorWords);
  const high = addState(locals, vectorWords);
  const { prepare, loadWord, blocks } = describe(i, locals);
  const single = addFlow(locals, describeOne);
  const body = [
    ...prepare,
    ...single.index.set(i32.add(limit.get, i32.shiftRight(i.get, 2))),
    ...single.prepare,
    ...[low, high].flatMap(({ a, b, c, d }, pair) =>
      [a, b, c, d].flatMap((word, k) => word.set(loadWord(pair, k))),
    ),
    ...single.load,
    ...finishHash(
      [low, high, single.state],
      blocks.map((pair, k) => [...pair, single.blocks[k] ?? []]),
    ),
    ...v128.store(i32.shiftLeft(i.get, 2), at.hashes, lowHalves(low.a.get, high.a.get)),
    ...single.store,
  ];
  const nTurns = i32.divideUnsigned(i32.add(new Local(0).get, i32.constant(4)), i32.constant(5));
  return {
    name,
    locals: locals.types,
    body: [
      ...limit.set(i32.shiftLeft(nTurns, 2)),
      ...countUp({ counter: i, limit: limit.get, step: 4, body }),
    ],
  };
}

/** @param {number} address */
function sharedState(address) {
  return (/** @type {number} */ _pair, /** @type {number} */ word) =>
    v128.load64Both(i32.constant(address), 8 * word);
}

/** @param {Local} i @param {Locals} locals */
function stateOfProtocol(i, locals) {
  const rows = [0, 1, 2, 3].map(() => locals.add('i32'));
  return {
    prepare: rows.flatMap((row, flow) =>
      row.set(i32.shiftLeft(i32.load8(i.get, at.proto + flow), 5)),
    ),
    loadWord: (/** @type {number} */ pair, /** @type {number} */ word) => {
      const [first, second] = [rows[2 * pair], rows[2 * pair + 1]];
      if (!first || !second) throw new Error('unreachable');
      return v128.load64High(second.get, 8 * word, v128.load64Low(first.get, 8 * word));
    },
  };
}

const swapIn32 = Array.from({ length: 16 }, (_, byte) => byte ^ 3);
const swapIn16 = Array.from({ length: 16 }, (_, byte) => byte ^ 1);

/** @param {Local} i @param {Locals} locals @returns {Blocks} */
function ipv4Blocks(i, locals) {
  const [source, destination] = [locals.add('v128'), locals.add('v128')];
  const [smaller, larger] = [locals.add('v128'), locals.add('v128')];
  const read = (/** @type {Local} */ into, /** @type {number} */ column) => [
    ...into.set(v128.load(i32.shiftLeft(i.get, 2), column)),
    ...into.set(v128.shuffle(into.get, into.get, swapIn32)),
  ];
  return {
    prepare: [
      ...read(source, at.src),
      ...read(destination, at.dst),
      ...smaller.set(i32x4.minUnsigned(source.get, destination.get)),
      ...larger.set(i32x4.maxUnsigned(source.get, destination.get)),
    ],
    blocks: [
      [
        i64x2.shiftLeft(i64x2.extendLow(smaller.get), 32),
        i64x2.shiftLeft(i64x2.extendHigh(smaller.get), 32),
      ],
      [i64x2.extendLow(larger.get), i64x2.extendHigh(larger.get)],
      both(vectorWords.constant(48n << 56n)),
    ],
  };
}

/** @param {Local} i @param {Locals} locals @returns {Blocks} */
function ipv6Blocks(i, locals) {
  const pairs = [0, 1].map((pair) => ipv6Pair(i, locals, pair));
  const [low, high] = pairs;
  if (!low || !high) throw new Error('unreachable');
  return {
    prepare: [...low.prepare, ...high.prepare],
    blocks: [
      ...low.blocks.map((block, k) => /** @type {const} */ ([block, high.blocks[k] ?? []])),
      both(vectorWords.constant(72n << 56n)),
    ],
  };
}

/** @param {Local} i @param {Locals} locals @param {number} pair */
function ipv6Pair(i, locals, pair) {
  const flows = [2 * pair, 2 * pair + 1].map((flow) => {
    const [source, destination] = [locals.add('i32'), locals.add('i32')];
    const mask = locals.add('i32');
    const row = i32.shiftLeft(i32.add(i.get, i32.constant(flow)), 4);
    return { source, destination, code: choosePointers({ row, source, destination, mask }) };
  });
  const [first, second] = flows;
  if (!first || !second) throw new Error('unreachable');
  const [s0, s1, d0, d1] = [0, 1, 2, 3].map(() => locals.add('v128'));
  if (!s0 || !s1 || !d0 || !d1) throw new Error('unreachable');
  return {
    prepare: [
      ...flows.flatMap(({ code }) => code),
      ...halves([s0, s1], first.source, second.source),
      ...halves([d0, d1], first.destination, second.destination),
    ],
    blocks: [
      i64x2.shiftLeft(s0.get, 32),
      joined(s0, s1),
      joined(s1, d0),
      joined(d0, d1),
      i64x2.shiftRight(d1.get, 32),
    ],
  };
}

/** The first halves of two addresses in one vector and the second halves in another, the bytes in network order. @param {readonly [Local, Local]} into @param {Local} first @param {Local} second */
function halves(into, first, second) {
  return into.flatMap((half, k) => {
    const bytes = [3, 2, 1, 0, 7, 6, 5, 4].map((byte) => byte + 8 * k);
    const picked = [...bytes, ...bytes.map((byte) => byte + 16)];
    return half.set(v128.shuffle(v128.load(first.get, 0), v128.load(second.get, 0), picked));
  });
}

/** The high half of one word and the low half of the next, in both lanes. @param {Local} before @param {Local} after */
function joined(before, after) {
  return v128.shuffle(
    before.get,
    after.get,
    [4, 5, 6, 7, 16, 17, 18, 19, 12, 13, 14, 15, 24, 25, 26, 27],
  );
}

/** @param {Local} i @param {Locals} locals */
function portsBlock(i, locals) {
  const [first, second] = [locals.add('v128'), locals.add('v128')];
  const [smaller, larger] = [locals.add('v128'), locals.add('v128')];
  const read = (/** @type {Local} */ into, /** @type {number} */ column) => [
    ...into.set(v128.load64Low(i32.shiftLeft(i.get, 1), column)),
    ...into.set(v128.shuffle(into.get, into.get, swapIn16)),
  ];
  // The loads leave zeros in the upper eight bytes; they become the low halves of the blocks.
  const pick = (/** @type {number} */ flow) => {
    const port = 2 * flow;
    return [8, 8, 8, 8, port, port + 1, port + 16, port + 17];
  };
  const block = (/** @type {number} */ flow) =>
    v128.shuffle(smaller.get, larger.get, [...pick(flow), ...pick(flow + 1)]);
  return {
    prepare: [
      ...read(first, at.sport),
      ...read(second, at.dport),
      ...smaller.set(i16x8.minUnsigned(first.get, second.get)),
      ...larger.set(i16x8.maxUnsigned(first.get, second.get)),
    ],
    block: /** @type {const} */ ([block(0), block(2)]),
  };
}

/** The protocol in byte 2 and the label in bytes 4 to 7. @param {Local} i @param {Locals} locals */
function labelBlock(i, locals) {
  const [protocols, labels] = [locals.add('v128'), locals.add('v128')];
  const ff = 0xff;
  const kept = v128.constant([0, 0, ff, 0, ff, ff, ff, ff, 0, 0, ff, 0, ff, ff, ff, ff]);
  const pick = (/** @type {number} */ flow) => {
    const label = 16 + 4 * flow;
    return [flow, flow, flow, flow, label, label + 1, label + 2, label + 3];
  };
  const block = (/** @type {number} */ flow) =>
    v128.and(v128.shuffle(protocols.get, labels.get, [...pick(flow), ...pick(flow + 1)]), kept);
  return {
    prepare: [
      ...protocols.set(i32x4.splat(i32.load(i.get, at.proto))),
      ...labels.set(v128.load(i32.shiftLeft(i.get, 2), at.label)),
    ],
    block: /** @type {const} */ ([block(0), block(2)]),
  };
}
