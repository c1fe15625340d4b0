/** The running state after a change beside what the files say, once networkd is done. */
import { compareRunning, type Expectation } from '../plan/compareRunning.ts';
import { isGuardFailure } from './failure.ts';
import type { Guard } from './guard.ts';

/** `netplan apply` returns before the addresses are there: 20 to 40 ms on an idle machine, seconds on a slow one. */
const tries = 6;
const pauseMilliseconds = 1000;

/**
 * What is missing, a sentence each; empty where all that can be known is there.
 */
export async function differencesOf(
  expectation: Expectation,
  guard: Pick<Guard, 'facts'>,
  wait: (milliseconds: number) => Promise<void>,
): Promise<readonly string[]> {
  for (let left = tries; ; left--) {
    const missing = await lookOnce(expectation, guard);
    if (missing.length === 0 || left <= 1) return missing;
    await wait(pauseMilliseconds);
  }
}

async function lookOnce(
  expectation: Expectation,
  guard: Pick<Guard, 'facts'>,
): Promise<readonly string[]> {
  try {
    return compareRunning(expectation, await guard.facts());
  } catch (error) {
    if (!isGuardFailure(error)) throw error;
    return [`the running state could not be read: ${error.message}`];
  }
}
