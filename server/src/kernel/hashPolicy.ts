/** What decides which fields are hashed. */
import type { Family } from '../net/address.ts';
import type { KernelProfile } from './profiles.ts';

export type HashPolicy = 0 | 1 | 2 | 3;

export interface KeySelection {
  readonly family: Family;
  readonly policy: HashPolicy;
  /** net.ipv4.fib_multipath_hash_fields or its twin of IPv6; policy 3 only. */
  readonly fields: number;
  readonly profile: KernelProfile;
}
