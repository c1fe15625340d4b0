/** Comparable keys of addresses and prefixes, cheaper than the spelled ones. */
import type { Address, Family } from '../../net/address.ts';
import { networkOf, type Prefix } from '../../net/prefix.ts';

/** RT_SCOPE_* of include/uapi/linux/rtnetlink.h. */
export const scopes = { universe: 0, site: 200, link: 253, host: 254, nowhere: 255 } as const;

/** RT_TABLE_*. */
export const tables = { compat: 252, default: 253, main: 254, local: 255 } as const;

export function addressKey(address: Address): string {
  return address.family === 4 ? String(address.value) : address.words.join(':');
}

/** Unique within a family. */
export type PrefixKey = number | string;

export function prefixKey({ address, length }: Prefix): PrefixKey {
  if (address.family === 4) return address.value * 64 + length;
  const [a, b, c, d] = address.words;
  return `${a}:${b}:${c}:${d}/${length}`;
}

export function sameAddress(a: Address | undefined, b: Address | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  if (a.family === 4) return b.family === 4 && a.value === b.value;
  return b.family === 6 && a.words.every((word, i) => word === b.words[i]);
}

export function hostPrefix(address: Address): Prefix {
  return { address, length: address.family === 4 ? 32 : 128 };
}

export function emptyPrefix(family: Family): Prefix {
  return {
    address: family === 4 ? { family: 4, value: 0 } : { family: 6, words: [0, 0, 0, 0] },
    length: 0,
  };
}

/** The last address of an IPv4 network. */
export function broadcastOf(prefix: Prefix): Address {
  const { address } = networkOf(prefix);
  if (address.family !== 4) return address;
  const host = prefix.length >= 32 ? 0 : 0xffff_ffff >>> prefix.length;
  return { family: 4, value: (address.value | host) >>> 0 };
}

export function isZero(address: Address): boolean {
  return address.family === 4 ? address.value === 0 : address.words.every((word) => word === 0);
}
