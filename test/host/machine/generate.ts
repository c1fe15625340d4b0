/** A seeded generator of sequences of `ip` commands: few names and few prefixes, so that commands meet each other. */
import { address, addressFlush, addressFlushSome } from './sequences/addresses.ts';
import { linkCommand, linkElsewhere, linkMaster, linkSetting } from './sequences/links.ts';
import { Maker, plain, randomOf, type Line } from './sequences/maker.ts';
import { neighbour, neighbourFlush } from './sequences/neighbours.ts';
import { nexthopMore, nexthopObject } from './sequences/nexthops.ts';
import { flush, flushSome, route4, route6 } from './sequences/routes.ts';
import { rule, ruleFlush } from './sequences/rules.ts';

export type { Line };

const makers: readonly (readonly [weight: number, focus: Focus, make: (m: Maker) => Line])[] = [
  [30, 'routes', route4],
  [20, 'routes', route6],
  [4, 'flushes', flush],
  [1.5, 'flushes', flushSome],
  [14, 'rules', rule],
  [1.2, 'rules', ruleFlush],
  [12, 'addresses', address],
  [1.5, 'addresses', addressFlush],
  [1, 'addresses', addressFlushSome],
  [8, 'links', linkCommand],
  [2.5, 'links', linkMaster],
  [1.5, 'links', linkSetting],
  [1.5, 'links', linkElsewhere],
  [9, 'nexthops', nexthopObject],
  [1.5, 'nexthops', nexthopMore],
  [4, 'neighbours', neighbour],
  [0.7, 'neighbours', neighbourFlush],
];

/** What a run can look at more closely. */
export type Focus =
  | 'routes'
  | 'flushes'
  | 'rules'
  | 'addresses'
  | 'links'
  | 'nexthops'
  | 'neighbours';

/** Most sequences begin with a machine that can carry routes. */
const start: readonly Line[] = [
  'link set lo up',
  'link add v0 type veth peer name v1',
  'link add br0 type bridge',
  'link set v0 up',
  'link set v1 up',
  'addr add 10.0.0.1/24 dev v0',
  'addr add 10.0.1.1/24 dev v1',
  'addr add 2001:db8:1::1/64 dev v0',
  'addr add 2001:db8:2::1/64 dev v1',
].map(plain);

/** One sequence; those of a focus have more commands of that kind, and their rare words. */
export function sequenceOf(seed: number, focus?: string): readonly Line[] {
  const m = new Maker(randomOf(seed), focus === undefined ? 1 : 4);
  const lines = m.chance(0.9) ? start.filter(() => m.chance(0.95)) : [];
  const count = 6 + m.number(10);
  const weighted = makers.map(
    ([weight, own, make]) => [own === focus ? weight * 8 : weight, make] as const,
  );
  const total = weighted.reduce((sum, [weight]) => sum + weight, 0);
  const more = Array.from({ length: count }, () => {
    let at = m.number(1000) * (total / 1000);
    for (const [weight, make] of weighted) {
      at -= weight;
      if (at < 0) return make(m);
    }
    return route4(m);
  });
  return [...lines, ...more];
}
