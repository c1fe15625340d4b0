/**
 * Compares the `ip` reader with two versions of `ip` on any number of generated command lines:
 *
 *     node scripts/verify-ip-generated.mjs [--count 50000] [--seed 1] [--show 20]
 *
 * `NETPLAN_CHROOTS` names the folder that holds the system with the newer `ip`, as `sid`.
 */
import { parseArgs } from 'node:util';
import { loadBundle } from './verify/bundle.mjs';

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '50000' },
    seed: { type: 'string', default: '1' },
    show: { type: 'string', default: '20' },
  },
});

/**
 * @typedef {typeof import('../test/iproute/differential/run.ts')
 *   & typeof import('../test/netplan/differential/chroot.ts')} Differential
 */

const loaded = await loadBundle([
  'test/iproute/differential/run.ts',
  'test/netplan/differential/chroot.ts',
]);
const { compareLines, findChroot, generateLines } = /** @type {Differential} */ (loaded);

const chroot = findChroot('1.2');
if (chroot.kind === 'missing') throw new Error(chroot.reason);
const judges = [{ name: '7.3', root: chroot.folder }, { name: 'ip' }];
const step = 5000;
const total = { lines: 0, compared: 0, refused: 0, quoted: 0, disagreements: 0 };
/** @type {Record<string, number>} */
const explained = {};
for (let from = 0; from < Number(values.count); from += step) {
  const result = await compareLines(
    judges,
    generateLines(Math.min(step, Number(values.count) - from), Number(values.seed) + from),
  );
  for (const key of /** @type {const} */ (['lines', 'compared', 'refused', 'quoted']))
    total[key] += result[key];
  for (const [reason, n] of Object.entries(result.explained))
    explained[reason] = (explained[reason] ?? 0) + n;
  for (const each of result.disagreements) {
    total.disagreements++;
    if (total.disagreements <= Number(values.show)) console.log(each);
  }
}
console.log({ ...total, explained });
process.exitCode = total.disagreements === 0 ? 0 : 1;
