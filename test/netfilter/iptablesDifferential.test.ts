/**
 * Seeded sequences of iptables and ip6tables commands, valid and broken, by our reader and by the real iptables in a
 * namespace of its own: what is refused and with which words, and the rules that stand at the end.
 * 300 sequences are about 2,200 commands; IPTABLES_SEQUENCES and IPTABLES_SEED give more of them,
 * IPTABLES_BACKEND=-legacy the iptables without nft.
 */
import { expect, test } from 'vitest';
import { whyNoTool } from '../lab/namespaces.ts';
import { judgeChains } from './differential/iptablesChains.ts';
import { compareSequence } from './differential/iptablesCompare.ts';
import { sequence } from './differential/iptablesGenerator.ts';
import { askIptables } from './differential/iptablesOracle.ts';
import { whyNoJudge } from './differential/judge.ts';
import { createRandom } from './differential/random.ts';

const skipReason = whyNoTool('iptables', '-S') ?? whyNoTool('ipset', 'list') ?? whyNoJudge();
if (skipReason !== undefined) console.log(`not compared with iptables: ${skipReason}`);

const count = Number(process.env['IPTABLES_SEQUENCES'] ?? 300);
const seed = Number(process.env['IPTABLES_SEED'] ?? 1);
const suffix = process.env['IPTABLES_BACKEND'] === '-legacy' ? '-legacy' : '';

test.skipIf(skipReason !== undefined)(
  'iptables says the same',
  async () => {
    const random = createRandom(seed);
    const sequences = Array.from({ length: count }, () => sequence(random));
    const outcomes = await askIptables(sequences, suffix);
    expect(outcomes).toHaveLength(count);
    const differences = sequences.flatMap((commands, i) => {
      const outcome = outcomes[i];
      return outcome === undefined ? [] : compareSequence(commands, outcome, suffix !== '');
    });
    const refused = outcomes.flatMap(({ answers }) => answers.filter(({ status }) => status !== 0));
    const inWords = differences.filter(({ kind }) => kind === 'words');
    console.log(
      `${count} sequences of seed ${seed}: ${sequences.flat().length} commands, ${refused.length} refused,`,
      `${differences.length - inWords.length} differences, ${inWords.length} refusals in other words`,
      `(${((100 * inWords.length) / refused.length).toFixed(2)} %)`,
    );
    if (process.env['IPTABLES_WORDS'] !== undefined)
      for (const { command, ours, real } of inWords)
        console.log(`${command}\n  ours: ${ours}\n  real: ${real}`);
    expect(differences.filter(({ kind }) => kind !== 'words')).toEqual([]);
    // Where a command has several faults, which one is named first is not worth more.
    expect(inWords.length).toBeLessThan(refused.length * 0.03);
    if (suffix !== '') return;
    // The rules on chains report only what iptables refuses, and most of what it refuses for its chains.
    const judged = sequences.flatMap((commands, i) => {
      const outcome = outcomes[i];
      return outcome === undefined ? [] : judgeChains(commands, outcome);
    });
    expect(judged.flatMap(({ falseAlarms }) => falseAlarms)).toEqual([]);
    const found = judged.reduce((sum, one) => sum + one.found, 0);
    const missed = judged.flatMap((one) => one.missed);
    expect(found).toBeGreaterThan(3 * missed.length);
  },
  1_800_000,
);
