/**
 * An address and a length: a network (`192.0.2.0/24`) or an interface address with its network (`192.0.2.5/24`).
 * `parseIproutePrefix` follows get_prefix_1() and get_netmask() of iproute2 (lib/utils.c).
 */
import {
  formatAddress,
  parseIprouteAddress,
  parseStrictAddress,
  parseUnsignedC,
} from './address.ts';
import type { Address, Family } from './address.ts';

export interface Prefix {
  readonly address: Address;
  /** 0 to 32, or 0 to 128. */
  readonly length: number;
}

/** `ADDRESS/LENGTH` with a strict address and a decimal length without sign. Undefined without a length: netplan demands one where it wants a prefix. */
export function parseStrictPrefix(text: string): Prefix | undefined {
  const slash = text.indexOf('/');
  if (slash < 0) return undefined;
  const address = parseStrictAddress(text.slice(0, slash));
  const length = text.slice(slash + 1);
  if (address === undefined || !/^\d{1,3}$/.test(length) || Number(length) > bitLength(address))
    return undefined;
  return { address, length: Number(length) };
}

/**
 * What the `ip` program takes for a prefix: the length may be missing (all bits), octal, hexadecimal, or a netmask (`10/255.0.0.0`).
 * `default`, `any` and `all` are the prefix of length 0 of the family, IPv4 if none is given.
 * A route's caller who must not decide the family looks for the word `default` before.
 */
export function parseIproutePrefix(text: string, family?: Family): Prefix | undefined {
  if (isAnyWord(text)) return zeroPrefix(family ?? 4);
  const slash = text.indexOf('/');
  const address = parseIprouteAddress(slash < 0 ? text : text.slice(0, slash), family);
  if (address === undefined) return undefined;
  const length = slash < 0 ? bitLength(address) : parseNetmask(text.slice(slash + 1));
  return length === undefined || length > bitLength(address) ? undefined : { address, length };
}

/** As written: `192.0.2.5/24`. */
export function formatPrefix(prefix: Prefix): string {
  return `${formatAddress(prefix.address)}/${prefix.length}`;
}

/** The network's own address with host bits cleared: `192.0.2.0/24`. */
export function networkOf(prefix: Prefix): Prefix {
  const { address, length } = prefix;
  if (address.family === 4)
    return { address: { family: 4, value: (address.value & maskWord(length)) >>> 0 }, length };
  const [a, b, c, d] = address.words;
  const words = [
    (a & maskWord(length)) >>> 0,
    (b & maskWord(length - 32)) >>> 0,
    (c & maskWord(length - 64)) >>> 0,
    (d & maskWord(length - 96)) >>> 0,
  ] as const;
  return { address: { family: 6, words }, length };
}

/** `192.0.2.5/24` -> `192.0.2.0/24`. */
export function formatNetwork(prefix: Prefix): string {
  return formatPrefix(networkOf(prefix));
}

export function prefixContains(prefix: Prefix, address: Address): boolean {
  return prefixCovers(prefix, { address, length: bitLength(address) });
}

/** True if every address of `inner` lies in `outer`; a prefix covers itself. */
export function prefixCovers(outer: Prefix, inner: Prefix): boolean {
  if (outer.address.family !== inner.address.family || outer.length > inner.length) return false;
  return hasSameBits(outer.address, inner.address, outer.length);
}

/** True if bits beyond the length are set: the kernel refuses such a route (`Invalid prefix for given prefix length`). */
export function hasHostBits(prefix: Prefix): boolean {
  const { address } = prefix;
  return !hasSameBits(address, networkOf(prefix).address, bitLength(address));
}

/** The first `length` bits of two addresses of one family. */
function hasSameBits(a: Address, b: Address, length: number): boolean {
  if (a.family === 4) return b.family === 4 && ((a.value ^ b.value) & maskWord(length)) === 0;
  if (b.family === 4) return false;
  for (let i = 0, rest = length; i < 4; i += 1, rest -= 32)
    if ((((a.words[i] ?? 0) ^ (b.words[i] ?? 0)) & maskWord(rest)) !== 0) return false;
  return true;
}

function bitLength(address: Address): number {
  return address.family === 4 ? 32 : 128;
}

/** The mask of the first `length` bits of a word; lengths outside 0 to 32 are clamped. */
function maskWord(length: number): number {
  if (length <= 0) return 0;
  return length >= 32 ? 0xffff_ffff : (0xffff_ffff << (32 - length)) >>> 0;
}

function isAnyWord(text: string): boolean {
  return text === 'default' || text === 'any' || text === 'all';
}

function zeroPrefix(family: Family): Prefix {
  return {
    address: family === 4 ? { family: 4, value: 0 } : { family: 6, words: [0, 0, 0, 0] },
    length: 0,
  };
}

/** A length, or an IPv4 netmask without holes (iproute2 reads one after an IPv6 address too). */
function parseNetmask(text: string): number | undefined {
  const length = parseUnsignedC(text);
  if (length !== undefined) return length;
  if (isAnyWord(text)) return 0;
  const mask = parseIprouteAddress(text, 4);
  if (mask === undefined || mask.family !== 4) return undefined;
  const bits = Math.clz32(~mask.value);
  return maskWord(bits) === mask.value ? bits : undefined;
}
