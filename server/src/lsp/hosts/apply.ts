import type { ApplyEvent } from '../../remote/applyChange.ts';
import { GuardFailure } from '../../remote/failure.ts';
import { eventText } from '../../remote/eventText.ts';
import { parseProbe } from '../../remote/probe.ts';
import { differencesOf } from '../../remote/settled.ts';
import type { HostApplyResult, HostProgress } from '../../protocol.ts';
import { settingOf, withGuard } from './connect.ts';
import type { Surroundings } from './surroundings.ts';

export interface ApplyRequest {
  readonly digest: string;
  readonly canAsk: boolean;
}

const usualSeconds = 60;

/** `routelens/host/apply`: the plan with this digest, step by step; asks whether to keep it, and answers what the host decided. */
export function applyPlan(
  surroundings: Surroundings,
  { digest, canAsk }: ApplyRequest,
): Promise<HostApplyResult> {
  const kept = surroundings.plans.get(digest);
  if (kept === undefined)
    throw new GuardFailure('not-confirmed', 'this plan is not known any more: make it again');
  // A plan is confirmed once: what came of it decides what the next one is.
  surroundings.plans.delete(digest);
  const { host, plan, expectation } = kept;
  const setting = settingOf(surroundings, host);
  const { wait, now } = surroundings;
  return withGuard(surroundings, { host, canAsk }, async (guard) => {
    const tell = teller(surroundings, digest);
    const result = await surroundings.remote().applyChange(guard, plan, {
      id: surroundings.newId(),
      confirmed: digest,
      seconds: setting?.timeout ?? usualSeconds,
      probes: (setting?.probes ?? []).flatMap((text) => parseProbe(text) ?? []),
      decide: (left) => {
        tell({ kind: 'asking', text: 'it works; keep it?', left });
        return questionOf(surroundings, digest, left);
      },
      report: (event) => report(event, tell),
      wait,
      now,
    });
    const { outcome, why, differing, status } = result;
    const missing =
      outcome === 'kept' && expectation !== undefined
        ? await differencesOf(expectation, guard, wait)
        : [];
    return { outcome, why, differing, missing, log: status?.log ?? [] };
  });
}

type Tell = (progress: Omit<HostProgress, 'digest'>) => void;

function teller({ session: { connection } }: Surroundings, digest: string): Tell {
  return (progress) => {
    const params: HostProgress = { digest, ...progress };
    void connection.sendNotification('routelens/host/progress', params);
  };
}

function report(event: ApplyEvent, tell: Tell): void {
  if (event.kind === 'reconnecting') return;
  const text = event.kind === 'unreachable' ? event.why : eventText(event);
  tell({ kind: event.kind, text, left: null });
}

/** The answer of the user; without one the change is not kept. The host counts by itself, whatever happens here. */
async function questionOf(
  { questions, wait }: Surroundings,
  digest: string,
  left: number,
): Promise<boolean> {
  const answer = new Promise<boolean>((resolve) => questions.set(digest, resolve));
  const silence = wait(left * 1000).then(() => false);
  try {
    return await Promise.race([answer, silence]);
  } finally {
    questions.delete(digest);
  }
}
