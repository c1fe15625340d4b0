/** Numbers and names that iproute2 ships: rt_protos, rt_scopes (etc/iproute2). */
import { parseUnsignedC } from '../../../net/address.ts';
import { scopes } from '../keys.ts';
import type { TableId } from '../types.ts';
import { isUnknown, type Fact } from '../../../base/fact.ts';

const protocols: Readonly<Record<string, string>> = {
  '0': 'unspec',
  '1': 'redirect',
  '2': 'kernel',
  '3': 'boot',
  '4': 'static',
  '8': 'gated',
  '9': 'ra',
  '10': 'mrt',
  '11': 'zebra',
  '12': 'bird',
  '13': 'dnrouted',
  '14': 'xorp',
  '15': 'ntk',
  '16': 'dhcp',
  '18': 'keepalived',
  '42': 'babel',
  '99': 'openr',
  '186': 'bgp',
  '187': 'isis',
  '188': 'ospf',
  '189': 'rip',
  '192': 'eigrp',
};

/** A routing protocol by name where it has one. */
export function protocolName(text: string): string {
  return protocols[text] ?? text;
}

const scopeNumbers: Readonly<Record<string, number>> = {
  global: scopes.universe,
  universe: scopes.universe,
  site: scopes.site,
  link: scopes.link,
  host: scopes.host,
  nowhere: scopes.nowhere,
};

/** A scope by name or number. */
export function scopeNumber(text: string): number | undefined {
  const known = scopeNumbers[text];
  if (known !== undefined) return known;
  const number = Number(text);
  return Number.isInteger(number) && number >= 0 && number <= 255 ? number : undefined;
}

/** A table by number, or by a name that no file gives a number; undefined if it cannot be known. */
export function tableOf(
  table: Fact<number | string>,
  names: ReadonlyMap<string, number>,
): TableId | undefined {
  if (isUnknown(table.value)) return undefined;
  return typeof table.value === 'string' ? (names.get(table.value) ?? table.value) : table.value;
}

/** The type of service by number; undefined for a name of rt_dsfield. */
export function tosNumber(text: string): number | undefined {
  const number = Number.parseInt(text, 16);
  return /^(?:0x)?[\da-f]+$/i.test(text) && number <= 255 ? number : undefined;
}

/** The number of a realm, and of that of the source before it; undefined for a name. */
export function realmsOf(text = '0'): number | undefined {
  const numbers = text.split('/').map(parseUnsignedC);
  const [first, second] = numbers;
  if (first === undefined || numbers.includes(undefined)) return undefined;
  return second === undefined ? first : first * 65_536 + second;
}
