/**
 * The text that iptables-restore reads: `*table`, `:CHAIN POLICY [0:0]`, commands without `iptables`, `COMMIT`, `#` comments
 * (iptables-restore.c and add_argv(), iptables/xshared.c, 1.8.9). Without `--noflush` each `*table` empties its table first,
 * and `:CHAIN` empties that chain in any case.
 */
import type { Unknown } from '../../base/fact.ts';
import { unknown } from '../../base/fact.ts';
import type { Family } from '../../net/address.ts';
import type { CommandContext } from '../../shell/types.ts';
import { partlyUnknown } from '../source.ts';
import type { TextSource, Word } from '../source.ts';
import type { NetfilterStep } from '../types.ts';
import { readIptables } from './command.ts';
import { builtInHook, builtInPriority } from './tables.ts';

export interface RestoreInput {
  readonly source: TextSource;
  readonly family: Family;
  readonly file: string;
  readonly context: CommandContext;
  /** `--noflush`: tables keep what they have. */
  readonly keepsTables: boolean;
}

interface Line {
  readonly text: string;
  readonly start: number;
}

/** The steps of a whole rule set. Lines that mean nothing are left out. */
export function readRestore(input: RestoreInput): readonly NetfilterStep[] {
  const steps: NetfilterStep[] = [];
  let table = 'filter';
  for (const line of linesOf(input.source.text)) {
    const first = line.text.charAt(0);
    if (first === '*') {
      table = line.text.slice(1).trim();
      if (!input.keepsTables) steps.push(flushStep(input, line, { table }));
    } else if (first === ':') steps.push(...chainSteps(input, line, table));
    else if (first === '-' || first === '[') steps.push(...readRuleLine(input, line, table));
    else if (input.source.unknownIn(line.start, line.start + line.text.length) !== undefined) {
      const span = input.source.locate(line.start, line.start + line.text.length);
      steps.push({
        kind: 'unmodelled',
        origin: { file: input.file, span },
        reason: 'a line that is not known',
      });
    }
  }
  return steps;
}

function readRuleLine(input: RestoreInput, line: Line, table: string): readonly NetfilterStep[] {
  const { family, file, context, source } = input;
  const words = wordsOf(source, line);
  const [counters] = words;
  const isCounted = typeof counters?.value === 'string' && counters.value.startsWith('[');
  const span = source.locate(line.start, line.start + line.text.length);
  return readIptables({
    words: isCounted ? words.slice(1) : words,
    family,
    table,
    span,
    file,
    context,
  });
}

function chainSteps(input: RestoreInput, line: Line, table: string): readonly NetfilterStep[] {
  const [name = '', policy = '-'] = line.text.slice(1).trim().split(/\s+/);
  const hook = builtInHook(name);
  const flush = flushStep(input, line, { table, chain: name });
  return [
    {
      kind: 'chain',
      chain: {
        flavour: 'iptables',
        families: [input.family],
        table,
        chain: name,
        hook,
        type: undefined,
        priority: hook === undefined ? undefined : builtInPriority(table, hook),
        policy: policy === '-' ? undefined : policy.toLowerCase(),
        origin: flush.flush.origin,
      },
    },
    ...(hook === undefined ? [flush] : []),
  ];
}

interface Emptied {
  readonly table: string;
  /** Undefined: the whole table. */
  readonly chain?: string;
}

function flushStep(
  { source, family, file, context }: RestoreInput,
  line: Line,
  { table, chain }: Emptied,
): Extract<NetfilterStep, { kind: 'flush' }> {
  const origin = { file, span: source.locate(line.start, line.start + line.text.length) };
  return {
    kind: 'flush',
    flush: { flavour: 'iptables', families: [family], table, chain, origin, context },
  };
}

function linesOf(text: string): readonly Line[] {
  const lines: Line[] = [];
  for (const match of text.matchAll(/[^\r\n]+/g)) {
    const content = match[0].trim();
    if (content !== '')
      lines.push({ text: content, start: match.index + match[0].indexOf(content.charAt(0)) });
  }
  return lines;
}

/** Blanks part words; quotes hold them together, a backslash takes the next character as it is. */
function wordsOf(source: TextSource, { text, start }: Line): readonly Word[] {
  const words: Word[] = [];
  for (const match of text.matchAll(/(?:"(?:\\.|[^"\\])*"?|'[^']*'?|\\.|[^\s"'\\])+/g)) {
    const from = start + match.index;
    const to = from + match[0].length;
    const value = match[0].replaceAll(/\\(.)|["']/g, '$1');
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
