/** Many cases on several hosts side by side: each host takes the next when it is free. */
import type { Container } from '../lab/container/container.ts';
import { createDraw } from '../kernel/draw.ts';
import { nameOf } from './matrix.ts';
import { runCase, startOf, type Case, type Ran } from './runCase.ts';

export interface RanCase extends Ran {
  readonly name: string;
  readonly one: Case;
  /** Its place in the list. */
  readonly index: number;
  /** Seconds. */
  readonly took: number;
}

export interface Round {
  readonly cases: readonly Case[];
  /** Each case draws from its place in the list after this, so that it can be run again. */
  readonly seed: number;
  /** True: no further case begins. */
  readonly isOver?: () => boolean;
  readonly tell: (ran: RanCase) => void;
}

/**
 * How many times longer the hosts take, all of them at work at once, than on a quiet machine of two cores: for what each of them
 * needs before its first case anyway. A deadline that leaves no time to keep anything would test half of the protocol.
 */
export async function paceOf(containers: readonly Container[]): Promise<number> {
  const start = performance.now();
  await Promise.all(containers.map((container) => startOf(container)));
  const quiet = QUIET_SECONDS * Math.max(1, containers.length / 2);
  return Math.min(Math.max(1, (performance.now() - start) / 1000 / quiet), SLOWEST);
}

/** The host answers, but not what it has to: the other cases go on. */
function unread(error: unknown): Ran {
  return { outcome: 'lost', isLockedOut: false, isMet: true, problems: [String(error)], late: 0 };
}

/** A host reset and looked at, where two or fewer of them share two cores. */
const QUIET_SECONDS = 3;
/** On a machine that is slower still, most changes are too late to be kept, and all of them roll back. */
const SLOWEST = 4;

export async function runCases(
  containers: readonly Container[],
  { cases, seed, isOver = () => false, tell }: Round,
): Promise<readonly RanCase[]> {
  const queue = cases.map((one, index) => ({ one, index, draw: createDraw(seed + index) }));
  const all: RanCase[] = [];
  await Promise.all(
    containers.map(async (container) => {
      for (let next = queue.shift(); next !== undefined && !isOver(); next = queue.shift()) {
        const start = performance.now();
        const ran = await runCase(container, next.one, next.draw).catch(unread);
        const took = (performance.now() - start) / 1000;
        const full = { ...ran, name: nameOf(next.one), one: next.one, index: next.index, took };
        all.push(full);
        tell(full);
      }
    }),
  );
  return all;
}
