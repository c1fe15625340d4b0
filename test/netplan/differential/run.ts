/** Compares the reader with netplan on many generated hosts, and makes what differs small. */
import type { NetplanVersion } from '../../../server/src/netplan/version.ts';
import { differenceOf, judgeFiles, quotes } from './compare.ts';
import type { Difference } from './compare.ts';
import type { GeneratedFile } from './generate.ts';
import { hostOf } from './hosts.ts';
import type { Oracle, OracleVerdict } from './oracle.ts';
import { shrink } from './shrink.ts';

export interface RunOptions {
  readonly count: number;
  readonly seed: number;
  readonly target: NetplanVersion;
  /** Hosts whose damaged copies are judged too. */
  readonly own: readonly (readonly GeneratedFile[])[];
  /** How many differences are made small; each takes some hundred runs of netplan. */
  readonly nShrunk: number;
  /** Called for each host, to count what was reached. */
  readonly onVerdict?: (oracle: OracleVerdict, quoted: readonly string[]) => void;
}

export interface RunResult {
  readonly count: number;
  readonly nValid: number;
  readonly nLines: number;
  /** Refusals whose words stand in an error of ours too. */
  readonly nQuoted: number;
  readonly differences: Readonly<Record<Difference, number>>;
  /** The first differences, as small as they get, in words. */
  readonly reports: readonly string[];
}

const batchSize = 500;

export function compareMany(oracle: Oracle, options: RunOptions): RunResult {
  const { count, seed, target, own, nShrunk, onVerdict } = options;
  const differences: Record<Difference, number> = { 'false error': 0, missed: 0, line: 0 };
  const reports: string[] = [];
  const n = { valid: 0, lines: 0, quoted: 0 };
  for (let from = 0; from < count; from += batchSize) {
    const hosts = Array.from({ length: Math.min(batchSize, count - from) }, (_, i) =>
      hostOf(seed + from + i, { own, target }),
    );
    for (const [i, verdict] of oracle.judge(hosts).entries()) {
      const files = hosts[i] ?? [];
      const ours = judgeFiles(files, target);
      const isQuoted = quotes(ours, verdict);
      onVerdict?.(verdict, ours.quoted);
      if (verdict.ok) n.valid++;
      else if (verdict.line !== undefined) n.lines++;
      if (!verdict.ok && isQuoted) n.quoted++;
      const difference = differenceOf(ours, verdict);
      if (difference === undefined) continue;
      differences[difference]++;
      if (reports.length < nShrunk)
        reports.push(report(files, { oracle, target, difference, seed: seed + from + i }));
    }
  }
  return { count, nValid: n.valid, nLines: n.lines, nQuoted: n.quoted, differences, reports };
}

interface Found {
  readonly oracle: Oracle;
  readonly target: NetplanVersion;
  readonly difference: Difference;
  readonly seed: number;
}

function report(host: readonly GeneratedFile[], found: Found): string {
  const { oracle, target, difference, seed } = found;
  const files = shrink(host, (hosts) =>
    oracle
      .judge(hosts)
      .map(
        (verdict, i) => differenceOf(judgeFiles(hosts[i] ?? [], target), verdict) === difference,
      ),
  );
  const [verdict] = oracle.judge([files]);
  return [
    `--- ${difference}, seed ${seed}`,
    ...files.map(({ name, text }) => `# ${name}\n${text}`),
    `netplan: ${verdict?.message.split('\n').slice(0, 3).join(' / ')}`,
    ...judgeFiles(files, target).errors.map((error) => `reader: ${error}`),
  ].join('\n');
}
