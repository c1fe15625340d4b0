/**
 * The text that iptables-restore reads: `*table`, `:CHAIN POLICY [0:0]`, commands without `iptables`, `COMMIT`, `#` comments
 * (xtables_restore_parse_line(), iptables/xtables-restore.c, and add_argv(), iptables/xshared.c, 1.8.9).
 * Without `--noflush` each `*table` empties its table first and makes all policies ACCEPT; `:CHAIN` empties a chain of the
 * user's own in any case.
 */
import type { Problem } from '../../base/problem.ts';
import type { Span } from '../../base/span.ts';
import type { Unknown } from '../../base/fact.ts';
import { unknown } from '../../base/fact.ts';
import type { Family } from '../../net/address.ts';
import type { CommandContext } from '../../shell/types.ts';
import { partlyUnknown } from '../source.ts';
import type { TextSource, Word } from '../source.ts';
import type { NetfilterReading, NetfilterStep } from '../types.ts';
import { readIptables } from './command.ts';
import { refusalProblem } from './problem.ts';
import { chainNameRefusal } from './programOption.ts';
import { builtInChains, builtInHook, builtInPriority, tableNames } from './tables.ts';

export interface RestoreInput {
  readonly source: TextSource;
  readonly family: Family;
  readonly file: string;
  readonly context: CommandContext;
  /** `--noflush`: tables keep what they have. */
  readonly keepsTables: boolean;
  /** `--table`: the lines of all others are left out. */
  readonly onlyTable?: string | Unknown | undefined;
  /** `--counters`: chains of iptables' own need them. */
  readonly keepsCounters?: boolean;
}

/** A line without its end. */
export interface Line {
  readonly text: string;
  readonly start: number;
  /** From 1, as iptables-restore counts. */
  readonly number: number;
}

interface Reader extends RestoreInput {
  readonly steps: NetfilterStep[];
  readonly problems: Problem[];
  /** Undefined between `COMMIT` and the next `*table`. */
  table: string | undefined;
  /** In a table that `--table` leaves out, up to the next `*table`. */
  isLeftOut: boolean;
}

/** The steps of a whole rule set, to its end whatever is in it. */
export function readRestore(input: RestoreInput): NetfilterReading {
  const reader: Reader = {
    ...input,
    steps: [],
    problems: [],
    table: undefined,
    isLeftOut: false,
  };
  const lines = linesOf(input.source.text);
  for (const line of lines) readLine(reader, line);
  const last = lines.at(-1);
  if (reader.table !== undefined && last !== undefined)
    report(reader, spanOf(reader, last), `COMMIT expected at line ${last.number + 1}`);
  return { steps: reader.steps, problems: reader.problems };
}

/** A line means what its first character says: blanks before it make it an argument. */
function readLine(reader: Reader, line: Line): void {
  const first = line.text.charAt(0);
  if (first === '#') return;
  const isUnknownLine = lineUnknown(reader, line) !== undefined;
  if (isUnknownLine && !['-', '[', ':', '*'].includes(first)) return keepUnknown(reader, line);
  const { table } = reader;
  if (table !== undefined) readTableLine(reader, line, table);
  else if (first === '*') readTable(reader, line);
  else if (!reader.isLeftOut) report(reader, spanOf(reader, line), 'line failed');
}

function readTableLine(reader: Reader, line: Line, table: string): void {
  if (line.text === 'COMMIT') reader.table = undefined;
  else if (line.text.startsWith(':')) readChain(reader, line, table);
  else if (line.text.startsWith('*') && isTableName(line.text)) {
    // A `COMMIT` is missing: the next table is read all the same.
    report(reader, spanOf(reader, line), `Bad argument \`${line.text.split(/[ \t]/)[0] ?? ''}'`);
    readTable(reader, line);
  } else readRule(reader, line, table);
}

function isTableName(text: string): boolean {
  return tableNames.includes(text.slice(1).trim());
}

function readTable(reader: Reader, line: Line): void {
  const [name] = partsOf(line);
  const isKnown = lineUnknown(reader, line) === undefined;
  if (name === undefined) return report(reader, spanOf(reader, line), 'table name invalid');
  if (isKnown && !tableNames.includes(name))
    report(reader, spanOf(reader, line), `table name '${name}' invalid`);
  const { onlyTable } = reader;
  reader.isLeftOut = typeof onlyTable === 'string' && onlyTable !== name;
  reader.table = reader.isLeftOut ? undefined : name;
  if (reader.isLeftOut || reader.keepsTables) return;
  const { flush } = flushStep(reader, line, undefined);
  reader.steps.push({ kind: 'flush', flush: { ...flush, resetsPolicies: true } });
  reader.steps.push({
    kind: 'delete-chain',
    place: { ...flushOf(reader, line), chain: undefined },
  });
}

/** Behind the first character. */
function partsOf({ text }: Line): readonly string[] {
  return text
    .slice(1)
    .split(/[ \t]+/)
    .filter((part) => part !== '');
}

function readChain(reader: Reader, line: Line, table: string): void {
  const [name, policy, counters] = partsOf(line);
  if (lineUnknown(reader, line) === undefined) {
    const refusal = chainRefusal(reader, { name, policy, counters, table });
    if (refusal !== undefined) return report(reader, spanOf(reader, line), refusal);
  }
  if (name === undefined) return;
  const hook = builtInChains(table).includes(name) ? builtInHook(name) : undefined;
  const flush = flushStep(reader, line, name);
  reader.steps.push({
    kind: 'chain',
    chain: {
      flavour: 'iptables',
      families: [reader.family],
      table,
      chain: name,
      hook,
      type: undefined,
      priority: hook === undefined ? undefined : builtInPriority(table, hook),
      policy: policy === undefined || policy === '-' ? undefined : policy.toLowerCase(),
      origin: flush.flush.origin,
    },
  });
  if (hook === undefined) reader.steps.push(flush);
}

interface ChainLine {
  readonly name: string | undefined;
  readonly policy: string | undefined;
  readonly counters: string | undefined;
  readonly table: string;
}

type RefusalWords = string | { readonly placeWords: string };

/** Counters are looked at only with `--counters`; without a bracket at their end they are taken. */
function chainRefusal(
  { keepsCounters }: Reader,
  { name, policy, counters, table }: ChainLine,
): RefusalWords | undefined {
  if (name === undefined) return 'chain name invalid';
  const refused = chainNameRefusal(name);
  if (refused !== undefined) return refused;
  if (policy === undefined) return 'policy invalid';
  if (!builtInChains(table).includes(name)) return undefined;
  if (keepsCounters === true && !/^\[[+-]?\d+:[+-]?\d/.test(counters ?? ''))
    return `invalid policy counters for chain '${name}'`;
  return ['ACCEPT', 'DROP', '-'].includes(policy) ? undefined : { placeWords: 'Bad policy name.' };
}

/** Counters before a rule: what stands up to `]`, with a `:` somewhere behind it (tokenize_rule_counters(), iptables/xshared.c). */
function readRule(reader: Reader, line: Line, table: string): void {
  const { family, file, context, source } = reader;
  const isBroken =
    line.text.startsWith('[') && !(line.text.includes(']') && /^\[:*[^:]+:/.test(line.text));
  if (isBroken && lineUnknown(reader, line) === undefined)
    return report(reader, spanOf(reader, line), `Bad line ${line.number}: need ]`);
  const words = [...countersOf(reader, line), ...wordsOf(source, withoutCounters(line))];
  const span = spanOf(reader, line);
  const read = readIptables({ words, family, table, span, file, context, isRestore: true });
  reader.steps.push(...read.steps);
  reader.problems.push(...read.problems);
}

/** With `--counters` they are an option of the command. */
function countersOf({ source, keepsCounters }: Reader, { text, start }: Line): readonly Word[] {
  const found = /^\[:*([^:]+):(?:\](.*)|([^\]]*))/.exec(text);
  if (keepsCounters !== true || found === null) return [];
  const span = source.locate(start, start + found[0].length + 1);
  // Without a number the rest of the line is taken for one.
  const [, packets = '', rest, bytes = rest ?? ''] = found;
  return ['--set-counters', packets, bytes].map((value) => ({ value, span }));
}

/** `[12:3456] -A …`. Without a `:` in the counters, the line ends at the next one. */
export function withoutCounters({ text, start, number }: Line): Line {
  const [counters] = /^\[[^\]]*\]?/.exec(text) ?? [''];
  const [upToColon] = /^\[:*[^:]+(?=:)/.exec(text) ?? [''];
  const end = upToColon.length > counters.length ? upToColon.length : text.length;
  return { text: text.slice(counters.length, end), start: start + counters.length, number };
}

function keepUnknown(reader: Reader, line: Line): void {
  const origin = { file: reader.file, span: spanOf(reader, line) };
  reader.steps.push({ kind: 'unmodelled', origin, reason: 'a line that is not known' });
}

function report(reader: Reader, span: Span, words: RefusalWords): void {
  const program = reader.family === 6 ? 'ip6tables-restore' : 'iptables-restore';
  const isSyntax = typeof words === 'string';
  const refusal = { span, words: isSyntax ? words : words.placeWords };
  const rule = isSyntax ? 'iptables-syntax' : 'iptables-wrong-place';
  reader.problems.push(refusalProblem(rule, refusal, program));
}

function lineUnknown({ source }: Reader, { start, text }: Line): Unknown | undefined {
  return source.unknownIn(start, start + text.length);
}

/** Without the blanks around it. */
function spanOf({ source }: Reader, { start, text }: Line): Span {
  const from = start + text.length - text.trimStart().length;
  return source.locate(from, Math.max(from, start + text.trimEnd().length));
}

type Flush = Extract<NetfilterStep, { kind: 'flush' }>;

function flushOf(reader: Reader, line: Line): Flush['flush'] & { readonly table: string } {
  const { family, file, context, table = '' } = reader;
  const origin = { file, span: spanOf(reader, line) };
  return { flavour: 'iptables', families: [family], table, chain: undefined, origin, context };
}

function flushStep(reader: Reader, line: Line, chain: string | undefined): Flush {
  return { kind: 'flush', flush: { ...flushOf(reader, line), chain } };
}

/** The lines of a rule set that are not empty. */
export function linesOf(text: string): readonly Line[] {
  const lines: Line[] = [];
  let start = 0;
  for (const [index, line] of text.split('\n').entries()) {
    if (line !== '') lines.push({ text: line, start, number: index + 1 });
    start += line.length + 1;
  }
  return lines;
}

/**
 * Blanks part words; double quotes hold them together, and only in them a backslash takes the next character as it is.
 * Everything else is part of a word, `#` and a carriage return, too.
 */
export function wordsOf(source: TextSource, { text, start }: Line): readonly Word[] {
  const words: Word[] = [];
  for (const match of text.matchAll(/(?:"(?:\\.|[^"\\])*"?|[^ \t"])+/g)) {
    const from = start + match.index;
    const to = from + match[0].length;
    const value = match[0].replaceAll(/"((?:\\.|[^"\\])*)"?/g, (_, inner: string) =>
      inner.replaceAll(/\\(.)/g, '$1'),
    );
    words.push({ value: unknownOf(source, from, to) ?? value, span: source.locate(from, to) });
  }
  return words;
}

function unknownOf(source: TextSource, start: number, end: number): Unknown | undefined {
  const found = source.unknownIn(start, end);
  if (found === undefined) return undefined;
  const before = source.unknownIn(start, start + 1);
  const after = source.unknownIn(end - 1, end);
  return before === found && after === found ? partlyUnknown(found, true) : unknown(found.reason);
}
