/**
 * IPv4 and IPv6 addresses as u32 words.
 * Two readings: `parseStrictAddress` is inet_pton(3), which netplan uses; `parseIprouteAddress` is iproute2's own
 * (get_addr_ipv4, lib/utils.c: numbers by strtoul with base 0, missing parts are zero on the right).
 */
import { parseIpv6 } from './ipv6.ts';

export interface Ipv4Address {
  readonly family: 4;
  /** The address as an unsigned 32-bit number, first octet in the high byte. */
  readonly value: number;
}

export interface Ipv6Address {
  readonly family: 6;
  /** Four unsigned 32-bit words, first group in the high half of the first word. */
  readonly words: readonly [number, number, number, number];
}

export type Address = Ipv4Address | Ipv6Address;

export type Family = 4 | 6;

/** inet_pton(3): four decimal octets without leading zeros, or IPv6 text without a zone. Undefined: not an address (of the family). */
export function parseStrictAddress(text: string, family?: Family): Address | undefined {
  if (text.includes(':')) return family === 4 ? undefined : ipv6(text);
  if (family === 6) return undefined;
  const value = parseDottedQuad(text);
  return value === undefined ? undefined : { family: 4, value };
}

/**
 * What the `ip` program takes for an address: `10.1` is 10.1.0.0, `010.0.0.1` is 8.0.0.1, `0x0a.1.1` is 10.1.1.0.
 * IPv6 is read by inet_pton. The words `default`, `any` and `all` are no address here; see `parseIproutePrefix`.
 */
export function parseIprouteAddress(text: string, family?: Family): Address | undefined {
  if (text.includes(':')) return family === 4 ? undefined : ipv6(text);
  if (family === 6) return undefined;
  const value = parseByStrtoul(text);
  return value === undefined ? undefined : { family: 4, value };
}

/** Canonical text: dotted quad, or RFC 5952 (lower case, longest run of zeros as `::`, `::ffff:` with a dotted quad). */
export function formatAddress(address: Address): string {
  if (address.family === 4) return formatDottedQuad(address.value);
  const [first, second, third, fourth] = address.words;
  if (first === 0 && second === 0 && third === 0xffff) return `::ffff:${formatDottedQuad(fourth)}`;
  return compressGroups(address.words.flatMap((word) => [word >>> 16, word & 0xffff]));
}

export function equalAddresses(a: Address, b: Address): boolean {
  if (a.family === 4) return b.family === 4 && a.value === b.value;
  return b.family === 6 && a.words.every((word, i) => word === b.words[i]);
}

function ipv6(text: string): Ipv6Address | undefined {
  const words = parseIpv6(text, parseDottedQuad);
  return words === undefined ? undefined : { family: 6, words };
}

function parseDottedQuad(text: string): number | undefined {
  const octets = text.split('.');
  if (octets.length !== 4) return undefined;
  let value = 0;
  for (const octet of octets) {
    if (!/^(?:0|[1-9]\d{0,2})$/.test(octet) || Number(octet) > 255) return undefined;
    value = value * 256 + Number(octet);
  }
  return value;
}

function parseByStrtoul(text: string): number | undefined {
  const parts = text.split('.');
  if (parts.length > 4) return undefined;
  let value = 0;
  for (let i = 0; i < 4; i++) {
    const part = parts[i];
    const octet = part === undefined ? 0 : parseUnsignedC(part);
    if (octet === undefined || octet > 255) return undefined;
    value = value * 256 + octet;
  }
  return value;
}

/**
 * strtoul(3) with base 0 over the whole text: `0x` hexadecimal, leading `0` octal, leading white space and `+` allowed.
 * Undefined where characters are left over or the number is negative (which C makes huge, and every caller refuses).
 */
export function parseUnsignedC(text: string): number | undefined {
  const match = /^[ \t\n\v\f\r]*(?:\+|-(?=0+$))?(?:0[xX]([0-9a-fA-F]+)|(0[0-7]*)|([1-9]\d*))$/.exec(
    text,
  );
  if (match === null) return undefined;
  const [, hexadecimal, octal, decimal] = match;
  if (hexadecimal !== undefined) return Number.parseInt(hexadecimal, 16);
  return octal === undefined ? Number(decimal) : Number.parseInt(octal, 8);
}

function formatDottedQuad(value: number): string {
  return `${value >>> 24}.${(value >>> 16) & 255}.${(value >>> 8) & 255}.${value & 255}`;
}

function compressGroups(groups: readonly number[]): string {
  let start = -1;
  let length = 1;
  for (let i = 0; i < groups.length; i++) {
    let end = i;
    while (end < groups.length && groups[end] === 0) end++;
    if (end - i > length) {
      start = i;
      length = end - i;
    }
    i = Math.max(i, end - 1);
  }
  const hexadecimal = (part: readonly number[]): string =>
    part.map((group) => group.toString(16)).join(':');
  if (start < 0) return hexadecimal(groups);
  return `${hexadecimal(groups.slice(0, start))}::${hexadecimal(groups.slice(start + length))}`;
}
