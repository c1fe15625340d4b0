/**
 * Starts the programs that the scripts need, and says plainly which one failed.
 * Imports only Node's own modules, because `npm start` runs before anything is installed.
 */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { projectRoot } from './project.mjs';

/** A step that failed in a way the reader can act on: printed without a stack. */
export class StepFailed extends Error {}

/**
 * @typedef {object} RunOptions
 * @property {string} [cwd] Working directory, by default the checkout.
 * @property {Record<string, string | undefined>} [env] Added to this process's environment.
 */

/**
 * Runs a program with our own terminal and throws unless it exits with 0.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 */
export function run(command, args, options = {}) {
  const status = runForStatus(command, args, options);
  if (status !== 0) {
    throw new StepFailed(`\`${[command, ...args].join(' ')}\` ended with status ${status}`);
  }
}

/**
 * Runs a program with our own terminal and gives its exit status; 127 when it does not exist.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 * @returns {number}
 */
export function runForStatus(command, args, { cwd = projectRoot, env } = {}) {
  const result = spawnSync(command, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'inherit', 'inherit'],
    // npm, npx and code are command files on Windows, which only its shell can start.
    shell: process.platform === 'win32',
  });
  return result.status ?? 127;
}

/**
 * Whether a program is on the PATH.
 * @param {string} name
 */
export function isOnPath(name) {
  const finder = process.platform === 'win32' ? 'where' : 'which';
  // Debian leaves the folders of administrators out of the PATH of everybody else.
  const PATH = `${process.env['PATH']}${path.delimiter}/usr/sbin${path.delimiter}/sbin`;
  return spawnSync(finder, [name], { stdio: 'ignore', env: { ...process.env, PATH } }).status === 0;
}

/**
 * Runs a script's main function: a `StepFailed` is printed as one line, anything else with its stack.
 * @param {() => Promise<void> | void} main
 */
export async function runMain(main) {
  try {
    await main();
  } catch (error) {
    console.error(error instanceof StepFailed ? `\n${error.message}` : error);
    process.exitCode = 1;
  }
}
