/** Compares the reader with netplan on many generated hosts, and makes what differs small. */
import type { NetplanVersion } from '../../../server/src/netplan/version.ts';
import { differenceOf, judgeFiles } from './compare.ts';
import type { Difference } from './compare.ts';
import { generateFiles } from './generate.ts';
import type { GeneratedFile } from './generate.ts';
import { mutate } from './mutate.ts';
import type { Oracle } from './oracle.ts';
import { createRandom } from './random.ts';

export interface RunOptions {
  readonly count: number;
  readonly seed: number;
  readonly target: NetplanVersion;
  /** How many differences are made small; each takes some hundred runs of netplan. */
  readonly nShrunk: number;
}

export interface RunResult {
  readonly count: number;
  readonly nValid: number;
  readonly nLines: number;
  readonly differences: Readonly<Record<Difference, number>>;
  /** The first differences of each kind, as small as they get, in words. */
  readonly reports: readonly string[];
}

const batchSize = 500;

export function compareMany(oracle: Oracle, options: RunOptions): RunResult {
  const { count, seed, target, nShrunk } = options;
  const differences: Record<Difference, number> = { 'false error': 0, missed: 0, line: 0 };
  const reports: string[] = [];
  let nValid = 0;
  let nLines = 0;
  for (let from = 0; from < count; from += batchSize) {
    const hosts = Array.from({ length: Math.min(batchSize, count - from) }, (_, i) =>
      hostOf(seed + from + i),
    );
    for (const [i, oracleVerdict] of oracle.judge(hosts).entries()) {
      const files = hosts[i] ?? [];
      if (oracleVerdict.ok) nValid++;
      if (oracleVerdict.line !== undefined && !oracleVerdict.ok) nLines++;
      const difference = differenceOf(judgeFiles(files, target), oracleVerdict);
      if (difference === undefined) continue;
      differences[difference]++;
      if (reports.length < nShrunk)
        reports.push(
          reportOf(shrink(files, difference, { oracle, target }), {
            oracle,
            target,
            difference,
            seed: seed + from + i,
          }),
        );
    }
  }
  return { count, nValid, nLines, differences, reports };
}

/** One host of three is damaged text. */
function hostOf(seed: number): readonly GeneratedFile[] {
  const files = generateFiles(seed);
  if (seed % 3 !== 0) return files;
  const random = createRandom(seed ^ 0x5e_ed);
  return files.map((file) => ({ ...file, text: mutate(file.text, random) }));
}

interface Judges {
  readonly oracle: Oracle;
  readonly target: NetplanVersion;
}

/** Removes lines as long as the difference stays. */
function shrink(
  files: readonly GeneratedFile[],
  difference: Difference,
  { oracle, target }: Judges,
): readonly GeneratedFile[] {
  let current = files;
  for (let round = 0; round < 60; round++) {
    const smaller = candidates(current);
    const verdicts = oracle.judge(smaller);
    const next = smaller.find((candidate, i) => {
      const verdict = verdicts[i];
      return (
        verdict !== undefined && differenceOf(judgeFiles(candidate, target), verdict) === difference
      );
    });
    if (next === undefined) return current;
    current = next;
  }
  return current;
}

/** The host without a file, then without runs of lines, the longest first. */
function candidates(files: readonly GeneratedFile[]): (readonly GeneratedFile[])[] {
  const fewer =
    files.length > 1 ? files.map((_file, i) => files.filter((_other, j) => j !== i)) : [];
  const shorter = files.flatMap((file, i) => {
    const lines = file.text.split('\n');
    return [8, 4, 2, 1].flatMap((size) =>
      Array.from({ length: Math.max(0, lines.length - size) }, (_, at) =>
        files.map((other, j) =>
          i === j ? { ...file, text: lines.toSpliced(at, size).join('\n') } : other,
        ),
      ),
    );
  });
  return [...fewer, ...shorter];
}

function reportOf(
  files: readonly GeneratedFile[],
  {
    oracle,
    target,
    difference,
    seed,
  }: Judges & { readonly difference: Difference; readonly seed: number },
): string {
  const [verdict] = oracle.judge([files]);
  return [
    `--- ${difference}, seed ${seed}`,
    ...files.map(({ name, text }) => `# ${name}\n${text}`),
    `netplan: ${verdict?.message.split('\n').slice(0, 3).join(' / ')}`,
    ...judgeFiles(files, target).errors.map((error) => `reader: ${error}`),
  ].join('\n');
}
