/**
 * What breaks running connections. The figures are measurements on Linux 6.18.44 with 60 TCP connections over two uplinks;
 * the lab and all its results are in `docs/kernel/who-chooses-the-nexthop.md`.
 */
import { assertNever } from '../../../base/assertNever.ts';
import type { Era, Situation } from './situation.ts';

/** One paragraph. */
export function breakage(situation: Situation): string {
  const { era, pinning, nat } = situation;
  if (pinning.verdict === 'pinned') return pinnedBreakage;
  const head = nat.length === 0 ? '**What moves connections.**' : '**What breaks connections.**';
  return `${head} ${eventsOf(era)}`;
}

function eventsOf(era: Era): string {
  switch (era) {
    case 'none':
      return 'Nothing, because nothing chooses.';
    case 'route-cache':
      return 'A pause that outlives the cache entry, a flush of the cache, a changed route, a link going down or coming back: the next packet chooses anew.';
    case 'per-packet':
      return 'Already the second packet: behind NAT the handshake of TCP fails, because SYN and ACK leave with two addresses.';
    case 'unweighted':
    case 'flow-hash':
      return (
        'A nexthop added, removed or put in another place of the list, a changed weight, an uplink going down, and its coming back for all that began meanwhile. ' +
        'Measured, of 60 connections behind NAT: weights 1:1 to 1:3 killed 14, a third uplink 31, an uplink down 29, its return 29. ' +
        'The same two nexthops in the other order moved 16 of 16 flows.'
      );
    default:
      return assertNever(era);
  }
}

const pinnedBreakage =
  '**What still breaks connections.** An uplink that is really down takes its own connections with it. ' +
  'And a table with a single default route loses it when the link goes down and does not get it back by itself, unlike this multipath route: ' +
  'pinned connections then fall through to `main`, so something must add that route again.';
