/** The value that a host's sysctl lines leave behind. */
import { isUnknown } from '../base/fact.ts';
import type { Fact } from '../base/fact.ts';
import type { Host, HostSysctl } from '../host/model.ts';
import { parseUnsignedC } from '../net/address.ts';
import type { Family } from '../net/address.ts';
import type { Group } from './types.ts';

type HashSysctls = Pick<Group, 'policy' | 'seed' | 'fields' | 'useNeigh'>;

/** What decides the flow hash of a family. */
export function hashSysctls(host: Host, family: Family): HashSysctls {
  const fields = sysctlNumber(host, `net.ipv${family}.fib_multipath_hash_fields`);
  return {
    policy: sysctlNumber(host, `net.ipv${family}.fib_multipath_hash_policy`),
    // One seed for both families.
    seed: sysctlNumber(host, 'net.ipv4.fib_multipath_hash_seed'),
    ...(fields === undefined ? {} : { fields }),
    useNeigh: sysctlNumber(host, 'net.ipv4.fib_multipath_use_neigh')?.value === 1,
  };
}

function isKey(segments: HostSysctl['key'], key: string): boolean {
  const wanted = key.split('.');
  return segments.length === wanted.length && segments.every((segment, i) => segment === wanted[i]);
}

/** The last write that the kernel would take as a number. */
function sysctlNumber(host: Host, key: string): Fact<number> | undefined {
  const writes = host.sysctls
    .filter((write) => isKey(write.key, key))
    .map(({ value }) => numberOf(value));
  return writes.findLast((write) => write !== undefined);
}

function numberOf(fact: Fact<string>): Fact<number> | undefined {
  if (isUnknown(fact.value)) return { value: fact.value, origin: fact.origin };
  const value = parseUnsignedC(fact.value.trim());
  return value === undefined ? undefined : { value, origin: fact.origin };
}
