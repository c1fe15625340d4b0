/**
 * Generated scripts, run by bash with stubs for the tools and evaluated by us: the same calls in the same order where
 * every value is known, and no known word that bash contradicts where some values come from outside.
 * The numbers of the scripts are fixed; `SHELL_SCRIPTS=25000` runs more of them in each test, `SHELL_FIRST=3000` other ones.
 */
import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { runInBash } from './differential/bash.ts';
import { contradiction, differenceOfKnown } from './differential/compare.ts';
import { generateScript } from './differential/generate.ts';

const count = Number(process.env['SHELL_SCRIPTS'] ?? 2_500);
const first = Number(process.env['SHELL_FIRST'] ?? 1);
const outside = { ENV1: 'out1', ENV2: 'x y', ENV3: '', OUT: 'o' };
const hasBash = spawnSync('bash', ['-c', '[ "${BASH_VERSINFO[0]}" -ge 5 ]']).status === 0;
const batchSize = 250;

interface Batch {
  readonly from: number;
  readonly scripts: readonly string[];
  readonly called: ReturnType<typeof runInBash>;
}

function startBatch(from: number, unknowns: boolean): Batch | undefined {
  const length = Math.min(batchSize, first + count - from);
  if (length <= 0) return undefined;
  const scripts = Array.from({ length }, (_, i) => generateScript(from + i, unknowns));
  return { from, scripts, called: runInBash(scripts, outside) };
}

test.skipIf(!hasBash).each([
  ['known values give the calls of bash', false, differenceOfKnown],
  ['unknown values give no wrong word', true, contradiction],
] as const)('%s', { timeout: 3_600_000 }, async (_, unknowns, judge) => {
  const differences: string[] = [];
  let batch = startBatch(first, unknowns);
  while (batch !== undefined) {
    const { from, scripts } = batch;
    const called = await batch.called;
    // bash runs the next scripts while these are evaluated.
    batch = startBatch(from + batchSize, unknowns);
    scripts.forEach((script, i) => {
      const difference = judge(script, called[i] ?? []);
      if (difference !== undefined) differences.push(`script ${from + i}: ${difference}`);
    });
  }
  expect(differences.slice(0, 10)).toEqual([]);
});
