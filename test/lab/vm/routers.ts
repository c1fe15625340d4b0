/** Random routers in a guest: what its kernel answers to `ip route get`, and by which nexthop real packets leave. */
import { kernelProfile } from '../../../server/src/kernel/profiles.ts';
import type { KernelProfile } from '../../../server/src/kernel/profiles.ts';
import { formatAddress } from '../../../server/src/net/address.ts';
import { pick } from '../../kernel/draw.ts';
import type { Draw } from '../../kernel/draw.ts';
import { drawPacket, drawQuestion, questionOf } from '../../kernel/flows.ts';
import type { RecordedQuestion, RecordedRouter } from '../../kernel/kernelVectors.ts';
import type { Lab } from '../../kernel/lab.ts';
import { packetBytes } from '../../kernel/packets.ts';
import { encodeFlow } from '../../kernel/recordedFlow.ts';
import { applyRouter, drawRouter, GROUP_ID, replaceCommand } from '../../kernel/routers.ts';
import type { Router } from '../../kernel/routers.ts';

const N_QUESTIONS = 120;
const N_PACKETS = 48;

interface Session {
  readonly guest: Lab;
  readonly draw: Draw;
  readonly kernel: string;
  readonly nDecisions: number;
}

export function recordRouters({ guest, draw, kernel, nDecisions }: Session): RecordedRouter[] {
  const profile = kernelProfile(kernel);
  if (profile === undefined) throw new Error(kernel);
  const recorded: RecordedRouter[] = [];
  let count = 0;
  while (count < nDecisions) {
    const router = adapt(drawRouter(draw), profile, draw);
    applyRouter(guest, router);
    const first = recordRouter(guest, draw, router);
    recorded.push(first);
    count += first.asked.length + first.packets.length;
    if (router.kind !== 'classic' && router.broken === undefined) {
      const changed = replaceGroup(guest, draw, router);
      recorded.push({
        ...changed,
        ...(router.kind === 'resilient' ? { replaces: recorded.length - 1 } : {}),
      });
      count += changed.asked.length;
    }
  }
  return recorded;
}

/** Only what this kernel has; where it has the seed sysctl, the boot key decides in one router of four. */
function adapt(router: Router, profile: KernelProfile, draw: Draw): Router {
  const policies = router.family === 4 ? profile.ipv4Policies : profile.ipv6Policies;
  const kind = router.kind === 'resilient' && !profile.hasResilientGroups ? 'group' : router.kind;
  const isHeavy = kind !== 'classic' && profile.maxGroupWeight > 256;
  return {
    ...router,
    kind,
    policy: pick(draw, policies),
    seed: profile.hasSeed && draw(4) > 0 ? router.seed : 0,
    nexthops: router.nexthops.map((nexthop) =>
      isHeavy && draw(3) === 0 ? { ...nexthop, weight: 1 + draw(profile.maxGroupWeight) } : nexthop,
    ),
  };
}

function recordRouter(guest: Lab, draw: Draw, router: Router): RecordedRouter {
  const table = bucketsOf(guest, router);
  const asked = askQuestions(guest, draw, router);
  // Packets make buckets busy, too, so a group that is replaced next gets none.
  const isReplaced = router.kind === 'resilient' && router.broken === undefined;
  const canSend = router.broken?.how !== 'carrier' && !isReplaced;
  const packets = canSend ? sendPackets(guest, draw, router) : [];
  return { ...describe(router), ...table, asked, packets };
}

function replaceGroup(guest: Lab, draw: Draw, router: Router): RecordedRouter {
  const nMembers = 1 + draw(router.nexthops.length);
  guest.run(['ip', '-batch', '-'], `${replaceCommand(router, nMembers)}\n`);
  const changed = { ...router, nexthops: router.nexthops.slice(0, nMembers) };
  return recordRouter(guest, draw, { ...changed, broken: { how: 'carrier', uplink: -1 } });
}

function describe(router: Router): Omit<RecordedRouter, 'asked' | 'packets'> {
  const { family, kind, policy, fields, seed, useNeigh, nexthops } = router;
  return {
    family,
    kind,
    policy,
    fields,
    seed,
    useNeigh,
    nexthops: nexthops.map(({ uplink, weight, hasFailed }) => [
      weight,
      isDead(router, uplink) ? 'dead' : hasFailed ? 'failed-neighbour' : 'good',
      family === 4 ? `198.18.${uplink}.1` : `2001:db8:${uplink + 1}::1`,
    ]),
  };
}

/** A link that is down takes its nexthop along; a carrier that is lost does so for nexthop objects, or if a sysctl says so. */
function isDead({ kind, broken, ignoresLinkdown }: Router, uplink: number): boolean {
  if (broken?.uplink !== uplink) return false;
  return broken.how === 'admin' || kind !== 'classic' || ignoresLinkdown;
}

/** The owners of the buckets as the kernel lists them. */
function bucketsOf(guest: Lab, { kind }: Router): { buckets?: readonly number[] } {
  if (kind !== 'resilient') return {};
  const text = guest.run(['ip', 'nexthop', 'bucket', 'show', 'id', String(GROUP_ID)]);
  const owners = [...text.matchAll(/index (\d+).* nhid (\d+)/g)].map(([, , id]) => Number(id) - 1);
  return { buckets: owners };
}

function askQuestions(guest: Lab, draw: Draw, router: Router): RecordedQuestion[] {
  const flows = Array.from({ length: N_QUESTIONS }, () => drawQuestion(draw, router.family));
  const input = `${flows.map(questionOf).join('\n')}\n`;
  const output = guest.run(['ip', '-j', `-${router.family}`, '-batch', '-'], input);
  const gateways = [...output.matchAll(/"gateway":"([^"]+)"/g)].map(([, gateway]) => gateway);
  if (gateways.length !== flows.length)
    throw new Error(`${flows.length} questions, ${gateways.length} answers`);
  return flows.map(({ origin, src, dst, proto, sport, dport }, i) => [
    origin === 'route-get-iif' ? 1 : 0,
    formatAddress(src),
    formatAddress(dst),
    ...([proto, sport, dport] as const),
    router.nexthops.findIndex(({ gateway }) => gateway === gateways[i]),
  ]);
}

function sendPackets(guest: Lab, draw: Draw, { family }: Router): RecordedRouter['packets'] {
  const flows = Array.from({ length: N_PACKETS }, () => drawPacket(draw, family));
  const lines = flows.map((flow, i) => Buffer.from(packetBytes(flow, i)).toString('hex'));
  const output = guest.run(['python3.13', '/lab/wire.py'], `${lines.join('\n')}\n`);
  // Nothing at all arrives where a failed neighbour swallows every packet.
  const answers = [...output.matchAll(/^(\d+) (\d+)$/gm)];
  const seen = new Map(answers.map(([, number, index]) => [Number(number), Number(index)]));
  return flows.flatMap((flow, i) => {
    const index = seen.get(i);
    return index === undefined ? [] : [[encodeFlow(flow), index] as const];
  });
}
