/**
 * Generated command lines of every object, read by us and by two versions of `ip`: this machine's, and 7.3 out of Debian sid.
 * Verdict and kind of reason are compared; a line counts as refused where both refuse it.
 */
import { describe, expect, test } from 'vitest';
import { canJudge } from '../iproute/differential/judge.ts';
import { compareLines, generateLines } from '../iproute/differential/run.ts';
import { findChroot } from '../netplan/differential/chroot.ts';

const chroot = findChroot('1.2');
if (chroot.kind === 'missing') process.stderr.write(`ip 7.3 is not compared: ${chroot.reason}\n`);

const count = Number(process.env['IP_CASES'] ?? 6000);

describe.skipIf(chroot.kind === 'missing' || !canJudge())('the reader and ip', () => {
  test(`agree on ${count} command lines`, { timeout: 1_200_000 }, async () => {
    if (chroot.kind === 'missing') throw new Error(chroot.reason);
    const judges = [{ name: '7.3', root: chroot.folder }, { name: 'ip' }];
    const lines = generateLines(count, Number(process.env['IP_SEED'] ?? 1));
    const result = await compareLines(judges, lines);
    console.info(JSON.stringify({ ...result, disagreements: result.disagreements.length }));
    expect(result.disagreements.join('\n')).toBe('');
    // A generator that makes nothing but errors, or none, would compare little.
    expect(result.compared / result.lines).toBeGreaterThan(0.6);
    expect(result.refused / result.compared).toBeGreaterThan(0.3);
    expect(result.refused / result.compared).toBeLessThan(0.9);
  });
});
