/** The process of the command line: streams, exit status, and nothing else. */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { setTimeout } from 'node:timers/promises';
import { runProgram } from './program.ts';

// Waits for a pipe that is slow, where process.exit() would cut the text off.
void runProgram(process.argv.slice(2), {
  directory: process.cwd(),
  // The bundle is `dist/cli.js`, beside `docs/`.
  packageRoot: join(__dirname, '..'),
  isTerminal: process.stdout.isTTY,
  print: (text) => process.stdout.write(text),
  printError: (text) => process.stderr.write(text),
  complain: (sentence) => process.stderr.write(`routelens: ${sentence}\n`),
  readStandardInput: () => readFileSync(0, 'utf8'),
  ask: process.stdin.isTTY && process.stdout.isTTY ? ask : undefined,
  wait: (milliseconds) => setTimeout(milliseconds),
  now: () => performance.now(),
  newId: () => `${new Date().toISOString().replaceAll(/[-:]|\.\d+/g, '')}-${randomId()}`,
}).then((status) => {
  process.exitCode = status;
});

/** One line of the user. */
async function ask(question: string): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return await lines.question(question);
  } finally {
    lines.close();
  }
}

function randomId(): string {
  return randomBytes(3).toString('hex');
}

// `routelens check … | head` closes the pipe early, which is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit();
  throw error;
});
