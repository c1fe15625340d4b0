/** Words that exclude `nhid`: rtm_to_fib_config() and rtm_to_fib6_config(), v6.18. */
import type { RouteRequest } from './requests.ts';
import { extack } from './words.ts';

export const twofold = extack(
  'request-invalid',
  'Nexthop specification and nexthop id are mutually exclusive',
);

/** A nexthop object is named, and a link or a gateway beside it. */
export function isTwofold({ nhid, hops, multipath }: RouteRequest): boolean {
  return nhid !== undefined && nhid !== 0 && (multipath || hops.length > 0);
}
