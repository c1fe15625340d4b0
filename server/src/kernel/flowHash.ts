/**
 * Flow keys to a hash of 31 bits: flow_hash_from_keys_seed() and __flow_hash_consistentify(), net/core/flow_dissector.c,
 * and `mhash >> 1` of fib_multipath_hash(), net/ipv4/route.c, v6.18 (the same bits in 6.1). Little-endian machine.
 */
import { finishIpv4, PORTS_BLOCK, SOURCE_BLOCK } from './finishIpv4.ts';
import { finishIpv6 } from './finishIpv6.ts';
import type { HashInput, Ipv4Keys, Ipv6Keys, PlainInput } from './flowKeys.ts';
import { jhash2Words } from './jhash.ts';
import { absorbBlocks } from './siphash.ts';
import type { HashKey, SipState } from './siphash.ts';

/** A key made ready for many flows. */
export interface FlowHasher {
  readonly key: HashKey;
  /** State after the words that are zero in policy 0: protocol, label, VLANs, key id and ports. */
  readonly withoutPorts: SipState;
  /** State before the ports, by protocol number; filled when a protocol is first met. */
  readonly beforePorts: (SipState | undefined)[];
  /** State before the first word, where the message begins with a flow label. */
  readonly empty: SipState;
}

export function createFlowHasher(key: HashKey): FlowHasher {
  return {
    key,
    withoutPorts: absorbBlocks(key, [0n, 0n, 0n, 0n]),
    beforePorts: [],
    empty: absorbBlocks(key, []),
  };
}

/** The hash that is compared with the regions, of whatever a policy chose: 0 to 2^31 - 1. */
export function hashInput(hasher: FlowHasher, input: HashInput): number {
  switch (input.kind) {
    case 'ipv4':
      return hashFlow(hasher, input.keys);
    case 'ipv6':
      return hashIpv6(hasher, input.keys) >>> 1;
    case 'nested':
      return jhash2Words(wholeHash(hasher, input.outer), wholeHash(hasher, input.inner), 0) >>> 1;
    case 'nothing':
      return 0;
  }
}

/** The hash of one message that is compared with the regions: 0 to 2^31 - 1. */
export function hashFlow(hasher: FlowHasher, keys: Ipv4Keys): number {
  // The kernel keeps 0 for "no hash" and makes it 1, which the shift turns into 0 again.
  return hashIpv4(hasher, keys) >>> 1;
}

/** All 32 bits, as policy 3 mixes them; what is absent counts as 0. */
function wholeHash(hasher: FlowHasher, input: PlainInput | undefined): number {
  if (input === undefined) return 0;
  const hash = input.kind === 'ipv4' ? hashIpv4(hasher, input.keys) : hashIpv6(hasher, input.keys);
  return hash === 0 ? 1 : hash;
}

/** As int32, 0 still 0. */
function hashIpv4(hasher: FlowHasher, keys: Ipv4Keys): number {
  const source = swapBytes(keys.src);
  const destination = swapBytes(keys.dst);
  const isSwapped = destination >>> 0 < source >>> 0;
  const words = {
    ports: portsWord(keys.sport, keys.dport),
    source: isSwapped ? destination : source,
    destination: isSwapped ? source : destination,
  };
  return words.ports === 0 && keys.proto === 0
    ? finishIpv4(hasher.withoutPorts, SOURCE_BLOCK, words)
    : finishIpv4(stateOfProtocol(hasher, keys.proto), PORTS_BLOCK, words);
}

/** As int32, 0 still 0. IPv6 addresses are ordered byte by byte from the front. */
function hashIpv6(hasher: FlowHasher, { src, dst, label, proto, sport, dport }: Ipv6Keys): number {
  const isSwapped = isBelow(dst, src);
  const low = isSwapped ? dst : src;
  const high = isSwapped ? src : dst;
  const words = label === 0 ? REST : WHOLE;
  const offset = words.length - REST.length;
  if (offset > 0) {
    words[0] = proto << 16;
    words[1] = label;
  }
  words[offset + 1] = portsWord(sport, dport);
  for (let i = 0; i < 4; i++) {
    words[offset + 3 + i] = swapBytes(low[i] ?? 0);
    words[offset + 7 + i] = swapBytes(high[i] ?? 0);
  }
  return finishIpv6(label === 0 ? stateOfProtocol(hasher, proto) : hasher.empty, words);
}

/** The eighteen words of the message, and those after protocol, label and VLANs; each call fills every word that is not zero. */
const WHOLE = new Int32Array(18);
const REST = new Int32Array(12);

function isBelow(first: Ipv6Keys['src'], second: Ipv6Keys['src']): boolean {
  for (let i = 0; i < 4; i++) {
    const difference = (first[i] ?? 0) - (second[i] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}

/** The two ports in message order, the smaller first as native numbers of network-order bytes, as a little-endian word. */
function portsWord(sport: number, dport: number): number {
  const first = ((sport & 0xff) << 8) | (sport >>> 8);
  const second = ((dport & 0xff) << 8) | (dport >>> 8);
  return second < first ? (first << 16) | second : (second << 16) | first;
}

function stateOfProtocol(hasher: FlowHasher, proto: number): SipState {
  const ready = hasher.beforePorts[proto];
  if (ready !== undefined) return ready;
  // The protocol is byte 2 of the first block; both VLAN blocks are zero.
  const state = absorbBlocks(hasher.key, [BigInt(proto) << 16n, 0n, 0n]);
  hasher.beforePorts[proto] = state;
  return state;
}

/** A number in network byte order as a little-endian machine reads it, as int32, which V8 keeps without a box. */
function swapBytes(value: number): number {
  return (value << 24) | ((value & 0xff00) << 8) | ((value >>> 8) & 0xff00) | (value >>> 24);
}
