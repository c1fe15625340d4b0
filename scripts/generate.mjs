/**
 * `npm run generate`: the files, and parts of files, that follow from others.
 * `--check` writes nothing and fails if one of them is stale.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { renderManifest, renderStrings } from './generate/manifest.mjs';
import { renderNetplanKeys } from './generate/netplanKeys.mjs';
import { renderRuleIndex } from './generate/ruleIndex.mjs';
import { renderSettingsPage } from './generate/settingsPage.mjs';
import { readSources } from './generate/sources.mjs';
import { inProject, projectRoot } from './project.mjs';
import { StepFailed, runMain } from './run.mjs';
import { renderPlainRounds } from './wasm/plainRounds.mjs';
import { renderModules } from './wasm/render.mjs';

await runMain(async () => {
  const sources = await readSources();
  const texts = {
    'package.json': JSON.stringify(renderManifest(sources), null, 2),
    'package.nls.json': JSON.stringify(renderStrings(sources), null, 2),
    'docs/netplan-keys.md': renderNetplanKeys(sources.netplan),
    'docs/settings.md': renderSettingsPage(sources.settings),
    'docs/rules/README.md': renderRuleIndex(sources.rules),
    'server/src/kernel/wasm/generated.ts': renderModules(),
    'server/src/kernel/wasm/plainRounds.ts': renderPlainRounds(),
    'examples/ansible/roles/routelens_change/files/guard.sh': sources.guard,
  };
  const stale = Object.entries(texts).flatMap(([file, text]) => {
    const formatted = file.endsWith('.sh') ? text : format(file, text);
    return formatted === currentText(file) ? [] : [{ file, formatted }];
  });
  if (process.argv.includes('--check')) return refuseStale(stale);
  for (const { file, formatted } of stale) {
    writeFileSync(inProject(file), formatted);
    console.log(`wrote ${file}`);
  }
});

/** @param {readonly { file: string }[]} stale */
function refuseStale(stale) {
  if (stale.length === 0) return;
  const names = stale.map(({ file }) => file).join(', ');
  throw new StepFailed(`not what would be generated now: ${names}; run \`npm run generate\``);
}

/** @param {string} file */
function currentText(file) {
  return existsSync(inProject(file)) ? readFileSync(inProject(file), 'utf8') : '';
}

/**
 * The text as `npm run format` would leave it, so that the two never quarrel.
 * @param {string} file
 * @param {string} text
 */
function format(file, text) {
  const formatter = inProject('node_modules', '.bin', 'oxfmt');
  const result = spawnSync(formatter, [`--stdin-filepath=${file}`], {
    cwd: projectRoot,
    input: text,
    encoding: 'utf8',
  });
  if (result.status !== 0) throw new StepFailed(`oxfmt did not take ${file}:\n${result.stderr}`);
  return result.stdout;
}
