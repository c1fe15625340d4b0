/** A multipath route and the settings that decide with it, as the kernel has them: struct fib_info and the sysctls. */
import type { Address, Family } from '../net/address.ts';
import type { KernelProfile } from './profiles.ts';
import type { HashKey } from './siphash.ts';

export interface RouteNexthop {
  /** As written after `weight`: 1 to 256, for members of groups since 6.12 up to 65536. */
  readonly weight: number;
  /**
   * The link is down, or has no carrier with ignore_routes_with_linkdown=1: the others share its region.
   * A nexthop object is deleted then, also when only the carrier is lost, and leaves its groups.
   */
  readonly isDead?: boolean;
  /** The neighbour entry of the gateway exists and is not valid. Matters for IPv4 routes with `useNeigh`, and for groups. */
  readonly hasFailedNeighbour?: boolean;
  /** The address that the kernel would put in packets through this nexthop; undefined where it is not known. */
  readonly source?: Address;
}

export interface MultipathRoute {
  readonly family: Family;
  /** `classic`: written with `nexthop` in the route; the others are nexthop objects. */
  readonly kind: 'classic' | 'group' | 'resilient';
  readonly nexthops: readonly RouteNexthop[];
  /**
   * Resilient groups: the number of buckets of a new group, or the index of the nexthop that owns each bucket
   * (see `replaceMembers` for how a table gets its owners). Required there.
   */
  readonly buckets?: number | readonly number[];
}

export interface HashSettings {
  readonly profile: KernelProfile;
  /** net.ipv4.fib_multipath_hash_policy or its twin of IPv6. */
  readonly policy: number;
  /** net.ipv4.fib_multipath_hash_fields or its twin, for policy 3; default 7: source, destination, protocol. */
  readonly fields?: number;
  readonly key: HashKey;
  /** net.ipv4.fib_multipath_use_neigh. */
  readonly useNeigh?: boolean;
}
