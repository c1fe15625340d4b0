/**
 * Compares the netplan reader with netplan on any number of generated hosts:
 *
 *     node scripts/verify-netplan-generated.mjs [--netplan 1.2] [--count 50000] [--seed 1] [--show 10] [--messages FILE]
 *
 * `--netplan` is 0.106, 1.1 or 1.2: each is run in a Debian system of its own, built at the first run.
 * `--messages` is a JSON file with netplan's messages, `{ messages: [{ id, message, severity, check }] }`: then it also says
 * which of them netplan printed, and which of these the reader has too.
 */
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { inProject, projectRoot } from './project.mjs';
import { loadBundle } from './verify/bundle.mjs';
import { createMessageCount } from './verify/netplanMessages.mjs';

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '50000' },
    seed: { type: 'string', default: '1' },
    netplan: { type: 'string', default: '1.2' },
    show: { type: 'string', default: '10' },
    messages: { type: 'string' },
  },
});

/**
 * @typedef {typeof import('../test/netplan/differential/run.ts')
 *   & typeof import('../test/netplan/differential/oracle.ts')
 *   & typeof import('../test/netplan/differential/ownTexts.ts')
 *   & typeof import('../test/netplan/differential/chroot.ts')} Differential
 */

const { compareMany, createOracle, findChroot, ownHosts } = await load();
const target = values.netplan === '0.106' || values.netplan === '1.1' ? values.netplan : '1.2';
const chroot = findChroot(target);
if (chroot.kind === 'missing') throw new Error(chroot.reason);
const messages = createMessageCount(readMessages(values.messages));
const step = 1000;
const own = ownHosts(projectRoot);
const total = { count: 0, valid: 0, lines: 0, quoted: 0, 'false error': 0, missed: 0, line: 0 };
for (let from = 0; from < Number(values.count); from += step) {
  const result = compareMany(createOracle(chroot), {
    count: Math.min(step, Number(values.count) - from),
    seed: Number(values.seed) + from,
    target,
    own,
    nShrunk: Number(values.show),
    onVerdict: messages.add,
  });
  total.count += result.count;
  total.valid += result.nValid;
  total.lines += result.nLines;
  total.quoted += result.nQuoted;
  for (const kind of /** @type {const} */ (['false error', 'missed', 'line']))
    total[kind] += result.differences[kind];
  for (const report of result.reports) process.stdout.write(`${report}\n\n`);
  process.stdout.write(`${JSON.stringify(total)}\n`);
}
if (values.messages !== undefined) process.stdout.write(`${messages.report()}\n`);

/**
 * @param {string | undefined} file
 * @returns {readonly import('./verify/netplanMessages.mjs').Message[]}
 */
function readMessages(file) {
  if (file === undefined) return [];
  const content = /** @type {{ messages: import('./verify/netplanMessages.mjs').Message[] }} */ (
    JSON.parse(readFileSync(file, 'utf8'))
  );
  return content.messages;
}

/** @returns {Promise<Differential>} */
async function load() {
  process.env['NETPLAN_DIFFERENTIAL'] = pathToFileURL(
    inProject('test', 'netplan', 'differential', 'oracle.ts'),
  ).href;
  const names = ['run', 'oracle', 'chroot', 'ownTexts'];
  return /** @type {Differential} */ (
    await loadBundle(names.map((name) => `test/netplan/differential/${name}.ts`))
  );
}
