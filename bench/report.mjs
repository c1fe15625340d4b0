/** From runs to a table of medians and their ratios. */
import { median, p95 } from './measure.mjs';

/**
 * @typedef {import('./measure.mjs').RunResult} RunResult
 * @typedef {{ what: string, ours: number, theirs: number, ratio: number }} Row
 */

/**
 * @param {readonly RunResult[]} ours
 * @param {readonly RunResult[]} theirs
 * @param {readonly import('./inputs.mjs').Input[]} inputs
 * @returns {readonly Row[]}
 */
export function compare(ours, theirs, inputs) {
  const row = (/** @type {string} */ what, /** @type {(run: RunResult) => number} */ value) => {
    const [a, b] = [median(ours.map(value)), median(theirs.map(value))];
    return { what, ours: a, theirs: b, ratio: a / b };
  };
  return [
    row('cold start to first finding, ms', (run) => run.coldStartMs),
    row('  of which work (CPU), ms', (run) => run.coldCpuMs),
    ...inputs.flatMap((input) => {
      const nLines = input.text(true).split('\n').length - 1;
      const times = (/** @type {RunResult} */ run) =>
        run.edits[input.path] ?? { allMs: [], wallMs: NaN, cpuMs: NaN };
      const all = (/** @type {readonly RunResult[]} */ runs) =>
        p95(runs.flatMap((run) => times(run).allMs));
      const [a, b] = [all(ours), all(theirs)];
      return [
        row(`edit to diagnostics, ${nLines} lines, ms`, (run) => times(run).wallMs),
        { what: '  p95 of all edits, ms', ours: a, theirs: b, ratio: a / b },
        row('  of which work (CPU), ms', (run) => times(run).cpuMs),
      ];
    }),
    row('memory after the first file, MB', (run) => run.memoryMb),
    row('peak memory after all files, MB', (run) => run.peakMemoryMb),
  ];
}

/** @param {{ other: string, nRuns: number, rows: readonly Row[] }} report */
export function renderTable({ other, nRuns, rows }) {
  const line = (/** @type {readonly string[]} */ cells) =>
    cells
      .map((cell, i) => (i === 0 ? cell.padEnd(40) : cell.padStart(i === 2 ? 28 : 10)))
      .join('  ');
  return [
    `Medians of ${nRuns} runs each, taken in turns. What is not work is waiting, mostly on purpose (debounce).`,
    line(['', 'routelens', other, 'ratio']),
    ...rows.map(({ what, ours, theirs, ratio }) =>
      line([what, ours.toFixed(1), theirs.toFixed(1), ratio.toFixed(2)]),
    ),
  ].join('\n');
}
