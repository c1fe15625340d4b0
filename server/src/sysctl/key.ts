/**
 * sysctl names to path segments below /proc/sys.
 * sysctl(8) and sysctl.d(5): the separator that comes first counts, so `net/ipv4/conf/eno4.100/rp_filter` keeps its dot,
 * and in a name with dots a slash stands for a dot.
 */
import type { Unknown } from '../base/fact.ts';

/** A key whose holes are marked by `hole`; each segment that is or holds a hole becomes unknown. */
export interface KeyText {
  readonly text: string;
  readonly hole: string;
  readonly unknown: Unknown | undefined;
}

/** The segments of a name, or undefined if it is no sysctl name. */
export function keySegments({
  text,
  hole,
  unknown,
}: KeyText): readonly (string | Unknown)[] | undefined {
  const separator = /[./]/.exec(text)?.[0];
  if (separator === undefined) return /^[\w-]+$/.test(text) ? [text] : undefined;
  const segments = text.split(separator);
  const other = separator === '.' ? '/' : '.';
  const swapped =
    separator === '.' ? segments.map((part) => part.replaceAll(other, '.')) : segments;
  if (swapped.some((part) => part === '')) return undefined;
  return swapped.map((part) => (unknown !== undefined && part.includes(hole) ? unknown : part));
}

/** The segments of a path such as `/proc/sys/net/ipv4/ip_forward`, or undefined for any other path. */
export function pathSegments(key: KeyText): readonly (string | Unknown)[] | undefined {
  const prefix = '/proc/sys/';
  if (!key.text.startsWith(prefix)) return undefined;
  const parts = key.text
    .slice(prefix.length)
    .split('/')
    .filter((part) => part !== '');
  const { hole, unknown } = key;
  return parts.map((part) => (unknown !== undefined && part.includes(hole) ? unknown : part));
}
