/** Random routers: one multipath route, group or resilient table, its sysctls, and what is broken about its links. */
import { readFileSync } from 'node:fs';
import { hashInput } from '../../server/src/kernel/flowHash.ts';
import { keyOfSeed } from '../../server/src/kernel/hashKey.ts';
import { prepareRoute, readFlow } from '../../server/src/kernel/multipathRoute.ts';
import type { ReadyRoute } from '../../server/src/kernel/multipathRoute.ts';
import { kernelProfile } from '../../server/src/kernel/profiles.ts';
import {
  createTable,
  removeMembers,
  replaceMembers,
} from '../../server/src/kernel/resilientTable.ts';
import type { MultipathRoute } from '../../server/src/kernel/route.ts';
import type { Flow } from '../../server/src/net/flow.ts';
import { pick } from './draw.ts';
import type { Draw } from './draw.ts';
import { N_UPLINKS } from './lab.ts';
import type { Lab } from './lab.ts';
import { address } from './readVectors.ts';

export interface Router {
  readonly family: 4 | 6;
  readonly kind: MultipathRoute['kind'];
  readonly policy: number;
  readonly fields: number;
  readonly seed: number;
  readonly nexthops: readonly RouterNexthop[];
  readonly useNeigh: boolean;
  /** Routes only: a link without carrier counts as down. */
  readonly ignoresLinkdown: boolean;
  readonly broken: { readonly how: 'admin' | 'carrier'; readonly uplink: number } | undefined;
  readonly buckets: number;
}

export interface RouterNexthop {
  readonly uplink: number;
  readonly gateway: string;
  readonly weight: number;
  /** The neighbour entry of the gateway is FAILED. */
  readonly hasFailed: boolean;
}

export function drawRouter(draw: Draw): Router {
  const family = pick(draw, [4, 6] as const);
  const kind = pick(draw, ['classic', 'group', 'resilient'] as const);
  const useNeigh = draw(2) === 0;
  const looksAtNeighbours = kind === 'group' || (kind === 'classic' && family === 4 && useNeigh);
  const canFail = looksAtNeighbours && draw(2) === 0;
  const nexthops = Array.from({ length: 2 + draw(9) }, (_, i) => {
    const uplink = draw(N_UPLINKS);
    const gateway =
      family === 4 ? `198.18.${uplink}.${10 + i}` : `2001:db8:${uplink + 1}::${10 + i}`;
    const weight = pick(draw, [1, 1 + draw(4), 1 + draw(256)]);
    return { uplink, gateway, weight, hasFailed: canFail && i > 0 && draw(3) === 0 };
  });
  const uplink = draw(N_UPLINKS);
  // The first nexthop stays usable, so that there always is one.
  const canBreak = draw(3) === 0 && nexthops[0]?.uplink !== uplink;
  return {
    family,
    kind,
    policy: draw(4),
    fields: 1 + draw(4095),
    seed: 1 + draw(0xffff_ffff),
    nexthops,
    useNeigh,
    ignoresLinkdown: draw(2) === 0,
    broken: canBreak ? { how: draw(4) === 0 ? 'carrier' : 'admin', uplink } : undefined,
    buckets: 1 + draw(200),
  };
}

/** Makes the namespace such a router. Links are healed first, and broken when the route is there. */
export function applyRouter(lab: Lab, router: Router): void {
  const { family, kind, policy, fields, seed, useNeigh, ignoresLinkdown } = router;
  clear(lab);
  const ignores = ignoresLinkdown ? 1 : 0;
  lab.run([
    'sysctl',
    '-q',
    '-w',
    `net.ipv4.fib_multipath_hash_seed=${seed}`,
    `net.ipv${family}.fib_multipath_hash_policy=${policy}`,
    `net.ipv${family}.fib_multipath_hash_fields=${fields}`,
    `net.ipv4.fib_multipath_use_neigh=${useNeigh ? 1 : 0}`,
    `net.ipv4.conf.all.ignore_routes_with_linkdown=${ignores}`,
    `net.ipv6.conf.all.ignore_routes_with_linkdown=${ignores}`,
  ]);
  // A group is of no family, and `ip -4 nexthop` is refused for it.
  const groups = kind === 'classic' ? [] : groupCommands(router);
  lab.run(['ip', '-batch', '-'], text([...neighbourCommands(router), ...groups]));
  const route = kind === 'classic' ? classicPaths(router) : ['nhid', String(GROUP_ID)];
  lab.run(['ip', `-${family}`, 'route', 'add', 'default', ...route]);
  breakLink(lab, router);
}

/** Members of `kind` group and resilient are nexthop objects 1, 2, …; the group is 100. */
export const GROUP_ID = 100;

/** The first members only, as a second state of a group. */
export function replaceCommand({ nexthops, kind }: Router, nMembers: number): string {
  const members = nexthops.slice(0, nMembers).map(({ weight }, i) => `${i + 1},${weight}`);
  const type = kind === 'resilient' ? ' type resilient' : '';
  return `nexthop replace id ${GROUP_ID} group ${members.join('/')}${type}`;
}

/** The simulator's picture of it. `buckets` are owners after a history. */
export function prepareRouter(router: Router, buckets?: readonly number[]): ReadyRoute {
  const profile = kernelProfile(readFileSync('/proc/sys/kernel/osrelease', 'utf8'));
  const key = keyOfSeed(router.seed);
  if (profile === undefined || key === undefined)
    throw new Error('no profile of the running kernel');
  const { family, kind, policy, fields, useNeigh } = router;
  const nexthops = router.nexthops.map(({ uplink, weight, hasFailed }) => ({
    weight,
    isDead: isDead(router, uplink),
    hasFailedNeighbour: hasFailed,
    ...(family === 4 ? { source: address(`198.18.${uplink}.1`) } : {}),
  }));
  const route = prepareRoute(
    { family, kind, nexthops, buckets: buckets ?? newTable(router) },
    { profile, policy, fields, key, useNeigh },
  );
  if (route.kind === 'refused') throw new Error(route.reason);
  return route;
}

/** The table of the new group, after a link of it went down before any lookup. */
function newTable(router: Router): number[] {
  const members = router.nexthops.map(({ weight }, id) => ({ id, weight }));
  const removed = members
    .filter(({ id }) => isDead(router, router.nexthops[id]?.uplink))
    .map(({ id }) => id);
  const busy = new Set<number>();
  return removeMembers(createTable(router.buckets, members), members, { removed, busy });
}

/** The table after `replaceCommand`, when these flows were looked up since the group was made. */
export function replacedTable(router: Router, asked: readonly Flow[], nMembers: number): number[] {
  const members = router.nexthops.map(({ weight }, id) => ({ id, weight }));
  const route = prepareRouter(router);
  const busy = new Set(
    asked.flatMap((flow) => {
      const lookup = readFlow(route, flow);
      return lookup.kind === 'lookup'
        ? [hashInput(route.hasher, lookup.input) % router.buckets]
        : [];
    }),
  );
  return replaceMembers(createTable(router.buckets, members), members.slice(0, nMembers), { busy });
}

function isDead({ kind, broken, ignoresLinkdown }: Router, uplink: number | undefined): boolean {
  if (broken === undefined || broken.uplink !== uplink) return false;
  return broken.how === 'admin' || kind !== 'classic' || ignoresLinkdown;
}

function clear(lab: Lab): void {
  const ups = Array.from({ length: N_UPLINKS }, (_, k) => [
    `link set v${k} up`,
    `link set v${k}p up`,
  ]);
  const lines = text([...ups.flat(), 'nexthop flush', 'route del default']);
  for (const family of ['-4', '-6']) lab.attempt(['ip', family, '-force', '-batch', '-'], lines);
  for (let k = 0; k < N_UPLINKS; k++) waitForLink(lab, k, 'UP');
}

function classicPaths({ nexthops }: Router): string[] {
  return nexthops.flatMap(({ uplink, gateway, weight }) =>
    `nexthop via ${gateway} dev v${uplink} weight ${weight}`.split(' '),
  );
}

function groupCommands({ nexthops, kind, buckets }: Router): string[] {
  const members = nexthops.map(({ weight }, i) => `${i + 1},${weight}`);
  const type = kind === 'resilient' ? ` type resilient buckets ${buckets}` : '';
  return [
    ...nexthops.map(
      ({ uplink, gateway }, i) => `nexthop add id ${i + 1} via ${gateway} dev v${uplink}`,
    ),
    `nexthop add id ${GROUP_ID} group ${members.join('/')}${type}`,
  ];
}

/** Each gateway has a MAC address that tells its index, see `wire.py`. */
function neighbourCommands({ nexthops }: Router): string[] {
  return nexthops.map(({ uplink, gateway, hasFailed }, i) =>
    hasFailed
      ? `neigh replace ${gateway} dev v${uplink} nud failed`
      : `neigh replace ${gateway} dev v${uplink} lladdr 02:00:00:00:01:${(i + 16).toString(16)} nud permanent`,
  );
}

function breakLink(lab: Lab, { broken }: Router): void {
  if (broken === undefined) return;
  const { how, uplink } = broken;
  lab.run(['ip', 'link', 'set', how === 'admin' ? `v${uplink}` : `v${uplink}p`, 'down']);
  if (how === 'carrier') waitForLink(lab, uplink, 'LOWERLAYERDOWN');
}

/** The kernel tells its routes of a carrier a little later. */
function waitForLink(lab: Lab, uplink: number, state: string): void {
  for (let tries = 0; tries < 200; tries++) {
    if (lab.run(['ip', '-o', 'link', 'show', `v${uplink}`]).includes(` state ${state} `)) return;
  }
  throw new Error(`v${uplink} does not become ${state}`);
}

function text(lines: readonly string[]): string {
  return `${lines.join('\n')}\n`;
}
