/**
 * Marks as unsigned 32-bit numbers, written `value` or `value/mask`.
 * Numbers are C numbers (strtoul with base 0): decimal, 0x hexadecimal, leading 0 octal.
 */
import { isUnknown } from '../base/fact.ts';
import type { Unknown } from '../base/fact.ts';
import { parseUnsignedC } from '../net/address.ts';

export const allBits = 0xffff_ffff;

export interface MarkAndMask {
  readonly value: number | Unknown;
  readonly mask: number;
  /** The mask could not be read; `mask` is then all bits. */
  readonly maskUnknown: boolean;
}

/** A number of at most 32 bits. */
export function parseMark(text: string): number | undefined {
  const number = parseUnsignedC(text);
  return number === undefined || number > allBits ? undefined : number;
}

/** `0x1/0xff`; a missing mask is all bits. Undefined: no mark at all. */
export function parseMarkAndMask(word: string | Unknown): MarkAndMask | undefined {
  if (isUnknown(word)) return { value: word, mask: allBits, maskUnknown: true };
  const slash = word.indexOf('/');
  const value = parseMark(slash < 0 ? word : word.slice(0, slash));
  const mask = slash < 0 ? allBits : parseMark(word.slice(slash + 1));
  return value === undefined || mask === undefined
    ? undefined
    : { value, mask, maskUnknown: false };
}
