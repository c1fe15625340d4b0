/** Completion inside an `ip` command: objects, verbs, keywords by the grammar tables; links and tables of the host. */
import { touchesSpan, type Span } from '../../base/span.ts';
import { scriptOf, stepsOf } from '../../host/commands.ts';
import type { Document, Host } from '../../host/model.ts';
import type { GrammarRow, Scope } from '../../iproute/grammar.ts';
import { namesOf } from '../../iproute/names.ts';
import { objects } from '../../iproute/objects/index.ts';
import { routeTypes } from '../../iproute/objects/routeTypes.ts';
import type { ShellCommand } from '../../shell/types.ts';
import type { Completion } from '../completion.ts';
import { describeArgument } from '../hover/ipKeyword.ts';
import { afterWords, docOf, type Expectation } from '../ipWords.ts';
import type { Place } from '../types.ts';
import {
  addressCandidates,
  linkCandidates,
  markCandidates,
  tableCandidates,
} from './hostValues.ts';
import type { Candidate } from './hostValues.ts';

export function completeIpCommand({ host, document, offset }: Place): readonly Completion[] {
  const command = commandAt(document, offset);
  if (command?.name !== 'ip') return [];
  // The program of a line for `ip -batch` has no width.
  const before = command.words.filter(
    ({ span, raw }) => span.end < offset || (raw === '' && span.end <= offset),
  );
  const begun = command.words.find(
    ({ span, raw }) => raw !== '' && span.start < offset && offset <= span.end,
  );
  const { expected, used } = afterWords(command, before);
  const span: Span =
    begun === undefined ? { start: offset, end: offset } : { start: begun.span.start, end: offset };
  return candidates(host, expected, used).map((candidate) => ({ ...candidate, span }));
}

/** The command at the cursor: of the script, or a line for `ip -batch`, which an empty line begins. */
export function commandAt(document: Document, offset: number): ShellCommand | undefined {
  const { text } = document.file;
  const lines = stepsOf(document).map(({ command }) => command);
  if (document.kind === 'ip-batch')
    return commandBefore(lines, text, offset) ?? beginningOfLine(text, offset);
  const script = scriptOf(document);
  if (script === undefined) return undefined;
  const inHereDocument = lines.find(
    ({ words, span }) => words[0]?.raw === '' && touchesSpan(span, offset),
  );
  return inHereDocument ?? commandBefore(script.commands, text, offset);
}

/** A line of a batch file with nothing before the cursor: a command without words. */
function beginningOfLine(text: string, offset: number): ShellCommand | undefined {
  const line = text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset);
  if (!/^[ \t]*$/.test(line)) return undefined;
  const span = { start: offset, end: offset };
  const context = { conditional: false, loop: false, failureIgnored: false, trap: false };
  const words = [{ span, raw: '', value: 'ip', isLiteral: false }];
  return { span, words, name: 'ip', redirections: [], context };
}

/** The command that the cursor stands in or behind, with nothing but blanks and continuations between. */
function commandBefore(
  commands: readonly ShellCommand[],
  text: string,
  offset: number,
): ShellCommand | undefined {
  const command = commands.findLast(({ span }) => span.start < offset);
  if (command === undefined || offset <= command.span.end) return command;
  return /^(?:[ \t]|\\\r?\n)*$/.test(text.slice(command.span.end, offset)) ? command : undefined;
}

function candidates(
  host: Host,
  expected: Expectation,
  used: ReadonlySet<string>,
): readonly Candidate[] {
  switch (expected.kind) {
    case 'object':
      return inOrderOfUse.map((object) => ({
        label: object.name,
        kind: 'keyword',
        doc: docOf(object),
      }));
    case 'verb':
      return expected.verbs
        .map((row) => ({ label: shownVerb(row.verb, row.aliases ?? []), doc: docOf(row) }))
        .map((each) => ({ ...each, kind: 'keyword' }));
    case 'value':
      return values(host, expected.row);
    case 'keyword':
      return expected.scopes.flatMap((scope) => keywords(scope, used));
    case 'nothing':
      return [];
  }
}

const common = ['address', 'link', 'route', 'rule', 'neigh', 'nexthop', 'netns', 'vrf'];
/** Those that scripts use most come first. */
const inOrderOfUse = objects.toSorted((a, b) => placeOf(a.name) - placeOf(b.name));

function placeOf(object: string): number {
  const place = common.indexOf(object);
  return place < 0 ? common.length : place;
}

/** Of the spellings that mean the same, the one that people write. */
function shownVerb(verb: string, aliases: readonly string[]): string {
  return ['show', 'del', 'set'].find((each) => aliases.includes(each)) ?? verb;
}

const nexthopKeywords: ReadonlySet<string> = new Set(['via', 'dev', 'weight', 'onlink']);

function keywords({ grammar, bare }: Scope, used: ReadonlySet<string>): readonly Candidate[] {
  const rows = grammar
    .filter(({ keyword }) => nexthopKeywords.has(keyword) || !used.has(keyword))
    .map(keywordCandidate);
  const leads = bare.kind === 'value' ? (bare.leads ?? []).map(({ row }) => row) : [];
  const words = new Set(rows.map(({ label }) => label));
  const led = leads
    .filter(({ keyword }) => !words.has(keyword) && !used.has(keyword) && keyword !== 'selector')
    .map(keywordCandidate);
  return [...rows, ...led];
}

function keywordCandidate(row: GrammarRow): Candidate {
  const detail = describeArgument(row.argument);
  return {
    label: row.keyword,
    kind: 'keyword',
    doc: docOf(row),
    ...(detail === '' ? {} : { detail }),
  };
}

function values(host: Host, { argument, keyword }: GrammarRow): readonly Candidate[] {
  switch (argument.kind) {
    case 'device':
      return linkCandidates(host);
    case 'fwmark':
      return markCandidates(host);
    case 'address':
      return [
        ...(argument.words ?? []).map((label): Candidate => ({ label, kind: 'value' })),
        ...addressCandidates(host, {}),
      ];
    case 'prefix':
      return [...addressCandidates(host, { networks: true }), ...addressCandidates(host, {})];
    case 'table':
      return tableCandidates(host);
    case 'choice':
    case 'words':
      return argument.words.map((label) => ({ label, kind: 'value' }));
    case 'named':
      return [
        ...(argument.words ?? []).map((label): Candidate => ({ label, kind: 'value' })),
        ...namesOf(argument.file).map(([label, number]): Candidate => ({
          label,
          kind: 'value',
          detail: String(number),
        })),
      ];
    case 'select':
      return [...argument.choices()].map(([label, choice]) => ({
        label,
        kind: 'value',
        doc: docOf(choice),
      }));
    case 'pattern':
      return keyword === 'action'
        ? routeTypes.map(({ type, doc }) => ({ label: type, kind: 'value', doc }))
        : [];
    default:
      return [];
  }
}
