/** A flow from named values, the names and meanings of docs/cli.md; shared by CSV and JSON Lines. */
import { formatAddress, parseStrictAddress } from '../../net/address.ts';
import type { Address } from '../../net/address.ts';
import { ETHERTYPE_IPV4, ETHERTYPE_IPV6 } from '../../net/flow.ts';
import type { Flow, FlowOrigin } from '../../net/flow.ts';
import { parseMac } from '../../net/mac.ts';
import type { MacAddress } from '../../net/mac.ts';
import { protocolNumber } from '../../net/protocol.ts';

/** Values by name; texts, numbers, truth values, and records for `quoted` and `encap`. */
export type FlowRecord = Readonly<Record<string, unknown>>;

/** The columns that a flow can have. */
export const flowColumns: readonly string[] = (
  'src dst proto sport dport flowlabel icmpType icmpCode icmpId fragment fragOffset spi nexthdr quoted encap ' +
  'origin saddr smac dmac vlan etherType bytes packets'
).split(' ');

/** The flow, or a sentence about the first value that is wrong. */
export function flowOfRecord(record: FlowRecord): { flow: Flow } | { problem: string } {
  const problems: string[] = [];
  const reader = { record, report: (problem: string): unknown => problems.push(problem) };
  const flow = readFlow(reader);
  const [problem] = problems;
  if (problem !== undefined) return { problem };
  return flow === undefined ? { problem: 'The line has no `src` and `dst` address.' } : { flow };
}

interface Reader {
  readonly record: FlowRecord;
  readonly report: (problem: string) => unknown;
}

function readFlow(reader: Reader): Flow | undefined {
  const ends = readEnds(reader);
  const sport = readNumber(reader, 'sport', 0xffff);
  const dport = readNumber(reader, 'dport', 0xffff);
  const proto = readProtocol(reader, sport !== undefined || dport !== undefined);
  const optional = { ...readNumbers(reader), ...readFlags(reader), ...readNested(reader) };
  const saddr = readAddress(reader, 'saddr');
  const origin = readOrigin(reader);
  const macs = readMacs(reader);
  if (ends === undefined) return undefined;
  return {
    ...ends,
    proto,
    sport: sport ?? 0,
    dport: dport ?? 0,
    origin,
    ...optional,
    ...macs,
    ...(saddr === undefined ? {} : { saddr }),
  };
}

/** Both addresses; a frame whose `etherType` is not that of IP has none. */
function readEnds(reader: Reader): Pick<Flow, 'src' | 'dst'> | undefined {
  const src = readAddress(reader, 'src');
  const dst = readAddress(reader, 'dst');
  if (src === undefined && dst === undefined && isOtherFrame(reader)) return NOWHERE;
  if (src === undefined || dst === undefined) {
    reader.report('The flow needs both `src` and `dst`.');
    return undefined;
  }
  if (src.family !== dst.family) {
    reader.report(
      `\`${formatAddress(src)}\` and \`${formatAddress(dst)}\` are addresses of different families.`,
    );
  }
  return { src, dst };
}

const NOWHERE = { src: { family: 4, value: 0 }, dst: { family: 4, value: 0 } } as const;

function isOtherFrame(reader: Reader): boolean {
  const text = textOf(reader.record['etherType']);
  return (
    isPresent(reader.record['etherType']) &&
    Number(text) !== ETHERTYPE_IPV4 &&
    Number(text) !== ETHERTYPE_IPV6
  );
}

function readMacs({ record, report }: Reader): Pick<Flow, 'smac' | 'dmac'> {
  const read = (name: 'smac' | 'dmac'): MacAddress | undefined => {
    const value = record[name];
    if (!isPresent(value)) return undefined;
    const mac = parseMac(textOf(value));
    if (mac === undefined) report(`\`${textOf(value)}\` is not a MAC address for \`${name}\`.`);
    return mac;
  };
  const smac = read('smac');
  const dmac = read('dmac');
  return {
    ...(smac === undefined ? {} : { smac }),
    ...(dmac === undefined ? {} : { dmac }),
  };
}

function readNumbers(reader: Reader): Partial<Flow> {
  const flow: Record<string, number> = {};
  for (const [name, limit] of NUMBERS) {
    const value = readNumber(reader, name, limit);
    if (value !== undefined) flow[name] = value;
  }
  return flow;
}

const NUMBERS: readonly (readonly [name: string, limit: number])[] = [
  ['flowlabel', 0xf_ffff],
  ['icmpType', 255],
  ['icmpCode', 255],
  ['icmpId', 0xffff],
  ['spi', 0xffff_ffff],
  ['nexthdr', 255],
  ['vlan', 0xffff],
  ['etherType', 0xffff],
  ['bytes', Number.MAX_SAFE_INTEGER],
  ['packets', Number.MAX_SAFE_INTEGER],
];

function readFlags({ record, report }: Reader): Partial<Flow> {
  const flow: Record<string, boolean> = {};
  for (const name of ['fragment', 'fragOffset']) {
    const value = record[name];
    if (!isPresent(value)) continue;
    const text = textOf(value).toLowerCase();
    if (TRUE.has(text)) flow[name] = true;
    else if (FALSE.has(text)) flow[name] = false;
    else report(`\`${textOf(value)}\` is not true or false for \`${name}\`.`);
  }
  return flow;
}

const TRUE: ReadonlySet<string> = new Set(['true', '1', 'yes']);
const FALSE: ReadonlySet<string> = new Set(['false', '0', 'no']);

function readNested({ record, report }: Reader): Partial<Flow> {
  const flow: Record<string, Flow> = {};
  for (const name of ['quoted', 'encap']) {
    const value = record[name];
    if (!isPresent(value)) continue;
    const inner = isRecord(value) ? flowOfRecord(value) : { problem: 'It is not an object.' };
    if ('flow' in inner) flow[name] = inner.flow;
    else report(`The packet in \`${name}\` cannot be read. ${inner.problem}`);
  }
  return flow;
}

/** Absent: TCP where there are ports, since ports mean nothing without a protocol. */
function readProtocol({ record, report }: Reader, hasPorts: boolean): number {
  const value = record['proto'];
  if (!isPresent(value)) return hasPorts ? 6 : 0;
  const number = protocolNumber(textOf(value));
  if (number === undefined)
    report(`\`${textOf(value)}\` is not a protocol name or number from 0 to 255.`);
  return number ?? 0;
}

function readOrigin({ record, report }: Reader): FlowOrigin {
  const value = record['origin'];
  if (!isPresent(value)) return 'forwarded';
  const origin = ORIGINS.find((name) => name === textOf(value));
  if (origin === undefined) {
    report(
      `\`${textOf(value)}\` is not an origin; there are ${ORIGINS.map((name) => `\`${name}\``).join(', ')}.`,
    );
  }
  return origin ?? 'forwarded';
}

const ORIGINS: readonly FlowOrigin[] = ['forwarded', 'local', 'route-get', 'route-get-iif'];

function readAddress({ record, report }: Reader, name: string): Address | undefined {
  const value = record[name];
  if (!isPresent(value)) return undefined;
  const address = parseStrictAddress(textOf(value));
  if (address === undefined) report(`\`${textOf(value)}\` is not an address for \`${name}\`.`);
  return address;
}

function readNumber({ record, report }: Reader, name: string, limit: number): number | undefined {
  const value = record[name];
  if (!isPresent(value)) return undefined;
  const text = textOf(value);
  const number = /^(?:\d{1,16}|0x[0-9a-f]{1,13})$/i.test(text) ? Number(text) : Number.NaN;
  if (number <= limit) return number;
  report(`\`${text}\` is not a number from 0 to ${limit} for \`${name}\`.`);
  return undefined;
}

function isPresent(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '';
}

export function isRecord(value: unknown): value is FlowRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value.trim() : (JSON.stringify(value) ?? '');
}
