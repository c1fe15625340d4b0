/**
 * Applies changes under random faults on real hosts in containers, and prints what became of them by fault:
 *
 *     node scripts/verify-apply-faults.mjs [--runs 1000] [--seed 1] [--hosts 3] [--suite bookworm] [--minutes 600]
 *
 * A run is a fault at a moment of a kind of change by a client; run N of a seed is always the same. By hand only: CI runs the
 * list of `test/remote/matrix.ts`. Needs root, debootstrap and systemd-nspawn, and `npm run build` for the clients that are killed.
 */
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { inProject } from './project.mjs';

/** @typedef {typeof import('../test/remote/verifyFaults.ts')} Verifier */

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
    hosts: { type: 'string', default: '3' },
    suite: { type: 'string', default: 'bookworm' },
    minutes: { type: 'string', default: '600' },
  },
});
const { suite } = values;
if (suite !== 'bookworm' && suite !== 'trixie' && suite !== 'sid')
  throw new Error(`${suite} is none of bookworm, trixie, sid`);

const { verifyFaults } = await load();
const failed = await verifyFaults({
  runs: Number(values.runs),
  seed: Number(values.seed),
  nHosts: Number(values.hosts),
  suite,
  seconds: Number(values.minutes) * 60,
  tell: (line) => console.log(line),
});
process.exitCode = failed === 0 ? 0 : 1;

/** @returns {Promise<Verifier>} */
async function load() {
  const outfile = inProject('out', 'faults', 'verify.mjs');
  await build({
    entryPoints: [inProject('test', 'remote', 'verifyFaults.ts')],
    bundle: true,
    platform: 'node',
    format: 'esm',
    // execa, which the bundle holds, asks for Node's modules in the old way.
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
    loader: { '.sh': 'text' },
    external: [inProject('scripts', 'project.mjs')],
    logLevel: 'error',
    outfile,
  });
  return /** @type {Verifier} */ (await import(pathToFileURL(outfile).href));
}
