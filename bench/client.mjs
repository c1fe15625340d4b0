/**
 * An editor as small as possible: opens documents of one server, edits them, and waits for diagnostics.
 * It takes pushed diagnostics only, because that is what all measured servers can do.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { Connection } from './connection.mjs';

/**
 * @typedef {{ uri: string, diagnostics: readonly unknown[] }} Published
 *
 * @typedef {object} Client
 * @property {number} pid
 * @property {(method: string, params: unknown) => void} notify
 * @property {(uri: string, isWanted: (nDiagnostics: number) => boolean) => Promise<number>} diagnostics
 *   Settles at the next published diagnostics of a document that are wanted, with their number.
 * @property {() => Promise<void>} stop
 */

/**
 * Starts a server and initializes it.
 * @param {import('./servers.mjs').Server} server
 * @param {string} folder The workspace folder.
 * @returns {Promise<Client>}
 */
export async function startClient(server, folder) {
  const child = spawn('node', server.args, {
    env: { ...process.env, ...server.env },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const ended = once(child, 'exit');
  const connection = new Connection(child, (message) => answer(message, server.settings));
  await connection.request('initialize', initializeParams(folder));
  connection.notify('initialized', {});
  return {
    pid: child.pid ?? 0,
    notify: (method, params) => connection.notify(method, params),
    diagnostics: (uri, isWanted) =>
      nextDiagnostics(connection, ({ uri: published, diagnostics }) => {
        return published === uri && isWanted(diagnostics.length);
      }),
    stop: async () => {
      await connection.request('shutdown', undefined);
      connection.notify('exit', undefined);
      const kill = setTimeout(() => child.kill('SIGKILL'), 3000);
      await ended;
      clearTimeout(kill);
    },
  };
}

/**
 * @param {Connection} connection
 * @param {(published: Published) => boolean} isWanted
 */
async function nextDiagnostics(connection, isWanted) {
  const params = await connection.next('textDocument/publishDiagnostics', (candidate) =>
    isWanted(/** @type {Published} */ (candidate)),
  );
  return /** @type {Published} */ (params).diagnostics.length;
}

/**
 * What a client answers to a request of the server.
 * @param {import('./connection.mjs').Message} message
 * @param {Record<string, unknown>} settings
 */
function answer({ method, params }, settings) {
  if (method !== 'workspace/configuration') return null;
  const { items } = /** @type {{ items: readonly { section?: string }[] }} */ (params);
  return items.map(({ section = '' }) => settings[section] ?? null);
}

/** @param {string} folder */
function initializeParams(folder) {
  const uri = pathToFileURL(folder).href;
  return {
    processId: process.pid,
    rootUri: uri,
    workspaceFolders: [{ uri, name: 'bench' }],
    initializationOptions: {},
    capabilities: {
      workspace: { configuration: true, workspaceFolders: true },
      textDocument: { publishDiagnostics: { versionSupport: true, relatedInformation: true } },
    },
  };
}

/**
 * What a process has used so far, from /proc (Linux only).
 * @param {number} pid
 * @returns {{ cpuMs: number, memoryMb: number, peakMemoryMb: number }}
 */
export function usage(pid) {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The name in parentheses may contain spaces; utime and stime are fields 14 and 15, in ticks of 10 ms.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const kilobytes = (/** @type {string} */ name) =>
    Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]);
  return {
    cpuMs: (Number(fields[11]) + Number(fields[12])) * 10,
    memoryMb: kilobytes('VmRSS') / 1024,
    peakMemoryMb: kilobytes('VmHWM') / 1024,
  };
}
