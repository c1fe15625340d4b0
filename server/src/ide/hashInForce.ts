/**
 * Which multipath hash policy a host runs with: what its files set, if the kernel has and takes that value, else the default 0.
 * Follows fib_multipath_hash_policy in net/ipv4/sysctl_net_ipv4.c and net/ipv6/sysctl_net_ipv6.c: a value out of range is refused.
 */
import { isUnknown, known } from '../base/fact.ts';
import type { Host, HostSysctl } from '../host/model.ts';
import { lastWrite, sysctlNumber } from '../host/sysctl.ts';
import type { Family } from '../net/address.ts';

/** The policy in force and why. */
export type HashInForce =
  /** Nobody sets it. */
  | { readonly kind: 'default'; readonly policy: 0 }
  | { readonly kind: 'set'; readonly policy: number; readonly write: HostSysctl }
  /** A file sets a value that the kernel refuses. */
  | {
      readonly kind: 'refused';
      readonly policy: 0;
      readonly write: HostSysctl;
      readonly text: string;
    }
  /** A file sets the sysctl, but this kernel does not have it. */
  | { readonly kind: 'no-such-sysctl'; readonly policy: 0; readonly write: HostSysctl }
  /** A file sets a value that cannot be known. */
  | {
      readonly kind: 'unknown';
      readonly policy: undefined;
      readonly write: HostSysctl;
      readonly reason: string;
    };

/** Name of the sysctl of a family. */
export function hashPolicyKey(family: Family): string {
  return `net.ipv${family}.fib_multipath_hash_policy`;
}

/** The policy that stands after all files of the host have run. */
export function hashInForce(host: Host, family: Family): HashInForce {
  const key = hashPolicyKey(family).split('.');
  const write = lastWrite(host, key);
  if (write === undefined) return { kind: 'default', policy: 0 };
  const policies = family === 4 ? host.kernel.ipv4Policies : host.kernel.ipv6Policies;
  if (policies.length === 0) return { kind: 'no-such-sysctl', policy: 0, write };
  if (isUnknown(write.value.value))
    return { kind: 'unknown', policy: undefined, write, reason: write.value.value.reason };
  const policy = sysctlNumber(host, key);
  if (policy !== undefined && policies.includes(policy)) return { kind: 'set', policy, write };
  return { kind: 'refused', policy: 0, write, text: known(write.value) ?? '' };
}
