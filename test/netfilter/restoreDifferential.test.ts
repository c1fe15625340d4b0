/**
 * Seeded texts for iptables-restore and ip6tables-restore, valid and broken, by our reader and by the real one in a namespace
 * of its own: what is refused, at which line and in which words, and the rules that stand afterwards.
 * RESTORE_TEXTS and RESTORE_SEED give more of them.
 */
import { expect, test } from 'vitest';
import { whyNoTool } from '../lab/namespaces.ts';
import { whyNoJudge } from './differential/judge.ts';
import { createRandom } from './differential/random.ts';
import { compareRestore } from './differential/restoreCompare.ts';
import { restoreCase } from './differential/restoreGenerator.ts';
import { askRestore } from './differential/restoreOracle.ts';

const skipReason = whyNoTool('iptables', '-S') ?? whyNoTool('ipset', 'list') ?? whyNoJudge();
if (skipReason !== undefined) console.log(`not compared with iptables-restore: ${skipReason}`);

const count = Number(process.env['RESTORE_TEXTS'] ?? 300);
const seed = Number(process.env['RESTORE_SEED'] ?? 1);

test.skipIf(skipReason !== undefined)(
  'iptables-restore says the same',
  async () => {
    const random = createRandom(seed);
    const cases = Array.from({ length: count }, () => restoreCase(random));
    const outcomes = await askRestore(cases);
    const differences = cases.flatMap((one, i) => {
      const outcome = outcomes[i];
      return outcome === undefined ? [] : (compareRestore(one, outcome) ?? []);
    });
    const refused = outcomes.filter(({ answers }) => answers.at(-1)?.status !== 0).length;
    const inWords = differences.filter(({ kind }) => kind === 'words');
    console.log(
      `${count} texts of seed ${seed}: ${refused} refused, ${differences.length - inWords.length} differences,`,
      `${inWords.length} refusals in other words (${((100 * inWords.length) / refused).toFixed(2)} %)`,
    );
    if (process.env['RESTORE_SHOW'] !== undefined)
      for (const { kind, case: text, ours, real } of differences)
        console.log(`=== ${kind}\n${text}\n  ours: ${ours}\n  real: ${real}`);
    expect(differences.filter(({ kind }) => kind !== 'words')).toEqual([]);
    expect(inWords.length).toBeLessThan(Math.max(1, refused * 0.03));
  },
  1_800_000,
);
