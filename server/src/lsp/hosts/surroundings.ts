/**
 * What the requests about hosts share.
 * Invariant: what is remembered of a host is what it said, and the plans that were shown; a plan is applied once, and only by its digest.
 */
import type { Expectation } from '../../plan/compareRunning.ts';
import type { ChangePlan } from '../../plan/types.ts';
import type { Session } from '../session.ts';
import type { Remote } from './remoteModule.ts';

export interface KeptPlan {
  readonly host: string;
  readonly plan: ChangePlan;
  /** What is to run then; undefined for an undo. */
  readonly expectation: Expectation | undefined;
}

export interface Surroundings {
  readonly session: Session;
  readonly remote: () => Remote;
  readonly plans: Map<string, KeptPlan>;
  /** By digest: answers the question whether a change is kept. */
  readonly questions: Map<string, (keep: boolean) => void>;
  readonly wait: (milliseconds: number) => Promise<void>;
  readonly now: () => number;
  readonly newId: () => string;
}

/** Plans that may still be confirmed; the oldest is forgotten first. */
const maxPlans = 20;

export function keepPlan({ plans }: Surroundings, digest: string, kept: KeptPlan): void {
  plans.delete(digest);
  plans.set(digest, kept);
  for (const old of [...plans.keys()].slice(0, Math.max(0, plans.size - maxPlans)))
    plans.delete(old);
}
