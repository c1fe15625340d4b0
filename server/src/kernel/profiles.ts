/** Which behaviour a kernel version has. To be filled by the table of versions. */
export interface KernelProfile {
  /** As asked for: `4.15`, `6.18.4`. */
  readonly version: string;
  /** Who chooses the nexthop of an IPv4 multipath route: 3.5 and older, 3.6 to 4.3, 4.4 and newer. */
  readonly ipv4Multipath: 'route-cache' | 'per-packet' | 'flow-hash';
  /** Values that net.ipv4.fib_multipath_hash_policy takes; empty: the kernel has no such sysctl (policy 0 behaviour). */
  readonly ipv4Policies: readonly number[];
  readonly ipv6Policies: readonly number[];
  /** net.ipv4.fib_multipath_hash_seed exists (6.11). */
  readonly hasSeed: boolean;
  /** net.ipv4.fib_multipath_use_neigh exists (4.7). */
  readonly hasUseNeigh: boolean;
  /** `ip nexthop` and groups (5.3). */
  readonly hasNexthopObjects: boolean;
  /** `type resilient` (5.13). */
  readonly hasResilientGroups: boolean;
  /** How local traffic prefers the nexthop of its source address: none before 6.16, `last` is the 6.16 to 6.18.3 quirk. */
  readonly sourcePreference: 'none' | 'last' | 'score';
  /** The keyed hash function behind the flow hash. */
  readonly hashFunction: 'none' | 'jhash' | 'siphash';
  /** True if both directions of a flow have the same hash. */
  readonly isSymmetric: boolean;
}
