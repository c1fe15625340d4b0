/**
 * The fault matrix on real hosts: whatever goes wrong, the host answers again, its files are those of before or those of the plan,
 * nothing is left over, and the state can be read.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startContainer, whyNoContainer, type Container } from '../lab/container/container.ts';
import { matrix, nameOf, paced } from '../remote/matrix.ts';
import { paceOf, runCases, type RanCase } from '../remote/runCases.ts';

const reason = whyNoContainer();
if (reason !== undefined) console.info(`skipped: no host to apply to: ${reason}`);

/** Hosts side by side: each takes the next case when it is free. Most of a case is waiting. */
const N_HOSTS = Number(process.env['LAB_HOSTS'] ?? 4);
/** What a rollback may take beyond the deadline, in seconds: the watch begins 5 s after it, and then two applies. */
const LONGEST_ROLLBACK = 25;
const containers: Container[] = [];
beforeAll(async () => {
  if (reason !== undefined) return;
  const first = await startContainer('bookworm');
  const others = Array.from({ length: N_HOSTS - 1 }, () => startContainer('bookworm'));
  containers.push(first, ...(await Promise.all(others)));
}, 1_800_000);
afterAll(async () => {
  await Promise.all(containers.map(({ stop }) => stop()));
}, 60_000);

describe.skipIf(reason !== undefined)('applying under faults', () => {
  test('no fault locks out, none leaves half a state', async () => {
    const wanted = new RegExp(process.env['FAULTS'] ?? '');
    const pace = await paceOf(containers);
    const cases = paced(matrix, pace).filter((one) => wanted.test(nameOf(one)));
    const tell = ({ name, outcome, late, problems, took }: RanCase): void => {
      const words = [outcome, `late ${late} s`, `took ${took.toFixed(1)} s`, ...problems];
      if (process.env['FAULTS'] !== undefined) console.info(`${name}: ${words.join('; ')}`);
    };
    const ran = await runCases(containers, { cases, seed: 1, tell });
    const count = (outcome: string): number => ran.filter((one) => one.outcome === outcome).length;
    const late = Math.max(...ran.map((one) => one.late));
    console.info(
      `${ran.length} faults: ${count('kept')} kept, ${count('rolled-back')} rolled back, ${count('not-started')} not started, the longest rollback ended ${late} s after the deadline, pace ${pace.toFixed(1)}`,
    );
    expect(ran.flatMap(({ name, problems }) => problems.map((each) => `${name}: ${each}`))).toEqual(
      [],
    );
    if (pace < 4) {
      expect(late).toBeLessThan(LONGEST_ROLLBACK * pace);
      expect(ran.filter(({ isMet }) => !isMet).map(({ name }) => name)).toEqual([]);
    }
    if (process.env['FAULTS'] !== undefined) return;
    expect(ran.length).toBeGreaterThanOrEqual(40);
    expect(count('kept')).toBeGreaterThan(10);
    expect(count('rolled-back')).toBeGreaterThan(20);
    expect(count('not-started')).toBeGreaterThan(2);
  }, 1_200_000);
});
