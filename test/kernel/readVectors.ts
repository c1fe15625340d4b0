/** Reads the recorded decisions and turns each into the simulator's own terms. */
import { readFileSync } from 'node:fs';
import { parseStrictAddress } from '../../server/src/net/address.ts';
import type { Address } from '../../server/src/net/address.ts';
import type { Flow } from '../../server/src/net/flow.ts';

export interface Topology {
  readonly family: 4 | 6;
  readonly kind: 'classic' | 'group' | 'resilient';
  readonly seed?: number;
  readonly key?: readonly [string, string];
  readonly kernel?: string;
  readonly policy: number;
  readonly fields: number;
  readonly buckets?: number;
  readonly nexthops: readonly (readonly [string, string, number, string?])[];
  readonly dead?: readonly boolean[];
  readonly useNeigh?: boolean;
  readonly good?: readonly boolean[];
}

interface Packet {
  readonly src: string;
  readonly dst: string;
  readonly proto: number;
  readonly sport?: number;
  readonly dport?: number;
  readonly icmpType?: number;
  readonly icmpInner?: Packet;
  readonly spi?: number;
  readonly fragment?: boolean;
  /** In octets; the simulator asks only whether there is one. */
  readonly fragOffset?: number;
  readonly flowLabel?: number;
  readonly nexthdr?: number;
  readonly encap?: Packet;
}

export interface Decision {
  readonly t: number;
  readonly via: 'packet' | 'flow';
  readonly pkt: Packet;
  readonly flowSaddr?: string;
  readonly source: string;
  readonly expect: number;
}

export interface BucketHistory {
  readonly n: number;
  readonly steps: readonly {
    readonly members: readonly (readonly [id: number, weight: number])[];
    readonly busy: readonly number[];
    readonly table: readonly number[];
  }[];
}

export interface Vectors {
  readonly kernel: string;
  readonly topologies: readonly Topology[];
  readonly decisions: readonly Decision[];
  readonly buckets: readonly BucketHistory[];
}

export function readVectors(): Vectors {
  return JSON.parse(
    readFileSync(new URL('../vectors/ecmp-vectors.json', import.meta.url), 'utf8'),
  ) as Vectors;
}

export function flowOf(decision: Decision): Flow {
  const origin = originOf(decision);
  const saddr = decision.flowSaddr === undefined ? {} : { saddr: address(decision.flowSaddr) };
  return { ...packetOf(decision.pkt, origin), ...saddr };
}

export function address(text: string): Address {
  const parsed = parseStrictAddress(text);
  if (parsed === undefined) throw new Error(`bad address in a vector: ${text}`);
  return parsed;
}

function originOf({ source }: Decision): Flow['origin'] {
  if (source.startsWith('local')) return 'local';
  if (source.startsWith('forwarded')) return 'forwarded';
  return source === 'route-get iif' ? 'route-get-iif' : 'route-get';
}

function packetOf(packet: Packet, origin: Flow['origin']): Flow {
  const { icmpInner, encap, fragOffset, flowLabel } = packet;
  const { icmpType, spi, fragment, nexthdr } = packet;
  return {
    src: address(packet.src),
    dst: address(packet.dst),
    proto: packet.proto,
    sport: packet.sport ?? 0,
    dport: packet.dport ?? 0,
    origin,
    ...(icmpType === undefined ? {} : { icmpType }),
    ...(spi === undefined ? {} : { spi }),
    ...(fragment === undefined ? {} : { fragment }),
    ...(nexthdr === undefined ? {} : { nexthdr }),
    ...(flowLabel === undefined ? {} : { flowlabel: flowLabel }),
    ...(fragOffset === undefined ? {} : { fragOffset: fragOffset > 0 }),
    ...(icmpInner === undefined ? {} : { quoted: packetOf(icmpInner, origin) }),
    ...(encap === undefined ? {} : { encap: packetOf(encap, origin) }),
  };
}
