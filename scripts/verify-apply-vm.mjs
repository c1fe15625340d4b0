/**
 * Applies changes on a machine under emulation, with Debian's kernel 6.1, and prints what became of them: bonds that are made anew,
 * a clock that jumps and a reboot while a change is armed, which a container cannot show.
 *
 *     node scripts/verify-apply-vm.mjs [--cases 'bond|clock|reboot|reset']
 *
 * By hand only: it takes some minutes. Needs root, qemu-system-x86_64, busybox (static), cpio, debootstrap, mkfs.ext4 and Debian's apt.
 */
import { mkdirSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { inProject } from './project.mjs';
import { StepFailed, isOnPath, runMain } from './run.mjs';
import { loadBundle } from './verify/bundle.mjs';
import { packHost } from './verify/hostImage.mjs';
import { readLists, unpackKernel } from './verify/packages.mjs';

/** @typedef {typeof import('../test/remote/verifyVm.ts')} Verifier */
/** @typedef {typeof import('../test/lab/container/root.ts')} Roots */

const { values } = parseArgs({ options: { cases: { type: 'string', default: '' } } });

await runMain(async () => {
  for (const program of ['qemu-system-x86_64', 'busybox', 'cpio', 'debootstrap', 'mkfs.ext4'])
    if (!isOnPath(program)) throw new StepFailed(`\`${program}\` is missing`);
  const kernels = inProject('out', 'kernels');
  mkdirSync(kernels, { recursive: true });
  readLists(kernels);
  const { rootOf } = /** @type {Roots} */ (await loadBundle(['test/lab/container/root.ts']));
  const { verifyVm, firstNetplan } = await load();
  const folder = inProject('out', 'machine');
  const host = { root: rootOf('bookworm'), folder, netplan: firstNetplan };
  const files = packHost(unpackKernel(kernels, 'bookworm'), host);
  const failed = await verifyVm({
    files,
    folder,
    wanted: new RegExp(values.cases),
    tell: (line) => console.log(line),
  });
  if (failed > 0) throw new StepFailed(`${failed} cases did not end as they have to`);
});

/** @returns {Promise<Verifier>} */
async function load() {
  const outfile = inProject('out', 'machine', 'verify.mjs');
  await build({
    entryPoints: [inProject('test', 'remote', 'verifyVm.ts')],
    bundle: true,
    platform: 'node',
    format: 'esm',
    // execa, which the bundle holds, asks for Node's modules in the old way.
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
    loader: { '.sh': 'text' },
    logLevel: 'error',
    outfile,
  });
  return /** @type {Verifier} */ (await import(pathToFileURL(outfile).href));
}
