/**
 * What breaks running connections. The figures are measurements on Linux 6.18.44 with 60 TCP connections over two uplinks;
 * the lab and all its results are in `docs/kernel/who-chooses-the-nexthop.md`.
 */
import { assertNever } from '../../../base/assertNever.ts';
import type { Situation } from './situation.ts';

/** One paragraph. */
export function breakage(situation: Situation): string {
  const { pinning, nat } = situation;
  if (pinning.verdict === 'pinned') return pinnedBreakage;
  const head = nat.length === 0 ? '**What moves connections.**' : '**What breaks connections.**';
  return `${head} ${eventsOf(situation)}`;
}

function eventsOf(situation: Situation): string {
  const { era, nat } = situation;
  switch (era) {
    case 'none':
      return 'Nothing, because nothing chooses.';
    case 'route-cache':
      return 'A pause that outlives the cache entry, a flush of the cache, a changed route, a link going down or coming back: the next packet chooses anew.';
    case 'per-packet':
      return nat.length === 0
        ? 'Already the second packet of each connection may take another uplink.'
        : 'Already the second packet: behind NAT the handshake of TCP fails, because SYN and ACK leave with two addresses.';
    case 'unweighted':
      return `A nexthop added, removed or put in another place of the list, ${goingDown}`;
    case 'flow-hash':
      return [
        `A nexthop added, removed or put in another place of the list, a changed weight, ${goingDown}`,
        ...measured(situation),
      ].join(' ');
    default:
      return assertNever(era);
  }
}

const goingDown = 'an uplink going down, and its coming back for all that began meanwhile.';

/** The lab was IPv4: its figures say nothing about IPv6, and those behind NAT nothing about a route without. */
function measured({ family, nat }: Situation): readonly string[] {
  if (family === 6) return [];
  const behindNat =
    'of 60 connections behind NAT, weights 1:1 to 1:3 killed 14, a third uplink 31, an uplink down 29, its return 29. ';
  return [
    `Measured on Linux 6.18.44: ${nat.length === 0 ? 'the' : `${behindNat}The`} same two nexthops in the other order moved 16 of 16 flows.`,
  ];
}

const pinnedBreakage =
  '**What still breaks connections.** An uplink that is really down takes its own connections with it. ' +
  'And a table with a single default route loses it when the link goes down and does not get it back by itself, unlike this multipath route: ' +
  'pinned connections then fall through to `main`, so something must add that route again.';
