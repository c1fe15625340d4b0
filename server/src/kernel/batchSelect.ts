/**
 * From many hashes to nexthops. A region is found by the upper bits of the hash: a table knows the region where each
 * of its slots begins, from where at most the few bounds inside of the slot are left to compare.
 */
import type { ReadyRoute } from './multipathRoute.ts';
import { DEAD } from './regions.ts';
import { selectMultipath } from './selectMultipath.ts';

/** How a hash of 31 bits names a nexthop. */
export type Regions =
  /** The first nexthop whose bound is not below the hash; DEAD for those that take none. `beyond`: above all bounds. */
  | { readonly kind: 'bounds'; readonly upperBounds: readonly number[]; readonly beyond: number }
  /** The owner of bucket number hash modulo their count. */
  | {
      readonly kind: 'buckets';
      readonly owners: readonly number[];
      readonly nNexthops: number;
    };

/** The nexthop of each flow, by its index, and how many flows each nexthop has. */
export interface Members {
  readonly members: Uint8Array | Uint16Array;
  readonly counts: Uint32Array;
}

/** The regions that packets meet; local traffic may prefer by its source address besides. */
export function regionsOf(route: ReadyRoute): Regions {
  const { candidates, buckets, isModulo } = route;
  const nNexthops = candidates.length;
  if (buckets !== undefined) return { kind: 'buckets', owners: buckets, nNexthops };
  if (isModulo) {
    const owners = candidates.flatMap(({ upperBound }, i) => (upperBound === DEAD ? [] : [i]));
    return { kind: 'buckets', owners, nNexthops };
  }
  const upperBounds = candidates.map(({ upperBound, isGood }) => (isGood ? upperBound : DEAD));
  return { kind: 'bounds', upperBounds, beyond: indexBeyond(route) };
}

/** Where a hash goes that lies above every usable region, because the last neighbours failed. */
function indexBeyond({ candidates, preference }: ReadyRoute): number {
  return (
    selectMultipath(candidates, { hash: 2 ** 31, saddr: 0, preference }) ??
    candidates.findIndex(({ upperBound }) => upperBound !== DEAD)
  );
}

export function selectMembers(hashes: Uint32Array, regions: Regions): Members {
  const nNexthops = regions.kind === 'bounds' ? regions.upperBounds.length : regions.nNexthops;
  const counts = new Uint32Array(nNexthops);
  const members = new (nNexthops <= 256 ? Uint8Array : Uint16Array)(hashes.length);
  if (regions.kind === 'bounds') placeInRegions(hashes, regions, members);
  else placeInBuckets(hashes, Uint16Array.from(regions.owners), members);
  for (let i = 0; i < members.length; i++) {
    const member = members[i] ?? 0;
    counts[member] = (counts[member] ?? 0) + 1;
  }
  return { members, counts };
}

const HASH_BITS = 31;
const SLOT_BITS = 12;

function placeInRegions(
  hashes: Uint32Array,
  { upperBounds, beyond }: Extract<Regions, { kind: 'bounds' }>,
  members: Uint8Array | Uint16Array,
): void {
  // Nexthops that take none are left out, and one at the end takes whatever is above all others.
  const usable = [...upperBounds.keys()].filter((index) => upperBounds[index] !== DEAD);
  const bounds = Uint32Array.of(...usable.map((index) => upperBounds[index] ?? 0), 2 ** HASH_BITS);
  const owners = Uint16Array.of(...usable, beyond);
  const shift = HASH_BITS - SLOT_BITS;
  const first = new Uint16Array(1 << SLOT_BITS);
  for (let slot = 0, region = 0; slot < first.length; slot++) {
    while (slot * 2 ** shift > (bounds[region] ?? 0)) region++;
    first[slot] = region;
  }
  for (let i = 0; i < hashes.length; i++) {
    const hash = hashes[i] ?? 0;
    let region = first[hash >>> shift] ?? 0;
    while (hash > (bounds[region] ?? 0)) region++;
    members[i] = owners[region] ?? 0;
  }
}

function placeInBuckets(
  hashes: Uint32Array,
  owners: Uint16Array,
  members: Uint8Array | Uint16Array,
): void {
  for (let i = 0; i < hashes.length; i++)
    members[i] = owners[(hashes[i] ?? 0) % owners.length] ?? 0;
}
