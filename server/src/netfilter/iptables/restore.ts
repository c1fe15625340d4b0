/**
 * The text that iptables-restore reads: `*table`, `:CHAIN POLICY [0:0]`, commands without `iptables`, `COMMIT`, `#` comments
 * (xtables_restore_parse_line(), iptables/xtables-restore.c, and add_argv(), iptables/xshared.c, 1.8.9).
 * Without `--noflush` each `*table` empties its table first, and `:CHAIN` empties that chain in any case.
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
import { builtInChains, builtInHook, builtInPriority, tableNames } from './tables.ts';

export interface RestoreInput {
  readonly source: TextSource;
  readonly family: Family;
  readonly file: string;
  readonly context: CommandContext;
  /** `--noflush`: tables keep what they have. */
  readonly keepsTables: boolean;
}

/** A line without the blanks around it. */
export interface Line {
  readonly text: string;
  readonly start: number;
}

interface Reader extends RestoreInput {
  readonly steps: NetfilterStep[];
  readonly problems: Problem[];
  /** Undefined between `COMMIT` and the next `*table`. */
  table: string | undefined;
  isUnreadable: boolean;
}

/** The steps of a whole rule set, to its end whatever is in it. */
export function readRestore(input: RestoreInput): NetfilterReading {
  const reader: Reader = {
    ...input,
    steps: [],
    problems: [],
    table: undefined,
    isUnreadable: false,
  };
  const lines = linesOf(input.source.text);
  for (const line of lines) readLine(reader, line);
  const last = lines.at(-1);
  if (reader.table !== undefined && last !== undefined)
    report(reader, spanOf(reader, last), 'COMMIT expected at the end of the file');
  return { steps: reader.steps, problems: reader.problems };
}

function readLine(reader: Reader, line: Line): void {
  const first = line.text.charAt(0);
  const isUnknownLine = lineUnknown(reader, line) !== undefined;
  if (first === '#') return;
  if (line.text === 'COMMIT' && reader.table !== undefined) reader.table = undefined;
  else if (first === '*' && reader.table === undefined) readTable(reader, line);
  else if (first === ':' && reader.table !== undefined) readChain(reader, line, reader.table);
  else if ((first === '-' || first === '[') && reader.table !== undefined)
    readRule(reader, line, reader.table);
  else if (isUnknownLine) keepUnknown(reader, line);
  else {
    report(reader, spanOf(reader, line), 'line failed');
    if (first === '*') readTable(reader, line);
  }
}

function readTable(reader: Reader, line: Line): void {
  const [name = ''] = line.text.slice(1).split(/[ \t]/);
  reader.table = name;
  if (lineUnknown(reader, line) === undefined && !tableNames.includes(name))
    report(reader, spanOf(reader, line), { placeWords: `table '${name}' does not exist` });
  if (!reader.keepsTables) {
    reader.steps.push(flushStep(reader, line, undefined));
    reader.steps.push({
      kind: 'delete-chain',
      place: { ...flushOf(reader, line), chain: undefined },
    });
  }
}

function readChain(reader: Reader, line: Line, table: string): void {
  const [name = '', policy, counters] = line.text
    .slice(1)
    .split(/[ \t]+/)
    .filter((part) => part !== '');
  const hook = builtInChains(table).includes(name) ? builtInHook(name) : undefined;
  const flush = flushStep(reader, line, name);
  if (lineUnknown(reader, line) === undefined)
    checkChain(reader, line, { name, policy, counters, table });
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
  readonly name: string;
  readonly policy: string | undefined;
  readonly counters: string | undefined;
  readonly table: string;
}

function checkChain(
  reader: Reader,
  line: Line,
  { name, policy, counters, table }: ChainLine,
): void {
  const say = (words: string): void => report(reader, spanOf(reader, line), words);
  if (name.length > 28) return say(`Invalid chain name \`${name}' (28 chars max)`);
  if (policy === undefined) return say(`line ${lineNumber(reader, line)} policy invalid`);
  if (builtInChains(table).includes(name) && !['ACCEPT', 'DROP', '-'].includes(policy))
    return report(reader, spanOf(reader, line), { placeWords: 'Bad policy name.' });
  if (counters !== undefined && policy !== '-' && !/^\[\d+:\d+\]/.test(counters))
    say(`invalid policy counters for chain '${name}'`);
}

function lineNumber({ source }: Reader, { start }: Line): number {
  return source.text.slice(0, start).split('\n').length;
}

function readRule(reader: Reader, line: Line, table: string): void {
  const { family, file, context, source } = reader;
  const [counters] = /^\[[^\]]*\]?/.exec(line.text) ?? [''];
  const isKnown = lineUnknown(reader, line) === undefined;
  if (isKnown && counters !== '' && !/^\[[^:]+:[^\]]+\]$/.test(counters))
    return report(
      reader,
      spanOf(reader, line),
      `Bad line ${lineNumber(reader, line)}: need ${counters.endsWith(']') ? ':' : ']'}`,
    );
  const words = wordsOf(source, withoutCounters(line));
  const span = spanOf(reader, line);
  const read = readIptables({ words, family, table, span, file, context, isRestore: true });
  reader.steps.push(...read.steps);
  reader.problems.push(...read.problems);
}

/** `[12:3456] -A …`. */
export function withoutCounters({ text, start }: Line): Line {
  const [counters] = /^\[[^\]]*\]?/.exec(text) ?? [''];
  return { text: text.slice(counters.length), start: start + counters.length };
}

function keepUnknown(reader: Reader, line: Line): void {
  const origin = { file: reader.file, span: spanOf(reader, line) };
  reader.steps.push({ kind: 'unmodelled', origin, reason: 'a line that is not known' });
}

function report(reader: Reader, span: Span, words: string | { readonly placeWords: string }): void {
  const program = reader.family === 6 ? 'ip6tables-restore' : 'iptables-restore';
  const isSyntax = typeof words === 'string';
  const refusal = { span, words: isSyntax ? words : words.placeWords };
  const rule = isSyntax ? 'iptables-syntax' : 'iptables-wrong-place';
  reader.problems.push(refusalProblem(rule, refusal, program));
}

function lineUnknown({ source }: Reader, { start, text }: Line): Unknown | undefined {
  return source.unknownIn(start, start + text.length);
}

function spanOf({ source }: Reader, { start, text }: Line): Span {
  return source.locate(start, start + text.length);
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
  for (const match of text.matchAll(/[^\n]+/g)) {
    const content = match[0].trim();
    if (content !== '')
      lines.push({ text: content, start: match.index + match[0].indexOf(content.charAt(0)) });
  }
  return lines;
}

/** Blanks part words; double quotes hold them together, and only in them a backslash takes the next character as it is. */
export function wordsOf(source: TextSource, { text, start }: Line): readonly Word[] {
  const words: Word[] = [];
  for (const match of text.matchAll(/(?:"(?:\\.|[^"\\])*"?|[^\s"])+/g)) {
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
