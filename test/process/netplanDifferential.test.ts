/**
 * The netplan reader against netplan itself, on generated files, damaged ones, and damaged texts of this project: every verdict
 * equal, and where netplan names a line, an error of ours covers it on at least 99 of 100.
 */
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { NetplanVersion } from '../../server/src/netplan/version.ts';
import { findChroot } from '../netplan/differential/chroot.ts';
import { createOracle } from '../netplan/differential/oracle.ts';
import { ownHosts } from '../netplan/differential/ownTexts.ts';
import { compareMany } from '../netplan/differential/run.ts';

const own = ownHosts(fileURLToPath(new URL('../..', import.meta.url)));
const seed = Number(process.env['NETPLAN_SEED'] ?? 1);

const versions: readonly { readonly version: NetplanVersion; readonly count: number }[] = [
  { version: '1.2', count: Number(process.env['NETPLAN_CASES'] ?? 5000) },
  { version: '0.106', count: Number(process.env['NETPLAN_OLD_CASES'] ?? 1500) },
];

describe.each(versions)('the reader and netplan $version', ({ version, count }) => {
  const chroot = findChroot(version);
  if (chroot.kind === 'missing')
    process.stderr.write(`netplan ${version} is not compared: ${chroot.reason}\n`);

  test.skipIf(chroot.kind === 'missing')(`agree on ${count} hosts`, { timeout: 1_200_000 }, () => {
    if (chroot.kind === 'missing') throw new Error(chroot.reason);
    const oracle = createOracle(chroot);
    const options = { count, seed, target: version, own, nShrunk: 5 };
    const { reports, differences, nLines, nValid } = compareMany(oracle, options);
    expect(reports.filter((report) => !report.startsWith('--- line')).join('\n\n')).toBe('');
    expect(differences.line / nLines).toBeLessThan(0.01);
    // A generator that makes nothing but errors, or none, would compare little.
    expect(nValid / count).toBeGreaterThan(0.1);
    expect(nLines / count).toBeGreaterThan(0.2);
  });
});
