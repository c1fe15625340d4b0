/** The writes of a sysctl on a host, and what it has at the end. */
import { isUnknown, known } from '../base/fact.ts';
import type { KernelProfile } from '../kernel/profiles.ts';
import { parseSysctlInteger } from '../sysctl/integer.ts';
import { rangeOf, type IntegerRange } from '../sysctl/ranges.ts';
import type { Host, HostSysctl } from './model.ts';

/**
 * The last write of exactly this key (`net.ipv4.ip_forward`) that the kernel may take; the last one at all if it refuses each,
 * or undefined if no file writes the key.
 */
export function lastWrite(host: Host, key: readonly string[]): HostSysctl | undefined {
  const writes = host.sysctls.filter((write) => matches(write, key));
  return writes.findLast((write) => !isRefused(host.kernel, write)) ?? writes.at(-1);
}

/** The last write as a whole number; undefined if nobody writes the key or the value is unknown. */
export function sysctlNumber(host: Host, key: readonly string[]): number | undefined {
  const text = known(lastWrite(host, key)?.value);
  return text === undefined ? undefined : parseSysctlInteger(text);
}

/**
 * True if the last write may not be what counts: a variable in the key of another, or branches that write different values.
 */
export function maybeWritten(host: Host, key: readonly string[]): boolean {
  const last = lastWrite(host, key);
  const branches = host.sysctls.filter((write) => write.mayNotRun && matches(write, key));
  if (branches.some((write) => known(write.value) !== known(last?.value))) return true;
  if (
    last?.mayNotRun === true &&
    host.sysctls.some((write) => matches(write, key) && known(write.value) !== known(last.value))
  )
    return true;
  return host.sysctls.some(
    (write) =>
      isAnyKey(write) ||
      (write.key.length === key.length && !matches(write, key) && couldMatch(write, key)),
  );
}

export interface SysctlRefusal {
  readonly value: string;
  /** What the kernel takes. */
  readonly range: IntegerRange;
}

/** The value that a kernel surely answers with EINVAL, or undefined. */
export function refusalOf(
  kernel: KernelProfile,
  { key, value }: HostSysctl,
): SysctlRefusal | undefined {
  const text = known(value);
  if (text === undefined) return undefined;
  // A pattern writes `all`, and what is asked of that is asked of every link.
  const names = key.flatMap((part) =>
    typeof part === 'string' ? [part === '*' ? 'all' : part] : [],
  );
  const range = names.length === key.length ? rangeOf(names, kernel) : undefined;
  const number = parseSysctlInteger(text);
  const isTaken =
    range === undefined || (number !== undefined && number >= range.min && number <= range.max);
  return isTaken ? undefined : { value: text, range };
}

export function isRefused(kernel: KernelProfile, write: HostSysctl): boolean {
  return refusalOf(kernel, write) !== undefined;
}

const ipForward = ['net', 'ipv4', 'ip_forward'];

/** `ip_forward` is another name of `conf.all.forwarding` (devinet_init_net(), net/ipv4/devinet.c, v6.18). */
export function canonicalKey<T>(key: readonly (string | T)[]): readonly (string | T)[] {
  const isForward = key.length === 3 && key.every((part, i) => part === ipForward[i]);
  return isForward ? ['net', 'ipv4', 'conf', 'all', 'forwarding'] : key;
}

function matches(write: HostSysctl, asked: readonly string[]): boolean {
  const key = canonicalKey(asked);
  const written = canonicalKey(write.key);
  return (
    written.length === key.length &&
    written.every(
      (segment, i) => segment === key[i] || (segment === '*' && isLinkSegment(key, i)),
    ) &&
    write.except?.has(key.join('/')) !== true
  );
}

/** Patterns stand for `all` and `default` too. */
function isLinkSegment(key: readonly unknown[], i: number): boolean {
  return key[i - 1] === 'conf';
}

/** A write into a file whose name is not known at all. */
function isAnyKey(write: HostSysctl): boolean {
  return write.key.length === 1 && isUnknown(write.key[0]);
}

function couldMatch(write: HostSysctl, key: readonly string[]): boolean {
  return (
    write.except?.has(key.join('/')) !== true &&
    write.key.every((segment, i) => isUnknown(segment) || segment === '*' || segment === key[i])
  );
}
