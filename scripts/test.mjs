/**
 * `npm test`: installs what the tests need, then runs everything that a machine can check,
 * and ends with the line `N passed, N failed`. Every check counts as one test, every test as one.
 * Screenshots and logs are left in `out/`.
 */
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { installEditor } from './editor/install.mjs';
import { installPackages, installTestPrograms } from './packages.mjs';
import { inProject } from './project.mjs';
import { runForStatus, runMain } from './run.mjs';

/** @typedef {{ passed: number, failed: number, skipped: number, reasons: readonly string[] }} Counts */

/** What is judged by its exit status alone; `dist/` is made here for all that follows. */
const checks = {
  'generated files': ['node', 'scripts/generate.mjs', '--check'],
  build: ['node', 'scripts/build.mjs'],
  package: ['node', 'scripts/package.mjs'],
  types: ['npm', 'run', '--silent', 'typecheck'],
  lint: ['npm', 'run', '--silent', 'lint'],
  format: ['npm', 'run', '--silent', 'format:check'],
  'unused code': ['npm', 'run', '--silent', 'knip'],
};

await runMain(() => {
  installTestPrograms();
  installPackages();
  const editor = installEditor();
  rmSync(inProject('out', 'counts'), { recursive: true, force: true });
  mkdirSync(inProject('out', 'counts'), { recursive: true });

  const rows = Object.entries(checks).map(([name, [command = '', ...args]]) =>
    timed(name, () => check(command, args)),
  );
  rows.push(
    timed('unit tests', () => suite('unit', 'node')),
    // The extension host of a current VS Code is Node 24.
    timed('unit tests on Node 24', () => suite('unit', editor.node, { ROUTELENS_OWN_ONLY: '1' })),
    timed('process tests', () => suite('process', 'node')),
    timed('journeys', () => suite('e2e', 'node')),
  );
  report(rows);
});

/** @typedef {{ name: string, seconds: number, counts: Counts }} Row */

/**
 * @param {string} name
 * @param {() => Counts} action
 * @returns {Row}
 */
function timed(name, action) {
  console.log(`\n=== ${name}`);
  const start = performance.now();
  const counts = action();
  return { name, seconds: (performance.now() - start) / 1000, counts };
}

/**
 * @param {string} command
 * @param {readonly string[]} args
 * @returns {Counts}
 */
function check(command, args) {
  const isGood = runForStatus(command, args) === 0;
  return { passed: isGood ? 1 : 0, failed: isGood ? 0 : 1, skipped: 0, reasons: [] };
}

/**
 * Runs one vitest project and reads the counts that its reporter leaves.
 * @param {string} project
 * @param {string} node
 * @param {Readonly<Record<string, string>>} env
 * @returns {Counts}
 */
function suite(project, node, env = {}) {
  const file = inProject('out', 'counts', `${project}-${node === 'node' ? 'own' : 'other'}.json`);
  const args = ['node_modules/vitest/vitest.mjs', 'run', '--project', project];
  const status = runForStatus(node, args, { env: { ROUTELENS_COUNTS: file, ...env } });
  const counts = readCounts(file);
  // A run that broke after its tests, or had none, must not look like a good one.
  const isBroken = (status !== 0 && counts.failed === 0) || counts.passed + counts.skipped === 0;
  return isBroken ? { ...counts, failed: counts.failed + 1 } : counts;
}

/** @param {string} file @returns {Counts} */
function readCounts(file) {
  try {
    return /** @type {Counts} */ (JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return { passed: 0, failed: 0, skipped: 0, reasons: ['no counts were left: the run broke'] };
  }
}

/** @param {readonly Row[]} rows */
function report(rows) {
  console.log('\n');
  for (const { name, seconds, counts } of rows) {
    const verdict = counts.failed === 0 ? 'ok  ' : 'FAIL';
    const numbers = `${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`;
    console.log(`${verdict} ${name.padEnd(24)} ${numbers.padEnd(40)} ${seconds.toFixed(1)} s`);
    for (const reason of counts.reasons) console.log(`       ${reason}`);
  }
  const passed = total(rows, 'passed');
  const failed = total(rows, 'failed');
  console.log(`\n${passed} passed, ${failed} failed`);
  if (failed > 0) process.exitCode = 1;
}

/**
 * @param {readonly Row[]} rows
 * @param {'passed' | 'failed'} what
 */
function total(rows, what) {
  return rows.reduce((sum, row) => sum + row.counts[what], 0);
}
