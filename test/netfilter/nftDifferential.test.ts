/**
 * Seeded nft files, valid and broken, by our reader and by the real nft in a namespace of its own.
 * What nft takes is never reported, and its chains and rules are those of `nft -j list ruleset`; of what nft cannot read,
 * most is found. What it refuses in the state of the kernel, or by the types of values, is not the reader's.
 * 500 texts take about 20 seconds; NFT_TEXTS and NFT_SEED give more of them.
 */
import { expect, test } from 'vitest';
import { readNftFile } from '../../server/src/netfilter/read.ts';
import { compareRuleset } from './differential/nftCompare.ts';
import { nftCase } from './differential/nftGenerator.ts';
import { askNft } from './differential/nftOracle.ts';
import { whyNoJudge } from './differential/judge.ts';
import { createRandom } from './differential/random.ts';

const skipReason = whyNoJudge();
if (skipReason !== undefined) console.log(`not compared with nft: ${skipReason}`);

const count = Number(process.env['NFT_TEXTS'] ?? 500);
const seed = Number(process.env['NFT_SEED'] ?? 1);

test.skipIf(skipReason !== undefined)(
  'nft says the same',
  async () => {
    const random = createRandom(seed);
    const cases = Array.from({ length: count }, () => nftCase(random));
    const outcomes = await askNft(cases);
    expect(outcomes).toHaveLength(count);
    const differences: string[] = [];
    let [found, missed] = [0, 0];
    for (const [i, { isTaken, isLoaded, words, json }] of outcomes.entries()) {
      const { before, text: later } = cases[i] ?? { before: undefined, text: '' };
      const text = [...(before === undefined ? [] : [before, '--- then']), later].join('\n');
      const { problems, steps: own } = readNftFile(later, 'f');
      const steps = [...(isLoaded ? readNftFile(before ?? '', 'f').steps : []), ...own];
      if (!isTaken) {
        if (problems.length > 0) found++;
        else if (words.startsWith('syntax error') && !isOfLaterReleases(later)) missed++;
        continue;
      }
      for (const { what, why } of problems)
        differences.push(`false alarm: ${what}, ${why}\n${text}`);
      // No file tells the handles of rules (docs/netfilter.md).
      const isByHandle = /^(?:delete|replace|insert|add) .*\b(?:handle|position) \d/m.test(later);
      // What a map of another text holds is not known.
      const isByOther = before !== undefined && / map @| element /.test(later);
      // nft 1.0.6 counts the rules that the same text has flushed.
      const isAfterFlush = /^flush (?:chain|table)[^]* index \d/m.test(later);
      const difference =
        problems.length > 0 || isByHandle || isByOther || isAfterFlush
          ? undefined
          : compareRuleset(steps, json);
      if (difference !== undefined) differences.push(`${difference}\n${text}`);
    }
    const taken = outcomes.filter(({ isTaken }) => isTaken).length;
    console.log(
      `${count} texts of seed ${seed}: ${taken} taken, ${count - taken} refused, ${differences.length} differences,`,
      `${found} refusals found, ${missed} syntax errors missed`,
    );
    expect(differences).toEqual([]);
    expect(missed).toBeLessThan(0.25 * (found + missed));
  },
  1_800_000,
);

/** `destroy` came with nft 1.0.7, `reset rules` with 1.0.8. */
function isOfLaterReleases(text: string): boolean {
  return /^(?:destroy|reset rules?)\b/m.test(text);
}
