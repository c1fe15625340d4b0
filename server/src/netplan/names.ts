/**
 * Values that name a thing: hardware addresses, drivers, links.
 * Follows handle_generic_mac, handle_netdef_set_mac, handle_match_driver and assert_valid_id of netplan 1.2 (src/parse.c).
 */
import { codeSpan } from '../base/markdown.ts';
import { parseStrictAddress } from '../net/address.ts';
import { refuseAddress, refuseValue } from './refusal.ts';
import { readBoolean } from './values.ts';
import type { Reading } from './values.ts';

/** 6 octets, or the 20 of InfiniBand. */
const hardwareAddress = /^[0-9a-f]{2}(?::[0-9a-f]{2}){5}(?:(?::[0-9a-f]{2}){14})?$/i;

const forms = 'XX:XX:XX:XX:XX:XX or XX:XX:XX:XX:XX:XX:XX:XX:XX:XX:XX:XX:XX:XX:XX:XX:XX:XX:XX:XX';

/** A hardware address, or one of some words. */
export function readHardwareAddress(
  text: string,
  words: readonly string[] | undefined,
): Reading<string> {
  if (hardwareAddress.test(text) || words?.includes(text) === true) return { value: text };
  const netplan =
    words === undefined
      ? `Invalid MAC address '${text}', must be ${forms}`
      : `Invalid MAC address '${text}', must be ${forms.replace(' or', ',')} or one of 'permanent', 'random', 'stable', 'preserve', 'stable-ssid' (Wi-Fi only).`;
  const list = words === undefined ? '' : `, or ${words.map(codeSpan).join(', ')}`;
  return {
    refusal: refuseAddress(
      `${codeSpan(text)} is not a hardware address`,
      netplan,
      `write six pairs of hexadecimal digits with colons${list}`,
    ),
  };
}

/** Letters, digits and punctuation of ASCII. */
export function readName(text: string): Reading<string> {
  if (/^[!-~]+$/.test(text)) return { value: text };
  return {
    refusal: refuseValue(
      text === '' ? 'the name is missing' : `${codeSpan(text)} is not a name`,
      `Invalid name '${text}'`,
      'write letters, digits and punctuation, without spaces',
    ),
  };
}

export function readDriver(text: string): Reading<string> {
  if (!text.includes(' ')) return { value: text };
  return {
    refusal: refuseValue(
      `${codeSpan(text)} holds a space`,
      "A 'driver' glob cannot contain whitespace",
      'write a list of drivers, each without spaces',
    ),
  };
}

/** The lower half of an IPv6 address. */
export function readToken(text: string): Reading<string> {
  if (parseStrictAddress(text, 6) !== undefined) return { value: text };
  const what = `${codeSpan(text)} is not an IPv6 address`;
  const netplan = `invalid ipv6-address-token '${text}'`;
  return { refusal: refuseAddress(what, netplan, 'write the lower half, like `::2`') };
}

export function readBooleanOrRoute(text: string): Reading<boolean | 'route'> {
  if (text.toLowerCase() === 'route') return { value: 'route' };
  const reading = readBoolean(text);
  if ('value' in reading) return reading;
  const netplan = `Invalid use-domains options '${text}', must be a boolean, or the special value 'route'.`;
  return {
    refusal: refuseValue(
      `${codeSpan(text)} is neither a boolean nor \`route\``,
      netplan,
      'write `true`, `false` or `route`',
    ),
  };
}
