import type { ChangePlan, HostFacts } from '../../plan/types.ts';
import { GuardFailure } from '../../remote/failure.ts';
import type { Guard } from '../../remote/guard.ts';
import { lookAt, planFor, type Prepared } from '../../remote/prepare.ts';
import type { HostPlanResult } from '../../protocol.ts';
import { settingOf, withGuard } from './connect.ts';
import type { HostRequest } from './params.ts';
import { keepPlan, type Surroundings } from './surroundings.ts';
import { toFiles, toPlanParts, toSummary } from './toProtocol.ts';
import { belongingOf } from './tree.ts';

export interface PlanRequest extends HostRequest {
  readonly undo: string | undefined;
}

/** Seconds until the rollback, where nobody says otherwise. */
const usualSeconds = 60;

/** `routelens/host/plan`: what would be done, kept until somebody confirms its digest. Reads only. */
export function planHost(
  surroundings: Surroundings,
  request: PlanRequest,
): Promise<HostPlanResult> {
  return withGuard(surroundings, request, async (guard) => {
    const { host, undo } = request;
    const { payloadOf, judgedPlan } = surroundings.remote();
    const {
      facts,
      plan: unjudged,
      expectation,
      uriOf,
    } = undo === undefined
      ? await planTree(surroundings, request, guard)
      : await planUndo(surroundings, guard, { host, undo });
    const plan = await judgedPlan(unjudged, guard);
    const { digest } = payloadOf(plan);
    keepPlan(surroundings, digest, { host, plan, expectation });
    const setting = settingOf(surroundings, host);
    return {
      digest,
      host,
      facts: toSummary(facts),
      files: toFiles(plan.files, uriOf),
      ...toPlanParts(plan),
      seconds: setting?.timeout ?? usualSeconds,
      probes: setting?.probes ?? [],
    };
  });
}

type Planned = Prepared & { readonly uriOf: (path: string) => string | undefined };

async function planTree(
  surroundings: Surroundings,
  { host, folder }: HostRequest,
  guard: Guard,
): Promise<Planned> {
  const belonging = folder === undefined ? undefined : belongingOf(surroundings, host, folder);
  if (belonging === undefined)
    throw new GuardFailure('refused', 'the folder holds no file that configures a host');
  const look = await lookAt(guard);
  const { tree, wishes, uriOf } = belonging;
  const { analyze } = surroundings.session.files;
  return { facts: look.facts, ...planFor(look, tree, { wishes, analyze }), uriOf };
}

async function planUndo(
  surroundings: Surroundings,
  guard: Guard,
  { host, undo }: { readonly host: string; readonly undo: string },
): Promise<Planned> {
  const facts: HostFacts = await guard.facts();
  const plan: ChangePlan = await surroundings.remote().undoPlan(guard, undo, host);
  return { facts, plan, expectation: undefined, uriOf: () => undefined };
}
