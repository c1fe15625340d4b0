/** One message to hash out of a pair of addresses and whatever else a policy hashes. */
import type { Address } from '../net/address.ts';
import type { PlainInput } from './flowKeys.ts';

/** The message of a pair of addresses of one family; a label is none of IPv4's. */
export function plainInput(
  { src, dst }: { readonly src: Address; readonly dst: Address },
  rest: { readonly [part in 'proto' | 'sport' | 'dport' | 'label']?: number },
): PlainInput {
  const { proto = 0, sport = 0, dport = 0, label = 0 } = rest;
  if (src.family === 4 && dst.family === 4)
    return { kind: 'ipv4', keys: { src: src.value, dst: dst.value, proto, sport, dport } };
  return {
    kind: 'ipv6',
    keys: { src: wordsOf(src), dst: wordsOf(dst), proto, sport, dport, label },
  };
}

const UNSPECIFIED = [0, 0, 0, 0] as const;

function wordsOf(address: Address): readonly [number, number, number, number] {
  return address.family === 6 ? address.words : UNSPECIFIED;
}

/** A flow label as a little-endian machine reads it from the header. */
export function networkOrder(label: number): number {
  return (
    ((label & 0xff) << 24) | ((label & 0xff00) << 8) | ((label >>> 8) & 0xff00) | (label >>> 24)
  );
}
