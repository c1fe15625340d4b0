/**
 * IPv4 and IPv6 addresses as u32 words.
 * Two readings: `parseStrictAddress` is inet_pton(3), which netplan uses; `parseIprouteAddress` is iproute2's own
 * (get_addr_ipv4, lib/utils.c: numbers by strtoul with base 0, missing parts are zero on the right).
 */
export interface Ipv4Address {
  readonly family: 4;
  /** The address as an unsigned 32-bit number, first octet in the high byte. */
  readonly value: number;
}

export interface Ipv6Address {
  readonly family: 6;
  /** Four unsigned 32-bit words, first group in the high half of the first word. */
  readonly words: readonly [number, number, number, number];
}

export type Address = Ipv4Address | Ipv6Address;

export type Family = 4 | 6;
