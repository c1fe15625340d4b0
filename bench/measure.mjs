/** One run of one server: from a cold start to the last edit. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { startClient, usage } from './client.mjs';

/**
 * Edits of each file in a run; each turns the finding on or off. Before them come as many that nobody counts as it takes until
 * the engine has compiled what an edit runs, so that the figures of both servers are those of one that has run for a while,
 * as it does at work; the largest file takes fewer to save time.
 * @param {import('./inputs.mjs').Input} input
 */
const nEditsOf = (input) =>
  input.line > 3000 ? { warmUp: 30, counted: 10 } : { warmUp: 100, counted: 20 };

/**
 * @typedef {object} EditTimes
 * @property {readonly number[]} allMs From each edit to its diagnostics.
 * @property {number} wallMs Their median.
 * @property {number} cpuMs What the server worked for it; the rest it waited.
 *
 * @typedef {object} RunResult
 * @property {number} coldStartMs From the start of the process to the first finding.
 * @property {number} coldCpuMs
 * @property {number} memoryMb After the smallest file.
 * @property {number} peakMemoryMb After all files.
 * @property {Record<string, EditTimes>} edits By file.
 */

/**
 * @param {import('./servers.mjs').Server} server
 * @param {readonly import('./inputs.mjs').Input[]} inputs The smallest first.
 * @param {string} folder
 * @returns {Promise<RunResult>}
 */
export async function measure(server, inputs, folder) {
  for (const input of inputs) {
    write(path.join(folder, input.path), input.text(false));
    // A folder with an `etc` is a host, so that no size is checked together with another.
    const [host = ''] = input.path.split('/');
    write(path.join(folder, host, 'etc/sysctl.d/60-router.conf'), 'net.ipv4.ip_forward = 1\n');
  }
  const start = performance.now();
  const client = await startClient(server, folder);
  try {
    return await measureWith(client, inputs, { folder, start });
  } finally {
    await client.stop();
  }
}

/**
 * @param {import('./client.mjs').Client} client
 * @param {readonly import('./inputs.mjs').Input[]} inputs
 * @param {{ folder: string, start: number }} run
 * @returns {Promise<RunResult>}
 */
async function measureWith(client, inputs, { folder, start }) {
  const [smallest] = inputs;
  if (smallest === undefined) throw new Error('nothing to measure');
  let nFound = await open(client, smallest, folder);
  const coldStartMs = performance.now() - start;
  const cold = usage(client.pid);
  /** @type {Record<string, EditTimes>} */
  const edits = {};
  for (const input of inputs) {
    if (input !== smallest) nFound = await open(client, input, folder);
    edits[input.path] = await edit(client, input, { folder, nFound });
    client.notify('textDocument/didClose', { textDocument: { uri: uriOf(input, folder) } });
  }
  const { peakMemoryMb } = usage(client.pid);
  return { coldStartMs, coldCpuMs: cold.cpuMs, memoryMb: cold.memoryMb, peakMemoryMb, edits };
}

/**
 * From the start of the process to the first finding of the first file, with all files of a host on the disk.
 * @param {import('./servers.mjs').Server} server
 * @param {readonly { readonly path: string, readonly text: string }[]} files
 * @param {string} folder
 */
export async function measureColdHost(server, files, folder) {
  for (const file of files) write(path.join(folder, file.path), file.text);
  const [first] = files;
  if (first === undefined) throw new Error('nothing to measure');
  const start = performance.now();
  const client = await startClient(server, folder);
  try {
    const uri = pathToFileURL(path.join(folder, first.path)).href;
    const found = client.diagnostics(uri, (n) => n > 0);
    client.notify('textDocument/didOpen', {
      textDocument: { uri, languageId: 'yaml', version: 0, text: first.text },
    });
    await found;
    const wallMs = performance.now() - start;
    const { cpuMs, memoryMb } = usage(client.pid);
    return { wallMs, cpuMs, memoryMb };
  } finally {
    await client.stop();
  }
}

/**
 * @param {string} file
 * @param {string} text
 */
function write(file, text) {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
}

/**
 * Opens a file with its bad line and waits for the finding; gives the number of findings.
 * @param {import('./client.mjs').Client} client
 * @param {import('./inputs.mjs').Input} input
 * @param {string} folder
 * @returns {Promise<number>}
 */
async function open(client, input, folder) {
  const uri = uriOf(input, folder);
  const found = client.diagnostics(uri, (n) => n > 0);
  const { languageId } = input;
  client.notify('textDocument/didOpen', {
    textDocument: { uri, languageId, version: 0, text: input.text(true) },
  });
  return found;
}

/**
 * @param {import('./client.mjs').Client} client
 * @param {import('./inputs.mjs').Input} input
 * @param {{ folder: string, nFound: number }} opened
 * @returns {Promise<EditTimes>}
 */
async function edit(client, input, { folder, nFound }) {
  const uri = uriOf(input, folder);
  /** @type {number[]} */
  const wall = [];
  const { warmUp, counted } = nEditsOf(input);
  let last = nFound;
  let before = usage(client.pid).cpuMs;
  for (let version = 1; version <= warmUp + counted; version++) {
    if (version === warmUp + 1) before = usage(client.pid).cpuMs;
    const isBad = version % 2 === 0;
    const range = {
      start: { line: input.line, character: 0 },
      end: { line: input.line, character: input.changedLine(!isBad).length },
    };
    const start = performance.now();
    const answered = client.diagnostics(uri, (n) => n !== last);
    client.notify('textDocument/didChange', {
      textDocument: { uri, version },
      contentChanges: [{ range, text: input.changedLine(isBad) }],
    });
    last = await answered;
    if (version > warmUp) wall.push(performance.now() - start);
  }
  return { allMs: wall, wallMs: median(wall), cpuMs: (usage(client.pid).cpuMs - before) / counted };
}

/**
 * @param {import('./inputs.mjs').Input} input
 * @param {string} folder
 */
function uriOf(input, folder) {
  return pathToFileURL(path.join(folder, input.path)).href;
}

/**
 * The value that all but a twentieth stay below.
 * @param {readonly number[]} values
 */
export function p95(values) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.ceil(sorted.length * 0.95) - 1] ?? Number.NaN;
}

/** @param {readonly number[]} values */
export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? upper)) / 2;
}
