/**
 * What the generated files follow from: the rules, read by bundling and importing their registry,
 * and the manifest with its strings.
 */
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { inProject } from '../project.mjs';

/**
 * @typedef {import('../../server/src/rules/define.ts').Rule} Rule
 *
 * @typedef {object} SettingSchema
 * @property {unknown} default
 * @property {string} [type]
 * @property {string} [scope]
 * @property {number} [order]
 * @property {readonly unknown[]} [enum]
 * @property {readonly string[]} [enumDescriptions]
 * @property {readonly unknown[]} [examples]
 * @property {string} [markdownDescription]
 * @property {Record<string, unknown>} [properties]
 *
 * @typedef {object} Manifest
 * @property {{ configuration: { properties: Record<string, SettingSchema> }[] }} contributes
 *
 * @typedef {object} Sources
 * @property {readonly Rule[]} rules
 * @property {Manifest} manifest
 * @property {Record<string, string>} strings
 */

/** @returns {Promise<Sources>} */
export async function readSources() {
  const outfile = inProject('out', 'generate', 'rules.mjs');
  await build({
    entryPoints: [inProject('server', 'src', 'rules', 'index.ts')],
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile,
    logLevel: 'warning',
  });
  const registry = /** @type {{ rules: readonly Rule[] }} */ (
    await import(pathToFileURL(outfile).href)
  );
  return {
    rules: registry.rules,
    manifest: /** @type {Manifest} */ (readJson('package.json')),
    strings: /** @type {Record<string, string>} */ (readJson('package.nls.json')),
  };
}

/** @param {string} file @returns {unknown} */
function readJson(file) {
  return JSON.parse(readFileSync(inProject(file), 'utf8'));
}
