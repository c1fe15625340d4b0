/** What `scripts/verify-apply-faults.mjs` runs: random cases on a few hosts, and a table by fault. */
import { startContainer } from '../lab/container/container.ts';
import type { Suite } from '../lab/container/root.ts';
import { createDraw } from '../kernel/draw.ts';
import { faults } from './faults.ts';
import { drawCase, paced } from './matrix.ts';
import { paceOf, runCases, type RanCase } from './runCases.ts';

export interface Verify {
  readonly runs: number;
  readonly seed: number;
  readonly nHosts: number;
  readonly suite: Suite;
  /** No case begins after so many seconds. */
  readonly seconds: number;
  readonly tell: (line: string) => void;
}

/** Answers how many cases locked out or left half a state. */
export async function verifyFaults(options: Verify): Promise<number> {
  const { runs, seed, nHosts, suite, seconds, tell } = options;
  const end = performance.now() + seconds * 1000;
  const containers = [await startContainer(suite)];
  for (let k = 1; k < nHosts; k++) containers.push(await startContainer(suite));
  try {
    const pace = await paceOf(containers);
    tell(`${nHosts} ${suite} hosts, pace ${pace.toFixed(1)}`);
    const cases = paced(
      Array.from({ length: runs }, (_, index) => drawCase(createDraw(seed + index))),
      pace,
    );
    const ran = await runCases(containers, {
      cases,
      seed,
      isOver: () => performance.now() > end,
      tell: ({ index, name, outcome, late, problems }) =>
        tell([`${index}. ${name}: ${outcome}, late ${late} s`, ...problems].join('\n    ')),
    });
    for (const line of tableOf(ran)) tell(line);
    return ran.filter((one) => one.problems.length > 0).length;
  } finally {
    await Promise.all(containers.map(({ stop }) => stop()));
  }
}

const columns = ['runs', 'rolled back', 'kept', 'not started', 'lock-outs', 'half states'] as const;

/** Markdown: one row a fault, and one for all. */
export function tableOf(ran: readonly RanCase[]): readonly string[] {
  const rows = new Map<string, RanCase[]>();
  for (const one of ran) {
    const { fault, client } = one.one;
    const name = client === 'usual' ? faults[fault].name : clientNames[client];
    rows.set(name, [...(rows.get(name) ?? []), one]);
  }
  const sorted = [...rows].toSorted(([a], [b]) => a.localeCompare(b));
  return [
    `| fault | ${columns.join(' | ')} | longest, s |`,
    `| --- |${' --: |'.repeat(columns.length + 1)}`,
    ...[...sorted, ['all', ran] as const].map(([name, list]) => rowOf(name, list)),
  ];
}

const clientNames = {
  usual: '',
  declines: 'client does not keep',
  SIGTERM: 'client ended (TERM)',
  SIGKILL: 'client ended (KILL)',
  'last-moment': 'keep in the last moment',
  second: 'two clients at once',
} as const;

function rowOf(name: string, list: readonly RanCase[]): string {
  const count = (isIt: (one: RanCase) => boolean): number => list.filter(isIt).length;
  const numbers = [
    list.length,
    count(({ outcome }) => outcome === 'rolled-back'),
    count(({ outcome }) => outcome === 'kept'),
    count(({ outcome }) => outcome === 'not-started'),
    count(({ isLockedOut }) => isLockedOut),
    count(({ isLockedOut, problems }) => !isLockedOut && problems.length > 0),
    Math.max(0, ...list.map(({ late }) => late)),
  ];
  return `| ${name} | ${numbers.join(' | ')} |`;
}
