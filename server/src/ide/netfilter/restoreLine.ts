/** The line for iptables-restore at the cursor: of a rule file, or of a here-document. */
import { touchesSpan, type Span } from '../../base/span.ts';
import type { SourceFile } from '../../base/sourceFile.ts';
import { scriptOf } from '../../host/commands.ts';
import type { Family } from '../../net/address.ts';
import { linesOf, withoutCounters, wordsOf, type Line } from '../../netfilter/iptables/restore.ts';
import { familyOfRuleFile } from '../../netfilter/read.ts';
import {
  fileSource,
  hereDocumentSource,
  type TextSource,
  type Word,
} from '../../netfilter/source.ts';
import type { Place } from '../types.ts';

export interface RestoreLine {
  /** `rule`: a command; `chain`: `:NAME POLICY`; `table`: `*NAME`; `start`: nothing stands here yet. */
  readonly kind: 'rule' | 'chain' | 'table' | 'start';
  readonly family: Family;
  /** Undefined outside of `*table … COMMIT`. */
  readonly table: string | undefined;
  readonly words: readonly Word[];
}

export interface RestoreText {
  readonly source: TextSource;
  readonly family: Family;
}

const program = /^(ip6?)tables(?:-nft|-legacy)?-restore$/;

export function restoreLineAt(place: Place): RestoreLine | undefined {
  const { document, offset } = place;
  const text = restoreTextAt(place);
  if (text === undefined) return undefined;
  const { source, family } = text;
  let table: string | undefined;
  for (const line of linesOf(source.text)) {
    const span = spanOf(source, line);
    if (span.start >= offset) break;
    const gap = span.end >= offset ? '' : document.file.text.slice(span.end, offset);
    if (/^[ \t]*$/.test(gap)) return lineOf(source, line, { family, table });
    if (line.text.startsWith('*')) table = line.text.slice(1).split(/[ \t]/)[0];
    if (line.text === 'COMMIT') table = undefined;
  }
  return { kind: 'start', family, table, words: [] };
}

/** The rule set around a place. */
function restoreTextAt({ document, offset }: Place): RestoreText | undefined {
  const { kind, file } = document;
  if (kind === 'iptables-restore') return fileText(file);
  const command = restoreCommands(document).find(({ input }) => touchesSpan(input.span, offset));
  return command === undefined
    ? undefined
    : { source: hereDocumentSource(command.input), family: command.family };
}

function fileText({ path, text }: SourceFile): RestoreText {
  const family = familyOfRuleFile(path, text);
  return { source: fileSource(text), family };
}

/** Commands of a script that feed a text to iptables-restore. */
function restoreCommands(document: Place['document']) {
  return (scriptOf(document)?.commands ?? []).flatMap(({ name, input }) => {
    const tool = program.exec(name ?? '');
    if (tool === null || input === undefined) return [];
    const family: Family = tool[1] === 'ip6' ? 6 : 4;
    return [{ input, family }];
  });
}

/** Every rule set in a document. */
export function restoreTextsOf(document: Place['document']): readonly RestoreText[] {
  const { kind, file } = document;
  if (kind === 'iptables-restore') return [fileText(file)];
  return restoreCommands(document).map(({ input, family }) => ({
    source: hereDocumentSource(input),
    family,
  }));
}

/** Undefined for comments. */
function lineOf(
  source: TextSource,
  line: Line,
  around: Pick<RestoreLine, 'family' | 'table'>,
): RestoreLine | undefined {
  const words = wordsOf(source, withoutCounters(line));
  if (line.text.startsWith('*')) return { kind: 'table', words, ...around };
  if (line.text.startsWith(':')) return { kind: 'chain', words, ...around };
  if (line.text.startsWith('#')) return undefined;
  return { kind: /^[-[]/.test(line.text) ? 'rule' : 'start', words, ...around };
}

function spanOf({ locate }: TextSource, { start, text }: Line): Span {
  return locate(start, start + text.length);
}
