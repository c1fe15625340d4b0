/**
 * Asks `ip` of several releases of iproute2 which words of the grammar tables it knows, and compares that with
 * `test/iproute/versions/measured.json`, by which a test judges every `since`:
 *
 *     IPROUTE2_RELEASES=/srv/iproute2 node scripts/verify-ip-versions.mjs [--write]
 *
 * The folder has one folder a release, named by its version, with a program `ip` that runs here (a script that starts it with
 * its own libraries will do). Needs root, for network namespaces; the programs themselves run without rights.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { inProject } from './project.mjs';
import { loadBundle } from './verify/bundle.mjs';

const { values } = parseArgs({ options: { write: { type: 'boolean', default: false } } });

/**
 * @typedef {typeof import('../test/iproute/versions/lines.ts')
 *   & typeof import('../test/iproute/versions/measure.ts')
 *   & typeof import('../server/src/iproute/since.ts')} Versions
 */

const loaded = await loadBundle([
  'test/iproute/versions/lines.ts',
  'test/iproute/versions/measure.ts',
  'server/src/iproute/since.ts',
]);
const { compareReleases, measure, places } = /** @type {Versions} */ (loaded);

const folder = process.env['IPROUTE2_RELEASES'];
if (folder === undefined) throw new Error('IPROUTE2_RELEASES names no folder');
const releases = readdirSync(folder)
  .map((name) => ({ name, program: path.join(folder, name, 'ip') }))
  .filter(({ name, program }) => /^\d+\.\d+$/.test(name) && existsSync(program))
  .toSorted((a, b) => compareReleases(a.name, b.name));

const measured = `${JSON.stringify(await measure(releases, places()), undefined, 2)}\n`;
const file = inProject('test', 'iproute', 'versions', 'measured.json');
const isSame = existsSync(file) && readFileSync(file, 'utf8') === measured;
if (values.write) writeFileSync(file, measured);
console.log(`${releases.length} releases; ${isSame ? 'as before' : 'not as before'}`);
process.exitCode = isSame || values.write ? 0 : 1;
