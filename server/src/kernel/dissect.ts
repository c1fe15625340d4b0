/**
 * What the flow dissector finds in a packet: __skb_flow_dissect() with flow_keys_dissector, net/core/flow_dissector.c, v6.18.
 * GRE, IPIP, 6in4, 4in6 and 6in6 are walked into; UDP tunnels are UDP, and an ICMP error is not looked into.
 */
import type { Address } from '../net/address.ts';
import type { Flow } from '../net/flow.ts';
import type { KeysUnknown } from './flowKeys.ts';

export interface Dissected {
  readonly kind: 'dissected';
  /** Addresses of the innermost header that was reached. */
  readonly src: Address;
  readonly dst: Address;
  readonly proto: number;
  readonly sport: number;
  readonly dport: number;
  /** In host order. An inner label of 0 leaves that of the outer header standing. */
  readonly label: number;
  /** A tunnel header was met. */
  readonly isEncapsulated: boolean;
}

/** Stops at the first tunnel header (FLOW_DISSECTOR_F_STOP_AT_ENCAP). */
export function dissectOuter(flow: Flow): Dissected | KeysUnknown {
  return dissectHeader(flow, { label: 0, isEncapsulated: false }, STAY_OUTSIDE);
}

/** Goes into the innermost header. */
export function dissectInner(flow: Flow): Dissected | KeysUnknown {
  let met: Met = { label: 0, isEncapsulated: false };
  let packet = flow;
  for (let depth = 0; depth <= MAX_TUNNELS; depth++) {
    if (!isTunnel(packet)) return dissectHeader(packet, met, GO_INSIDE);
    if (packet.encap === undefined) return NO_INNER;
    met = { label: labelOf(packet, met), isEncapsulated: true };
    packet = packet.encap;
  }
  return TOO_DEEP;
}

/** The innermost packet itself, with everything that is told about it. */
export function dissectInnermost(flow: Flow): Flow | KeysUnknown {
  let packet = flow;
  for (let depth = 0; depth <= MAX_TUNNELS; depth++) {
    if (!isTunnel(packet)) return packet;
    if (packet.encap === undefined) return NO_INNER;
    packet = packet.encap;
  }
  return TOO_DEEP;
}

/** TCP, UDP, DCCP, SCTP, UDP-Lite. */
export const PROTOCOLS_WITH_PORTS: ReadonlySet<number> = new Set([6, 17, 33, 132, 136]);

/** The kernel stops after 15 headers (MAX_FLOW_DISSECT_HDRS), extension headers and GRE included. */
const MAX_TUNNELS = 4;
/** IPv4 in IP, IPv6 in IP, GRE. */
const TUNNELS: ReadonlySet<number> = new Set([4, 41, 47]);
const ESP = 50;
const AH = 51;

const STAY_OUTSIDE = 'outside';
const GO_INSIDE = 'inside';

const NO_INNER: KeysUnknown = {
  kind: 'unknown',
  reason: 'the inner packet of the tunnel decides, which is not given',
};
const TOO_DEEP: KeysUnknown = {
  kind: 'unknown',
  reason: `more than ${MAX_TUNNELS} tunnels inside each other are not followed`,
};

interface Met {
  readonly label: number;
  readonly isEncapsulated: boolean;
}

/** A fragment ends the walk, the first one included. */
function isTunnel(packet: Flow): boolean {
  return TUNNELS.has(packet.proto) && !isFragment(packet);
}

function isFragment({ fragment, fragOffset }: Flow): boolean {
  return fragment === true || fragOffset === true;
}

function dissectHeader(
  packet: Flow,
  met: Met,
  where: typeof STAY_OUTSIDE | typeof GO_INSIDE,
): Dissected | KeysUnknown {
  const ports = portsOf(packet);
  if ('reason' in ports) return ports;
  return {
    kind: 'dissected',
    src: packet.src,
    dst: packet.dst,
    proto: packet.proto,
    ...ports,
    label: labelOf(packet, met),
    isEncapsulated: met.isEncapsulated || (where === STAY_OUTSIDE && isTunnel(packet)),
  };
}

function labelOf({ src, flowlabel = 0 }: Flow, met: Met): number {
  return src.family === 6 && flowlabel !== 0 ? flowlabel : met.label;
}

/** ESP and AH have their SPI in the place of both ports; everything else without ports has none. */
function portsOf(packet: Flow): { readonly sport: number; readonly dport: number } | KeysUnknown {
  if (isFragment(packet)) return NO_PORTS;
  const { proto, sport, dport, spi } = packet;
  if (PROTOCOLS_WITH_PORTS.has(proto)) return { sport, dport };
  if (proto !== ESP && proto !== AH) return NO_PORTS;
  if (spi === undefined) return unknown('ESP and AH are hashed by their SPI, which is not given');
  return { sport: spi >>> 16, dport: spi & 0xffff };
}

const NO_PORTS = { sport: 0, dport: 0 };

function unknown(reason: string): KeysUnknown {
  return { kind: 'unknown', reason };
}
