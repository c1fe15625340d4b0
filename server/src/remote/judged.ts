/** A plan with what the netplan of the host says of it, before anything is written there. */
import type { ChangePlan, PlanWarning } from '../plan/types.ts';
import type { Guard } from './guard.ts';
import { payloadOf } from './payload.ts';

/** Throws a `GuardFailure` where the host does not answer. */
export async function judgedPlan(
  plan: ChangePlan,
  guard: Pick<Guard, 'judge'>,
): Promise<ChangePlan> {
  if (!plan.runs.some(({ kind }) => kind === 'netplan')) return plan;
  const { isRefused, lines } = await guard.judge(payloadOf(plan).tar);
  if (!isRefused && lines.length === 0) return plan;
  const warning: PlanWarning = {
    kind: 'netplan',
    severity: isRefused ? 'error' : 'information',
    text: isRefused
      ? 'the netplan of the host refuses these files'
      : 'the netplan of the host takes these files, and says',
    details: lines,
  };
  // First of all: what the host itself refuses is no matter of opinion.
  return { ...plan, warnings: [warning, ...plan.warnings] };
}
