/**
 * One broken definition does not hide what is wrong with the others, and nothing is said of them that goes away again once it
 * is mended.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { kernelProfile, newestKernel } from '../../server/src/kernel/profiles.ts';
import { readNetplan } from '../../server/src/netplan/read.ts';
import { createAnalyzer } from '../../server/src/workspace/analyzer.ts';
import { parseYaml } from '../../server/src/yaml/parse.ts';
import { generateFiles } from '../netplan/differential/generate.ts';

const kernel = kernelProfile(newestKernel);
if (kernel === undefined) throw new Error('unreachable');

interface Said {
  readonly rule: string;
  readonly line: number;
  readonly message: string;
}

function saidOf(text: string): readonly Said[] {
  if (kernel === undefined) throw new Error('unreachable');
  const file = { id: 'file:///a', path: 'etc/netplan/10-a.yaml', text, version: 1 };
  const { findings } = createAnalyzer().analyze([file], { kernel, isTree: true });
  return findings.map(({ rule, origin, what, why }) => {
    return { rule, line: lineOf(text, origin.span.start), message: `${what} | ${why}` };
  });
}

function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length - 1;
}

const breaks: readonly ((line: string) => string)[] = [
  (line) => `${line.replace(/:.*$/, ':')} [192.0.2.1/24`,
  (line) => `${line.replace(/:.*$/, ':')} "192.0.2.1/24`,
  (line) => line.replace(/:.*$/, ''),
  (line) => `${line.replace(/:.*$/, ':')} a: b`,
];

interface Break {
  readonly text: string;
  readonly broken: string;
  /** The line that is broken, and whether a line is outside of its definition. */
  readonly line: number;
  readonly isOutside: (line: number) => boolean;
}

/** A generated file of which one line is broken; undefined if it has no two definitions that begin on lines of their own. */
function breakOf([seed, which, whichLine, whichBreak]: readonly number[]): Break | undefined {
  const text = generateFiles(seed ?? 0, '1.2')[0]?.text ?? '';
  const lines = text.split('\n');
  const starts = lines.flatMap((line, i) => (/^ {4}[\w"'][^:]*:\s*$/.test(line) ? [i] : []));
  const start = starts[(which ?? 0) % Math.max(2, starts.length)] ?? 0;
  const next = lines.findIndex((line, i) => i > start && /^ {0,4}\S/.test(line));
  const end = next === -1 ? lines.length : next;
  const keys = lines.flatMap((line, i) =>
    start < i && i < end && /^ {6}\w[^:]*:/.test(line) ? [i] : [],
  );
  const line = keys[(whichLine ?? 0) % Math.max(1, keys.length)];
  if (starts.length < 2 || line === undefined) return undefined;
  const broken = breaks[(whichBreak ?? 0) % breaks.length]?.(lines[line] ?? '') ?? '';
  return {
    text,
    broken: lines.with(line, broken).join('\n'),
    line,
    isOutside: (at) => at < start || at >= end,
  };
}

function valueProblems(text: string, isOutside: Break['isOutside']): readonly string[] {
  const { problems } = readNetplan(parseYaml(text), 'a');
  return problems
    .filter(({ span }) => isOutside(lineOf(text, span.start)))
    .map(({ rule, span, why }) => `${lineOf(text, span.start)} ${rule} ${why}`);
}

test('of the other definitions the same is said while one is broken', () => {
  let nBroken = 0;
  let nCut = 0;
  let nValues = 0;
  let nOthers = 0;
  fc.assert(
    fc.property(fc.tuple(fc.noBias(fc.nat()), fc.nat(), fc.nat(), fc.nat()), (numbers) => {
      const made = breakOf(numbers);
      if (made === undefined) return;
      const { text, broken, line } = made;
      const after = saidOf(broken);
      if (!after.some(({ rule, line: at }) => rule === 'netplan-syntax' && at === line)) return;
      nBroken++;
      // A file that is laid out in another way than by definitions is broken as a whole.
      const { brokenBlocks } = parseYaml(broken);
      if (brokenBlocks === undefined) return;
      nCut++;
      // A definition in braces within braces, many deep on one line, goes with the one above it.
      const brokenLines = brokenBlocks.map(({ start, end }) => [
        lineOf(broken, start),
        lineOf(broken, end),
      ]);
      const isOutside = (at: number): boolean =>
        made.isOutside(at) &&
        !brokenLines.some(([first = 0, behind = 0]) => first <= at && at < behind);
      const values = valueProblems(broken, isOutside);
      expect(values).toEqual(valueProblems(text, isOutside));
      const before = saidOf(text);
      // NetworkManager takes links that nobody defines, and then netplan checks no definition of the file.
      if (text.includes('elsewhere') && text.includes('NetworkManager')) return;
      // Where netplan refuses a file, it warns of what it has come to until then.
      const others = after.filter(
        ({ line: at, rule }) => isOutside(at) && rule !== 'netplan-warning',
      );
      for (const one of others) expect(before).toContainEqual(one);
      nValues += values.length;
      nOthers += others.length;
    }),
    { numRuns: 300 },
  );
  expect(nCut).toBeGreaterThan(50);
  expect(nCut / nBroken).toBeGreaterThan(0.7);
  expect(nValues).toBeGreaterThan(20);
  expect(nOthers).toBeGreaterThan(nValues);
}, 240_000);
