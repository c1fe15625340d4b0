/** Checks of single values as iproute2 makes them (lib/utils.c: get_unsigned, get_u32; lib/rt_names.c). */
import type { Argument } from './grammar.ts';

/** strtoul with base 0: decimal, `0x` hexadecimal, leading zero octal. Undefined for anything else. */
export function parseNumber(text: string): number | undefined {
  const match = /^\s*([-+]?)(0[xX][\da-fA-F]+|0[0-7]*|[1-9]\d*)$/.exec(text);
  const [, sign = '', digits = ''] = match ?? [];
  if (match === null) return undefined;
  const value = /^0[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : Number(digits);
  return sign === '-' ? -value : value;
}

/** True if the keyword takes this text. Names from files of /etc/iproute2 are believed. */
export function fits(argument: Argument, text: string): boolean {
  switch (argument.kind) {
    case 'number': {
      const value = parseNumber(text);
      return value !== undefined && value >= argument.minimum && value <= argument.maximum;
    }
    case 'table': {
      const value = parseNumber(text);
      return value === undefined ? text !== '' : value >= 0 && value <= 0xffffffff;
    }
    case 'named': {
      const value =
        argument.base === 16 && /^(?:0[xX])?[\da-fA-F]+$/.test(text)
          ? Number.parseInt(text, 16)
          : parseNumber(text);
      return value === undefined ? text !== '' : value >= 0 && value <= argument.maximum;
    }
    case 'time':
      return /^[-+]?(?:0[xX][\da-fA-F]+|0[0-7]*|[1-9]\d*|\d+\.\d*)(?:s|secs?|ms|msecs?)?$/i.test(
        text,
      );
    case 'choice':
      return argument.words.includes(text) || isBelow(text, argument.maximum);
    case 'pattern':
      return argument.pattern.test(text);
    case 'device':
    case 'text':
    case 'address':
    case 'prefix':
    case 'fwmark':
    case 'none':
    case 'rest':
    case 'nexthop':
      return true;
  }
}

/** What a keyword takes, as the object of a sentence. */
export function wantsOf(argument: Argument): string {
  switch (argument.kind) {
    case 'number':
      return argument.maximum === 0xffffffff
        ? 'a number'
        : `a number from ${argument.minimum} to ${argument.maximum}`;
    case 'address':
      return 'an address';
    case 'prefix':
      return 'a prefix';
    case 'device':
      return 'the name of a link';
    case 'table':
      return 'the name or number of a table';
    case 'fwmark':
      return 'a number, or a number and a mask like `0x100/0xff00`';
    case 'named':
      return `a name or a number from 0 to ${argument.maximum}`;
    case 'time':
      return 'a time like `200ms`';
    case 'choice':
      return argument.words.map((word) => `\`${word}\``).join(' or ');
    case 'pattern':
      return argument.shape;
    case 'none':
    case 'text':
    case 'rest':
    case 'nexthop':
      return 'a value';
  }
}

function isBelow(text: string, maximum: number | undefined): boolean {
  const value = parseNumber(text);
  return value !== undefined && maximum !== undefined && value >= 0 && value <= maximum;
}
