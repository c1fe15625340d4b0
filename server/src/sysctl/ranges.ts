/**
 * Which numbers the kernel takes for the sysctls that matter to routing.
 * Only what is sure is here: a key that has no row, or none for this kernel, takes anything.
 * Sources: net/ipv4/sysctl_net_ipv4.c, net/ipv6/sysctl_net_ipv6.c, net/ipv4/devinet.c and net/ipv6/addrconf.c, v6.18; each row
 * was measured on 6.18.
 */
import type { KernelProfile } from '../kernel/profiles.ts';
import { isSince, parseVersion, type Version } from '../kernel/version.ts';

export interface IntegerRange {
  readonly min: number;
  readonly max: number;
}

interface RangeRow extends IntegerRange {
  /** Segments below /proc/sys; `*` is any one segment. */
  readonly key: string;
  /** From this kernel on it is known to refuse what is outside; absent: from the first that has the key. */
  readonly since?: Version;
}

const int: IntegerRange = { min: -0x80000000, max: 0x7fffffff };

const rows: readonly RangeRow[] = [
  { key: 'net/ipv4/ip_forward', ...int },
  { key: 'net/ipv4/fib_multipath_hash_fields', min: 1, max: 0xfff },
  { key: 'net/ipv6/fib_multipath_hash_fields', min: 1, max: 0xfff },
  { key: 'net/ipv4/fib_multipath_hash_seed', min: 0, max: 0xffffffff },
  { key: 'net/ipv4/fib_multipath_use_neigh', min: 0, max: 1 },
  { key: 'net/ipv4/ip_default_ttl', min: 1, max: 255 },
  { key: 'net/ipv6/conf/*/force_forwarding', min: 0, max: 1 },
  { key: 'net/ipv6/conf/*/addr_gen_mode', min: 0, max: 3, since: [5, 4, 0] },
  { key: 'net/ipv6/conf/*/accept_untracked_na', min: 0, max: 2, since: [6, 0, 0] },
  { key: 'net/ipv6/conf/*/router_solicitations', min: -1, max: 0x7fffffff, since: [5, 4, 0] },
  { key: 'net/ipv6/conf/*/hop_limit', min: 1, max: 255, since: [5, 4, 0] },
  { key: 'net/ipv6/conf/*/ra_defrtr_metric', min: 1, max: 0xffffffff },
  ...['forwarding', 'accept_ra', 'disable_ipv6', 'proxy_ndp', 'accept_redirects'].map((name) => ({
    key: `net/ipv6/conf/*/${name}`,
    ...int,
  })),
];

const hashPolicy = /^net\/ipv([46])\/fib_multipath_hash_policy$/;
const ipv4Conf = /^net\/ipv4\/conf\/[^/]+\/(?!mc_forwarding$)[^/]+$/;

/** What a kernel takes for a key, or undefined where that is not known. */
export function rangeOf(key: readonly string[], kernel: KernelProfile): IntegerRange | undefined {
  const path = key.join('/');
  if (ipv4Conf.test(path)) return int;
  const family = hashPolicy.exec(path)?.[1];
  if (family !== undefined)
    return policyRange(family === '4' ? kernel.ipv4Policies : kernel.ipv6Policies);
  const version = parseVersion(kernel.version)?.version;
  return rows.find(
    ({ key: pattern, since }) =>
      isRowOf(pattern, key) &&
      (since === undefined || (version !== undefined && isSince(version, since))),
  );
}

/** Policies are numbered from 0 without a gap. */
function policyRange(policies: readonly number[]): IntegerRange | undefined {
  return policies.length === 0 ? undefined : { min: 0, max: Math.max(...policies) };
}

function isRowOf(pattern: string, key: readonly string[]): boolean {
  const segments = pattern.split('/');
  return (
    segments.length === key.length &&
    segments.every((segment, i) => segment === '*' || segment === key[i])
  );
}
