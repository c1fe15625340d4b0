/** The process of the command line: streams, exit status, and nothing else. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runProgram } from './program.ts';

// Waits for a pipe that is slow, where process.exit() would cut the text off.
process.exitCode = runProgram(process.argv.slice(2), {
  directory: process.cwd(),
  // The bundle is `dist/cli.js`, beside `docs/`.
  packageRoot: join(__dirname, '..'),
  isTerminal: process.stdout.isTTY,
  print: (text) => process.stdout.write(text),
  printError: (text) => process.stderr.write(text),
  complain: (sentence) => process.stderr.write(`routelens: ${sentence}\n`),
  readStandardInput: () => readFileSync(0, 'utf8'),
});

// `routelens check … | head` closes the pipe early, which is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit();
  throw error;
});
