/**
 * Installs a complete VS Code from npm packages alone, for `npm start` and for the journeys:
 * code-server carries it, and the Node 24 that it needs is a package too.
 * It goes to a cache folder outside the checkout, named by its versions, and is made only once.
 * Imports only Node's own modules, because `npm start` runs before anything is installed.
 */
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { inProject } from '../project.mjs';
import { StepFailed, isOnPath, run } from '../run.mjs';

/**
 * @typedef {object} Editor
 * @property {string} node The Node 24 that runs it.
 * @property {string} server The main script of VS Code's server.
 */

/** @typedef {Record<string, string>} Versions */

const manifest = /** @type {{ dependencies: Versions, optionalDependencies: Versions }} */ (
  JSON.parse(readFileSync(inProject('tools', 'vscode', 'package.json'), 'utf8'))
);
const nodePackage = `node-linux-${process.arch}`;
const nodeVersion = manifest.optionalDependencies[nodePackage];

/** Where downloads of this project live: outside of every checkout, so that all of them share it. */
export const cacheFolder = path.join(
  process.env['XDG_CACHE_HOME'] ?? path.join(homedir(), '.cache'),
  'routelens',
);

/** The installed VS Code; made first if it is not there, which takes about a minute. @returns {Editor} */
export function installEditor() {
  if (process.platform !== 'linux' || nodeVersion === undefined) {
    throw new StepFailed(
      'code-server is not available for this system: install VS Code and its `code` command',
    );
  }
  const versions = `vscode-${manifest.dependencies['code-server']}-${nodeVersion}`;
  const folder = path.join(cacheFolder, versions);
  if (!existsSync(folder)) {
    console.log(`Installing VS Code into ${folder} (once, about a minute)`);
    // An interrupted installation must never be taken for a complete one, hence the rename at the end.
    const unfinished = `${folder}.${process.pid}`;
    installInto(unfinished);
    moveIntoPlace(unfinished, folder);
  }
  return {
    node: path.join(folder, 'node_modules', nodePackage, 'bin', 'node'),
    server: path.join(vscodeIn(folder), 'out', 'server-main.js'),
  };
}

/** @param {string} folder */
function vscodeIn(folder) {
  return path.join(folder, 'node_modules', 'code-server', 'lib', 'vscode');
}

/** @param {string} folder */
function installInto(folder) {
  mkdirSync(folder, { recursive: true });
  for (const file of ['package.json', 'package-lock.json']) {
    cpSync(inProject('tools', 'vscode', file), path.join(folder, file));
  }
  const vscode = vscodeIn(folder);
  const nodeHome = path.join(folder, 'node_modules', nodePackage);
  // Compiled parts must be built with the headers of the Node that loads them, not of the one that runs npm.
  const env = {
    PATH: `${path.join(nodeHome, 'bin')}${path.delimiter}${process.env['PATH']}`,
    npm_config_nodedir: nodeHome,
  };
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  run('npm', ['ci', ...quiet], { cwd: folder });
  // Not `npm ci`: the lock file that code-server ships does not list all that its manifest asks for.
  run('npm', ['install', '--omit=dev', ...quiet], { cwd: vscode, env });
  run('npm', ['install', '--omit=dev', ...quiet], { cwd: path.join(vscode, 'extensions'), env });
  if (['g++', 'make', 'python3'].every(isOnPath)) {
    run('npm', ['rebuild', '@vscode/spdlog', '@vscode/native-watchdog', '--loglevel=error'], {
      cwd: vscode,
      env,
    });
  } else {
    console.log('Without g++, make and python3 the Output panel of this VS Code stays empty');
  }
  trim(folder);
}

/** Removes what neither we nor the reader of the example needs: half of the size. @param {string} folder */
function trim(folder) {
  const vscode = vscodeIn(folder);
  const ripgreps = path.join(vscode, 'node_modules', '@vscode', 'ripgrep-universal', 'bin');
  const foreign = existsSync(ripgreps)
    ? readdirSync(ripgreps).filter((name) => name !== `linux-${process.arch}`)
    : [];
  const unused = [
    ...['@github', '@microsoft/mxc-sdk'].map((name) => path.join(vscode, 'node_modules', name)),
    ...['copilot', 'mermaid-markdown-features'].map((name) =>
      path.join(vscode, 'extensions', name),
    ),
    ...foreign.map((name) => path.join(ripgreps, name)),
    path.join(folder, 'node_modules', nodePackage, 'include'),
  ];
  for (const each of unused) rmSync(each, { recursive: true, force: true });
}

/**
 * @param {string} from
 * @param {string} to
 */
function moveIntoPlace(from, to) {
  try {
    renameSync(from, to);
  } catch (error) {
    // Another process was faster: its installation is as good as ours.
    rmSync(from, { recursive: true, force: true });
    if (!existsSync(to)) throw error;
  }
}
