/**
 * A vitest reporter that leaves the counts of a run in the file named by `ROUTELENS_COUNTS`,
 * so that `npm test` can add up its suites.
 * A skipped test counts as failed, unless its reason says that this machine cannot run it.
 */
import { writeFileSync } from 'node:fs';

/** How the reason of a test that may be skipped begins: `context.skip('this machine cannot …')`. */
const excuse = 'this machine cannot';

export default class CountReporter {
  /** @param {readonly import('vitest/node').TestModule[]} modules */
  onTestRunEnd(modules) {
    const file = process.env['ROUTELENS_COUNTS'];
    if (file === undefined) return;
    const counts = { passed: 0, failed: 0, skipped: 0 };
    /** @type {string[]} */
    const reasons = [];
    for (const module of modules) {
      // A file that could not be loaded has no tests to fail in its place.
      if (!module.ok() && [...module.children.allTests('failed')].length === 0) {
        counts.failed++;
        reasons.push(`${module.relativeModuleId}: could not be loaded`);
      }
      for (const test of module.children.allTests()) {
        const result = test.result();
        if (result.state === 'passed') counts.passed++;
        else if (result.state === 'skipped' && result.note?.startsWith(excuse)) {
          counts.skipped++;
          reasons.push(`${test.fullName}: ${result.note}`);
        } else {
          counts.failed++;
          const why = result.state === 'skipped' ? 'skipped without a reason' : firstError(result);
          reasons.push(`${module.relativeModuleId} > ${test.fullName}: ${why}`);
        }
      }
    }
    writeFileSync(file, JSON.stringify({ ...counts, reasons }));
  }
}

/** @param {import('vitest/node').TestResult} result */
function firstError({ errors }) {
  return (errors?.[0]?.message ?? 'failed').split('\n', 3).join(' ').slice(0, 300);
}
