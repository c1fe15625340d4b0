/** One change under one fault, from a host as it came up to the verdict on what is there afterwards. */
import { setTimeout } from 'node:timers/promises';
import type { ApplyResult } from '../../server/src/remote/applyChange.ts';
import type { Container } from '../lab/container/container.ts';
import { changes, type Change, type ChangeKind } from './changes.ts';
import { clients, type ClientKind } from './clients.ts';
import { faults, type Draw, type FaultKind } from './faults.ts';
import { withFault, type Moment } from './faultyGuard.ts';
import {
  guardOf,
  leftoversLater,
  lookAt,
  planWith,
  resetLater,
  stateLater,
  type HostState,
  type Look,
} from './lab.ts';

export interface Case {
  readonly fault: FaultKind;
  readonly moment: Moment;
  readonly change: ChangeKind;
  /** From arming to the rollback. */
  readonly seconds: number;
  readonly client: ClientKind;
  /** When the client is killed or decides; see `clients.ts`. */
  readonly at: number | string;
}

export interface Ran {
  readonly outcome: ApplyResult['outcome'] | 'lost';
  /** It could not be reached any more. */
  readonly isLockedOut: boolean;
  /** Whether the moment of the fault came. */
  readonly isMet: boolean;
  /** What is neither as before nor as planned, left over or unreadable. */
  readonly problems: readonly string[];
  /** Seconds from the deadline until the host was back, as its journal says; 0 where it was before. */
  readonly late: number;
}

/** Seconds after the deadline until the test mends what the fault broke: the host has to be well by itself but for that. */
const grace = 5;

export async function runCase(container: Container, one: Case, draw: Draw): Promise<Ran> {
  const { seconds } = one;
  const change: Change = changes[one.change];
  const guard = guardOf(container);
  const start = await startOf(container);
  if (start === undefined) return lost('not there to begin with');
  const { before } = start;
  const plan = planWith(start.look, change.files, change);
  const faulty = withFault(guard, container, {
    fault: faults[one.fault],
    moment: one.moment,
    draw,
  });
  let armedAt = Number.POSITIVE_INFINITY;
  const running = clients[one.client]({
    container,
    guard: faulty.guard,
    change,
    plan,
    seconds,
    at: one.at,
    armed: () => {
      armedAt = performance.now();
    },
  });
  const healed = healLater(faulty.heal, () => armedAt + (seconds + grace) * 1000);
  const result = await Promise.race([running, healed.then(() => running)]);
  await faulty.heal();
  if (!(await reachable(container, 60))) {
    clean.delete(container);
    return lost('locked out', await seenFromInside(container));
  }
  const isReset = one.fault === 'power';
  const problems = await judge(container, { change, before, result, isReset });
  if (problems.length > 0 || isReset || result.outcome === 'kept') clean.delete(container);
  const late = Math.max(0, secondsToRollback(result) - seconds);
  const isMet = faulty.isDone();
  return { outcome: result.outcome, isLockedOut: false, isMet, problems, late };
}

/** From arming to the end of the rollback, by the clock of the host. */
function secondsToRollback({ status }: ApplyResult): number {
  const at = (word: string): number | undefined => {
    const line = status?.journal.find((each) => each.includes(word));
    return line === undefined ? undefined : Date.parse(line.split(' ')[0] ?? '') / 1000;
  };
  const [armed, end] = [at(' armed'), at(' rolled back')];
  return armed === undefined || end === undefined ? 0 : end - armed;
}

interface Start {
  readonly before: HostState;
  readonly look: Look;
}

/** Hosts that are as a reset leaves them: most cases end so, and then only the record of the change has to go. */
const clean = new WeakMap<Container, Start>();

/** Undefined where the host cannot be reached after it was reset. */
export async function startOf(container: Container): Promise<Start | undefined> {
  const known = clean.get(container);
  if (known !== undefined) {
    await container.later('rm -rf /var/lib/routelens');
    return known;
  }
  await resetLater(container);
  if (!(await reachable(container, 60))) return undefined;
  const start = { before: await stateLater(container), look: await lookAt(guardOf(container)) };
  clean.set(container, start);
  return start;
}

function lost(...problems: readonly string[]): Ran {
  return { outcome: 'lost', isLockedOut: true, isMet: true, problems, late: 0 };
}

/** What a host that cannot be reached is like: nobody can look later. */
async function seenFromInside({ later }: Container): Promise<string> {
  const lines = [
    'ip -br addr; ip -br link; ip route show table all; nft list ruleset; ss -ltn',
    'systemctl --no-pager --no-legend list-units --state=failed; systemctl --no-pager status ssh systemd-networkd; ps ax',
    'for log in /var/lib/routelens/changes/*/*.log /var/lib/routelens/changes/*/journal; do echo "== $log"; tail -n 30 "$log"; done; journalctl --no-pager -n 60',
  ];
  return later(`{ ${lines.join('; ')}; } 2>&1; true`).catch(String);
}

async function healLater(heal: () => Promise<void>, end: () => number): Promise<void> {
  while (performance.now() < end()) await setTimeout(200);
  await heal();
}

async function reachable({ answers }: Container, seconds: number): Promise<boolean> {
  const end = performance.now() + seconds * 1000;
  while (performance.now() < end) {
    if (await answers()) return true;
    await setTimeout(300);
  }
  return false;
}

interface Judged {
  readonly change: Change;
  readonly before: HostState;
  readonly result: ApplyResult;
  readonly isReset: boolean;
}

async function judge(container: Container, judged: Judged): Promise<readonly string[]> {
  const { result, before, isReset } = judged;
  const { outcome } = result;
  // What ended a moment ago may still tidy up.
  let left = await leftoversLater(container);
  for (let tries = 0; tries < 24 && left !== ''; tries++) {
    await setTimeout(500);
    left = await leftoversLater(container);
  }
  const after = await stateLater(container);
  const problems = left === '' ? [] : [`left over: ${left}`];
  if (outcome === 'unknown') problems.push('the outcome was never read');
  if (result.differing.length > 0) problems.push(`differing: ${result.differing.join(', ')}`);
  if (outcome === 'kept') {
    problems.push(...(await whyNotKept(container, judged.change)));
    problems.push(...(await missingFiles(container, judged.change)));
  } else {
    const parts = isReset ? (['files', 'addresses'] as const) : stateParts;
    for (const part of parts)
      if (after[part] !== before[part])
        problems.push(`${outcome}, but ${part}: ${before[part]} became ${after[part]}`);
  }
  if (problems.length > 0) problems.push(result.why, ...(result.status?.journal ?? []));
  return problems;
}

/**
 * What cuts on most hosts is kept where the host answers all the same: networkd, killed and started anew, sets the address again
 * that a script took away; and it leaves an address alone that a rollback set. Then it has to answer later, too.
 */
async function whyNotKept(
  container: Container,
  { isGood, isHopeless = false }: Change,
): Promise<readonly string[]> {
  if (isGood) return [];
  if (isHopeless) return ['kept, though its apply cannot end well'];
  await setTimeout(5000);
  return (await reachable(container, 1)) ? [] : ['kept, though it cuts'];
}

const stateParts = ['files', 'addresses', 'rules', 'rest'] as const;

/** Of a kept change every file is there, byte for byte. */
async function missingFiles(
  { later }: Container,
  { files, removals = [] }: Change,
): Promise<readonly string[]> {
  const problems: string[] = [];
  for (const [path, text] of Object.entries(files)) {
    const found = await later(`cat '/${path.replaceAll("'", "'\\''")}'`).catch(() => undefined);
    if (found !== text) problems.push(`kept, but /${path} is not that of the plan`);
  }
  for (const path of removals)
    if ((await later(`ls '${path}' 2>/dev/null; true`)) !== '')
      problems.push(`kept, but ${path} is there`);
  return problems;
}
