/**
 * The buckets of a resilient nexthop group and what a change of its members does to them:
 * nh_res_group_rebalance() and nh_res_table_upkeep(), net/ipv4/nexthop.c, v6.18 (the same since 5.13).
 * Invariant: every bucket belongs to a member; a busy bucket moves only if its member is gone or the table is forced.
 */

export interface ResilientMember {
  /** Number of the nexthop object. */
  readonly id: number;
  readonly weight: number;
}

/** What the lookups before a change left behind. */
export interface TableUse {
  /** Buckets that were looked up within idle_timer, and since they were assigned. */
  readonly busy?: ReadonlySet<number>;
  /** The table was unbalanced for longer than unbalanced_timer: busy buckets move too. */
  readonly isForced?: boolean;
}

/** The owners of the buckets of a new group: the last member has the first buckets. */
export function createTable(nBuckets: number, members: readonly ResilientMember[]): number[] {
  return replaceMembers(
    Array.from({ length: nBuckets }, () => undefined),
    members,
  );
}

/** The owners after `ip nexthop replace` or after the deletion of a member; `owners` stays as it is. */
export function replaceMembers(
  owners: readonly (number | undefined)[],
  members: readonly ResilientMember[],
  { busy = new Set(), isForced = false }: TableUse = {},
): number[] {
  const seats = seatsOf(members, owners.length);
  const byId = new Map(seats.map((seat) => [seat.id, seat]));
  const kept = owners.map((owner) => (owner === undefined ? undefined : byId.get(owner)));
  for (const seat of kept) if (seat !== undefined) seat.have++;
  // Each is pushed to the front of the list, so the last member is served first.
  const under = seats.filter(({ have, want }) => have < want).toReversed();
  return kept.map((seat, bucket) => {
    const mayMove =
      seat === undefined || (seat.have > seat.want && (isForced || !busy.has(bucket)));
    const taker = under[0];
    if (!mayMove || taker === undefined) return seat?.id ?? NOBODY;
    if (seat !== undefined) seat.have--;
    taker.have++;
    if (taker.have >= taker.want) under.shift();
    return taker.id;
  });
}

/**
 * The owners after these nexthops were deleted one by one, as when a link goes down: nexthop_flush_dev() begins with the
 * nexthop that was made last. A bucket that moves is idle from then on.
 */
export function removeMembers(
  owners: readonly number[],
  members: readonly ResilientMember[],
  change: { readonly removed: readonly number[]; readonly busy: ReadonlySet<number> },
): number[] {
  let table = [...owners];
  let left = members;
  let { busy } = change;
  for (const id of change.removed.toReversed()) {
    left = left.filter((member) => member.id !== id);
    if (left.length === 0) return table;
    const before = table;
    table = replaceMembers(before, left, { busy });
    const after = table;
    busy = new Set([...busy].filter((bucket) => after[bucket] === before[bucket]));
  }
  return table;
}

/** Never seen with members that want as many buckets as there are. */
const NOBODY = -1;

interface Seat {
  readonly id: number;
  readonly want: number;
  have: number;
}

/** How many buckets each member is to have: differences of rounded running sums. */
function seatsOf(members: readonly ResilientMember[], nBuckets: number): Seat[] {
  const total = members.reduce((sum, { weight }) => sum + weight, 0);
  let reached = 0;
  let before = 0;
  return members.map(({ id, weight }) => {
    reached += weight;
    const upTo = Math.floor((nBuckets * reached + Math.floor(total / 2)) / total);
    const want = upTo - before;
    before = upTo;
    return { id, want, have: 0 };
  });
}
