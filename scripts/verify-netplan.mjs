/**
 * Holds the netplan reader against labelled cases, one JSON object a line:
 * `{ id, files: [{ name, text }], ok, error, file, line }`, as netplan itself judged them.
 *
 *     node scripts/verify-netplan.mjs --cases FILE [--show 20] [--netplan 1.2]
 *
 * Prints how many verdicts and lines are equal, and the cases that differ.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { judge, loadReader } from './verify/netplanReader.mjs';

/**
 * @typedef {object} Case
 * @property {string} id
 * @property {readonly import('./verify/netplanReader.mjs').CaseFile[]} files
 * @property {boolean} ok
 * @property {string | null} error
 * @property {string | null} file
 * @property {number | null} line
 */

const { values } = parseArgs({
  options: {
    cases: { type: 'string' },
    show: { type: 'string', default: '20' },
    netplan: { type: 'string', default: '1.2' },
  },
});
if (values.cases === undefined) throw new Error('--cases FILE is missing');
const target = values.netplan === '0.106' ? '0.106' : values.netplan === '1.1' ? '1.1' : '1.2';

const reader = await loadReader();
const cases = readFileSync(values.cases, 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => /** @type {Case} */ (JSON.parse(line)));

const count = { verdicts: 0, falseErrors: 0, missed: 0, lines: 0, linesCovered: 0 };
/** @type {{ one: Case, verdict: import('./verify/netplanReader.mjs').Verdict, why: string }[]} */
const different = [];
const start = performance.now();
for (const one of cases) {
  const verdict = judge(reader, one.files, target);
  if (verdict.ok === one.ok) count.verdicts++;
  else {
    if (one.ok) count.falseErrors++;
    else count.missed++;
    different.push({ one, verdict, why: one.ok ? 'false error' : 'missed' });
  }
  if (one.ok || one.line === null || one.file === null) continue;
  count.lines++;
  if (verdict.covers(one.file, one.line)) count.linesCovered++;
  else if (!verdict.ok) different.push({ one, verdict, why: 'line' });
}
const milliseconds = (performance.now() - start) / cases.length;

for (const { one, verdict, why } of different.slice(0, Number(values.show))) {
  process.stdout.write(`--- ${why} ${one.id}\n`);
  for (const { name, text } of one.files) process.stdout.write(`# ${name}\n${text}\n`);
  process.stdout.write(`netplan: ${one.error} ${one.file}:${one.line}\n`);
  for (const { file, line, problem } of verdict.errors)
    process.stdout.write(`reader: ${file}:${line} ${problem.rule}: ${problem.why}\n`);
}

process.stdout.write(
  `${cases.length} cases: ${percent(count.verdicts, cases.length)} of verdicts equal ` +
    `(${count.falseErrors} false errors, ${count.missed} missed), ` +
    `${percent(count.linesCovered, count.lines)} of ${count.lines} lines covered, ` +
    `${milliseconds.toFixed(2)} ms a case\n`,
);

/**
 * @param {number} part
 * @param {number} whole
 */
function percent(part, whole) {
  return `${((100 * part) / whole).toFixed(2)} %`;
}
