/**
 * Flow keys to a hash of 31 bits: flow_hash_from_keys_seed() and __flow_hash_consistentify(), net/core/flow_dissector.c,
 * and `mhash >> 1` of fib_multipath_hash(), net/ipv4/route.c, v6.18 (the same bits in 6.1). Little-endian machine.
 */
import { finishIpv4, PORTS_BLOCK, SOURCE_BLOCK } from './finishIpv4.ts';
import { absorbBlocks } from './siphash.ts';
import type { HashKey, SipState } from './siphash.ts';

/** What goes into the hash; a part that a policy leaves out is 0. */
export interface Ipv4Keys {
  /** Addresses as numbers, first octet in the high byte. */
  readonly src: number;
  readonly dst: number;
  readonly sport: number;
  readonly dport: number;
  readonly proto: number;
}

/** A key made ready for many flows. */
export interface FlowHasher {
  readonly key: HashKey;
  /** State after the words that are zero in policy 0: protocol, label, VLANs, key id and ports. */
  readonly withoutPorts: SipState;
  /** State before the ports, by protocol number; filled when a protocol is first met. */
  readonly beforePorts: (SipState | undefined)[];
}

export function createFlowHasher(key: HashKey): FlowHasher {
  return { key, withoutPorts: absorbBlocks(key, [0n, 0n, 0n, 0n]), beforePorts: [] };
}

/** The hash that is compared with the regions: 0 to 2^31 - 1. */
export function hashFlow(hasher: FlowHasher, keys: Ipv4Keys): number {
  const source = swapBytes(keys.src);
  const destination = swapBytes(keys.dst);
  const isSwapped = destination >>> 0 < source >>> 0;
  const words = {
    ports: portsWord(keys.sport, keys.dport),
    source: isSwapped ? destination : source,
    destination: isSwapped ? source : destination,
  };
  const hash =
    words.ports === 0 && keys.proto === 0
      ? finishIpv4(hasher.withoutPorts, SOURCE_BLOCK, words)
      : finishIpv4(stateOfProtocol(hasher, keys.proto), PORTS_BLOCK, words);
  // The kernel keeps 0 for "no hash" and makes it 1, which the shift turns into 0 again.
  return hash >>> 1;
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
