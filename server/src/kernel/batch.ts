/** Many plain forwarded flows at once, in typed columns: the same answers as `chooseNexthop`, without an object a flow. */
import { hashFlow } from './flowHash.ts';
import type { FlowHasher } from './flowHash.ts';
import type { ReadyRoute } from './multipathRoute.ts';
import { DEAD } from './regions.ts';
import { selectMultipath } from './selectMultipath.ts';

/** One entry a flow. Addresses have the first octet in the high byte; ports are 0 where the protocol has none. */
export interface FlowColumns {
  readonly src: Uint32Array;
  readonly dst: Uint32Array;
  readonly sport: Uint16Array;
  readonly dport: Uint16Array;
  readonly proto: Uint8Array;
}

/** Fills `chosen` with the index of each flow's nexthop; as many flows as `chosen` has entries. */
export function chooseNexthops(route: ReadyRoute, flows: FlowColumns, chosen: Int32Array): void {
  // One short loop for each step: the compiler then keeps the keys of a flow in registers.
  if (route.policy === 0) hashAddresses(route.hasher, flows, chosen);
  else hashTuples(route.hasher, flows, chosen);
  placeInRegions(route, chosen);
}

function hashAddresses(hasher: FlowHasher, flows: FlowColumns, hashes: Int32Array): void {
  const { src, dst } = flows;
  for (let i = 0; i < hashes.length; i++) {
    const keys = { src: int32At(src, i), dst: int32At(dst, i), sport: 0, dport: 0, proto: 0 };
    hashes[i] = hashFlow(hasher, keys);
  }
}

function hashTuples(hasher: FlowHasher, flows: FlowColumns, hashes: Int32Array): void {
  const { src, dst, sport, dport, proto } = flows;
  for (let i = 0; i < hashes.length; i++) {
    hashes[i] = hashFlow(hasher, {
      src: int32At(src, i),
      dst: int32At(dst, i),
      sport: sport[i] ?? 0,
      dport: dport[i] ?? 0,
      proto: proto[i] ?? 0,
    });
  }
}

/** Replaces each hash by the index of its nexthop. */
function placeInRegions(route: ReadyRoute, hashes: Int32Array): void {
  const bounds = Int32Array.from(route.candidates, ({ upperBound, isGood }) =>
    isGood ? upperBound : DEAD,
  );
  const beyond = indexPastTheEnd(route);
  for (let i = 0; i < hashes.length; i++) {
    const hash = hashes[i] ?? 0;
    let index = 0;
    while (index < bounds.length && hash > (bounds[index] ?? DEAD)) index++;
    hashes[i] = index < bounds.length ? index : beyond;
  }
}

/** Where a hash goes that lies above every usable region, because the last neighbours failed. */
function indexPastTheEnd({ candidates, profile }: ReadyRoute): number {
  const above = { hash: 2 ** 31, saddr: 0, preference: profile.sourcePreference };
  return (
    selectMultipath(candidates, above) ??
    candidates.findIndex(({ upperBound }) => upperBound !== DEAD)
  );
}

/** The same 32 bits as int32: a number above 2^31 in an object would cost an allocation. */
function int32At(column: Uint32Array, i: number): number {
  return (column[i] ?? 0) | 0;
}
