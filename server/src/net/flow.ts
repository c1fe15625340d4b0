/** One flow: the fields of a packet that Linux hashes. Names and meanings are those of `docs/cli.md`. */
import type { Address } from './address.ts';

/** How the packet reaches the route lookup. */
export type FlowOrigin = 'forwarded' | 'local' | 'route-get' | 'route-get-iif';

export interface Flow {
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
  readonly bytes?: number;
  readonly packets?: number;
}
