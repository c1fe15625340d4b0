/** The simulator against the running kernel: random routers, thousands of `ip route get`, not one difference. */
import { readFileSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { keyOfSeed } from '../../server/src/kernel/hashKey.ts';
import { chooseNexthop, prepareRoute } from '../../server/src/kernel/multipathRoute.ts';
import type { ReadyRoute } from '../../server/src/kernel/multipathRoute.ts';
import { kernelProfile } from '../../server/src/kernel/profiles.ts';
import type { Flow } from '../../server/src/net/flow.ts';
import { createLab, N_UPLINKS, reasonAgainstLab } from './lab.ts';
import type { Lab } from './lab.ts';
import { address } from './readVectors.ts';

const N_ROUTERS = 16;
const N_FLOWS = 400;
const RANDOM_SEED = Number(process.env['DIFFERENTIAL_SEED'] ?? 20_261_123);

const reason = reasonAgainstLab();
if (reason !== undefined) console.log(`the running kernel is not asked: ${reason}`);
const lab = reason === undefined ? createLab() : undefined;
afterAll(() => lab?.remove());

const draw = createDraw(RANDOM_SEED);

test.skipIf(lab === undefined)(
  'random routers choose as the running kernel does',
  { timeout: 60_000 },
  () => {
    if (lab === undefined) return;
    let nDecisions = 0;
    const differences: string[] = [];
    for (let n = 0; n < N_ROUTERS; n++) {
      const router = drawRouter();
      const flows = Array.from({ length: N_FLOWS }, drawFlow);
      const answers = askKernel(lab, router, flows);
      const route = prepare(router);
      for (const [i, flow] of flows.entries()) {
        const choice = chooseNexthop(route, flow);
        const index = choice.kind === 'member' ? choice.index : choice.reason;
        nDecisions++;
        if (index !== answers[i])
          differences.push(`${JSON.stringify({ router, flow })}: ${index}, kernel ${answers[i]}`);
      }
    }
    console.log(
      `${nDecisions} decisions of the running kernel compared, DIFFERENTIAL_SEED=${RANDOM_SEED}`,
    );
    expect(differences.slice(0, 3)).toEqual([]);
    expect(nDecisions).toBeGreaterThanOrEqual(5000);
  },
);

interface Router {
  readonly policy: 0 | 1;
  readonly seed: number;
  readonly nexthops: readonly {
    readonly uplink: number;
    readonly gateway: string;
    readonly weight: number;
  }[];
  readonly down: number | undefined;
}

function drawRouter(): Router {
  const nexthops = Array.from({ length: 2 + draw(7) }, (_, i) => {
    const uplink = draw(N_UPLINKS);
    return {
      uplink,
      gateway: `198.18.${uplink}.${10 + i}`,
      weight: [1, 1 + draw(4), 1 + draw(256)][draw(3)] ?? 1,
    };
  });
  const uplink = draw(N_UPLINKS);
  const canFall = draw(4) === 0 && nexthops.some((nexthop) => nexthop.uplink !== uplink);
  return {
    policy: draw(2) === 0 ? 0 : 1,
    seed: 1 + draw(0xffff_ffff),
    nexthops,
    down: canFall ? uplink : undefined,
  };
}

function drawFlow(): Flow {
  const origin = draw(2) === 0 ? 'route-get-iif' : 'route-get';
  const localSources = [
    '0.0.0.0',
    '203.0.113.1',
    ...Array.from({ length: N_UPLINKS }, (_, k) => `198.18.${k}.1`),
  ];
  const src =
    origin === 'route-get-iif'
      ? `192.0.2.${2 + draw(250)}`
      : (localSources[draw(localSources.length)] ?? '');
  const [proto = 17, hasPorts = false] =
    (
      [
        [6, true],
        [17, true],
        [17, false],
      ] as const
    )[draw(3)] ?? [];
  return {
    origin,
    src: address(src),
    dst: address(`198.19.${draw(256)}.${draw(256)}`),
    proto,
    sport: hasPorts ? 1 + draw(65_535) : 0,
    dport: hasPorts ? 1 + draw(65_535) : 0,
  };
}

/** The index of the nexthop that the kernel names for each flow. */
function askKernel({ run }: Lab, router: Router, flows: readonly Flow[]): (number | undefined)[] {
  run([
    'sysctl',
    '-q',
    '-w',
    `net.ipv4.fib_multipath_hash_policy=${router.policy}`,
    `net.ipv4.fib_multipath_hash_seed=${router.seed}`,
  ]);
  const ups = Array.from({ length: N_UPLINKS }, (_, k) => `link set v${k} up`);
  const nexthops = router.nexthops.map(
    ({ uplink, gateway, weight }) => `nexthop via ${gateway} dev v${uplink} weight ${weight}`,
  );
  const down = router.down === undefined ? [] : [`link set v${router.down} down`];
  run(
    ['ip', '-batch', '-'],
    [...ups, `route replace default ${nexthops.join(' ')}`, ...down, ''].join('\n'),
  );
  const output = run(['ip', '-j', '-batch', '-'], `${flows.map(questionOf).join('\n')}\n`);
  const answers = output
    .trim()
    .split('\n')
    .map((line) => gatewayIn(line));
  if (answers.length !== flows.length)
    throw new Error(`${flows.length} questions, ${answers.length} answers`);
  return answers.map((gateway) =>
    router.nexthops.findIndex((nexthop) => nexthop.gateway === gateway),
  );
}

function gatewayIn(line: string): string | undefined {
  return /"gateway":"([^"]+)"/.exec(line)?.[1];
}

function questionOf({ origin, src, dst, proto, sport, dport }: Flow): string {
  const source = textOf(src) === '0.0.0.0' ? '' : ` from ${textOf(src)}`;
  const input = origin === 'route-get-iif' ? ' iif lan' : '';
  const ports = sport === 0 ? '' : ` ipproto ${proto} sport ${sport} dport ${dport}`;
  return `route get ${textOf(dst)}${source}${input}${ports}`;
}

function textOf(of: Flow['src']): string {
  if (of.family !== 4) throw new Error('the lab is IPv4');
  return [24, 16, 8, 0].map((shift) => (of.value >>> shift) & 255).join('.');
}

function prepare({ policy, seed, nexthops, down }: Router): ReadyRoute {
  const profile = kernelProfile(readFileSync('/proc/sys/kernel/osrelease', 'utf8'));
  const key = keyOfSeed(seed);
  if (profile === undefined || key === undefined)
    throw new Error('no profile of the running kernel');
  const members = nexthops.map(({ uplink, weight }) => ({
    weight,
    isDead: uplink === down,
    source: address(`198.18.${uplink}.1`),
  }));
  const route = prepareRoute(
    { family: 4, kind: 'classic', nexthops: members },
    { profile, policy, key },
  );
  if (route.kind === 'refused') throw new Error(route.reason);
  return route;
}

function createDraw(start: number): (below: number) => number {
  let state = start >>> 0;
  return (below) => {
    state = (state + 0x6d2b_79f5) >>> 0;
    let x = Math.imul(state ^ (state >>> 15), state | 1);
    x ^= x + Math.imul(x ^ (x >>> 7), x | 61);
    return ((x ^ (x >>> 14)) >>> 0) % below;
  };
}
