/** Checks of single values as iproute2 makes them (lib/utils.c: get_unsigned, get_u32, get_time_rtt; lib/rt_names.c; lib/ll_addr.c). */
import { parseIprouteAddress } from '../net/address.ts';
import type { Argument } from './grammar.ts';

/** strtoul with base 0: decimal, `0x` hexadecimal, leading zero octal. Undefined for anything else. */
export function parseNumber(text: string, base?: 10 | 16): number | undefined {
  const pattern =
    base === 10
      ? /^\s*([-+]?)(\d+)$/
      : base === 16
        ? /^\s*([-+]?)((?:0[xX])?[\da-fA-F]+)$/
        : /^\s*([-+]?)(0[xX][\da-fA-F]+|0[0-7]*|[1-9]\d*)$/;
  const [, sign = '', digits] = pattern.exec(text) ?? [];
  if (digits === undefined) return undefined;
  const isOctal = base === undefined && /^0[0-7]+$/.test(digits);
  const value = isOctal
    ? Number.parseInt(digits, 8)
    : base === 16
      ? Number.parseInt(digits, 16)
      : Number(digits);
  return sign === '-' && value !== 0 ? -value : value;
}

/** True if the keyword takes this text. Names from files of /etc/iproute2 are believed. */
export function fits(argument: Argument, text: string): boolean {
  switch (argument.kind) {
    case 'number':
      return isWithin(parseNumber(text, argument.base), argument.minimum, argument.maximum);
    case 'table': {
      const value = parseNumber(text);
      return value === undefined ? text !== '' : isWithin(value, 0, 0xffffffff);
    }
    case 'named': {
      if (argument.words?.includes(text) === true) return true;
      const isProtocol = argument.file === 'protocols';
      const value = parseNumber(text, isProtocol ? 10 : argument.base === 16 ? 16 : undefined);
      return value === undefined
        ? text !== '' && !(isProtocol && /^[-+]?\d/.test(text))
        : isWithin(value, argument.minimum ?? 0, argument.maximum);
    }
    case 'time':
      return /^\s*[-+]?(?:0[xX][\da-fA-F]+|0[0-7]*|[1-9]\d*|\d*\.\d*)(?:s|secs?|ms|msecs?)?$/i.test(
        text,
      );
    case 'choice':
      return fitsChoice(argument, text);
    case 'pattern':
      return argument.pattern.test(text);
    case 'fwmark':
      return refusedPart(argument, text) === undefined;
    case 'lladdr':
      return (
        argument.words?.includes(text) === true ||
        (isLinkAddress(text) && hasOctets(text, argument.octets))
      );
    case 'key':
      return text.includes('.')
        ? parseIprouteAddress(text, 4) !== undefined
        : isWithin(parseNumber(text), 0, 0xffffffff);
    case 'float':
      return /^\s*[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/i.test(text);
    case 'members':
      return badMember(text) === undefined;
    case 'realms':
      // A name may have any other letters.
      return !/^-\d+$/.test(text);
    case 'device':
      return argument.isName !== true || isLinkName(text);
    default:
      return true;
  }
}

function fitsChoice(
  argument: Extract<Argument, { readonly kind: 'choice' }>,
  text: string,
): boolean {
  const written = argument.ignoresCase === true ? text.toLowerCase() : text;
  const isWord = argument.words.some((word) =>
    argument.abbreviates === true || argument.shortened?.includes(word) === true
      ? written !== '' && word.startsWith(written)
      : word === written,
  );
  if (isWord || argument.maximum === undefined) return isWord;
  return isWithin(parseNumber(text, argument.base), argument.minimum ?? 0, argument.maximum);
}

function isWithin(value: number | undefined, minimum: number, maximum: number): boolean {
  return value !== undefined && value >= minimum && value <= maximum;
}

/** check_ifname(): up to 15 characters, no slash, no blank, not `.` or `..`. */
function isLinkName(text: string): boolean {
  return /^[^/\s]{1,15}$/.test(text) && text !== '.' && text !== '..';
}

/** ll_addr_a2n(): hexadecimal octets with colons, of which only the beginning is read, or an IPv4 address. */
function isLinkAddress(text: string): boolean {
  if (text.includes('.')) return parseIprouteAddress(text, 4) !== undefined;
  return text.split(':').every((octet) => {
    const [, sign, digits] = /^\s*([-+]?)(?:0[xX](?=[\da-fA-F]))?([\da-fA-F]+)/.exec(octet) ?? [];
    const value = digits === undefined ? Number.NaN : Number.parseInt(digits, 16);
    return value <= 255 && (sign !== '-' || value === 0);
  });
}

function hasOctets(text: string, octets: number | undefined): boolean {
  return octets === undefined || (!text.includes('.') && text.split(':').length === octets);
}

/** The first part of `1,3/2` that is no nexthop with a weight (add_nh_group_attr). */
function badMember(text: string): string | undefined {
  return text.split('/').find((part) => {
    const comma = part.indexOf(',');
    const id = comma < 0 ? part : part.slice(0, comma);
    const weight = comma < 0 ? '1' : part.slice(comma + 1);
    return (
      !isWithin(parseNumber(id), 0, 0xffffffff) || !isWithin(parseNumber(weight), 0, 0xffffffff)
    );
  });
}

/** The part of a value that `ip` refuses and names; undefined: none, where that can be said of a part. */
export function refusedPart(argument: Argument, text: string): string | undefined {
  if (argument.kind !== 'fwmark') return text;
  const slash = text.indexOf('/');
  const parts = slash < 0 ? [text] : [text.slice(0, slash), text.slice(slash + 1)];
  return parts.find((part) => !isWithin(parseNumber(part), 0, 0xffffffff));
}

/** What a keyword takes, as the object of a sentence. */
export function wantsOf(argument: Argument): string {
  switch (argument.kind) {
    case 'number':
      return argument.maximum === 0xffffffff && argument.minimum === 0
        ? 'a number'
        : argument.maximum > Number.MAX_SAFE_INTEGER
          ? 'a number of 64 bits'
          : `a number from ${argument.minimum} to ${argument.maximum}`;
    case 'address':
      return argument.only === undefined
        ? 'an address'
        : argument.only === 'multicast'
          ? 'a multicast address'
          : 'the address of one host';
    case 'prefix':
      return 'a prefix';
    case 'device':
      return 'the name of a link';
    case 'table':
      return 'the name or number of a table';
    case 'fwmark':
      return 'a number, or a number and a mask like `0x100/0xff00`';
    case 'lladdr':
      return 'a hardware address like `02:00:00:00:00:01`';
    case 'key':
      return 'a number, or an IPv4 address';
    case 'float':
      return 'a number';
    case 'members':
      return 'numbers of nexthop objects with weights, like `1,3/2`';
    case 'realms':
      return 'a realm, or two with a slash';
    case 'named':
      return `a name or a number from ${argument.minimum ?? 0} to ${argument.maximum}`;
    case 'time':
      return 'a time like `200ms`';
    case 'choice':
      return choiceWants(argument);
    case 'words':
      return listOf(argument.words);
    case 'pattern':
      return argument.shape;
    case 'select':
      return listOf([...argument.choices().keys()]);
    default:
      return 'a value';
  }
}

function choiceWants({
  words,
  maximum,
  minimum,
}: Extract<Argument, { readonly kind: 'choice' }>): string {
  const all = listOf(words);
  return maximum === undefined ? all : `${all} or a number from ${minimum ?? 0} to ${maximum}`;
}

function listOf(words: readonly string[]): string {
  return words.map((word) => `\`${word}\``).join(' or ');
}
