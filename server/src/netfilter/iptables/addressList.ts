/** Addresses as `-s` and `-d` take them (xtables_ipparse_multiple(), xtables_ip6parse_multiple(), libxtables/xtables.c, 1.8.9). */
import { unknown } from '../../base/fact.ts';
import type { Unknown } from '../../base/fact.ts';
import type { Address, Family } from '../../net/address.ts';
import { networkOf } from '../../net/prefix.ts';
import type { Prefix } from '../../net/prefix.ts';
import { wholeNumber } from './cNumber.ts';
import { addressOf } from './namedValue.ts';

/** iptables' words where it refuses one part of the list. */
export function addressRefusal(text: string, family: Family): string | undefined {
  for (const part of partsOf(text)) {
    const { address, mask } = part;
    if (mask !== undefined && maskLength(mask, family) === undefined)
      return `invalid mask \`${mask}' specified`;
    if (mask !== undefined && maskLength(mask, family) === 0) continue;
    if (addressOf(address, family) === undefined && !canBeHostName(address))
      return `host/network \`${address}' not found`;
  }
  return undefined;
}

/** A name that the host could look up: not one made of digits and points alone. */
function canBeHostName(text: string): boolean {
  return /^[\w.-]+$/.test(text) && /[A-Za-z]/.test(text) && !/^0x[\da-f]*$/i.test(text);
}

/** The prefixes of a list; unknown where a name or a mask with holes stands. */
export function prefixesIn(text: string, family: Family): readonly (Prefix | Unknown)[] {
  return partsOf(text).map(({ address, mask }) => {
    const length = mask === undefined ? (family === 4 ? 32 : 128) : maskLength(mask, family);
    const value = length === 0 ? anyAddress(family) : addressOf(address, family);
    const isPlain = length !== undefined && length !== 'holes';
    return isPlain && value !== undefined
      ? networkOf({ address: value, length })
      : unknown(`\`${text}\` is not a prefix`);
  });
}

function anyAddress(family: Family): Address {
  return family === 4 ? { family, value: 0 } : { family, words: [0, 0, 0, 0] };
}

interface Part {
  readonly address: string;
  readonly mask: string | undefined;
}

function partsOf(text: string): readonly Part[] {
  return text.split(',').map((part) => {
    const slash = part.lastIndexOf('/');
    const address = (slash < 0 ? part : part.slice(0, slash)).replace(/^\s+/, '');
    return { address, mask: slash < 0 ? undefined : part.slice(slash + 1) };
  });
}

/** The length that a mask has: a number, or an address of ones and then zeros. */
function maskLength(mask: string, family: Family): number | 'holes' | undefined {
  const longest = family === 4 ? 32 : 128;
  const isDotted = family === 4 ? mask.split('.').length === 4 : mask.includes(':');
  const address = isDotted ? addressOf(mask, family) : undefined;
  if (address === undefined) return wholeNumber(mask, 0, longest);
  const bits = (address.family === 4 ? [address.value] : address.words)
    .map((word) => (word >>> 0).toString(2).padStart(32, '0'))
    .join('');
  const length = bits.indexOf('0') < 0 ? longest : bits.indexOf('0');
  return bits.slice(length).includes('1') ? 'holes' : length;
}
