/**
 * What the next word of an `ip` command may be: the command as a synopsis, with the current argument marked.
 * The grammars have up to sixty keywords; those in use come first, then those that the table names first.
 */
import { isUnknown } from '../base/fact.ts';
import type { Span } from '../base/span.ts';
import type { Grammar, GrammarRow } from '../iproute/grammar.ts';
import type { ShellCommand, ShellWord } from '../shell/types.ts';
import { commandAt } from './completion/ipCommand.ts';
import { describeArgument } from './hover/ipKeyword.ts';
import { iptablesSignature } from './iptablesSignature.ts';
import { nftSignature } from './nftSignature.ts';
import { afterWords, docOf, rolesOf, type Expectation, type WordRole } from './ipWords.ts';
import type { Place } from './types.ts';

export interface Signature {
  readonly label: string;
  readonly doc: string;
  readonly parameters: readonly { readonly span: Span; readonly doc: string }[];
  /** Index of the parameter at the cursor; undefined: any keyword may follow. */
  readonly active: number | undefined;
}

/** Keywords that are shown beside those in use. */
const mostShown = 12;

export function signatureAt({ host, document, offset }: Place): Signature | undefined {
  const command = commandAt(document, offset);
  if (command?.name !== 'ip') {
    const place = { host, document, offset };
    return iptablesSignature(place) ?? nftSignature(place);
  }
  const reading = readUpTo(command, offset);
  if (reading === undefined) return undefined;
  const { head, grammar, used, active } = reading;
  const rows = shownRows(grammar, used, active);
  const pieces = rows.map((row) => synopsisOf(row));
  let label = `${head} `;
  const parameters = rows.map((row, index) => {
    const start = label.length;
    label += pieces[index] ?? '';
    const span = { start, end: label.length };
    label += ' ';
    return { span, doc: docOf(row) };
  });
  const isCut = rows.length < grammar.length;
  const at = active === undefined ? -1 : rows.indexOf(active);
  return {
    label: isCut ? `${label}…` : label.trimEnd(),
    doc: active?.doc ?? '',
    parameters,
    active: at === -1 ? undefined : at,
  };
}

interface Reading {
  /** `ip route add`, spelled in full. */
  readonly head: string;
  readonly grammar: Grammar;
  readonly used: ReadonlySet<GrammarRow>;
  /** The keyword whose value stands at the cursor. */
  readonly active: GrammarRow | undefined;
}

/** Undefined until object and verb are written. */
function readUpTo(command: ShellCommand, offset: number): Reading | undefined {
  // The program of a line for `ip -batch` has no characters.
  const words = command.words.filter(
    ({ span, raw }) => span.start < offset || (span.start === offset && raw === ''),
  );
  const roles = rolesOf({ ...command, words });
  const last = roles.at(-1);
  // The cursor touches the end of this word: it is still being written.
  const word = words.at(-1);
  const isTouched = word !== undefined && word.span.end >= offset && word.raw !== '';
  const touched =
    isTouched && (last?.kind === 'value' || last?.kind === 'keyword') ? last.row : undefined;
  const known = touched === undefined ? words : words.slice(0, -1);
  const { expected } = afterWords(command, known);
  const grammar = grammarOf(expected);
  if (grammar === undefined) return undefined;
  return {
    head: ['ip', ...roles.flatMap((role, index) => headOf(role, words[index]))].join(' '),
    grammar,
    used: new Set(roles.flatMap((role) => (role.kind === 'keyword' ? [role.row] : []))),
    active: expected.kind === 'value' ? expected.row : touched,
  };
}

/** Object and verb in full. */
function headOf(role: WordRole, word: ShellWord | undefined): readonly string[] {
  if (role.kind === 'object') return role.object === undefined ? [] : [role.object];
  if (role.kind !== 'verb') return [];
  const written = word === undefined || isUnknown(word.value) ? '…' : word.value;
  return [role.verb?.verb ?? written];
}

function grammarOf(expected: Expectation): Grammar | undefined {
  switch (expected.kind) {
    case 'value':
      return expected.scope.grammar;
    case 'keyword':
      return expected.scopes.flatMap(({ grammar }) => grammar);
    default:
      return undefined;
  }
}

function shownRows(
  grammar: Grammar,
  used: ReadonlySet<GrammarRow>,
  active: GrammarRow | undefined,
): readonly GrammarRow[] {
  const isPart = (row: GrammarRow): boolean => used.has(row) || row === active;
  const others = grammar.filter((row) => !isPart(row)).slice(0, mostShown);
  const shown = grammar.filter((row) => isPart(row) || others.includes(row));
  // The keyword at the cursor may belong to another grammar: `nexthop via …` within a route.
  return active === undefined || shown.includes(active) ? shown : [active, ...shown];
}

function synopsisOf({ keyword, argument }: GrammarRow): string {
  const value = describeArgument(argument);
  return value === '' ? `[${keyword}]` : `[${keyword} ${value}]`;
}
