/**
 * Sequences of `ip` commands on the running kernel and on the machine model (`host/machine/`): the answer to every command and
 * the state at the end, field by field. IP_SEQUENCES says how many, IP_SEED where to begin. A part of them is read by the newer
 * `ip` of Debian sid, where that is there: what it asks of the kernel is the same.
 * `scripts/verify-ip-sequences.mjs` runs any number.
 */
import { describe, expect, test } from 'vitest';
import { compareSequences, describeDifference, type Difference } from '../host/machine/compare.ts';
import { whyNoLab } from '../host/machine/lab.ts';
import { findChroot } from '../netplan/differential/chroot.ts';

const count = Number(process.env['IP_SEQUENCES'] ?? 5000);
const first = Number(process.env['IP_SEED'] ?? 1);
const reason = whyNoLab();
const chroot = findChroot('1.2');

if (reason !== undefined) console.info(`skipped: ${reason}`);
else if (chroot.kind === 'missing') console.info(`ip 7.3 is not asked: ${chroot.reason}`);

async function differencesOf(from: number, length: number, root?: string): Promise<Difference[]> {
  const differences: Difference[] = [];
  let commands = 0;
  let askedAgain = 0;
  for await (const group of compareSequences(from, length, { width: 4, root })) {
    commands += group.commands;
    askedAgain += group.askedAgain;
    differences.push(...group.differences);
  }
  console.info(
    `${length} sequences from seed ${from}, ${commands} commands compared with the kernel; ${askedAgain} asked again, ${differences.length} differ`,
  );
  return differences;
}

describe.skipIf(reason !== undefined)('every command and the state at the end', () => {
  test('are as the kernel has them', { timeout: 300_000 + count * 400 }, async () => {
    const differences = await differencesOf(first, count);
    expect(differences.map((each) => describeDifference(each))).toEqual([]);
  });

  test.skipIf(chroot.kind === 'missing')(
    'are the same when ip 7.3 reads the commands',
    { timeout: 300_000 + count * 400 },
    async () => {
      if (chroot.kind === 'missing') throw new Error(chroot.reason);
      const differences = await differencesOf(first + count, Math.ceil(count / 50), chroot.folder);
      expect(differences.map((each) => describeDifference(each))).toEqual([]);
    },
  );
});
