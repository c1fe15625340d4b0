/**
 * A confirmed plan, step by step: stage, arm, wait for the apply over new connections, probe, keep; or let it roll back.
 * Invariant: what is reported at the end was read from the host after the fact. A lost connection is no result.
 */
import type { ChangePlan } from '../plan/types.ts';
import { GuardFailure } from './failure.ts';
import type { ChangeStatus, Guard } from './guard.ts';
import { payloadOf, sha256 } from './payload.ts';

export interface Probe {
  readonly kind: 'gateway' | 'ping' | 'dns' | 'url';
  readonly target?: string;
}

export interface ApplyOptions {
  /** Unique on the host. */
  readonly id: string;
  /** Digest of the plan that the user saw. */
  readonly confirmed: string;
  /** Seconds from arming to the rollback. */
  readonly seconds: number;
  readonly probes: readonly Probe[];
  /** Asked when everything works; false rolls back. */
  readonly decide: (left: number) => Promise<boolean>;
  readonly report: (event: ApplyEvent) => void;
  readonly wait: (milliseconds: number) => Promise<void>;
  /** Milliseconds since some moment; does not go back. */
  readonly now: () => number;
}

export type ApplyEvent =
  | { readonly kind: 'staged' | 'armed' | 'reconnecting' | 'applied' | 'keeping' | 'rolling-back' }
  | { readonly kind: 'probed'; readonly probe: Probe; readonly works: boolean }
  | { readonly kind: 'unreachable'; readonly why: string };

export interface ApplyResult {
  readonly outcome: 'kept' | 'rolled-back' | 'not-started' | 'unknown';
  /** What the host said last, for people. */
  readonly why: string;
  readonly status: ChangeStatus | undefined;
  /** Paths whose bytes on the host are neither those of the plan (kept) nor those of before (rolled back). */
  readonly differing: readonly string[];
}

export async function applyChange(
  guard: Guard,
  plan: ChangePlan,
  options: ApplyOptions,
): Promise<ApplyResult> {
  const payload = payloadOf(plan);
  if (payload.digest !== options.confirmed)
    return notStarted('this is not the plan that was confirmed');
  try {
    const digest = await guard.stage(options.id, payload.tar);
    if (digest !== payload.digest) return notStarted('the files did not arrive as they were sent');
  } catch (error) {
    // Whatever became of the files: nothing is armed by staging them.
    if (!(error instanceof GuardFailure)) throw error;
    return notStarted(error.message);
  }
  options.report({ kind: 'staged' });
  try {
    await guard.arm(options.id, options.seconds, payload.digest);
  } catch (error) {
    // A connection that ended while arming may have armed: only the host knows.
    if (!(error instanceof GuardFailure)) throw error;
    if (error.kind !== 'unreachable') return notStarted(error.message);
    options.report({ kind: 'unreachable', why: error.message });
  }
  options.report({ kind: 'armed' });
  const armed = { ...options, deadline: options.now() + options.seconds * 1000 };
  await watch(guard, armed);
  return readOutcome(guard, plan, armed);
}

function notStarted(why: string): ApplyResult {
  return { outcome: 'not-started', why, status: undefined, differing: [] };
}

interface Armed extends ApplyOptions {
  /** When the host begins to roll back, by `now()`; a little later than on the host. */
  readonly deadline: number;
}

/** Until something is decided, or until the deadline is so far past that the host must have decided. */
async function watch(guard: Guard, options: Armed): Promise<void> {
  const { id, report, now, wait, deadline } = options;
  let keeps: boolean | undefined;
  while (now() < deadline) {
    report({ kind: 'reconnecting' });
    const status = await tried(() => guard.status(id), report);
    if (status !== undefined && status.state !== 'armed' && status.state !== 'arming') return;
    if (status?.applied === 0) {
      if (keeps === undefined) {
        report({ kind: 'applied' });
        keeps = await decideNow(guard, options, status);
      }
      // Told again if the answer was lost: the host takes it once.
      report({ kind: keeps ? 'keeping' : 'rolling-back' });
      const tell = keeps ? guard.keep : guard.rollBack;
      const isTold = await tried(() => tell(id).then(() => true), report);
      if (isTold === undefined) await wait(500);
    } else await wait(500);
  }
}

async function decideNow(
  guard: Guard,
  { probes, decide, report }: ApplyOptions,
  { left = 0 }: ChangeStatus,
): Promise<boolean> {
  let works = true;
  for (const probe of probes) {
    const answer = await tried(() => guard.probe(probe.kind, probe.target), report);
    report({ kind: 'probed', probe, works: answer === true });
    works &&= answer === true;
  }
  return works && (await decide(left));
}

/** So long may a rollback take beyond the deadline: two applies of a slow machine. */
const rollbackMilliseconds = 120_000;

/** So long after the deadline the client asks for the rollback: the host begins at the deadline, and again 5 s later. */
const overdueMilliseconds = 20_000;

async function readOutcome(
  guard: Guard,
  plan: ChangePlan,
  { id, report, now, wait, deadline }: Armed,
): Promise<ApplyResult> {
  const end = deadline + rollbackMilliseconds;
  let last: ChangeStatus | undefined;
  while (now() < end) {
    const status = await tried(() => guard.status(id), report);
    last = status ?? last;
    if (status?.state === 'kept') return decided('kept', plan, status);
    if (status?.state.startsWith('rolled-back') === true)
      return decided('rolled-back', plan, status);
    if (
      status?.state === 'staged' &&
      (await tried(() => guard.rollBack(id), report)) === 'discarded'
    )
      return notStarted('the change was staged, but never armed');
    if (status?.state === 'failed') return decided('not-started', plan, status);
    // Its time is over, and nobody on the host ends it: the timer and the watch may both have died.
    if (status !== undefined && now() > deadline + overdueMilliseconds)
      await tried(() => guard.rollBack(id), report);
    await wait(1000);
  }
  return {
    outcome: 'unknown',
    why: 'the host did not answer: look at it by another way; the change rolls back by itself',
    status: last,
    differing: [],
  };
}

function decided(
  outcome: 'kept' | 'rolled-back' | 'not-started',
  { files }: ChangePlan,
  status: ChangeStatus,
): ApplyResult {
  const differing = files.flatMap(({ path, content, before }, index) => {
    const wanted = outcome === 'kept' ? content : before;
    const sum = wanted === undefined ? 'absent' : sha256(wanted);
    return status.files[index] === sum ? [] : [path];
  });
  const why = outcome === 'rolled-back' ? reasonOf(status) : status.state;
  return { outcome, why, status, differing };
}

/** Why it went back, as the host noted it when it began; `timer` is the deadline. */
function reasonOf({ journal, state }: ChangeStatus): string {
  const reasons = journal.flatMap((line) => /rolling back: (.+)$/.exec(line)?.[1] ?? []);
  const last = reasons.at(-1) ?? state;
  return last === 'timer' ? 'nobody kept it in time' : last;
}

/** The answer, or undefined where the host could not be reached or refused. */
async function tried<T>(
  ask: () => Promise<T>,
  report: ApplyOptions['report'],
): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof GuardFailure)) throw error;
    report({ kind: 'unreachable', why: error.message });
    return undefined;
  }
}
