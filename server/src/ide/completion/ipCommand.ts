/** Completion inside an `ip` command: objects, verbs, keywords by the grammar tables; links and tables of the host. */
import { known } from '../../base/fact.ts';
import type { Span } from '../../base/span.ts';
import type { Host } from '../../host/model.ts';
import type { Grammar, GrammarRow } from '../../iproute/grammar.ts';
import { verbs } from '../../iproute/abbreviations.ts';
import type { ShellCommand, ShellScript } from '../../shell/types.ts';
import type { Completion } from '../completion.ts';
import { describeArgument } from '../hover/ipKeyword.ts';
import { knownObjects, readWords, type Expectation } from '../ipWords.ts';
import type { Place } from '../types.ts';

export function completeIpCommand({ host, document, offset }: Place): readonly Completion[] {
  if (document.kind !== 'shell') return [];
  const command = commandBefore(document.script, document.file.text, offset);
  if (command?.name !== 'ip') return [];
  const before = command.words.filter(({ span }) => span.end < offset);
  const begun = command.words.find(({ span }) => span.start < offset && offset <= span.end);
  const reader = readWords();
  const used = new Set(before.flatMap((word) => usedKeyword(reader.next(word))));
  const span: Span =
    begun === undefined ? { start: offset, end: offset } : { start: begun.span.start, end: offset };
  return candidates(host, reader.expected(), used).map((candidate) => ({ ...candidate, span }));
}

/** The command that the cursor stands in or behind, with nothing but blanks and continuations between. */
function commandBefore(
  script: ShellScript,
  text: string,
  offset: number,
): ShellCommand | undefined {
  const command = script.commands.findLast(({ span }) => span.start < offset);
  if (command === undefined || offset <= command.span.end) return command;
  return /^(?:[ \t]|\\\r?\n)*$/.test(text.slice(command.span.end, offset)) ? command : undefined;
}

type Role = ReturnType<ReturnType<typeof readWords>['next']>;

/** Most keywords stand once; those of a nexthop stand in each nexthop. */
function usedKeyword(role: Role): readonly string[] {
  return role.kind === 'keyword' && role.row.argument.kind !== 'nexthop' ? [role.row.keyword] : [];
}

type Candidate = Omit<Completion, 'span'>;

function candidates(
  host: Host,
  expected: Expectation,
  used: ReadonlySet<string>,
): readonly Candidate[] {
  switch (expected.kind) {
    case 'object':
      return knownObjects.map((label) => ({ label, kind: 'keyword' }));
    case 'verb':
      return [...new Set(verbs[expected.object].map(([word]) => word))]
        .filter((word) => !rareVerbs.has(word))
        .map((label) => ({ label, kind: 'keyword' }));
    case 'value':
      return values(host, expected.row);
    case 'keyword':
      return keywords(expected.grammar, used);
    case 'nothing':
      return [];
  }
}

/** Spellings that iproute2 has for old scripts. */
const rareVerbs: ReadonlySet<string> = new Set(['lst', 'chg', 'list', 'showdump']);
const nexthopKeywords: ReadonlySet<string> = new Set(['via', 'dev', 'weight', 'onlink']);

function keywords(grammar: Grammar, used: ReadonlySet<string>): readonly Candidate[] {
  return grammar
    .filter(({ keyword }) => nexthopKeywords.has(keyword) || !used.has(keyword))
    .map(({ keyword, argument, doc }) => {
      const detail = describeArgument(argument);
      return { label: keyword, kind: 'keyword', doc, ...(detail === '' ? {} : { detail }) };
    });
}

function values(host: Host, { argument }: GrammarRow): readonly Candidate[] {
  switch (argument.kind) {
    case 'device':
      return unique(host.links.map(({ name, kind }) => ({ label: known(name), detail: kind }))).map(
        (one) => ({ ...one, kind: 'link' }),
      );
    case 'table':
      return ['main', 'local', 'default', ...host.tableNames.keys()].map((label) => ({
        label,
        kind: 'value',
      }));
    case 'choice':
      return argument.words.map((label) => ({ label, kind: 'value' }));
    default:
      return [];
  }
}

interface Named {
  readonly label: string;
  readonly detail?: string;
}

function unique(
  links: readonly { label: string | undefined; detail: string | undefined }[],
): readonly Named[] {
  const byName = new Map<string, Named>();
  for (const { label, detail } of links) {
    if (label !== undefined)
      byName.set(label, detail === undefined ? { label } : { label, detail });
  }
  return [...byName.values()];
}
