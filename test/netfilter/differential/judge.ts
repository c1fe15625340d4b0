/** Asks the real iptables and nft through `judge.py`, in several network namespaces at once: most of their time is waiting. */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const script = path.join(import.meta.dirname, 'judge.py');
const namespaces = 4;

/** The interpreter itself: what stands first in PATH may be a script that looks for it each time. */
let interpreter: string | undefined;
function python(): string {
  interpreter ??= spawnSync('python3', ['-c', 'import sys; print(sys.executable)'], {
    encoding: 'utf8',
  }).stdout?.trim();
  return interpreter ?? 'python3';
}

/** Why the tools cannot be asked here, or undefined if they can. */
export function whyNoJudge(): string | undefined {
  const folder = mkdtempSync(path.join(tmpdir(), 'judge-'));
  const { status, stderr } = spawnSync('unshare', ['-n', python(), '-B', script, folder], {
    input: '{"nft": "add table ip t"}\n{"commands": [["iptables", "-S"]]}\n',
    encoding: 'utf8',
  });
  rmSync(folder, { recursive: true });
  return status === 0 ? undefined : `no judge: ${stderr.trim().split('\n').at(-1)}`;
}

/** The answers in the order of the cases. Throws if a judge fails. `before` is run by a shell in each namespace first. */
export async function askJudge<Answer>(
  cases: readonly object[],
  before = 'ip link set lo up',
): Promise<readonly Answer[]> {
  const size = Math.max(1, Math.ceil(cases.length / namespaces));
  const parts = Array.from({ length: namespaces }, (_, i) =>
    cases.slice(i * size, (i + 1) * size),
  ).filter((part) => part.length > 0);
  const answers = await Promise.all(parts.map((part) => askOne(part, before)));
  return answers.flat().map((line) => JSON.parse(line) as Answer);
}

async function askOne(cases: readonly object[], before: string): Promise<readonly string[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'judge-'));
  const line = `${before}; exec "$3" -B "$1" "$2"`;
  const child = spawn('unshare', ['-n', 'bash', '-c', line, 'judge', script, folder, python()], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  let wrong = '';
  child.stderr.on('data', (chunk: Buffer) => (wrong = chunk.toString('utf8')));
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  child.stdin.end(cases.map((one) => `${JSON.stringify(one)}\n`).join(''));
  const status = await ended;
  rmSync(folder, { recursive: true });
  const lines = Buffer.concat(chunks)
    .toString('utf8')
    .split('\n')
    .filter((text) => text !== '');
  if (status !== 0 || lines.length !== cases.length)
    throw new Error(`the judge ended with ${status}: ${wrong.trim()}`);
  return lines;
}
