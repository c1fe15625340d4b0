/**
 * Prints what the evaluation of shell scripts knows of each construct in `test/shell/corpus/constructs.txt`:
 *
 *     node scripts/verify-shell-constructs.mjs
 *
 * The table of docs/shell.md is its output.
 */
import { inProject } from './project.mjs';
import { loadBundle } from './verify/bundle.mjs';

/** @typedef {typeof import('../test/shell/corpus/measure.ts')} Corpus */

const loaded = await loadBundle(['test/shell/corpus/measure.ts']);
const { measure, readConstructs, renderMeasured } = /** @type {Corpus} */ (loaded);
const rows = readConstructs(inProject('test', 'shell', 'corpus', 'constructs.txt')).map(measure);
console.log(renderMeasured(rows));
process.exitCode = rows.every(({ found, commands }) => found === commands) ? 0 : 1;
