/** What goes into the hash: the parts of struct flow_keys that multipath routing fills, include/net/flow_dissector.h, v6.18. */
import type { Ipv6Address } from '../net/address.ts';

/** A part that a policy leaves out is 0. */
export interface Ipv4Keys {
  /** Addresses as numbers, first octet in the high byte. */
  readonly src: number;
  readonly dst: number;
  readonly sport: number;
  readonly dport: number;
  readonly proto: number;
}

export interface Ipv6Keys {
  readonly src: Ipv6Address['words'];
  readonly dst: Ipv6Address['words'];
  readonly sport: number;
  readonly dport: number;
  readonly proto: number;
  /** The word that is hashed: the flow label in host order, or byte-swapped where the kernel takes it from the header as it is. */
  readonly label: number;
}

/** One message to hash, or the two of policy 3, each absent where no field of it was chosen or no tunnel was met. */
export type HashInput =
  | { readonly kind: 'ipv4'; readonly keys: Ipv4Keys }
  | { readonly kind: 'ipv6'; readonly keys: Ipv6Keys }
  /** Policy 3 for a packet: the hashes of the outer and the inner header, mixed. */
  | {
      readonly kind: 'nested';
      readonly outer: PlainInput | undefined;
      readonly inner: PlainInput | undefined;
    }
  /** Policy 3 for a local lookup without a chosen field of the outer header. */
  | { readonly kind: 'nothing' };

export type PlainInput = Extract<HashInput, { readonly kind: 'ipv4' | 'ipv6' }>;

/** A field that the hash needs and nobody told. */
export interface KeysUnknown {
  readonly kind: 'unknown';
  readonly reason: string;
}
