/**
 * Runs any number of generated sequences of `ip` commands on the running kernel and on the model of the host, each in a network
 * namespace of its own, and compares every answer and the state at the end:
 *
 *     node scripts/verify-ip-sequences.mjs [--count 50000] [--seed 1] [--show 20] [--width 4] [--sid] [--focus links]
 *
 * With `--sid` the commands are read by the newer `ip` of a Debian sid folder (`NETPLAN_CHROOTS` names the folder around it). With
 * `--focus` there are more commands of one kind, and more of their rare words.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { release, tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { inProject, projectRoot } from './project.mjs';

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '50000' },
    seed: { type: 'string', default: '1' },
    show: { type: 'string', default: '20' },
    width: { type: 'string', default: '4' },
    focus: { type: 'string' },
    sid: { type: 'boolean', default: false },
  },
});

/**
 * @typedef {typeof import('../test/host/machine/compare.ts')
 *   & typeof import('../test/netplan/differential/chroot.ts')} Sequences
 */

const folder = mkdtempSync(path.join(tmpdir(), 'ip-sequences-'));
const outfile = path.join(folder, 'sequences.cjs');
const sources = inProject('test', 'host', 'machine');
const contents = [
  path.join(sources, 'compare.ts'),
  inProject('test', 'netplan', 'differential', 'chroot.ts'),
]
  .map((file) => `export * from ${JSON.stringify(file)};`)
  .join('\n');
await build({
  stdin: { contents, resolveDir: projectRoot, loader: 'ts' },
  bundle: true,
  platform: 'node',
  format: 'cjs',
  define: { 'import.meta.dirname': JSON.stringify(sources) },
  logLevel: 'error',
  outfile,
});
const loaded = /** @type {{ default: Sequences }} */ (await import(pathToFileURL(outfile).href));
rmSync(folder, { recursive: true });
const { compareSequences, describeDifference, findChroot } = loaded.default;

/** @returns {string | undefined} */
function rootOfSid() {
  if (!values.sid) return undefined;
  const chroot = findChroot('1.2');
  if (chroot.kind === 'missing') throw new Error(chroot.reason);
  return chroot.folder;
}

const root = rootOfSid();
const version = execFileSync(
  root === undefined ? 'ip' : 'chroot',
  root === undefined ? ['-V'] : [root, 'ip', '-V'],
);
console.log(`kernel ${release()}, ${version.toString().trim()}`);
const total = { sequences: 0, commands: 0, askedAgain: 0, differences: 0 };
const start = Date.now();
const options = { width: Number(values.width), root, focus: values.focus };
for await (const group of compareSequences(Number(values.seed), Number(values.count), options)) {
  total.sequences += group.sequences;
  total.commands += group.commands;
  total.askedAgain += group.askedAgain;
  for (const each of group.differences) {
    total.differences += 1;
    if (total.differences <= Number(values.show)) console.log(describeDifference(each));
  }
  const seconds = (Date.now() - start) / 1000;
  console.log(
    `${total.sequences} sequences, ${(total.sequences / seconds).toFixed(1)} a second, ${total.differences} differ`,
  );
}
console.log(total);
process.exitCode = total.differences === 0 ? 0 : 1;
