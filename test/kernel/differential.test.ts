/**
 * The simulator against the running kernel, not one difference: random routers of both families and every kind, asked by
 * `ip route get` and with real packets. `DIFFERENTIAL_SEED` starts elsewhere, `DIFFERENTIAL_DECISIONS` asks for
 * more, `DIFFERENTIAL_QUESTIONS` for more of each router.
 */
import { afterAll, expect, test } from 'vitest';
import { chooseNexthop } from '../../server/src/kernel/multipathRoute.ts';
import type { ReadyRoute } from '../../server/src/kernel/multipathRoute.ts';
import type { Flow } from '../../server/src/net/flow.ts';
import { createDraw } from './draw.ts';
import { drawPacket, drawQuestion, drawSocket, questionOf, socketLine } from './flows.ts';
import { createLab, reasonAgainstLab, reasonAgainstPackets } from './lab.ts';
import type { Lab } from './lab.ts';
import { packetBytes } from './packets.ts';
import {
  applyRouter,
  drawRouter,
  prepareRouter,
  replaceCommand,
  replacedTable,
} from './routers.ts';
import type { Router } from './routers.ts';

const N_DECISIONS = Number(process.env['DIFFERENTIAL_DECISIONS'] ?? 20_000);
const RANDOM_SEED = Number(process.env['DIFFERENTIAL_SEED'] ?? 20_261_123);
const N_QUESTIONS = Number(process.env['DIFFERENTIAL_QUESTIONS'] ?? 600);
const N_PACKETS = 256;
const N_SOCKETS = 64;

const reason = reasonAgainstLab();
if (reason !== undefined) console.log(`the running kernel is not asked: ${reason}`);
const reasonAgainst = reasonAgainstPackets();
if (reasonAgainst !== undefined) console.log(`no packet is sent: ${reasonAgainst}`);
const lab = reason === undefined ? createLab() : undefined;
afterAll(() => lab?.remove());

const draw = createDraw(RANDOM_SEED);
const counts: Record<string, number> = {};
const differences: string[] = [];

test.skipIf(lab === undefined)(
  'random routers choose as the running kernel does',
  { timeout: 60_000 + N_DECISIONS * 10 },
  () => {
    if (lab === undefined) return;
    while (total() < N_DECISIONS) {
      const router = drawRouter(draw);
      applyRouter(lab, router);
      const route = prepareRouter(router);
      const asked = askQuestions(lab, router, route);
      if (router.kind !== 'classic' && router.broken === undefined) askAgain(lab, router, asked);
      else if (canSend(router)) sendPackets(lab, router, route);
      if (differences.length > 0) break;
    }
    const lines = Object.entries(counts).map(([what, count]) => `${what} ${count}`);
    console.log(
      `${total()} decisions of the running kernel compared, DIFFERENTIAL_SEED=${RANDOM_SEED}: ${lines.toSorted().join(', ')}`,
    );
    expect(differences.slice(0, 3)).toEqual([]);
    expect(total()).toBeGreaterThanOrEqual(N_DECISIONS);
  },
);

/** A group is changed, and what was asked before tells which buckets of a resilient table are busy. */
function askAgain(lab: Lab, router: Router, asked: readonly Flow[]): void {
  const nMembers = 1 + draw(router.nexthops.length);
  const changed = { ...router, nexthops: router.nexthops.slice(0, nMembers) };
  const before = prepareRouter(router);
  sendPackets(lab, router, before);
  if (router.kind === 'resilient') {
    // The packets made buckets busy, too, so the table is made anew.
    applyRouter(lab, router);
    askQuestions(lab, router, before, asked);
  }
  lab.run(['ip', '-batch', '-'], `${replaceCommand(router, nMembers)}\n`);
  const buckets = router.kind === 'resilient' ? replacedTable(router, asked, nMembers) : undefined;
  askQuestions(lab, changed, prepareRouter(changed, buckets));
}

function askQuestions(
  { run }: Lab,
  router: Router,
  ...[route, given]: readonly [ReadyRoute, (readonly Flow[])?]
): readonly Flow[] {
  const flows =
    given ?? Array.from({ length: N_QUESTIONS }, () => drawQuestion(draw, router.family));
  const input = `${flows.map(questionOf).join('\n')}\n`;
  const lines = run(['ip', '-j', `-${router.family}`, '-batch', '-'], input)
    .trim()
    .split('\n');
  if (lines.length !== flows.length)
    throw new Error(`${flows.length} questions, ${lines.length} answers`);
  for (const [i, flow] of flows.entries()) {
    const gateway = /"gateway":"([^"]+)"/.exec(lines[i] ?? '')?.[1];
    const answer = router.nexthops.findIndex((nexthop) => nexthop.gateway === gateway);
    compare({ router, route, flow, answer, how: 'route get' });
  }
  return flows;
}

/** A link that the route still uses although it has no carrier swallows packets. */
function canSend({ broken }: Router): boolean {
  return broken?.how !== 'carrier';
}

function sendPackets(lab: Lab, router: Router, route: ReadyRoute): void {
  if (reasonAgainst !== undefined) return;
  const { family } = router;
  const packets = Array.from({ length: N_PACKETS }, () => drawPacket(draw, family));
  const lines = packets.map((flow, i) => Buffer.from(packetBytes(flow, i)).toString('hex'));
  compareAnswers(
    { router, route, flows: packets, how: 'packet' },
    runScript(lab, 'wire.py', lines),
  );
  const down = router.broken?.uplink;
  const sent = Array.from({ length: N_SOCKETS }, () => drawSocket(draw, { family, down }));
  const output = runScript(lab, 'sockets.py', sent.map(socketLine));
  compareAnswers({ router, route, flows: sent, how: 'socket' }, output);
}

function runScript({ run }: Lab, name: string, lines: readonly string[]): string {
  const script = new URL(`./${name}`, import.meta.url).pathname;
  return run(['python3', '-B', script], `${lines.join('\n')}\n`);
}

interface Sent extends Omit<Comparison, 'flow' | 'answer'> {
  readonly flows: readonly Flow[];
}

function compareAnswers({ flows, ...sent }: Sent, output: string): void {
  const answers = new Map(
    output
      .trim()
      .split('\n')
      .map((line) => line.split(' ').map(Number))
      .map(([number = -1, index = -1]) => [number, index]),
  );
  for (const [i, flow] of flows.entries())
    compare({ ...sent, flow, answer: answers.get(i) ?? 'lost' });
}

interface Comparison {
  readonly router: Router;
  readonly route: ReadyRoute;
  readonly flow: Flow;
  readonly answer: number | string;
  readonly how: 'route get' | 'packet' | 'socket';
}

function compare({ router, route, flow, answer, how }: Comparison): void {
  const choice = chooseNexthop(route, flow);
  const predicted = choice.kind === 'member' ? choice.index : choice.reason;
  const what = `${how} IPv${router.family} ${router.kind}`;
  counts[what] = (counts[what] ?? 0) + 1;
  if (predicted !== answer)
    differences.push(`${how} ${JSON.stringify({ router, flow })}: ${predicted}, kernel ${answer}`);
}

function total(): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}
