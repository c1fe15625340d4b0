/**
 * Compares the netplan reader with netplan on any number of generated hosts:
 *
 *     node scripts/verify-netplan-generated.mjs [--count 50000] [--seed 1] [--netplan 1.2] [--program PATH] [--show 10]
 *
 * `NETPLAN_CHROOT` names the folder that netplan lies in; `--program` another netplan inside of it, for example
 * `/usr/libexec/netplan/generate` of an older one.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { inProject, projectRoot } from './project.mjs';

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '50000' },
    seed: { type: 'string', default: '1' },
    netplan: { type: 'string', default: '1.2' },
    program: { type: 'string' },
    show: { type: 'string', default: '10' },
  },
});

/**
 * @typedef {typeof import('../test/netplan/differential/run.ts')
 *   & typeof import('../test/netplan/differential/oracle.ts')
 *   & typeof import('../test/netplan/differential/chroot.ts')} Differential
 */

const folder = mkdtempSync(path.join(tmpdir(), 'netplan-differential-'));
const outfile = path.join(folder, 'differential.cjs');
const contents = ['run', 'oracle', 'chroot']
  .map((name) => JSON.stringify(inProject('test', 'netplan', 'differential', `${name}.ts`)))
  .map((file) => `export * from ${file};`)
  .join('\n');
await build({
  stdin: { contents, resolveDir: projectRoot, loader: 'ts' },
  bundle: true,
  platform: 'node',
  format: 'cjs',
  logLevel: 'error',
  outfile,
});
const loaded = /** @type {{ default: Differential }} */ (await import(pathToFileURL(outfile).href));
rmSync(folder, { recursive: true });
const { compareMany, createOracle, findChroot, configure } = loaded.default;

const chroot = findChroot();
if (chroot.kind === 'missing') throw new Error(chroot.reason);
const step = 1000;
const total = { count: 0, nValid: 0, nLines: 0, 'false error': 0, missed: 0, line: 0 };
for (let from = 0; from < Number(values.count); from += step) {
  const { count, nValid, nLines, differences, reports } = compareMany(
    createOracle(chroot.folder, values.program ?? configure),
    {
      count: Math.min(step, Number(values.count) - from),
      seed: Number(values.seed) + from,
      target: values.netplan === '0.106' ? '0.106' : values.netplan === '1.1' ? '1.1' : '1.2',
      nShrunk: Number(values.show),
    },
  );
  total.count += count;
  total.nValid += nValid;
  total.nLines += nLines;
  for (const kind of /** @type {const} */ (['false error', 'missed', 'line']))
    total[kind] += differences[kind];
  for (const report of reports) process.stdout.write(`${report}\n\n`);
  process.stdout.write(`${JSON.stringify(total)}\n`);
}
