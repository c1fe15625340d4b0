/** Our reading of a text for iptables-restore beside the answer of the real one: whether, at which line, in which words. */
import { assembleNetfilter } from '../../../server/src/host/assemble/netfilter.ts';
import { readRestore } from '../../../server/src/netfilter/iptables/restore.ts';
import { readRestoreOptions } from '../../../server/src/netfilter/iptables/restoreOptions.ts';
import { fileSource } from '../../../server/src/netfilter/source.ts';
import type { NetfilterReading, NetfilterStep } from '../../../server/src/netfilter/types.ts';
import { parseShell } from '../../../server/src/shell/parse.ts';
import { compareRules, firstWords, isExplained, isSame, ourAnswer } from './iptablesCompare.ts';
import type { Outcome } from './iptablesOracle.ts';
import type { RestoreCase } from './restoreGenerator.ts';

export interface RestoreDifference {
  readonly kind: 'false alarm' | 'missed' | 'line' | 'words' | 'rules';
  readonly case: string;
  readonly ours: string;
  readonly real: string;
}

interface Refused {
  /** The lines that could be named: iptables drops a rule that the kernel refuses only after it has looked at the chains. */
  readonly lines: readonly number[];
  readonly words: string;
}

/** Undefined: alike. */
export function compareRestore(one: RestoreCase, outcome: Outcome): RestoreDifference | undefined {
  const { answers } = outcome;
  // iptables-restore ends at `--help` and has loaded what it has (docs/netfilter.md).
  if (/\s(?:--help|-h)\s/.test(one.text)) return undefined;
  const before = stepsBefore(one, answers);
  const isTest = one.options.some((option) => ['-t', '--test'].includes(option));
  const reading = readingOf(one);
  const ours = firstRefusal(one.text, { ...reading, before, isTest });
  const answer = answers.at(-1);
  const real = answer?.status === 0 ? undefined : realRefusal(answer?.words ?? 'no answer');
  const kind = kindOf(ours, real);
  if (kind !== undefined)
    return { kind, case: caseText(one), ours: textOf(ours), real: textOf(real) };
  if (real !== undefined) return undefined;
  const steps = isTest ? before : [...before, ...reading.steps];
  // `-Z` takes policies back, and `-F` leaves what the same text has just added (docs/netfilter.md).
  if (/^(?:\[.*\]\s*)?"?(?:-F|--flush|-Z|--zero)\b/m.test(one.text)) return undefined;
  const [difference] = compareRules([], steps, outcome);
  return (
    difference && {
      kind: 'rules',
      case: caseText(one),
      ours: difference.ours,
      real: difference.real,
    }
  );
}

function kindOf(
  ours: Refused | undefined,
  real: Refused | undefined,
): RestoreDifference['kind'] | undefined {
  if (ours === undefined && real === undefined) return undefined;
  if (real === undefined) return 'false alarm';
  const kind =
    ours === undefined
      ? 'missed'
      : !isSame(ours.words, real.words)
        ? 'words'
        : isSameLine(ours, real)
          ? undefined
          : 'line';
  // `-X` without a chain leaves those that the same text has made (docs/netfilter.md).
  if (ours?.words.startsWith('CHAIN_DEL failed') === true) return undefined;
  // It has crashed.
  if (real.words === '') return undefined;
  // A chain that is made and renamed in one text (docs/netfilter.md).
  if (real.words.startsWith('CHAIN_RENAME failed (No such file')) return undefined;
  if (kind === undefined || kind === 'line') return kind;
  const isOurs = isExplained({ kind, command: '', ours: ours?.words ?? '', real: real.words });
  return isOurs ? undefined : kind;
}

/** A chain that is called and not there is told at the COMMIT, or not with a line at all. */
function isSameLine(ours: Refused, real: Refused): boolean {
  const [line] = real.lines;
  return line === undefined || ours.lines.includes(line) || /^(?:Chain '|COMMIT)/.test(real.words);
}

function textOf(refused: Refused | undefined): string {
  return refused === undefined ? 'taken' : `line ${refused.lines[0]}: ${refused.words}`;
}

function caseText({ program, options, before, text }: RestoreCase): string {
  const commands = before.map((command) => command.join(' ')).join('\n');
  return `${commands}\n${program}-restore ${options.join(' ')} <<EOF\n${text}EOF`;
}

/** What iptables-restore says: `line 3: …`, `… line 3 failed: …`, or words with `Error occurred at line: 3` below them. */
function realRefusal(said: string): Refused {
  const line = /Error occurred at line: (\d+)/.exec(said) ?? /\bline (\d+)/.exec(said);
  const words = firstWords(
    said
      .split('\n')
      .map((text) =>
        text
          .replace(/^ip6?tables-restore(?: v[\d.]+ \(nf_tables\))?: */, '')
          .replace(
            /^(?:ip6?tables-restore: )?line \d+(?:(?: failed)?: | (?=table|chain|policy))/,
            '',
          ),
      )
      .join('\n'),
  );
  return {
    lines: line === null ? [] : [Number(line[1])],
    words: words.replace(/^line \d+ failed$/, 'line failed'),
  };
}

function stepsBefore(one: RestoreCase, answers: Outcome['answers']): readonly NetfilterStep[] {
  const steps: NetfilterStep[] = [];
  for (const [i, command] of one.before.entries())
    if (answers[i]?.status === 0) steps.push(...ourAnswer(steps, command).steps);
  return steps;
}

/** `--test` is left out, since nothing is read with it. */
function readingOf({ program, options, text }: RestoreCase): NetfilterReading {
  const words = options.filter((option) => !['-t', '--test'].includes(option));
  const [command] = parseShell([`${program}-restore`, ...words].join(' ')).commands;
  const { table, ...how } = readRestoreOptions(command?.words.slice(1) ?? []);
  return readRestore({
    ...how,
    onlyTable: table?.value,
    source: fileSource(text),
    family: program === 'iptables' ? 4 : 6,
    file: 'f',
    context: { conditional: false, loop: false, failureIgnored: false, trap: false },
  });
}

interface Ours extends NetfilterReading {
  readonly before: readonly NetfilterStep[];
  readonly isTest: boolean;
}

/**
 * The text is read line by line up to each COMMIT, and what cannot be read comes first; then iptables looks at the chains,
 * and the kernel last.
 */
function firstRefusal(
  text: string,
  { problems, steps, before, isTest }: Ours,
): Refused | undefined {
  const known = assembleNetfilter(before).refusals.length;
  const states = assembleNetfilter([...before, ...steps]).refusals.slice(known);
  const all = [
    ...problems.map(({ rule, span, why }) => ({
      isLate: rule === 'iptables-wrong-place',
      at: span.start,
      words: why.replace(/^.*?loads nothing of the whole text: /, ''),
    })),
    ...states.map(({ origin, words }) => ({ isLate: true, at: origin.span.start, words })),
  ].map(({ isLate, at, words }) => ({
    stage: isLate && !/ match requires /.test(words) ? (/^(?:RULE|CHAIN)_/.test(words) ? 2 : 1) : 0,
    words,
    line: text.slice(0, at).split('\n').length,
  }));
  const commits = text.split('\n').flatMap((line, i) => (line === 'COMMIT' ? [i + 1] : []));
  const partOf = (line: number): number => commits.filter((commit) => commit < line).length;
  const sorted = all
    .filter(({ stage }) => stage === 0 || !isTest)
    .toSorted((a, b) => partOf(a.line) - partOf(b.line) || a.stage - b.stage || a.line - b.line);
  const [first] = sorted;
  if (first === undefined) return undefined;
  const late = sorted.filter(({ stage, line }) => stage > 0 && partOf(line) === partOf(first.line));
  const lines = [first, ...(first.stage > 0 ? late : [])].map(({ line }) => line);
  return { lines, words: first.words };
}
