/**
 * `npm run bench`: RouteLens beside yaml-language-server on netplan files and beside
 * bash-language-server on scripts. Runs alternate, so that both meet the same noise,
 * and only ratios of medians are worth remembering.
 * `--runs N` sets the number of runs of each, 5 by default. Writes `out/bench.json` too.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inProject } from '../scripts/project.mjs';
import { runMain } from '../scripts/run.mjs';
import { hostFiles, netplanInput, scriptInput } from './inputs.mjs';
import { measure, measureColdHost, median } from './measure.mjs';
import { compare, renderTable } from './report.mjs';
import { foreignServers, routelens } from './servers.mjs';

const sizes = [17, 1000, 10_000];
const scriptSizes = [17, 500, 1000, 10_000];

await runMain(async () => {
  const nRuns = Number(process.argv[process.argv.indexOf('--runs') + 1]) || 5;
  const { yaml, bash } = foreignServers();
  const reports = [
    await compareServers(yaml, sizes.map(netplanInput), nRuns),
    await compareServers(bash, scriptSizes.map(scriptInput), nRuns),
    await measureHost(500, nRuns),
  ];
  mkdirSync(inProject('out'), { recursive: true });
  writeFileSync(inProject('out', 'bench.json'), JSON.stringify(reports, null, 2));
});

/**
 * @param {import('./servers.mjs').Server} other
 * @param {readonly import('./inputs.mjs').Input[]} inputs
 * @param {number} nRuns
 */
async function compareServers(other, inputs, nRuns) {
  /** @type {import('./measure.mjs').RunResult[]} */
  const ours = [];
  /** @type {import('./measure.mjs').RunResult[]} */
  const theirs = [];
  for (let i = 0; i < nRuns; i++) {
    ours.push(await inFreshFolder((folder) => measure(routelens, inputs, folder)));
    theirs.push(await inFreshFolder((folder) => measure(other, inputs, folder)));
  }
  const report = { other: other.name, nRuns, rows: compare(ours, theirs, inputs) };
  console.log(`\n${renderTable(report)}`);
  return { ...report, ours, theirs };
}

/**
 * One host of many files, from the start of the server to the first finding; nobody else reads such a host.
 * @param {number} nFiles
 * @param {number} nRuns
 */
async function measureHost(nFiles, nRuns) {
  /** @type {Awaited<ReturnType<typeof measureColdHost>>[]} */
  const runs = [];
  for (let i = 0; i < nRuns; i++)
    runs.push(
      await inFreshFolder((folder) => measureColdHost(routelens, hostFiles(nFiles), folder)),
    );
  const of = (/** @type {(run: typeof runs[number]) => number} */ value) => median(runs.map(value));
  console.log(
    `\n${nFiles} files of one host, cold start to first finding: ${of((run) => run.wallMs).toFixed(0)} ms, ` +
      `of which work ${of((run) => run.cpuMs).toFixed(0)} ms; memory ${of((run) => run.memoryMb).toFixed(0)} MB`,
  );
  return { nFiles, runs };
}

/**
 * @template T
 * @param {(folder: string) => Promise<T>} action
 */
async function inFreshFolder(action) {
  const folder = mkdtempSync(path.join(tmpdir(), 'routelens-bench-'));
  try {
    return await action(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
