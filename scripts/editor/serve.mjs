/**
 * Runs the installed VS Code in a profile of its own and hands out the address of its page.
 * Nothing outside its temporary folder is written, and no other host is asked for anything.
 * Imports only Node's own modules, because `npm start` runs before anything is installed.
 */
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { StepFailed } from '../run.mjs';

/**
 * @typedef {object} Session
 * @property {(folder: string, file: string) => string} pageFor The address that opens a file of a folder.
 * @property {() => string} log All that the server has said.
 * @property {Promise<unknown>} ended Settles when the server has gone.
 * @property {() => void} interrupt Asks the server to end; `ended` tells when it has.
 * @property {() => Promise<void>} stop Ends the server and removes its profile.
 */

/** Settings without which VS Code greets, updates, asks and phones before it shows a file. */
const quietSettings = {
  'workbench.startupEditor': 'none',
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
  'workbench.tips.enabled': false,
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'chat.disableAIFeatures': true,
  'chat.commandCenter.enabled': false,
  'git.enabled': false,
  'editor.minimap.enabled': false,
};

/**
 * Starts VS Code with the packaged extension in it.
 * @param {import('./install.mjs').Editor} editor
 * @param {string} vsix
 * @param {Record<string, unknown>} [settings] User settings on top of the quiet ones.
 * @returns {Promise<Session>}
 */
export async function serveEditor(editor, vsix, settings = {}) {
  const profile = mkdtempSync(path.join(tmpdir(), 'routelens-editor-'));
  const removeProfile = () => rmSync(profile, { recursive: true, force: true, maxRetries: 3 });
  try {
    return await serveIn(profile, { editor, vsix, settings, removeProfile });
  } catch (error) {
    removeProfile();
    throw error;
  }
}

/**
 * @param {string} profile
 * @param {{ editor: import('./install.mjs').Editor, vsix: string, settings: Record<string, unknown>,
 *   removeProfile: () => void }} parts
 * @returns {Promise<Session>}
 */
async function serveIn(profile, { editor, vsix, settings, removeProfile }) {
  const env = environment(editor, profile);
  const common = [editor.server, ...writeProfile(profile, settings)];
  installExtension([...common, '--install-extension', vsix, '--force'], { editor, env });

  // Anybody on this machine can reach the port, and who reaches VS Code has a terminal: hence the token.
  const token = randomBytes(16).toString('hex');
  const listen = ['--start-server', '--host=127.0.0.1', '--port=0', `--connection-token=${token}`];
  const server = spawn(editor.node, [...common, ...listen, '--disable-workspace-trust'], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const ended = once(server, 'exit');
  const output = collectOutput(server);
  const stop = async () => {
    await endServer(server, ended);
    removeProfile();
  };
  const port = await listeningPort(server, output).catch(async (error) => {
    await stop();
    throw error;
  });
  return {
    pageFor: (folder, file) => pageAddress({ port, token, folder, file }),
    log: () => output.text,
    ended,
    interrupt: () => endGroup(server.pid, 'SIGTERM'),
    stop,
  };
}

/**
 * Makes the folders of the profile and gives the switches that name them.
 * @param {string} profile
 * @param {Record<string, unknown>} settings
 */
function writeProfile(profile, settings) {
  const data = path.join(profile, 'data');
  mkdirSync(path.join(data, 'User'), { recursive: true });
  mkdirSync(path.join(data, 'Machine'));
  mkdirSync(path.join(profile, 'home'));
  const text = JSON.stringify({ ...quietSettings, ...settings }, null, 2);
  // What belongs to the machine is read from the second one.
  for (const folder of ['User', 'Machine'])
    writeFileSync(path.join(data, folder, 'settings.json'), text);
  return [
    '--accept-server-license-terms',
    '--telemetry-level=off',
    `--user-data-dir=${data}`,
    `--server-data-dir=${data}`,
    `--extensions-dir=${path.join(profile, 'extensions')}`,
  ];
}

/**
 * @param {import('node:child_process').ChildProcess} server
 * @param {Promise<unknown>} ended
 */
async function endServer(server, ended) {
  endGroup(server.pid, 'SIGTERM');
  const kill = setTimeout(() => endGroup(server.pid, 'SIGKILL'), 5000);
  await ended;
  clearTimeout(kill);
}

/**
 * @param {import('./install.mjs').Editor} editor
 * @param {string} profile
 */
function environment(editor, profile) {
  const { VSCODE_IPC_HOOK_CLI: _cli, NODE_OPTIONS: _options, ...inherited } = process.env;
  const home = path.join(profile, 'home');
  return {
    ...inherited,
    HOME: home,
    TMPDIR: profile,
    XDG_RUNTIME_DIR: profile,
    XDG_CONFIG_HOME: path.join(home, '.config'),
    XDG_DATA_HOME: path.join(home, '.local', 'share'),
    PATH: `${path.dirname(editor.node)}${path.delimiter}${process.env['PATH']}`,
    // Without an address of its own here, code-server asks its default gallery.
    EXTENSIONS_GALLERY: '{"serviceUrl":""}',
  };
}

/**
 * @param {readonly string[]} args
 * @param {{ editor: import('./install.mjs').Editor, env: NodeJS.ProcessEnv }} context
 */
function installExtension(args, { editor, env }) {
  const { stdout, stderr } = spawnSync(editor.node, args, { env, encoding: 'utf8' });
  if (!stdout.includes('successfully installed')) {
    throw new StepFailed(`VS Code did not take the extension:\n${stdout}${stderr}`);
  }
}

/** @param {import('node:child_process').ChildProcess} server */
function collectOutput(server) {
  const output = { text: '' };
  for (const stream of [server.stdout, server.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk) => (output.text += chunk));
  }
  return output;
}

/**
 * @param {import('node:child_process').ChildProcess} server
 * @param {{ text: string }} output
 * @returns {Promise<string>}
 */
function listeningPort(server, output) {
  return new Promise((resolve, reject) => {
    const fail = (/** @type {string} */ why) =>
      reject(new StepFailed(`VS Code ${why}:\n${output.text}`));
    const timer = setTimeout(() => fail('did not start within 60 seconds'), 60_000);
    server.once('exit', () => fail('ended while it started'));
    server.stdout?.on('data', () => {
      const match = /Web UI available at http:\/\/[^:]+:(\d+)/.exec(output.text);
      if (match?.[1] === undefined) return;
      clearTimeout(timer);
      resolve(match[1]);
    });
    server.once('exit', () => clearTimeout(timer));
  });
}

/** @param {{ port: string, token: string, folder: string, file: string }} parts */
function pageAddress({ port, token, folder, file }) {
  const remoteFile = `vscode-remote://localhost:${port}${file}`;
  const query = new URLSearchParams({
    tkn: token,
    folder,
    payload: JSON.stringify([['openFile', remoteFile]]),
  });
  return `http://localhost:${port}/?${query.toString()}`;
}

/**
 * The server has children of its own, which only its process group reaches.
 * @param {number | undefined} leader
 * @param {NodeJS.Signals} signal
 */
function endGroup(leader, signal) {
  if (leader === undefined) return;
  try {
    process.kill(-leader, signal);
  } catch {
    // It has already gone, which is what was wanted.
  }
}
