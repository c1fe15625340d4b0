/** Kernels before 4.4 do not hash: shares follow the weights in the long run, and no single flow can be told. */
import type { Question } from './question.ts';
import type { Distribution, PreviewRefusal } from './types.ts';

export function withoutFlowHash({
  group,
  route,
  hash,
  flows,
  profile,
}: Question): Distribution | PreviewRefusal {
  const { kernel } = hash;
  const alive = route.nexthops.map(({ weight, isDead }) => (isDead === true ? 0 : weight));
  const total = alive.reduce((sum, weight) => sum + weight, 0);
  const wrong = route.nexthops.find(({ weight }) => weight < 1 || weight > 256);
  if (wrong !== undefined) return { group, reason: `weight ${wrong.weight} is outside 1 to 256` };
  if (total === 0) return { group, reason: 'every nexthop is down: the kernel has no route' };
  const why = kernel.ipv4Multipath === 'per-packet' ? PER_PACKET : ROUTE_CACHE;
  return {
    group,
    policy: 0,
    seed: null,
    exact: false,
    members: group.members.map((member, index) => {
      const predicted = (alive[index] ?? 0) / total;
      return { ...member, predicted, flows: Math.round(predicted * flows.length) };
    }),
    flows: flows.map(() => ({ member: null, why: why.flow })),
    profile,
    notes: [why.note],
  };
}

const PER_PACKET = {
  flow: 'this kernel chooses for every packet anew',
  note: 'Kernels 3.6 to 4.3 choose a nexthop for every forwarded packet, by weight: the packets of one flow leave by all members, and only the shares of packets can be told.',
};

const ROUTE_CACHE = {
  flow: 'this kernel chooses once for each entry of its routing cache',
  note: 'Kernels up to 3.5 choose by weight when an entry of the routing cache is made; which flow meets which entry depends on time, so only the shares can be told.',
};
