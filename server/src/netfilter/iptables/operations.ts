/**
 * Options of one target that say the same in different words, brought into one form as the tools write them to the kernel
 * (mark_tg_parse(), connmark_tg_parse(), tos_tg_parse(), extensions/libxt_{MARK,CONNMARK,TOS}.c, iptables 1.8.9).
 */
import { isUnknown } from '../../base/fact.ts';
import type { Family } from '../../net/address.ts';
import { leadingNumber } from './cNumber.ts';
import { host, port, rate } from './namedValue.ts';
import type { ParsedOption, UsedExtension } from './parsed.ts';
import { textOf } from './state.ts';
import { rejectionOf } from './rejection.ts';
import { timeText } from './timeText.ts';
import { mark } from './value.ts';

/** The options in one form; undefined for an extension that has no such words, or where a value is unknown. */
export function operationText(
  { name, options }: UsedExtension,
  family: Family,
): string | undefined {
  if (options.some(({ values }) => values.some(({ value }) => isUnknown(value)))) return undefined;
  switch (name) {
    case 'MARK':
      return bitsText(options, 32);
    case 'TOS':
      return bitsText(options, 8);
    case 'tos':
      return `${options[0]?.negated === true ? '!' : ''}${bitsText(options, 8)}`;
    case 'CONNMARK':
      return connectionText(options);
    case 'ECN':
      return ecnText(options);
    case 'DSCP':
    case 'dscp':
      return classText(options);
    case 'HMARK':
      return hashText(options, family);
    case 'limit':
      return withDefaults(options, { limit: '3/hour', 'limit-burst': '5' });
    case 'connlimit':
      return connlimitText(options, family);
    case 'REJECT':
      return rejectText(options, family);
    case 'ipcomp':
      return spiText(options);
    case 'NFQUEUE':
      return options.every((option) => option.name === 'queue-bypass')
        ? ['queue-bypass', 'queue-num=0'].slice(1 - options.length).join(' ')
        : undefined;
    case 'time':
      return timeText(options);
    case 'TPROXY':
      return withDefaults(options, { 'on-port': '0', 'on-ip': 'any', 'tproxy-mark': '0/0' });
    case 'TCPMSS':
      return options
        .slice(-1)
        .map(({ name: own, values }) =>
          [own, leadingNumber(textOf(values[0]) ?? '')?.value ?? ''].join('='),
        )
        .join('');
    default:
      return undefined;
  }
}

/** To remove ECN from TCP is to clear both of its bits, and what was said before is forgotten (ECN_parse(), libipt_ECN.c). */
function ecnText(options: readonly ParsedOption[]): string {
  const removal = options.findIndex(({ name }) => name === 'ecn-tcp-remove');
  const removed = removal < 0 ? [] : ['ecn-tcp-cwr=0', 'ecn-tcp-ece=0'];
  const said = options
    .slice(removal + 1)
    .map(({ name, values }) => `${name}=${leadingNumber(textOf(values[0]) ?? '')?.value ?? ''}`);
  return [...removed, ...said].toSorted((x, y) => (x < y ? -1 : 1)).join(' ');
}

/** Fewer or more than so many, by source address and host unless something else is said. */
function connlimitText(options: readonly ParsedOption[], family: Family): string {
  const find = (...names: readonly string[]): ParsedOption | undefined =>
    options.find(({ name }) => names.includes(name));
  const limit = find('connlimit-upto', 'connlimit-above');
  const isAbove = (limit?.name === 'connlimit-above') !== (limit?.negated === true);
  const number = leadingNumber(textOf(limit?.values[0]) ?? '')?.value ?? 0;
  const mask = textOf(find('connlimit-mask')?.values[0]) ?? (family === 4 ? '32' : '128');
  const side = find('connlimit-daddr') === undefined ? 'saddr' : 'daddr';
  const length = Math.min(leadingNumber(mask)?.value ?? 0, family === 4 ? 32 : 128);
  return `${isAbove ? 'above' : 'upto'}=${number} mask=${length} ${side}`;
}

/** The usual answer, or the one that a shortened name means. */
function rejectText([option]: readonly ParsedOption[], family: Family): string {
  const text = textOf(option?.values[0]) ?? 'port-unreach';
  return rejectionOf(text, family);
}

/** Without an index the match stands for the index 0 alone. */
function spiText(options: readonly ParsedOption[]): string | undefined {
  return options.some(({ name }) => name === 'ipcompspi') ? undefined : 'compres ipcompspi=0:0';
}

/** A class stands for a number. */
function classText([option]: readonly ParsedOption[]): string {
  const text = textOf(option?.values[0]) ?? '';
  const number = dscpValues[text.toUpperCase()] ?? leadingNumber(text)?.value ?? text;
  return `${option?.negated === true ? '!' : ''}dscp=${number}`;
}

/** CSn is n * 8, AFxy is x * 8 + y * 2 (RFC 2474, RFC 2597, RFC 3246). */
const dscpValues: Readonly<Record<string, number>> = Object.fromEntries([
  ...Array.from({ length: 8 }, (_, i): [string, number] => [`CS${i}`, i * 8]),
  ['BE', 0],
  ['EF', 46],
  ...[1, 2, 3, 4].flatMap((x) =>
    [1, 2, 3].map((y): [string, number] => [`AF${x}${y}`, x * 8 + y * 2]),
  ),
]);

/** All options of the row, each with what it is where it is left out. */
function withDefaults(
  options: readonly ParsedOption[],
  defaults: Readonly<Record<string, string>>,
): string {
  return Object.entries(defaults)
    .map(([name, missing]) => {
      const text = textOf(options.find((option) => option.name === name)?.values[0]) ?? missing;
      return `${name}=${normalOf(name, text)}`;
    })
    .join(' ');
}

function normalOf(name: string, text: string): string {
  switch (name) {
    case 'limit':
      return rate.normal?.(text) ?? text;
    case 'tproxy-mark':
      return mark.normal?.(text) ?? text;
    case 'on-port':
      return port.normal?.(text) ?? text;
    case 'on-ip':
      return /^(?:any|0\.0\.0\.0|::)$/.test(text) ? 'any' : (host.normal?.(text) ?? text);
    case 'limit-burst':
      return leadingNumber(text)?.value === 0 ? '5' : String(leadingNumber(text)?.value ?? text);
    default:
      return String(leadingNumber(text)?.value ?? text);
  }
}

interface Bits {
  readonly value: number;
  readonly mask: number;
}

const tosValues: Readonly<Record<string, number>> = {
  'minimize-delay': 16,
  'maximize-throughput': 8,
  'maximize-reliability': 4,
  'minimize-cost': 2,
  'normal-service': 0,
};

/** What one option clears and flips. */
function bitsOf({ name, values }: ParsedOption, all: number): Bits | undefined {
  const text = textOf(values[0]) ?? '';
  const named = tosValues[text.toLowerCase()];
  const [first = '', second] = text.split('/');
  const value = named ?? leadingNumber(first)?.value ?? 0;
  const mask = second === undefined ? all : (leadingNumber(second)?.value ?? all);
  switch (name) {
    case 'set-xmark':
    case 'tos':
      return { value, mask: named === undefined ? mask : 0x3f };
    case 'set-tos':
      return { value, mask: named === undefined ? mask : 0x3f };
    case 'set-mark':
      return { value, mask: (mask | value) >>> 0 };
    case 'and-mark':
    case 'and-tos':
      return { value: 0, mask: (~value & all) >>> 0 };
    case 'or-mark':
    case 'or-tos':
      return { value, mask: value };
    case 'xor-mark':
    case 'xor-tos':
      return { value, mask: 0 };
    default:
      return undefined;
  }
}

function bitsText(options: readonly ParsedOption[], width: 8 | 32): string {
  const all = 2 ** width - 1;
  const bits = options.map((option) => bitsOf(option, all)).findLast((one) => one !== undefined);
  return `set=${bits?.value ?? 0}/${bits?.mask ?? all}`;
}

/** Each option writes over what the ones before left. */
function connectionText(options: readonly ParsedOption[]): string {
  const all = 0xffff_ffff;
  let operation = '';
  let [value, ctmask, nfmask] = [0, all, all];
  const shifts: string[] = [];
  for (const option of options) {
    const number = leadingNumber(textOf(option.values[0]) ?? '')?.value ?? 0;
    const bits = bitsOf(option, all);
    if (bits !== undefined) {
      operation = 'set';
      ({ value, mask: ctmask } = bits);
    } else if (option.name === 'save-mark' || option.name === 'restore-mark')
      operation = option.name;
    else if (option.name === 'mask') [ctmask, nfmask] = [number, number];
    else if (option.name === 'ctmask') ctmask = number;
    else if (option.name === 'nfmask') nfmask = number;
    else if (number !== 0) shifts.push(`${option.name}=${number}`);
  }
  const masks = operation === 'set' ? `${value}/${ctmask}` : `${nfmask}/${ctmask}`;
  return [`${operation}=${masks}`, ...shifts].join(' ');
}

const fields: Readonly<Record<string, string>> = {
  src: 'hmark-src-prefix=32',
  dst: 'hmark-dst-prefix=32',
  sport: 'hmark-sport-mask=65535',
  dport: 'hmark-dport-mask=65535',
  spi: 'hmark-spi-mask=4294967295',
  ct: 'ct',
};

function maskOfField(part: string, family: Family): string {
  const field = Object.keys(fields).find((name) => name.startsWith(part)) ?? part;
  return (fields[field] ?? field).replace('=32', family === 4 ? '=32' : '=128');
}

/** A tuple stands for whole masks. */
function hashText(options: readonly ParsedOption[], family: Family): string {
  const said = options.flatMap(({ name, values }) => {
    const text = textOf(values[0]) ?? '';
    if (name === 'hmark-tuple') return text.split(',').map((part) => maskOfField(part, family));
    return [`${name}=${leadingNumber(text)?.value ?? text}`];
  });
  return [...new Set(said)].toSorted((a, b) => (a < b ? -1 : 1)).join(' ');
}
