/**
 * The servers that are compared, and how each is started.
 * The foreign ones are installed into the cache folder, never into the checkout.
 */
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { cacheFolder } from '../scripts/editor/install.mjs';
import { inProject } from '../scripts/project.mjs';
import { StepFailed, run } from '../scripts/run.mjs';

/**
 * @typedef {object} Server
 * @property {string} name
 * @property {readonly string[]} args What Node is to run.
 * @property {Record<string, string>} env
 * @property {Record<string, unknown>} settings Answers to `workspace/configuration`, by section.
 */

/** @type {Server} */
export const routelens = {
  name: 'routelens',
  args: [inProject('dist', 'server.js'), '--stdio'],
  env: {},
  settings: {},
};

/** Installs the foreign servers if they are not there. @returns {{ yaml: Server, bash: Server }} */
export function foreignServers() {
  if (!existsSync(inProject('dist', 'server.js')))
    throw new StepFailed('run `npm run build` first');
  const manifest = /** @type {{ dependencies: Record<string, string> }} */ (
    JSON.parse(readFileSync(inProject('bench', 'package.json'), 'utf8'))
  );
  const modules = path.join(installed(Object.values(manifest.dependencies)), 'node_modules');
  return {
    yaml: {
      name: `yaml-language-server ${manifest.dependencies['yaml-language-server']}`,
      args: [path.join(modules, 'yaml-language-server/bin/yaml-language-server'), '--stdio'],
      env: {},
      // Without the schema store it does less work, and needs no network.
      settings: { yaml: { validate: true, schemaStore: { enable: false } } },
    },
    bash: {
      name: `bash-language-server ${manifest.dependencies['bash-language-server']}`,
      args: [path.join(modules, 'bash-language-server/out/cli.js'), 'start'],
      // Its own diagnostics only: shellcheck is another program, and would make it slower.
      env: { SHELLCHECK_PATH: '', ENABLE_SOURCE_ERROR_DIAGNOSTICS: 'true' },
      settings: { bashIde: { shellcheckPath: '', enableSourceErrorDiagnostics: true } },
    },
  };
}

/** @param {readonly string[]} versions */
function installed(versions) {
  const folder = path.join(cacheFolder, `bench-${versions.join('-')}`);
  if (existsSync(folder)) return folder;
  console.log(`Installing the other servers into ${folder} (once)`);
  const unfinished = `${folder}.${process.pid}`;
  mkdirSync(unfinished, { recursive: true });
  for (const file of ['package.json', 'package-lock.json']) {
    cpSync(inProject('bench', file), path.join(unfinished, file));
  }
  run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: unfinished,
  });
  rmSync(folder, { recursive: true, force: true });
  renameSync(unfinished, folder);
  return folder;
}
