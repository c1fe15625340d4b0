/** What may become a new name, by what it names: the tools' own limits, as a sentence where one is broken. */
import { parseNumber } from '../../iproute/scalars.ts';
import { readName } from '../../netplan/names.ts';
import type { NameKind, NamePlace } from './types.ts';

/** IFNAMSIZ of include/uapi/linux/if.h, the final NUL included. */
const longestLink = 15;
/** XT_FUNCTION_MAXNAMELEN of include/uapi/linux/netfilter/x_tables.h less NUL: 28 characters (iptables 1.8). */
const longestChain = 28;
/** IPSET_MAXNAMELEN of include/uapi/linux/netfilter/ipset/ip_set.h, the final NUL included. */
const longestSet = 31;

/** Why a text cannot name a thing of this kind; undefined if it can. */
export function refusalOf(kind: NameKind, text: string): string | undefined {
  switch (kind) {
    case 'link':
      return isLinkName(text)
        ? undefined
        : `A link has a name of 1 to ${longestLink} characters, without blanks, slashes and quotes.`;
    case 'table':
      return isNumberUpTo(text, 0xffffffff) || /^[A-Za-z_][\w.+-]*$/.test(text)
        ? undefined
        : 'A table has a number from 1 to 4294967295, or a name of letters, digits, dots and dashes.';
    case 'mark':
      return isNumberUpTo(text, 0xffffffff)
        ? undefined
        : 'A mark is a number of 32 bits, like `5` or `0x100`.';
    case 'nexthop':
      return isNumberUpTo(text, 0xffffffff) && parseNumber(text) !== 0
        ? undefined
        : 'A nexthop has a number from 1 to 4294967295.';
    case 'variable':
      return /^[A-Za-z_]\w*$/.test(text)
        ? undefined
        : 'A variable has letters, digits and underscores, and begins with no digit.';
    case 'function':
      return /^[A-Za-z_][\w.:-]*$/.test(text)
        ? undefined
        : 'A function has letters, digits, dashes and underscores, and begins with no digit.';
    case 'iptables-chain':
      return new RegExp(`^[A-Za-z_][\\w.+-]{0,${longestChain - 1}}$`).test(text)
        ? undefined
        : `A chain has a name of at most ${longestChain} characters, without blanks.`;
    case 'ipset':
      return new RegExp(`^[A-Za-z_][\\w.+-]{0,${longestSet - 1}}$`).test(text)
        ? undefined
        : `A set has a name of at most ${longestSet} characters, without blanks.`;
    default:
      return /^[A-Za-z][\w.\\/-]*$/.test(text)
        ? undefined
        : 'A name of nft begins with a letter, and has letters, digits, dots, dashes and underscores.';
  }
}

/** An id that only netplan knows: any printable ASCII without spaces (handle_netdef_id of src/parse.c, netplan 1.2). */
export function netplanRefusalOf(text: string): string | undefined {
  return 'value' in readName(text) && !/["'\\]/.test(text)
    ? undefined
    : 'An id has letters, digits and punctuation, no spaces and no quotes.';
}

/** netplan refuses some names that the kernel takes, so both are asked. */
function isLinkName(text: string): boolean {
  return (
    text.length <= longestLink &&
    /^[^\s/"'\\$`;&|<>()*?#]+$/.test(text) &&
    text !== '.' &&
    text !== '..' &&
    'value' in readName(text)
  );
}

function isNumberUpTo(text: string, maximum: number): boolean {
  const number = parseNumber(text);
  return number !== undefined && number >= 0 && number <= maximum;
}

/** A new name as it is written at a place: what YAML would not read as plain text is quoted, unless quotes are there. */
export function writtenAs({ quoting }: NamePlace, name: string): string {
  if (quoting === undefined || /^[A-Za-z0-9_./][\w./+@-]*$/.test(name)) return name;
  return `"${name}"`;
}
