/**
 * The values of scalars as netplan reads them: text in, a typed value or netplan's refusal out.
 * Follows parse.c of netplan 1.2: no YAML types, so quotes make no difference.
 */
import type { Unknown } from '../base/fact.ts';
import { unknown } from '../base/fact.ts';
import { codeSpan } from '../base/markdown.ts';
import { parseStrictAddress } from '../net/address.ts';
import type { Address, Family } from '../net/address.ts';
import type { Prefix } from '../net/prefix.ts';
import type { WordType } from './keys/table.ts';
import { refuseAddress, refuseValue } from './refusal.ts';
import type { Refusal } from './refusal.ts';

export type Reading<T> = { readonly value: T | Unknown } | { readonly refusal: Refusal };

const trueWords: ReadonlySet<string> = new Set(['true', 'on', 'yes', 'y']);
const falseWords: ReadonlySet<string> = new Set(['false', 'off', 'no', 'n']);

/** parse_boolean: eight words in any case. */
export function readBoolean(text: string): Reading<boolean> {
  const word = text.toLowerCase();
  if (trueWords.has(word)) return { value: true };
  if (falseWords.has(word)) return { value: false };
  const what = text === '' ? 'the value is missing' : `${codeSpan(text)} is not a boolean`;
  return {
    refusal: refuseValue(what, `invalid boolean value '${text}'`, 'write `true` or `false`'),
  };
}

const maxUnsigned = 4_294_967_295;
/** What netplan keeps for a number that is not written (G_MAXUINT): writing it is as good as leaving the key out. */
export const notWritten = maxUnsigned;

/** A decimal number as g_ascii_strtoull(3) reads it; an empty value is 0. */
export function readInteger(text: string): Reading<number> {
  const [, sign, digits] = /^[ \t\n\v\f\r]*([+-]?)(\d+)$/.exec(text) ?? [];
  const value = text === '' ? 0 : sign === '-' ? negated(digits ?? '') : Number(digits);
  if (value <= maxUnsigned) return { value };
  const refusal = refuseValue(
    `${codeSpan(text)} is not a whole number from 0 to ${maxUnsigned}`,
    `invalid unsigned int value '${text}'`,
    'write a decimal number without sign, unit or fraction',
  );
  return { refusal };
}

/** A minus sign counts from 2^64 down, so that -0 is a number and -1 is too large. */
function negated(digits: string): number {
  const number = BigInt(digits);
  return number === 0n ? 0 : Number(2n ** 64n - number) || Infinity;
}

/** `type-of-service`: one byte. */
export function readTypeOfService(text: string): Reading<number> {
  const reading = readInteger(text);
  if ('refusal' in reading || Number(reading.value) <= 255) return reading;
  const netplan = `invalid ToS (must be between 0 and 255): ${text}`;
  return {
    refusal: refuseValue(`${codeSpan(text)} is above 255`, netplan, 'write a number from 0 to 255'),
  };
}

/** network.version: strtol(3) must give 2. */
export function readVersion(text: string): Reading<number> {
  const value = Number(/^\s*\+?0*(\d+)/.exec(text)?.[1]);
  if (value === 2) return { value };
  return {
    refusal: refuseValue(
      `${codeSpan(text)} is not a version of the format`,
      'Only version 2 is supported',
      'write `version: 2`',
    ),
  };
}

/** One word out of a list. */
export function readWord(text: string, { words, anyCase, netplan }: WordType): Reading<string> {
  const word = words.find(
    (candidate) => candidate === text || (anyCase && candidate === text.toLowerCase()),
  );
  if (word !== undefined) return { value: word };
  const list = words.map((candidate) => `\`${candidate}\``).join(', ');
  const what =
    text === '' ? 'the value is missing' : `${codeSpan(text)} is not a value of this key`;
  return {
    refusal: refuseValue(
      what,
      netplan.replace('%s', () => text),
      `write one of ${list}`,
    ),
  };
}

/** An address of one family alone, as `gateway4` takes it. */
export function readAddress(text: string, family: Family): Reading<Address> {
  const address = parseStrictAddress(text, family);
  if (address !== undefined) return { value: address };
  const hasLength =
    text.includes('/') && parseStrictAddress(beforeSlash(text), family) !== undefined;
  const what = hasLength
    ? `${codeSpan(text)} has a prefix length, which a gateway does not take`
    : `${codeSpan(text)} is not an IPv${family} address`;
  const todo = hasLength ? `write ${codeSpan(beforeSlash(text))}` : addressAdvice(text);
  return { refusal: refuseAddress(what, `invalid IPv${family} address '${text}'`, todo) };
}

/** An entry of `addresses`: the address, a slash, and the length of its subnet, from `shortest` on. */
export function readInterfaceAddress(text: string, shortest = 1): Reading<Prefix> {
  const slash = text.lastIndexOf('/');
  if (slash === -1) return { refusal: refuseMissingLength(text) };
  const address = parseStrictAddress(text.slice(0, slash));
  if (address === undefined) {
    const netplan = `malformed address '${text}', must be X.X.X.X/NN or X:X:X:X:X:X:X:X/NN`;
    return {
      refusal: refuseAddress(
        `${codeSpan(text)} is not an address`,
        netplan,
        addressAdvice(text.slice(0, slash)),
      ),
    };
  }
  const max = address.family === 4 ? 32 : 128;
  const suffix = text.slice(slash + 1);
  // netplan takes the digits that it finds and ignores the rest.
  const length = /^\s*-\d*[1-9]/.test(suffix)
    ? Infinity
    : Number(/^\s*[+-]?(\d+)/.exec(suffix)?.[1] ?? 0);
  if (length < shortest || length > max) return { refusal: refuseLength(text, suffix, max) };
  return {
    value: /^\d+$/.test(suffix)
      ? { address, length }
      : unknown(`${codeSpan(text)} has no clear prefix length`),
  };
}

/** The key of an entry of `addresses` that has options: netplan does not look at the length then. */
export function readAddressWithOptions(text: string): Reading<Prefix> {
  const reading = readInterfaceAddress(text);
  const isAddress =
    text.includes('/') && parseStrictAddress(text.slice(0, text.lastIndexOf('/'))) !== undefined;
  if (!('refusal' in reading) || !isAddress) return reading;
  return { value: unknown(`${codeSpan(text)} has no valid prefix length`) };
}

function refuseMissingLength(text: string): Refusal {
  const address = parseStrictAddress(text);
  const netplan = `address '${text}' is missing /prefixlength`;
  if (address === undefined)
    return refuseAddress(
      `${codeSpan(text)} is not an address with a prefix length`,
      netplan,
      addressAdvice(text),
    );
  const example = `${text}/${address.family === 4 ? 24 : 64}`;
  return refuseAddress(
    `${codeSpan(text)} has no prefix length`,
    netplan,
    `write the length of its subnet behind a slash, for example \`${example}\``,
  );
}

function refuseLength(text: string, suffix: string, max: number): Refusal {
  const netplan = `invalid prefix length in address '${text}'`;
  const todo = `write a length from 1 to ${max} behind the slash`;
  if (/^\d+$/.test(suffix) && Number(suffix) > max)
    return refuseAddress(`${codeSpan(text)} has a prefix length above ${max}`, netplan, todo);
  if (/^0+$/.test(suffix))
    return refuseAddress(`${codeSpan(text)} has the prefix length 0`, netplan, todo);
  return refuseAddress(`${codeSpan(text)} has no valid prefix length`, netplan, todo);
}

/** `to` and `from` of routes and rules: netplan checks the address and not what follows the slash. */
export function readNetwork(text: string): Reading<Prefix> {
  const address = parseStrictAddress(beforeSlash(text));
  if (address === undefined) {
    const refusal = refuseAddress(
      `${codeSpan(text)} is not an address or network`,
      "invalid IP family '-1'",
      addressAdvice(beforeSlash(text)),
    );
    return { refusal };
  }
  const max = address.family === 4 ? 32 : 128;
  if (!text.includes('/')) return { value: { address, length: max } };
  const suffix = text.slice(text.indexOf('/') + 1);
  if (/^\d{1,3}$/.test(suffix) && Number(suffix) <= max)
    return { value: { address, length: Number(suffix) } };
  return { value: unknown(`${codeSpan(text)} has no valid prefix length`) };
}

/** `to` of a route: a network, or the word `default`. */
export function readDestination(text: string): Reading<Prefix | 'default'> {
  return text === 'default' ? { value: 'default' } : readNetwork(text);
}

/** `via` and `from` of a route. netplan lets a suffix pass, the renderer does not. */
export function readRouteAddress(text: string): Reading<Address> {
  const reading = readNetwork(text);
  if ('refusal' in reading) return reading;
  const address = parseStrictAddress(text);
  return { value: address ?? unknown(`${codeSpan(text)} is not an address alone`) };
}

function beforeSlash(text: string): string {
  const slash = text.indexOf('/');
  return slash === -1 ? text : text.slice(0, slash);
}

export function addressAdvice(text: string): string {
  if (/[{}$<>%]/.test(text)) return 'put a real address in the place of the template';
  const parts = text.split('.');
  if (!text.includes(':') && parts.length > 1 && parts.every((part) => /^\d*$/.test(part))) {
    if (parts.length !== 4) return 'write four numbers with dots between them';
    if (parts.some((part) => Number(part) > 255))
      return 'every number of an IPv4 address is 0 to 255';
    if (parts.some((part) => /^0\d/.test(part))) return 'write the numbers without leading zeros';
  }
  return 'write an address like `192.0.2.1` or `2001:db8::1`';
}
