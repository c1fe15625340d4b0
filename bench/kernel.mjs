/**
 * `npm run bench:kernel`: the three engines of the batch interface beside a C program that hashes the same messages by
 * generic SipHash, one thread. Short passes alternate and processor time is counted; the fastest pass of each counts,
 * because other programs can only make a pass slower. In brackets is how many times as fast as C. `--rounds N` sets the
 * passes of each, 51 by default. Writes `out/bench-kernel.json` too.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { inProject } from '../scripts/project.mjs';
import { StepFailed, runMain } from '../scripts/run.mjs';
import { messagesOf, randomFlows } from './kernel/flows.mjs';
import { renderTable, summarize } from './kernel/report.mjs';
import { checksumOf, compileYardstick, startYardstick } from './kernel/yardstick.mjs';

/** Flows of a pass: few enough for the last cache, so that the memory of a busy machine is not what is measured. */
const count = 100_000;
const nShared = 1_000_000;
const seed = 42;
const nWarmUps = 2;

/** @typedef {typeof import('../server/src/kernel/index.ts')} Kernel */
/** @typedef {import('./kernel/flows.mjs').Columns} Columns */
/** @typedef {{ family: 4 | 6, policy: number, fields?: number }} Case */

/** @type {readonly Case[]} */
const cases = [
  { family: 4, policy: 0 },
  { family: 4, policy: 1 },
  { family: 4, policy: 3, fields: 55 },
  { family: 6, policy: 0 },
  { family: 6, policy: 1 },
  { family: 6, policy: 3, fields: 55 },
];

await runMain(async () => {
  const nRounds = Number(process.argv[process.argv.indexOf('--rounds') + 1]) || 51;
  const kernel = await bundleKernel();
  const flows = { 4: randomFlows(4, count), 6: randomFlows(6, count) };
  const shares = measureShares(kernel, randomFlows(4, nShared));
  const hasC = compileYardstick();
  if (!hasC) console.log('gcc is missing: there is nothing to compare with, only speeds are shown');
  const rows = [];
  for (const each of cases)
    rows.push(await measureCase(kernel, each, { flows: flows[each.family], nRounds, hasC }));
  console.log(
    `\nThe fastest of ${nRounds} passes over ${count} flows, taken in turns, one thread, processor time.`,
  );
  console.log(renderTable(rows));
  console.log(`\n${nShared} flows to shares of 4 nexthops, policy 1: ${describe(shares)}`);
  mkdirSync(inProject('out'), { recursive: true });
  const report = { node: process.version, count, nShared, nRounds, rows, shares };
  writeFileSync(inProject('out', 'bench-kernel.json'), JSON.stringify(report, null, 2));
});

/** The simulator as `dist/kernel.js` has it. @returns {Promise<Kernel>} */
async function bundleKernel() {
  const outfile = inProject('out', 'bench', 'kernel.mjs');
  await build({
    entryPoints: [inProject('server', 'src', 'kernel', 'index.ts')],
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'neutral',
    target: 'es2022',
    outfile,
    logLevel: 'warning',
  });
  return /** @type {Kernel} */ (await import(pathToFileURL(outfile).href));
}

/**
 * @param {Kernel} kernel
 * @param {Case} given
 * @param {{ flows: Columns, nRounds: number, hasC: boolean }} run
 */
async function measureCase(kernel, given, { flows, nRounds, hasC }) {
  const { family, policy } = given;
  const what = `IPv${family}, policy ${policy}`;
  const messages = messagesOf(flows, { family, hasPorts: policy !== 0 });
  const yardstick = hasC ? startYardstick(`ipv${family}`, messages, { count, seed }) : undefined;
  const names = kernel.availableEngines();
  /** @type {number[]} */
  const c = [];
  /** @type {Record<string, number[]>} */
  const engines = Object.fromEntries(names.map((name) => [name, []]));
  for (let round = -nWarmUps; round < nRounds; round++) {
    const end = policy === 3 ? 'mixed' : 'plain';
    // The first of two passes brings the data into the caches, for all alike.
    await yardstick?.pass(end);
    const theirs = await yardstick?.pass(end);
    if (round >= 0 && theirs !== undefined) c.push(theirs.ms);
    for (const engine of names) {
      const settings = { ...given, key: keyOf(kernel), engine };
      kernel.hashFlows(flows, settings);
      const before = process.cpuUsage();
      const hashes = kernel.hashFlows(flows, settings);
      const { user, system } = process.cpuUsage(before);
      if ('kind' in hashes) throw new StepFailed(hashes.reason);
      if (theirs !== undefined && checksumOf(hashes) !== theirs.checksum)
        throw new StepFailed(`${what}: the engine \`${engine}\` and the C program disagree`);
      if (round >= 0) engines[engine]?.push((user + system) / 1000);
    }
  }
  yardstick?.stop();
  return summarize({ what, c, engines }, count);
}

/**
 * From columns to shares with the fastest engine: the very first call of the process, with loading, and the usual one.
 * @param {Kernel} kernel
 * @param {Columns} flows
 */
function measureShares(kernel, flows) {
  const profile = kernel.kernelProfile(kernel.newestKernel);
  if (profile === undefined) throw new StepFailed('the newest kernel has no profile');
  const nexthops = [1, 2, 3, 4].map((weight) => ({ weight }));
  const settings = { profile, policy: 1, key: keyOf(kernel) };
  const times = Array.from({ length: 12 }, () => {
    const start = process.cpuUsage();
    const route = kernel.prepareRoute({ family: 4, kind: 'classic', nexthops }, settings);
    if (route.kind === 'refused') throw new StepFailed(route.reason);
    const chosen = kernel.chooseNexthops(route, flows);
    if ('kind' in chosen) throw new StepFailed(chosen.reason);
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1000;
  });
  const [firstMs = NaN, ...others] = times;
  return { firstMs, bestMs: Math.min(...others) };
}

/** @param {Kernel} kernel */
function keyOf(kernel) {
  const key = kernel.keyOfSeed(seed);
  if (key === undefined) throw new StepFailed('unreachable');
  return key;
}

/** @param {{ firstMs: number, bestMs: number }} shares */
function describe({ firstMs, bestMs }) {
  return `${bestMs.toFixed(1)} ms of processor time, the first time ${firstMs.toFixed(1)} ms (limit 100 ms)`;
}
