/**
 * What a sysctl has at the end, as the kernel reads it.
 * Per-link IPv4 settings combine with `all` in the way that include/linux/inetdevice.h, v6.12, says for each:
 * rp_filter by maximum (IN_DEV_MAXCONF), src_valid_mark by or (IN_DEV_ORCONF).
 */
import { isUnknown, known } from '../base/fact.ts';
import type { Host, HostSysctl } from './model.ts';

/** The last write of exactly this key (`net.ipv4.ip_forward`), or undefined if no file writes it. */
export function lastWrite(host: Host, key: readonly string[]): HostSysctl | undefined {
  return host.sysctls.findLast((write) => matches(write, key));
}

/** The last write as a whole number; undefined if nobody writes the key or the value is unknown. */
export function sysctlNumber(host: Host, key: readonly string[]): number | undefined {
  const text = known(lastWrite(host, key)?.value);
  return text !== undefined && /^\d+$/.test(text.trim()) ? Number(text.trim()) : undefined;
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

export interface LinkSetting {
  readonly all: number | undefined;
  readonly link: number | undefined;
  readonly allWrite: HostSysctl | undefined;
  readonly linkWrite: HostSysctl | undefined;
  /** False where a write that cannot be read may change it. */
  readonly isCertain: boolean;
}

/** Both halves of a `net.ipv4.conf` setting of one link. `*` counts as a write of the link. */
export function linkSetting(host: Host, name: string, link: string): LinkSetting {
  const allKey = ['net', 'ipv4', 'conf', 'all', name];
  const linkKey = ['net', 'ipv4', 'conf', link, name];
  return {
    all: sysctlNumber(host, allKey),
    link: sysctlNumber(host, linkKey),
    allWrite: lastWrite(host, allKey),
    linkWrite: lastWrite(host, linkKey),
    isCertain: !maybeWritten(host, allKey) && !maybeWritten(host, linkKey),
  };
}

function matches(write: HostSysctl, key: readonly string[]): boolean {
  return (
    write.key.length === key.length &&
    write.key.every(
      (segment, i) => segment === key[i] || (segment === '*' && isLinkSegment(key, i)),
    )
  );
}

/** systemd-sysctl(8) and the shell expand `conf/*` to `all` and `default` too. */
function isLinkSegment(key: readonly string[], i: number): boolean {
  return key[i - 1] === 'conf';
}

/** A write into a file whose name is not known at all. */
function isAnyKey(write: HostSysctl): boolean {
  return write.key.length === 1 && isUnknown(write.key[0]);
}

function couldMatch(write: HostSysctl, key: readonly string[]): boolean {
  return write.key.every(
    (segment, i) => isUnknown(segment) || segment === '*' || segment === key[i],
  );
}
