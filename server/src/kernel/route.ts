/** A multipath route and the settings that decide with it, as the kernel has them: struct fib_info and the sysctls. */
import type { Address, Family } from '../net/address.ts';
import type { KernelProfile } from './profiles.ts';
import type { HashKey } from './siphash.ts';

export interface RouteNexthop {
  /** 1 to 256, as written after `weight`. */
  readonly weight: number;
  /** The link is down, or has no carrier with ignore_routes_with_linkdown=1: the others share its region. */
  readonly isDead?: boolean;
  /** The neighbour entry of the gateway exists and is not valid. Matters only with `useNeigh`. */
  readonly hasFailedNeighbour?: boolean;
  /** The address that the kernel would put in packets through this nexthop; undefined where it is not known. */
  readonly source?: Address;
}

export interface MultipathRoute {
  readonly family: Family;
  /** `classic`: written with `nexthop` in the route; the others are nexthop objects. */
  readonly kind: 'classic' | 'group' | 'resilient';
  readonly nexthops: readonly RouteNexthop[];
}

export interface HashSettings {
  readonly profile: KernelProfile;
  /** net.ipv4.fib_multipath_hash_policy. */
  readonly policy: number;
  readonly key: HashKey;
  /** net.ipv4.fib_multipath_use_neigh. */
  readonly useNeigh?: boolean;
}
