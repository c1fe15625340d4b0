/**
 * The values that `jhash` hashes, as they lie in nft's registers: netlink_gen_hash() and the concatenations of
 * netlink_linearize.c, nftables 1.0.6. Several values are padded to four octets each, a single one is not.
 */
import type { Address } from '../../net/address.ts';
import type { Flow } from '../../net/flow.ts';

/** `not-seen`: the rule has no such value in this packet, so it does not run. */
export type HashedValues = Uint8Array | 'not-seen' | { readonly why: string };

export function hashedValues(keys: readonly string[], flow: Flow): HashedValues {
  const parts: (readonly number[])[] = [];
  for (const key of keys) {
    const part = valueOf(key, flow);
    if (part === 'not-seen' || 'why' in part) return part;
    parts.push(part);
  }
  const isAlone = parts.length === 1;
  return Uint8Array.from(parts.flatMap((part) => (isAlone ? part : padded(part))));
}

function padded(part: readonly number[]): readonly number[] {
  return [...part, ...Array.from({ length: (4 - (part.length % 4)) % 4 }, () => 0)];
}

function valueOf(
  key: string,
  flow: Flow,
): readonly number[] | 'not-seen' | { readonly why: string } {
  const [header = '', field = ''] = key.split(' ');
  if (field === 'saddr' || field === 'daddr') {
    const address = field === 'saddr' ? flow.src : flow.dst;
    const family = header === 'ip' ? 4 : header === 'ip6' ? 6 : undefined;
    if (family !== undefined) return family === address.family ? octets(address) : 'not-seen';
  }
  if (field === 'sport' || field === 'dport') {
    const protocols = PORTS[header];
    if (protocols?.includes(flow.proto) === true) return u16(flow[field]);
    if (protocols !== undefined) return 'not-seen';
  }
  if (key === 'meta l4proto') return [flow.proto];
  if (key === 'ip protocol') return flow.src.family === 4 ? [flow.proto] : 'not-seen';
  if (key === 'ip6 nexthdr')
    return flow.src.family === 6 ? [flow.nexthdr ?? flow.proto] : 'not-seen';
  return { why: `\`${key}\` is hashed, which no flow tells` };
}

/** Headers with ports, and the protocols that have them; `th` is any of them. */
const PORTS: Readonly<Record<string, readonly number[]>> = {
  tcp: [6],
  udp: [17],
  dccp: [33],
  sctp: [132],
  udplite: [136],
  th: [6, 17, 33, 132, 136],
};

function octets(address: Address): readonly number[] {
  return address.family === 4 ? u32(address.value) : address.words.flatMap(u32);
}

function u32(word: number): number[] {
  return [word >>> 24, (word >>> 16) & 255, (word >>> 8) & 255, word & 255];
}

function u16(word: number): number[] {
  return [word >>> 8, word & 255];
}
