/**
 * The kinds of values that options take, with the words of iptables for what it refuses
 * (xtopt_parse_*(), libxtables/xtoptions.c, 1.8.9).
 */
import type { Family } from '../../net/address.ts';
import { isWithin, leadingNumber, wholeNumber } from './cNumber.ts';

/** Whose value it is: iptables names both in its words. */
export interface ValuePlace {
  readonly extension: string;
  readonly option: string;
  readonly family: Family;
  /** The number that `-p` gave before this place: 0 for none, undefined where it cannot be told. */
  readonly protocol: number | undefined;
}

export interface ValueKind {
  /** As in a usage text: `value[/mask]`. */
  readonly placeholder: string;
  /** The words that can stand here, where they are few. */
  readonly words?: readonly string[];
  /** iptables' own words where it refuses the text. */
  readonly refusal: (text: string, place: ValuePlace) => string | undefined;
  /** One spelling for texts that mean the same; absent: the text itself. */
  readonly normal?: (text: string) => string;
}

type Bits = 8 | 16 | 32 | 64;

export function largestOf(bits: Bits): number {
  return 2 ** bits - 1;
}

/** A number of so many bits, or within narrower limits. */
export function number(bits: Bits, { min = 0, max = largestOf(bits) } = {}): ValueKind {
  return {
    placeholder: 'number',
    refusal: (text, { extension, option }) =>
      wholeNumber(text, min, max) === undefined
        ? `${extension}: bad value for option "--${option}", or out of range (${min}-${printed(max)}).`
        : undefined,
    normal: normalNumber,
  };
}

function printed(limit: number): string {
  return limit === 2 ** 64 - 1 ? '18446744073709551615' : String(limit);
}

function normalNumber(text: string): string {
  const value = leadingNumber(text);
  return value === undefined ? text : String(value.value);
}

/** `first:last`; an end that is left out is the lowest or the highest number. */
export function numberRange(bits: Bits): ValueKind {
  const highest = largestOf(bits);
  return {
    placeholder: 'first[:last]',
    refusal: (text, place) => rangeRefusal(text, { ...place, highest }),
    normal: (text) => {
      const [first = '', last] = text.split(':');
      const from = first === '' ? '0' : normalNumber(first);
      const to = last === undefined ? from : last === '' ? String(highest) : normalNumber(last);
      return `${from}:${to}`;
    },
  };
}

function rangeRefusal(
  text: string,
  { extension, option, highest }: ValuePlace & { readonly highest: number },
): string | undefined {
  let rest = text;
  for (let parts = 0; ; parts++) {
    if (parts === 2) return `${extension}: Too many components for option "--${option}" (max: 2)`;
    if (rest !== '' && !rest.startsWith(':')) {
      const number = leadingNumber(rest);
      if (number === undefined || !isWithin(number.value, 0, highest))
        return `${extension}: bad value for option "--${option}" near "${rest}", or out of range (0-${printed(highest)}).`;
      rest = number.rest;
      if (rest !== '' && !rest.startsWith(':'))
        return `${extension}: Argument to "--${option}" has unexpected characters near "${rest}".`;
    }
    if (rest === '') return undefined;
    rest = rest.slice(1);
  }
}

/** Any text of these lengths. */
export function text(placeholder = 'text', { min = 0, max = 0 } = {}): ValueKind {
  return {
    placeholder,
    refusal: (value) => {
      if (value.length < min) return `Argument must have a minimum length of ${min} characters`;
      return max > 0 && value.length > max
        ? `Argument must have a maximum length of ${max} characters`
        : undefined;
    },
  };
}

/** `value[/mask]` of 32 bits. */
export const mark: ValueKind = {
  placeholder: 'value[/mask]',
  refusal: (value, { extension, option }) => {
    const number = leadingNumber(value);
    const bad = `${extension}: bad integer value for option "--${option}", or out of range.`;
    if (number === undefined || number.value >= 2 ** 32) return bad;
    if (number.rest === '') return undefined;
    const mask = number.rest.startsWith('/') ? leadingNumber(number.rest.slice(1)) : undefined;
    if (number.rest.startsWith('/') && (mask === undefined || mask.value >= 2 ** 32)) return bad;
    return mask?.rest === ''
      ? undefined
      : `${extension}: trailing garbage after value for option "--${option}".`;
  },
  normal: (value) => {
    const [first = '', mask] = value.split('/');
    const bits = mask === undefined ? '4294967295' : normalNumber(mask);
    return `${normalNumber(first)}/${bits}`;
  },
};

/** A number with a point. */
export function decimal(min: number, max: number): ValueKind {
  return {
    placeholder: 'number',
    refusal: (value, { extension, option }) => {
      const isNumber = /^[\t-\r ]*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(value);
      const isFine = isNumber && Number(value) >= min && Number(value) <= max;
      return isFine
        ? undefined
        : `${extension}: bad value for option "--${option}", or out of range (${min}-${max}).`;
    },
    normal: (value) => String(Number(value)),
  };
}

/** One of these words; `refusal` words what iptables says of another. */
export function oneOf(
  words: readonly string[],
  refusal: (value: string) => string,
  isExact = true,
): ValueKind {
  const fits = (value: string): boolean =>
    words.some(
      (word) => word === value || (!isExact && word.toLowerCase() === value.toLowerCase()),
    );
  return {
    placeholder: words.join('|'),
    words,
    refusal: (value) => (fits(value) ? undefined : refusal(value)),
    ...(isExact ? {} : { normal: (value: string) => value.toLowerCase() }),
  };
}

/**
 * A list of words of which each can be cut short, in any case; an empty part is refused.
 * `refusal` gets the list from the bad part to its end, as iptables shows it.
 */
export function abbreviatedList(
  words: readonly string[],
  refusal: (rest: string, isLast: boolean) => string,
): ValueKind {
  const wordOf = (part: string): string | undefined =>
    part === '' ? undefined : words.find((word) => word.startsWith(part.toUpperCase()));
  return {
    placeholder: 'word[,word…]',
    words,
    refusal: (value) => {
      const parts = value.split(',');
      const at = parts.findIndex((part) => wordOf(part) === undefined);
      return at < 0 ? undefined : refusal(parts.slice(at).join(','), at === parts.length - 1);
    },
    normal: (value) =>
      [...new Set(value.split(',').map((part) => wordOf(part) ?? part))]
        .toSorted((a, b) => (a < b ? -1 : 1))
        .join(','),
  };
}
