/**
 * What the generated files follow from: the registry of rules, the table of settings and the guard,
 * read by bundling and importing them, and the manifest with its strings.
 */
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { inProject } from '../project.mjs';

/**
 * @typedef {import('../../server/src/rules/define.ts').Rule} Rule
 *
 * @typedef {import('../../server/src/lsp/settings.ts').SettingRow} SettingRow
 *
 * @typedef {object} Manifest
 * @property {{ configuration: { properties: Record<string, unknown> }[] }} contributes
 *
 * @typedef {object} Sources
 * @property {readonly Rule[]} rules
 * @property {readonly SettingRow[]} settings
 * @property {import('../../server/src/netplan/keys/table.ts').KeyTable} netplan The keys of a netplan file.
 * @property {string} guard The script that guards a change on the host.
 * @property {Manifest} manifest
 * @property {Record<string, string>} strings The strings of the manifest, `package.nls.json`.
 */

/** @returns {Promise<Sources>} */
export async function readSources() {
  const outfile = inProject('out', 'generate', 'tables.mjs');
  await build({
    stdin: {
      contents: `export { rules } from './rules/index.ts';
        export { root } from './netplan/keys/network.ts';
        export { settingsTable } from './lsp/settings.ts';
        export { guardText } from './remote/guardText.ts';`,
      resolveDir: inProject('server', 'src'),
    },
    bundle: true,
    platform: 'node',
    format: 'esm',
    loader: { '.sh': 'text' },
    outfile,
    logLevel: 'warning',
  });
  const tables =
    /** @type {{ rules: readonly Rule[], root: Sources['netplan'], settingsTable: readonly SettingRow[], guardText: string }} */ (
      await import(pathToFileURL(outfile).href)
    );
  return {
    rules: tables.rules,
    netplan: tables.root,
    settings: tables.settingsTable,
    guard: tables.guardText,
    manifest: /** @type {Manifest} */ (readJson('package.json')),
    strings: /** @type {Record<string, string>} */ (readJson('package.nls.json')),
  };
}

/** @param {string} file @returns {unknown} */
function readJson(file) {
  return JSON.parse(readFileSync(inProject(file), 'utf8'));
}
