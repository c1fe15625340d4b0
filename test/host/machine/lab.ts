/**
 * Runs sequences of `ip` commands in fresh network namespaces, several side by side, and gives the answer to every command and
 * the state at the end. The work is done by a few long-lived programs (`agent.py`): to start a program costs more than all that
 * a sequence asks of the kernel.
 */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Line } from './generate.ts';

export interface Run {
  /** First line of what `ip` says; empty where it is silent. */
  readonly answers: readonly string[];
  /** What `ip -d -j` shows, by the words of the command; null: no command of that family was run. */
  readonly state: Readonly<Record<string, readonly unknown[] | null>>;
}

/** What is compared at the end, in the family of the process that is asked. */
const shown: readonly Line[] = [
  { family: '', text: 'route show table all' },
  { family: '', text: 'rule show' },
  { family: '6', text: 'rule show' },
  { family: '', text: 'addr show' },
  { family: '', text: 'nexthop show' },
  { family: '', text: 'neigh show nud all' },
  { family: '', text: 'neigh show proxy' },
];

/**
 * Why the real `ip` cannot be asked here, or undefined if it can. Throws where there are namespaces and `ip` says what nobody
 * expects: a test that is left out for that would hide a fault of its own.
 */
export function whyNoLab(): string | undefined {
  if (process.getuid?.() !== 0) return 'namespaces need root';
  const asked = (...words: readonly string[]): { status: number | null; stderr: string } =>
    spawnSync('unshare', ['-n', ...words], { encoding: 'utf8' });
  if (asked('true').status !== 0) return 'no network namespaces here';
  if (asked('ip', '-V').status !== 0) return 'no ip here';
  if (asked('python3', '-V').status !== 0) return 'no python3 here';
  // `name` is written out, because `ip` reads a short name as an abbreviation (`a` as `address`).
  const { status, stderr } = asked('ip', 'link', 'add', 'name', 'v0', 'type', 'veth');
  if (status === 0) return undefined;
  if (/Unknown device type|not supported/.test(stderr)) return 'no veth here';
  throw new Error(`ip cannot make a veth pair: ${stderr}`);
}

const folder = import.meta.dirname;

/** `manySpaces.c` as a library in a folder below `root`; undefined without a compiler, and then everything takes longer. */
function compile(into: string): string | undefined {
  const library = path.join(into, 'manySpaces.so');
  const words = ['-O1', '-shared', '-fPIC', '-o', library, path.join(folder, 'manySpaces.c')];
  return spawnSync('gcc', words).status === 0 ? library : undefined;
}

interface Answer {
  readonly answers: readonly string[];
  readonly state: readonly (string | null)[];
}

/** One program, which runs one sequence after the other. */
class Agent {
  readonly #child: ChildProcess;
  readonly #answers: AsyncIterator<string>;

  constructor(root: string, library: string) {
    const program = path.join(folder, 'agent.py');
    this.#child = spawn('python3', ['-B', program, root, library], {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { ...process.env, LC_ALL: 'C' },
    });
    const { stdout } = this.#child;
    if (stdout === null) throw new Error('the agent has no output');
    this.#answers = createInterface({ input: stdout })[Symbol.asyncIterator]();
  }

  async run(lines: readonly Line[], patience: number): Promise<Run> {
    const words = (each: Line): readonly string[] => [each.family, each.text];
    const asked = {
      lines: lines.map((each) => words(each)),
      shown: shown.map((each) => words(each)),
      patience,
    };
    this.#child.stdin?.write(`${JSON.stringify(asked)}\n`);
    const next = await this.#answers.next();
    if (next.done === true) throw new Error('the agent has ended');
    const { answers, state } = JSON.parse(next.value) as Answer;
    return {
      answers,
      state: Object.fromEntries(shown.map((each, i) => [nameOf(each), read(state[i])])),
    };
  }

  async end(): Promise<void> {
    const closed = new Promise((resolve) => this.#child.on('close', resolve));
    this.#child.stdin?.end();
    await closed;
  }
}

function nameOf({ family, text }: Line): string {
  return family === '' ? text : `-${family} ${text}`;
}

function read(text: string | null | undefined): readonly unknown[] | null {
  return text === null || text === undefined ? null : (JSON.parse(text) as readonly unknown[]);
}

export interface LabOptions {
  /** Namespaces at a time. */
  readonly width: number;
  /** Root folder with the `ip` to ask; undefined: that of this machine. */
  readonly root?: string | undefined;
}

/** Programs that run sequences until they are ended. */
export class Lab {
  readonly #agents: readonly Agent[];
  readonly #folder: string;

  constructor({ width, root = '' }: LabOptions) {
    this.#folder = mkdtempSync(path.join(root, tmpdir(), 'ip-sequences-'));
    const library = compile(this.#folder)?.slice(root.length) ?? '';
    this.#agents = Array.from({ length: width }, () => new Agent(root, library));
  }

  /** Runs the sequences side by side; their order stays. `patience`: seconds to wait where nothing tells that the kernel is done. */
  async run(sequences: readonly (readonly Line[])[], patience = 0): Promise<readonly Run[]> {
    const runs: Run[] = [];
    const waiting = sequences.entries();
    const work = async (agent: Agent): Promise<void> => {
      for (const [index, lines] of waiting) runs[index] = await agent.run(lines, patience);
    };
    await Promise.all(this.#agents.map((agent) => work(agent)));
    return runs;
  }

  async end(): Promise<void> {
    await Promise.all(this.#agents.map((agent) => agent.end()));
    rmSync(this.#folder, { recursive: true });
  }
}
