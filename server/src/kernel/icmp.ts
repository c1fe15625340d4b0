/** Which ICMP messages are errors whose embedded packet decides. */
import type { Flow } from '../net/flow.ts';

/** True for the errors whose embedded packet is looked into: icmp_is_err() and icmpv6_is_err(), include/linux/icmp.h and icmpv6.h. */
export function isIcmpError({ src, proto, icmpType }: Flow): boolean {
  if (icmpType === undefined) return false;
  return src.family === 4
    ? proto === ICMP && ICMP_ERRORS.has(icmpType)
    : proto === ICMPV6 && icmpType >= 1 && icmpType <= 4;
}

export const ICMP = 1;
export const ICMPV6 = 58;
/** Unreachable, source quench, redirect, time exceeded, parameter problem. */
const ICMP_ERRORS: ReadonlySet<number> = new Set([3, 4, 5, 11, 12]);
