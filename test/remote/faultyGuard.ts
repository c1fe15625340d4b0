/** A guard with a fault at one moment of its protocol. */
import { setTimeout } from 'node:timers/promises';
import type { Guard } from '../../server/src/remote/guard.ts';
import type { Container } from '../lab/container/container.ts';
import type { Draw, Fault } from './faults.ts';

export const steps = ['stage', 'arm', 'status', 'keep'] as const;
export const whens = ['before', 'during', 'after'] as const;
type Step = (typeof steps)[number];

export interface Moment {
  readonly step: Step;
  readonly when: (typeof whens)[number];
  /** Milliseconds from there to the harm. */
  readonly delay: number;
}

export interface Faulty {
  readonly guard: Guard;
  /** Mends what the fault broke, and keeps one that has not begun from beginning. */
  readonly heal: () => Promise<void>;
  /** Whether the moment ever came. */
  readonly isDone: () => boolean;
}

export function withFault(
  guard: Guard,
  container: Container,
  { fault, moment, draw }: { readonly fault: Fault; readonly moment: Moment; readonly draw: Draw },
): Faulty {
  let harming: ReturnType<Fault['harm']> | undefined;
  let heal: (() => Promise<unknown>) | undefined;
  let isOver = false;
  const harm = async (): Promise<void> => {
    if (harming !== undefined || isOver) return;
    harming = fault.harm(container, draw);
    heal = (await harming) ?? undefined;
  };
  const at = async <T>(step: Step, call: () => Promise<T>): Promise<T> => {
    if (moment.step !== step || harming !== undefined) return call();
    if (moment.when === 'before') {
      await harm();
      return call();
    }
    if (moment.when === 'after') {
      const answer = await call();
      if (moment.delay === 0) await harm();
      else void setTimeout(moment.delay).then(harm);
      return answer;
    }
    const running = call();
    running.catch(() => undefined);
    await setTimeout(150 + moment.delay);
    await harm();
    return running;
  };
  return {
    guard: {
      ...guard,
      stage: (id, tar) => at('stage', () => guard.stage(id, tar)),
      arm: (id, seconds, digest) => at('arm', () => guard.arm(id, seconds, digest)),
      status: (id) => at('status', () => guard.status(id)),
      keep: (id) => at('keep', () => guard.keep(id)),
    },
    heal: async () => {
      isOver = true;
      await harming;
      const now = heal;
      heal = undefined;
      await now?.();
    },
    isDone: () => harming !== undefined,
  };
}
