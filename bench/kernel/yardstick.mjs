/** The C program that the engines are measured by: compiled once, then asked for one pass at a time. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { inProject } from '../../scripts/project.mjs';
import { isOnPath, run } from '../../scripts/run.mjs';

const program = inProject('out', 'bench', process.platform === 'win32' ? 'siphash.exe' : 'siphash');

/** Whether there is a compiler, and with it the program. */
export function compileYardstick() {
  if (!isOnPath('gcc')) return false;
  mkdirSync(inProject('out', 'bench'), { recursive: true });
  run('gcc', ['-O2', '-o', program, inProject('bench', 'kernel', 'siphash.c')]);
  return true;
}

/**
 * @typedef {object} Yardstick
 * @property {(end: 'plain' | 'mixed') => Promise<{ ms: number, checksum: number }>} pass
 * @property {() => void} stop
 */

/**
 * @param {string} name
 * @param {Buffer} messages
 * @param {{ count: number, seed: number }} given
 * @returns {Yardstick}
 */
export function startYardstick(name, messages, { count, seed }) {
  const file = inProject('out', 'bench', `${name}.messages`);
  writeFileSync(file, messages);
  const args = [file, messages.length / count, count, seed].map(String);
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface(child.stdout);
  return {
    async pass(end) {
      const answer = once(lines, 'line');
      child.stdin.write(`${end}\n`);
      const [ns = NaN, checksum = NaN] = String((await answer)[0])
        .split(' ')
        .map(Number);
      return { ms: ns / 1e6, checksum };
    },
    stop: () => child.stdin.end(),
  };
}

/** The checksum that the program prints, of hashes made here. @param {Uint32Array} hashes */
export function checksumOf(hashes) {
  let sum = 0;
  for (const hash of hashes) sum = (Math.imul(sum, 31) + hash) >>> 0;
  return sum;
}
