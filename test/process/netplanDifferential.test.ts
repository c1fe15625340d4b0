/**
 * The netplan reader against netplan 1.2 itself, on generated and damaged files: every verdict equal, and where netplan names
 * a line, an error of ours covers it on at least 99 of 100.
 */
import { describe, expect, test } from 'vitest';
import { configure, findChroot } from '../netplan/differential/chroot.ts';
import { createOracle } from '../netplan/differential/oracle.ts';
import { compareMany } from '../netplan/differential/run.ts';

const chroot = findChroot();
if (chroot.kind === 'missing') process.stderr.write(`netplan is not compared: ${chroot.reason}\n`);

const count = Number(process.env['NETPLAN_CASES'] ?? 5000);

describe.skipIf(chroot.kind === 'missing')('the reader and netplan 1.2', () => {
  test(`agree on ${count} hosts`, { timeout: 1_200_000 }, () => {
    if (chroot.kind === 'missing') throw new Error(chroot.reason);
    const oracle = createOracle(chroot.folder, configure);
    const seed = Number(process.env['NETPLAN_SEED'] ?? 1);
    const { reports, differences, nLines, nValid } = compareMany(oracle, {
      count,
      seed,
      target: '1.2',
      nShrunk: 5,
    });
    expect(reports.filter((report) => !report.startsWith('--- line')).join('\n\n')).toBe('');
    expect(differences.line / nLines).toBeLessThan(0.01);
    // A generator that makes nothing but errors, or none, would compare little.
    expect(nValid / count).toBeGreaterThan(0.1);
    expect(nLines / count).toBeGreaterThan(0.2);
  });
});
