/** Values of keywords out of what was read: each the last one written, as iproute2 keeps it. */
import type { Fact } from '../../base/fact.ts';
import type { Address } from '../../net/address.ts';
import type { Prefix } from '../../net/prefix.ts';
import type { Taken } from '../cursor.ts';
import { parseNumber } from '../scalars.ts';
import { refused } from '../walk/text.ts';

/** The last use of any of the keywords. */
export function lastOf(taken: readonly Taken[], ...keywords: readonly string[]): Taken | undefined {
  return taken.findLast(({ row }) => keywords.includes(row.keyword));
}

/** The text after a keyword. */
export function textAfter(
  taken: readonly Taken[],
  ...keywords: readonly string[]
): Fact<string> | undefined {
  return lastOf(taken, ...keywords)?.values.at(-1);
}

/** The number after a keyword. */
export function numberAfter(
  taken: readonly Taken[],
  ...keywords: readonly string[]
): Fact<number> | undefined {
  return asNumber(textAfter(taken, ...keywords));
}

/** The text as a number, base 0 unless said otherwise. */
export function asNumber(text: Fact<string> | undefined, base?: 10 | 16): Fact<number> | undefined {
  if (text === undefined) return undefined;
  if (typeof text.value !== 'string') return { ...text, value: text.value };
  return { ...text, value: parseNumber(text.value, base) ?? refused };
}

/** A number, or a name as written. */
export function numberOrName(
  taken: readonly Taken[],
  ...keywords: readonly string[]
): Fact<number | string> | undefined {
  const text = textAfter(taken, ...keywords);
  if (text === undefined || typeof text.value !== 'string') return text;
  return { ...text, value: parseNumber(text.value) ?? text.value };
}

export function addressAfter(
  taken: readonly Taken[],
  ...keywords: readonly string[]
): Fact<Address> | undefined {
  return lastOf(taken, ...keywords)?.address;
}

export function prefixAfter(
  taken: readonly Taken[],
  ...keywords: readonly string[]
): Fact<Prefix | 'default'> | undefined {
  return lastOf(taken, ...keywords)?.prefix;
}

/** True if the keyword stands there. */
export function isThere(taken: readonly Taken[], keyword: string): boolean {
  return taken.some(({ row }) => row.keyword === keyword);
}
