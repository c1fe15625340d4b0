/**
 * Batch files of `ip`, and here-documents that `ip -batch -` reads: commands without the word `ip` and without options.
 * Each line becomes a command with a program word of no width, so that all that reads and explains commands works in it.
 */
import { isUnknown, unknown, type Unknown } from '../../base/fact.ts';
import type { Problem } from '../../base/problem.ts';
import type { Family } from '../../net/address.ts';
import { templateSource } from '../../shell/templateSource.ts';
import { hereDocumentSource, type TextSource } from '../../shell/textSource.ts';
import type { CommandContext, ShellCommand, ShellWord } from '../../shell/types.ts';
import { readBatchLine } from '../read.ts';
import type { IpCommand } from '../types.ts';
import { splitBatch, type BatchLine, type BatchWord } from './lines.ts';

export interface BatchStep {
  readonly command: ShellCommand;
  readonly ip: IpCommand;
}

export interface BatchReading {
  readonly steps: readonly BatchStep[];
  /** Of the file as a whole; those of a command are in its `ip`. */
  readonly problems: readonly Problem[];
}

/** How the file is run: what stood before `-batch`. */
interface BatchRun {
  readonly context: CommandContext;
  readonly family: Family | Unknown | undefined;
}

const alone: BatchRun = {
  context: { conditional: false, loop: false, failureIgnored: false, trap: false },
  family: undefined,
};

/** A file for `ip -batch FILE`. Never throws on any text. */
export function readIpBatchFile(text: string, file: string): BatchReading {
  const source = templateSource(text, 'all');
  const context = { ...alone.context, conditional: source.hasBlocks === true };
  return readSource(source, file, { ...alone, context });
}

/** What a script feeds to `ip -batch -` by a here-document or `echo … |`; undefined for any other command. */
export function readBatchInput(
  command: ShellCommand,
  ip: IpCommand,
  file: string,
): BatchReading | undefined {
  if (ip.object !== 'other' || ip.batch === undefined) return undefined;
  if (command.input === undefined || ip.batch.file.value !== '-') return undefined;
  const { family } = ip.batch;
  const context = ip.batch.force ? { ...ip.context, failureIgnored: true } : ip.context;
  return readSource(hereDocumentSource(command.input), file, { context, family });
}

function readSource(source: TextSource, file: string, run: BatchRun): BatchReading {
  const steps: BatchStep[] = [];
  const problems: Problem[] = [];
  for (const line of splitBatch(source)) {
    if (line.problem !== undefined) problems.push(line.problem);
    else {
      const command = commandOf(line, source, run.context);
      steps.push({ command, ip: readBatchLine(command, file, run.family) });
    }
  }
  return { steps, problems };
}

function commandOf(
  { words }: BatchLine,
  source: TextSource,
  context: CommandContext,
): ShellCommand {
  const own = words.map((word) => wordOf(word, source));
  const start = own[0]?.span.start ?? 0;
  const end = own.at(-1)?.span.end ?? start;
  const program: ShellWord = {
    span: { start, end: start },
    raw: '',
    value: 'ip',
    isLiteral: false,
  };
  return {
    span: { start, end },
    words: [program, ...own],
    name: 'ip',
    redirections: [],
    context,
  };
}

function wordOf({ text, start, end }: BatchWord, source: TextSource): ShellWord {
  const raw = source.text.slice(start, end);
  const part = source.unknownIn(start, end);
  // A variable alone is that variable; one with text around it is equal to nothing.
  const value = part === undefined ? text : text.length === 1 ? part : unknown(part.reason);
  return { span: source.locate(start, end), raw, value, isLiteral: !isUnknown(value) };
}
