/** What one `ip` command asks of the machine. */
import type { Family } from '../../../net/address.ts';
import type { AddressFlush } from '../flushAddresses.ts';
import type { NexthopFlush, NexthopRequest } from '../nexthops.ts';
import type { NeighbourFlush, NeighbourRequest } from '../neighbours.ts';
import type { AddressRequest, Asked, FlushRequest, RouteRequest } from '../requests.ts';
import type { RuleFlush, RuleRequest } from '../rules.ts';
import type { TableId } from '../types.ts';

export interface LinkAddRequest extends Asked {
  readonly name: string;
  readonly kind: string;
  /** Of a veth pair; undefined where the kernel takes a name. */
  readonly peer: string | undefined;
  readonly lower: string | undefined;
  readonly master: string | undefined;
  readonly up: boolean | undefined;
  readonly mtu: number | undefined;
  /** The namespace that it is made in, where that is another one. */
  readonly netns: string | undefined;
  /** The namespace of the other end, where that is another one. */
  readonly peerNetns: string | undefined;
}

export interface LinkSetRequest extends Asked {
  readonly dev: string;
  readonly up: boolean | undefined;
  readonly name: string | undefined;
  /** Null: `nomaster`. */
  readonly master: string | null | undefined;
  readonly mtu: number | undefined;
  /** NaN: a name. */
  readonly group: number | undefined;
  /** A hardware address is written. */
  readonly readdressed: boolean;
  /** `arp on`, `arp off`. */
  readonly arp: boolean | undefined;
  readonly multicast: boolean | undefined;
  /** A setting is written of which the kernel tells all that listen, even if it is as before. */
  readonly isAnnounced: boolean;
  /** The namespace that the link is moved to. */
  readonly netns: string | undefined;
}

/** Further names of a link. */
export interface LinkNamesRequest extends Asked {
  readonly verb: 'name' | 'unname';
  readonly dev: string;
  readonly names: readonly string[];
}

export type MachineCommand =
  | { readonly kind: 'route'; readonly request: RouteRequest }
  | { readonly kind: 'flush-routes'; readonly request: FlushRequest; readonly sure: boolean }
  | { readonly kind: 'rule'; readonly request: RuleRequest }
  | {
      readonly kind: 'flush-rules';
      readonly request: RuleFlush;
      readonly sure: boolean;
    }
  | {
      readonly kind: 'address';
      readonly request: AddressRequest & { readonly exact: boolean };
    }
  | {
      readonly kind: 'flush-addresses';
      readonly request: AddressFlush;
      readonly sure: boolean;
    }
  | { readonly kind: 'link-add'; readonly request: LinkAddRequest }
  | { readonly kind: 'link-set'; readonly request: LinkSetRequest }
  | { readonly kind: 'link-names'; readonly request: LinkNamesRequest }
  | { readonly kind: 'link-del'; readonly dev: string; readonly sure: boolean }
  | { readonly kind: 'nexthop'; readonly request: NexthopRequest }
  | {
      readonly kind: 'flush-nexthops';
      readonly request: NexthopFlush;
      readonly sure: boolean;
    }
  | { readonly kind: 'neighbour'; readonly dev: string; readonly request: NeighbourRequest }
  | {
      readonly kind: 'flush-neighbours';
      readonly request: NeighbourFlush;
      readonly sure: boolean;
    }
  /** It changes nothing: it shows, or `ip` refuses its words. */
  | { readonly kind: 'none' }
  /** It changes what cannot be known. */
  | {
      readonly kind: 'unknown';
      readonly touches: 'routes' | 'rules' | 'nexthops' | 'neighbours' | 'links' | 'everything';
      readonly table?: TableId;
      readonly family?: Family;
      /** What is there stays. */
      readonly addsOnly?: boolean;
    };
