/** One flow: the fields of a packet that Linux hashes. Names and meanings are those of `docs/cli.md`. */
import type { Address } from './address.ts';
import type { MacAddress } from './mac.ts';

/** How the packet reaches the route lookup. */
export type FlowOrigin = 'forwarded' | 'local' | 'route-get' | 'route-get-iif';

export interface Flow {
  /** 0.0.0.0, as `dst`, in a frame whose `etherType` is not that of IP. */
  readonly src: Address;
  readonly dst: Address;
  /** IP protocol number. */
  readonly proto: number;
  /** 0 if the protocol has none. */
  readonly sport: number;
  readonly dport: number;
  readonly origin: FlowOrigin;
  /** Local traffic: the source address that the route lookup used. */
  readonly saddr?: Address;
  readonly fragment?: boolean;
  readonly fragOffset?: boolean;
  readonly icmpType?: number;
  readonly icmpCode?: number;
  readonly icmpId?: number;
  readonly spi?: number;
  readonly flowlabel?: number;
  /** IPv6: the raw next-header byte, where it differs from `proto`. */
  readonly nexthdr?: number;
  /** ICMP error: the embedded packet. */
  readonly quoted?: Flow;
  /** Tunnel: the inner packet. */
  readonly encap?: Flow;
  /** Bonds: link-layer addresses of the frame, its VLAN tag (the whole TCI) and its type where it is not IP. */
  readonly smac?: MacAddress;
  readonly dmac?: MacAddress;
  readonly vlan?: number;
  readonly etherType?: number;
  readonly bytes?: number;
  readonly packets?: number;
}

/** False for a frame that is neither IPv4 nor IPv6: it has no addresses. */
export function isIp({ etherType }: Flow): boolean {
  return etherType === undefined || etherType === ETHERTYPE_IPV4 || etherType === ETHERTYPE_IPV6;
}

export const ETHERTYPE_IPV4 = 0x0800;
export const ETHERTYPE_IPV6 = 0x86dd;
