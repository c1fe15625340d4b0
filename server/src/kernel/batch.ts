/** Many plain forwarded flows at once, in typed columns: the same answers as `chooseNexthop`, without an object a flow. */
import { hashFlow } from './flowHash.ts';
import type { Ipv4Keys } from './flowHash.ts';
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
  const { hasher } = route;
  const bounds = Int32Array.from(route.candidates, ({ upperBound, isGood }) =>
    isGood ? upperBound : DEAD,
  );
  const beyond = indexPastTheEnd(route);
  for (let i = 0; i < chosen.length; i++) {
    const hash = hashFlow(hasher, route.policy === 0 ? addressesAt(flows, i) : tupleAt(flows, i));
    let index = 0;
    while (index < bounds.length && hash > (bounds[index] ?? DEAD)) index++;
    chosen[i] = index < bounds.length ? index : beyond;
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

function addressesAt(flows: FlowColumns, i: number): Ipv4Keys {
  return { src: flows.src[i] ?? 0, dst: flows.dst[i] ?? 0, sport: 0, dport: 0, proto: 0 };
}

function tupleAt(flows: FlowColumns, i: number): Ipv4Keys {
  return {
    src: flows.src[i] ?? 0,
    dst: flows.dst[i] ?? 0,
    sport: flows.sport[i] ?? 0,
    dport: flows.dport[i] ?? 0,
    proto: flows.proto[i] ?? 0,
  };
}
