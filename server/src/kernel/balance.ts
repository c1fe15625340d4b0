/**
 * Balancing by nftables and iptables: which of the numbers 0 to n - 1 a rule draws for a packet.
 * nft_jhash_eval(), nft_symhash_eval(), net/netfilter/nft_hash.c; nft_ng_*_eval(), nft_numgen.c; statistic_mt(),
 * xt_statistic.c; hmark_hash(), xt_HMARK.c, all v6.18 (the same since 4.9, 4.13, 4.8, 2.6.24 and 3.5).
 * Exact where the rule itself gives the seed; elsewhere counters or a random seed decide, and only the shares are known.
 */
import type { Flow } from '../net/flow.ts';
import { jhash3Words, jhashBytes } from './jhash.ts';
import { PROTOCOLS_WITH_PORTS } from './dissect.ts';
import { isIcmpError } from './icmp.ts';
import type { KeysUnknown } from './flowKeys.ts';
import { refuse } from './refusal.ts';
import type { Refused } from './refusal.ts';

/** What chooses. */
export type Balancer =
  /** `numgen inc mod N`, `numgen random mod N`; a counter that all packets share, or chance, packet by packet. */
  | { readonly kind: 'numgen'; readonly mode: 'inc' | 'random'; readonly modulus: number }
  /** `symhash mod N`: a hash with a seed that is random at each boot; both directions of a flow are alike. */
  | { readonly kind: 'symhash'; readonly modulus: number }
  /** `jhash … mod N`: the same for equal values; random at each load of the rule unless `seed` is given. */
  | { readonly kind: 'jhash'; readonly modulus: number; readonly seed: number | undefined }
  /** `-m statistic --mode nth --every N --packet P`. */
  | { readonly kind: 'nth'; readonly every: number }
  /** `-m statistic --mode random --probability P`. */
  | { readonly kind: 'probability'; readonly probability: number };

/** The share of packets or flows that each number gets; for `nth` and `probability` the share that does not match, and that does. */
export function sharesOf(balancer: Balancer): readonly number[] | Refused {
  switch (balancer.kind) {
    case 'nth':
      return isCount(balancer.every)
        ? [1 - 1 / balancer.every, 1 / balancer.every]
        : refuse(`--every ${balancer.every} is not a number from 1 to 4294967295`);
    case 'probability':
      return probabilityShares(balancer.probability);
    case 'numgen':
    case 'symhash':
    case 'jhash': {
      const { modulus } = balancer;
      if (!isCount(modulus)) return refuse(`mod ${modulus} is not a number from 1 to 4294967295`);
      if (modulus > MAX_SHARES) return refuse(`mod ${modulus} has more numbers than can be listed`);
      return Array.from({ length: modulus }, () => 1 / modulus);
    }
  }
}

const MAX_SHARES = 65_536;

/** xt_statistic compares 31 random bits with the probability in units of 2^-31; iptables rounds to them. */
function probabilityShares(probability: number): readonly number[] | Refused {
  if (!(probability >= 0 && probability <= 1))
    return refuse(`--probability ${probability} is not from 0 to 1`);
  const share = Math.min(1, Math.round(probability * 2 ** 31) / 2 ** 31);
  return [1 - share, share];
}

/** `jhash VALUES mod N seed S offset O`: `bytes` are the values as they lie in nft's registers, each padded to four octets. */
export function nftJhash(
  bytes: Uint8Array,
  rule: { readonly modulus: number; readonly seed: number; readonly offset?: number },
): number | Refused {
  const { modulus, seed, offset = 0 } = rule;
  const wrong = [modulus - 1, seed, offset].some((value) => !isU32(value));
  if (wrong)
    return refuse('modulus, seed and offset are numbers of 32 bits, and the modulus is not 0');
  return scale(jhashBytes(bytes, seed), modulus) + offset;
}

export interface Hmark {
  readonly modulus: number;
  /** --hmark-rnd. */
  readonly seed: number;
  readonly offset?: number;
  /** Fields of --hmark-tuple; `sport` and `dport` go together with the protocol mask 0 unless `proto` is named. */
  readonly tuple: readonly ('src' | 'dst' | 'sport' | 'dport')[];
  /** --hmark-proto-mask; default 0. */
  readonly protoMask?: number;
}

/** `-j HMARK`: the mark of a packet. An ICMP error has that of the packet it quotes. */
export function hmark(flow: Flow, rule: Hmark): number | KeysUnknown | Refused {
  const { modulus, seed, offset = 0, tuple, protoMask = 0 } = rule;
  const wrong = [modulus - 1, seed, offset].some((value) => !isU32(value));
  if (wrong)
    return refuse('modulus, seed and offset are numbers of 32 bits, and the modulus is not 0');
  if (isIcmpError(flow) && flow.quoted === undefined)
    return {
      kind: 'unknown',
      reason: 'HMARK takes the packet that the ICMP error quotes, which is not given',
    };
  const packet = isIcmpError(flow) ? (flow.quoted ?? flow) : flow;
  const src = tuple.includes('src') ? addressWord(packet.src) : 0;
  const dst = tuple.includes('dst') ? addressWord(packet.dst) : 0;
  const ports = portsWord(packet, tuple);
  const mixed = jhash3Words(Math.min(src, dst), Math.max(src, dst), ports, seed);
  return scale((mixed ^ (packet.proto & protoMask & 0xff)) >>> 0, modulus) + offset;
}

function addressWord(address: Flow['src']): number {
  if (address.family === 4) return address.value >>> 0;
  return address.words.reduce((sum, word) => sum ^ word, 0) >>> 0;
}

/** The larger port in the high half; fragments, ICMP and protocols without ports have none. */
function portsWord(packet: Flow, tuple: Hmark['tuple']): number {
  const { proto, fragment, fragOffset, sport, dport } = packet;
  if (fragment === true || fragOffset === true || !PROTOCOLS_WITH_PORTS.has(proto)) return 0;
  const first = tuple.includes('sport') ? sport : 0;
  const second = tuple.includes('dport') ? dport : 0;
  return ((Math.max(first, second) << 16) | Math.min(first, second)) >>> 0;
}

/** reciprocal_scale(): a number of 32 bits to one below `modulus`. Exact: the product is made of two halves. */
function scale(hash: number, modulus: number): number {
  const low = (hash & 0xffff) * modulus;
  const high = (hash >>> 16) * modulus;
  return Math.floor((high + Math.floor(low / 0x1_0000)) / 0x1_0000);
}

function isCount(value: number): boolean {
  return isU32(value) && value > 0;
}

function isU32(value: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= 0xffff_ffff;
}
