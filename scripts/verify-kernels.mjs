/**
 * `npm run verify:kernels -- [suite…]`: boots Debian's kernels under emulation, records what they decide in
 * `test/vectors/kernel-*.json` and compares the simulator with it. By hand only; CI replays what is recorded.
 * Needs root, qemu-system-x86_64, cpio and Debian's apt. `--decisions N` and `--seed N` ask for more, or for others.
 */
import { mkdirSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { inProject } from './project.mjs';
import { StepFailed, isOnPath, run, runMain } from './run.mjs';
import { packGuest } from './verify/initramfs.mjs';
import { readLists, suites, unpackKernel, unpackUserland } from './verify/packages.mjs';

/** @typedef {typeof import('../test/lab/vm/record.ts')} Recorder */

const nDecisions = optionOf('--decisions', 4050);
const randomSeed = optionOf('--seed', 7);

await runMain(async () => {
  for (const program of ['qemu-system-x86_64', 'cpio', 'apt-get', 'dpkg-deb'])
    if (!isOnPath(program)) throw new StepFailed(`\`${program}\` is missing`);
  const chosen = process.argv.slice(2).filter((word) => /^[a-z]+$/.test(word));
  const unknown = chosen.find((suite) => !suites.includes(suite));
  if (unknown !== undefined) throw new StepFailed(`\`${unknown}\` is none of ${suites.join(', ')}`);
  const folder = inProject('out', 'kernels');
  mkdirSync(folder, { recursive: true });
  readLists(folder);
  const userland = unpackUserland(folder);
  const { recordKernel } = await bundleRecorder();
  for (const suite of chosen.length === 0 ? suites : chosen) {
    const kernel = unpackKernel(folder, suite);
    const files = packGuest(kernel, userland);
    const name = `linux-image-${kernel.release} ${kernel.packageVersion}`;
    const series = /^\d+\.\d+/.exec(kernel.release)?.[0] ?? kernel.release;
    const output = inProject('test', 'vectors', `kernel-${series}.json`);
    recordKernel({ ...files, package: name, output, nDecisions, randomSeed });
  }
  run('npx', ['vitest', 'run', '--project', 'unit', 'test/kernel/kernelVectors.test.ts']);
});

/** @param {string} name @param {number} otherwise */
function optionOf(name, otherwise) {
  const at = process.argv.indexOf(name);
  return at < 0 ? otherwise : Number(process.argv[at + 1]);
}

/** The recorder is TypeScript, because it draws routers and packets as the tests do. @returns {Promise<Recorder>} */
async function bundleRecorder() {
  const outfile = inProject('out', 'kernels', 'record.mjs');
  await build({
    entryPoints: [inProject('test', 'lab', 'vm', 'record.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'warning',
  });
  return /** @type {Recorder} */ (await import(pathToFileURL(outfile).href));
}
