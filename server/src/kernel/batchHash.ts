/**
 * Hashes of many flows in typed columns: the same as `hashInput` gives for each, without an object a flow.
 * Flows pass through the memory of an engine in portions; a column that the policy leaves out is zero there.
 */
import type { Family } from '../net/address.ts';
import { engineOf, fastestEngine } from './batchEngine.ts';
import type { Engine, EngineStep } from './batchEngine.ts';
import { planBatch } from './batchPlan.ts';
import type { BatchPlan, BatchSettings, ColumnName } from './batchPlan.ts';
import { absorb, beginRound } from './finishIpv6.ts';
import { networkOrder } from './plainInput.ts';
import { refuse } from './refusal.ts';
import type { Refused } from './refusal.ts';
import { absorbBlocks } from './siphash.ts';
import type { HashKey } from './siphash.ts';
import { layout } from './wasm/generated.ts';

/**
 * One row a flow, of packets without tunnels; for others the columns hold what the kernel takes out of them.
 * Ports are 0 in fragments and where the protocol has none; ESP and AH have their SPI there.
 */
export interface FlowColumns {
  /** Addresses as numbers, the first octet in the high byte: one a flow in IPv4, four in IPv6. */
  readonly src: Uint32Array;
  readonly dst: Uint32Array;
  readonly sport: Uint16Array;
  readonly dport: Uint16Array;
  readonly proto: Uint8Array;
  /** IPv6: the flow label; without the column every label is 0. */
  readonly label?: Uint32Array;
}

/**
 * The hash of every flow that is compared with the regions, 0 to 2^31 - 1.
 * Refused: a policy or fields that do not exist, columns of different lengths, an engine that does not run here.
 */
export function hashFlows(flows: FlowColumns, settings: BatchSettings): Uint32Array | Refused {
  const plan = planBatch(settings);
  if (plan.kind === 'refused') return plan;
  const reason = reasonOfColumns(flows, settings.family);
  if (reason !== undefined) return refuse(reason);
  const engine = settings.engine === undefined ? fastestEngine() : engineOf(settings.engine);
  if (engine === undefined) return refuse(`the engine \`${settings.engine}\` does not run here`);
  const hashes = new Uint32Array(flows.proto.length);
  if (plan.kind === 'constant') return hashes.fill(plan.hash);
  const job = prepareJob(flows, { settings, plan, engine });
  for (let from = 0; from < hashes.length; from += layout.portion) {
    const to = Math.min(from + layout.portion, hashes.length);
    for (const transfer of job.transfers) copyRows(transfer, from, to);
    for (const step of job.steps) engine.run(step, to - from);
    hashes.set(job.hashes.subarray(0, to - from), from);
  }
  return hashes;
}

function reasonOfColumns(flows: FlowColumns, family: Family): string | undefined {
  const { proto, label } = flows;
  const width = family === 4 ? 1 : 4;
  for (const name of ['src', 'dst'] as const) {
    const { length } = flows[name];
    if (length !== width * proto.length)
      return `the column \`${name}\` has ${length} numbers; IPv${family} takes ${width} for each of ${proto.length} flows`;
  }
  for (const name of ['sport', 'dport'] as const) {
    const { length } = flows[name];
    if (length !== proto.length)
      return `the column \`${name}\` has ${length} rows for ${proto.length} flows`;
  }
  if (label !== undefined && label.length !== proto.length)
    return `the column \`label\` has ${label.length} rows for ${proto.length} flows`;
  return undefined;
}

interface Job {
  readonly transfers: readonly Transfer[];
  readonly steps: readonly EngineStep[];
  readonly hashes: Uint32Array;
}

type Column = Uint32Array | Uint16Array | Uint8Array;

/** A column that is hashed, and its place in the memory of the engine. */
interface Transfer {
  readonly from: Column;
  readonly to: Column;
  /** Numbers a row. */
  readonly width: number;
  readonly swapsBytes: boolean;
}

function prepareJob(
  flows: FlowColumns,
  { settings, plan, engine }: { settings: BatchSettings; plan: BatchPlan; engine: Engine },
): Job {
  const { family, key } = settings;
  const columns = viewColumns(engine.memory);
  const transfers: Transfer[] = [];
  for (const name of COLUMN_NAMES) {
    const [from, to] = [flows[name], columns[name]];
    const swapsBytes = name === 'label' && plan.isLabelInNetworkOrder;
    const width = family === 6 && (name === 'src' || name === 'dst') ? 4 : 1;
    if (from !== undefined && plan.hashed.has(name))
      transfers.push({ from, to, width, swapsBytes });
    else to.fill(0);
  }
  const step = stepOf(flows, { family, hashed: plan.hashed });
  const protocols = !plan.hashed.has('proto')
    ? [0]
    : flows.proto.length < 256
      ? new Set(flows.proto)
      : ALL_PROTOCOLS;
  // Without ports their block is zero for all flows, too.
  const nBlocks = step === 'ipv4Addresses' || step === 'ipv6Addresses' ? 4 : 3;
  writeStates(engine.memory, key, { protocols, nBlocks });
  const hashes = new Uint32Array(engine.memory, layout.hashes, layout.portion);
  return { transfers, steps: [step, plan.end], hashes };
}

const COLUMN_NAMES: readonly ColumnName[] = ['src', 'dst', 'sport', 'dport', 'proto', 'label'];

function viewColumns(memory: ArrayBuffer): { readonly [name in ColumnName]: Column } {
  const { portion } = layout;
  return {
    src: new Uint32Array(memory, layout.src, portion * 4),
    dst: new Uint32Array(memory, layout.dst, portion * 4),
    sport: new Uint16Array(memory, layout.sport, portion),
    dport: new Uint16Array(memory, layout.dport, portion),
    proto: new Uint8Array(memory, layout.proto, portion),
    label: new Uint32Array(memory, layout.label, portion),
  };
}

/** The shortest way: what is zero for all flows is in the state that the hash begins with. */
function stepOf(
  { label }: FlowColumns,
  { family, hashed }: { family: Family; hashed: ReadonlySet<ColumnName> },
): EngineStep {
  const hasPorts = hashed.has('sport') || hashed.has('dport');
  if (family === 4) return hasPorts || hashed.has('proto') ? 'ipv4' : 'ipv4Addresses';
  if (label !== undefined && hashed.has('label')) return 'ipv6Label';
  return hasPorts ? 'ipv6' : 'ipv6Addresses';
}

const ALL_PROTOCOLS = Array.from({ length: 256 }, (_, proto) => proto);

/** The states that messages begin with: after so many blocks for each protocol, and after the key alone, each with `beginRound`. */
function writeStates(
  memory: ArrayBuffer,
  key: HashKey,
  { protocols, nBlocks }: { protocols: Iterable<number>; nBlocks: number },
): void {
  const { al, ah, bl, bh, cl, ch, dl, dh } = absorbBlocks(key, []);
  const keyed = Int32Array.of(al, ah, bl, bh, cl, ch, dl, dh);
  for (const proto of protocols) {
    const state = new Int32Array(memory, layout.states + 32 * proto, 8);
    state.set(keyed);
    // The protocol is byte 2 of the first block; both VLAN blocks are zero, and so are missing ports.
    absorb(state, proto << 16, 0);
    for (let block = 1; block < nBlocks; block++) absorb(state, 0, 0);
    beginRound(state);
  }
  beginRound(keyed);
  new Int32Array(memory, layout.keyed, 8).set(keyed);
}

function copyRows({ from, to, width, swapsBytes }: Transfer, first: number, end: number): void {
  const rows = from.subarray(width * first, width * end);
  to.set(rows);
  if (!swapsBytes) return;
  for (let i = 0; i < rows.length; i++) to[i] = networkOrder(rows[i] ?? 0);
}
