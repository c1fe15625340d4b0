/** Many plain forwarded flows at once, in typed columns: the same answers as `chooseNexthop`, without an object a flow. */
import { hashFlows } from './batchHash.ts';
import type { FlowColumns } from './batchHash.ts';
import { regionsOf, selectMembers } from './batchSelect.ts';
import type { Members } from './batchSelect.ts';
import { selectWithDead } from './multipathRoute.ts';
import type { ReadyRoute } from './multipathRoute.ts';
import type { Refused } from './refusal.ts';

/** The nexthop of each flow, and how many flows each nexthop has. Refused: columns that do not fit the family of the route. */
export function chooseNexthops(route: ReadyRoute, flows: FlowColumns): Members | Refused {
  const { family, policy, fields, hasher } = route;
  const hashes = hashFlows(flows, { family, policy, fields, key: hasher.key });
  if ('kind' in hashes) return hashes;
  return route.takesDead ? selectEach(hashes, route) : selectMembers(hashes, regionsOf(route));
}

/** Where a nexthop that is down takes part, regions do not follow the order of the nexthops. */
function selectEach(hashes: Uint32Array, { candidates }: ReadyRoute): Members {
  const counts = new Uint32Array(candidates.length);
  const members = Uint16Array.from(hashes, (hash) => selectWithDead(candidates, hash));
  for (const member of members) counts[member] = (counts[member] ?? 0) + 1;
  return { members, counts };
}
