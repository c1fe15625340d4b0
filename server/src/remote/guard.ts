/** The guard on one host, call by call: each is a connection of its own, and its answer is read, never assumed. */
import { readFacts } from '../plan/readFacts.ts';
import type { HostFacts, RemoteFile } from '../plan/types.ts';
import { GuardFailure, type GuardFailureKind } from './failure.ts';
import { guardText, judgeText } from './guardText.ts';
import type { ProcessResult } from './process.ts';
import { runSsh, sshFailure, type SshTarget } from './ssh.ts';
import { readTar } from './tar.ts';
import { bytes, text } from './utf8.ts';

const kindOfStatus: Readonly<Record<number, GuardFailureKind>> = {
  2: 'refused',
  3: 'too-late',
  4: 'busy',
  5: 'not-prepared',
  6: 'not-confirmed',
  7: 'not-applied',
  8: 'netplan-refuses',
  124: 'unreachable',
  255: 'unreachable',
};

export interface ChangeStatus {
  /** `staged`, `armed`, `rolling-back`, `rolled-back`, `kept`, … */
  readonly state: string;
  /** Exit status of the apply; undefined while it runs. */
  readonly applied: number | undefined;
  /** Seconds until the rollback. */
  readonly left: number | undefined;
  /** SHA-256 of each file of the plan as it is now, or `absent`. */
  readonly files: readonly string[];
  readonly log: readonly string[];
  readonly journal: readonly string[];
}

export interface Guard {
  /** Reads only. */
  readonly facts: () => Promise<HostFacts>;
  /** Reads only. */
  readonly files: () => Promise<readonly RemoteFile[]>;
  /** What the host's own netplan says of its files with the payload over them. Leaves nothing behind. */
  readonly judge: (tar: Uint8Array) => Promise<NetplanVerdict>;
  /** Puts the payload into a private folder and has it judged there; answers the digest that the host computed. */
  readonly stage: (id: string, tar: Uint8Array) => Promise<string>;
  readonly arm: (id: string, seconds: number, digest: string) => Promise<void>;
  readonly status: (id: string) => Promise<ChangeStatus>;
  readonly probe: (kind: string, target: string | undefined) => Promise<boolean>;
  readonly keep: (id: string) => Promise<void>;
  readonly rollBack: (id: string) => Promise<string>;
  readonly history: () => Promise<readonly HistoryEntry[]>;
  readonly backup: (id: string) => Promise<Uint8Array>;
}

export interface NetplanVerdict {
  readonly isRefused: boolean;
  /** In netplan's words: what it refuses, else what it warns of. */
  readonly lines: readonly string[];
}

export interface HistoryEntry {
  readonly id: string;
  readonly state: string;
  readonly keptAt: string | undefined;
}

export interface GuardTimes {
  /** A call that only looks. */
  readonly look: number;
  /** A call that prepares: netplan takes seconds on a small machine. */
  readonly prepare: number;
}

const usualTimes: GuardTimes = { look: 30_000, prepare: 120_000 };

/** Where the guard lies on the host. */
const home = '/var/lib/routelens';
const installed = `${home}/guard`;

export function createGuard(target: SshTarget, times = usualTimes): Guard {
  /** Without a trace on the host: the script comes by standard input. */
  const look = (...args: readonly string[]): Promise<Uint8Array> =>
    checked(
      runSsh(target, {
        words: ['sh', '-s', '--', ...args],
        input: bytes(guardText),
        timeoutMilliseconds: times.look,
      }),
    );
  const call = (args: readonly string[], input?: Uint8Array): Promise<Uint8Array> =>
    checked(
      runSsh(target, {
        words: ['sh', installed, ...args],
        ...(input === undefined ? {} : { input }),
        timeoutMilliseconds: times.prepare,
      }),
    );
  const install = (): Promise<Uint8Array> =>
    checked(
      runSsh(target, {
        words: ['sh', '-c', installer, 'sh', home],
        input: bytes(guardText),
        timeoutMilliseconds: times.look,
      }),
    );
  return {
    facts: async () => readFacts(text(await look('facts'))),
    files: async () =>
      readTar(await look('files')).map(({ name, content }) => ({
        path: `/${name.replace(/^(?:\.?\/)+/, '')}`,
        content,
      })),
    judge: (tar) => judgeOver(target, tar, times),
    stage: async (id, tar) => {
      await install();
      return /^digest ([\da-f]{64})$/m.exec(text(await call(['stage', id], tar)))?.[1] ?? '';
    },
    arm: async (id, seconds, digest) => {
      await call(['arm', id, String(seconds), digest]);
    },
    status: async (id) => readStatus(text(await look('status', id))),
    probe: (kind, probed) => probeOver(target, { kind, target: probed }, times),
    keep: async (id) => {
      await call(['keep', id]);
    },
    rollBack: async (id) => text(await call(['rollback', id])).trim(),
    history: async () => readHistory(text(await look('history'))),
    backup: (id) => look('backup', id),
  };
}

/** Renamed into its place, so that a unit never runs half of it. */
const installer =
  'umask 077 && mkdir -p "$1" && cat >"$1/guard.new" && mv -f "$1/guard.new" "$1/guard"';

/** The script goes along as an argument, because standard input is the tar. */
async function judgeOver(
  target: SshTarget,
  input: Uint8Array,
  { prepare }: GuardTimes,
): Promise<NetplanVerdict> {
  const call = { words: ['sh', '-c', judgeText], input, timeoutMilliseconds: prepare };
  return readVerdict(text(await checked(runSsh(target, call))));
}

interface Probed {
  readonly kind: string;
  readonly target: string | undefined;
}

/** A probe that fails is an answer; a host that cannot be reached is none. */
async function probeOver(
  target: SshTarget,
  { kind, target: probed }: Probed,
  { look }: GuardTimes,
): Promise<boolean> {
  const result = await runSsh(target, {
    words: ['sh', '-s', '--', 'probe', kind, ...(probed === undefined ? [] : [probed])],
    input: bytes(guardText),
    timeoutMilliseconds: look,
  });
  if (result.status === 255 || result.status === 124 || result.status === 2)
    throw failureOf(result);
  return result.status === 0;
}

async function checked(running: Promise<ProcessResult>): Promise<Uint8Array> {
  const result = await running;
  if (result.status !== 0) throw failureOf(result);
  return result.output;
}

function failureOf(result: ProcessResult): GuardFailure {
  const kind = kindOfStatus[result.status] ?? 'failed';
  if (kind === 'unreachable') return new GuardFailure(kind, sshFailure(result));
  const errors = [...result.complaint.matchAll(/^error (.*)$/gm)].map((match) => match[1] ?? '');
  const refused = [...text(result.output).matchAll(/^netplan (.*)$/gm)].map(
    (match) => match[1] ?? '',
  );
  const lines = [...refused, ...errors];
  return new GuardFailure(
    kind,
    lines.length > 0 ? lines.join('\n') : result.complaint.trim() || `status ${result.status}`,
  );
}

function readStatus(answer: string): ChangeStatus {
  const all = (word: string): readonly string[] =>
    [...answer.matchAll(new RegExp(`^${word} (.*)$`, 'gm'))].map((match) => match[1] ?? '');
  const number = (value: string | undefined): number | undefined =>
    value === undefined || !/^-?\d+$/.test(value) ? undefined : Number(value);
  return {
    state: all('state')[0] ?? 'unknown',
    applied: number(all('apply')[0]),
    left: number(all('left')[0]),
    files: inOrder(all('file')),
    log: [...all('apply-log'), ...all('rollback-log')],
    journal: all('journal'),
  };
}

/** The host tells them by their number, in the order of the alphabet: the eleventh comes after the second. */
function inOrder(lines: readonly string[]): readonly string[] {
  return lines
    .map((line) => line.split(' '))
    .toSorted(([a], [b]) => Number(a) - Number(b))
    .map(([, sum = 'absent']) => sum);
}

function readVerdict(answer: string): NetplanVerdict {
  return {
    isRefused: /^verdict 8$/m.test(answer),
    lines: [...answer.matchAll(/^netplan (.*)$/gm)]
      .map((match) => match[1] ?? '')
      .filter((line) => line.trim() !== ''),
  };
}

function readHistory(answer: string): readonly HistoryEntry[] {
  return answer
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [id = '', state = '', keptAt = '-'] = line.split(' ');
      return { id, state, keptAt: keptAt === '-' ? undefined : keptAt };
    });
}
