/** Completion of nft: commands, settings, matches and statements by their place; names, links and marks of the host. */
import { touchesSpan } from '../../base/span.ts';
import { expressionPhrases } from '../../netfilter/nft/words/expressions.ts';
import { bareFields, keys, statements } from '../../netfilter/nft/words/index.ts';
import type { Expected, NameExpected, OpenPhrase } from '../../netfilter/nft/words/roles.ts';
import { reports, verdicts } from '../../netfilter/nft/words/statements.ts';
import type { NftNames, NftOperand, NftRow } from '../../netfilter/nft/words/types.ts';
import { readWords } from '../../netfilter/nft/words/walk.ts';
import { familyRows } from '../../netfilter/nft/words/declarations.ts';
import type { Completion } from '../completion.ts';
import { namePlaces } from '../names/namePlaces.ts';
import type { NameKind } from '../names/types.ts';
import { nftCursorAt, type NftCursor } from '../netfilter/nftPlace.ts';
import type { Place } from '../types.ts';
import { addressCandidates, linkCandidates, markCandidates } from './hostValues.ts';
import type { Candidate } from './hostValues.ts';

export function completeNft(place: Place): readonly Completion[] {
  const cursor = nftCursorAt(place);
  if (cursor === undefined) return [];
  const { expected } = readWords(cursor.tokens, cursor.level);
  const found = candidatesOf({ ...place, cursor }, expected);
  return found
    .filter(fits(cursor))
    .map((candidate) => ({ ...inQuotes(candidate, cursor), span: cursor.span }));
}

/** In quotes only names of links are offered, behind `@` and `$` only sets and variables. */
function fits({ begun }: NftCursor): (candidate: Candidate) => boolean {
  const sigil = begun === undefined ? '' : (sigils[begun.kind] ?? begun.text);
  return ({ label, kind }) => {
    if (begun?.kind === 'string' || begun?.kind === 'unclosed') return kind === 'link';
    return (sigil !== '@' && sigil !== '$') || label.startsWith(sigil);
  };
}

const sigils: Readonly<Record<string, string>> = { reference: '@', variable: '$' };

interface Context extends Place {
  readonly cursor: NftCursor;
}

/** nft itself writes names of links in quotes. */
function inQuotes(candidate: Candidate, { begun, isArgument }: NftCursor): Candidate {
  const isPlain = candidate.kind !== 'link' || isArgument || begun?.kind === 'string';
  return isPlain || begun?.kind === 'unclosed'
    ? candidate
    : { ...candidate, insert: `"${candidate.label}"` };
}

function candidatesOf(context: Context, expected: Expected): readonly Candidate[] {
  switch (expected.kind) {
    case 'rule':
      return ruleParts(context, expected.open);
    case 'parts':
      return openParts(context, expected.open);
    case 'field':
      return expected.key.fields.map(rowCandidate);
    case 'value':
      return [
        ...openParts(context, expected.open),
        ...valueCandidates(context, expected.value),
        ...(expected.isFirst ? operators(expected) : []),
      ];
    case 'expression':
      return expressionCandidates;
    case 'map':
      return names(context, 'nft-set').map((each) => ({ ...each, label: `@${each.label}` }));
    case 'verdict':
      return verdicts.map(rowCandidate);
    case 'rows':
      return [
        ...[...expected.rows, ...(expected.phrases ?? [])].map(rowCandidate),
        ...(expected.takesRule === true ? ruleParts(context, undefined) : []),
      ];
    case 'name':
      return nameCandidates(context, expected.name);
    case 'nothing':
      return [];
  }
}

function rowCandidate({ word, doc, since }: NftRow): Candidate {
  return {
    label: word,
    kind: 'keyword',
    doc,
    ...(since === undefined ? {} : { detail: `since ${since}` }),
  };
}

const expressionCandidates = [...keys, ...bareFields, ...expressionPhrases].map(rowCandidate);
const statementCandidates = statements.map(rowCandidate);
const behindVerdict = reports.filter(({ word }) => word === 'comment').map(rowCandidate);

/** More of the last statement, then matches and statements; behind a verdict only a comment. */
function ruleParts(context: Context, open: OpenPhrase | undefined): readonly Candidate[] {
  const more = openParts(context, open);
  if (open !== undefined && verdicts.includes(open.phrase)) return [...more, ...behindVerdict];
  return [...more, ...expressionCandidates, ...statementCandidates];
}

function openParts(context: Context, open: OpenPhrase | undefined): readonly Candidate[] {
  if (open === undefined) return [];
  const { phrase, used } = open;
  const left = phrase.parts.filter((part) => part.repeats === true || !used.has(part));
  const next = left.find(({ words }) => words === undefined)?.value;
  return [
    ...(next === undefined ? [] : valueCandidates(context, next)),
    ...left.flatMap(({ words = [], doc, since }) =>
      words
        .filter((word) => word !== '=')
        .map((word) => rowCandidate({ word, doc, ...(since === undefined ? {} : { since }) })),
    ),
  ];
}

const comparisons: readonly Candidate[] = [
  { label: '!=', kind: 'keyword', doc: 'Anything else.' },
  {
    label: 'vmap',
    kind: 'keyword',
    doc: 'The value chooses the verdict: `vmap { … : accept, … : jump … }`.',
  },
];
const settings: readonly Candidate[] = [
  { label: 'set', kind: 'keyword', doc: 'Writes the value.' },
];

function operators({ subject }: Extract<Expected, { kind: 'value' }>): readonly Candidate[] {
  const isSettable = subject.kind === 'field' && subject.field.isSettable === true;
  return isSettable ? [...comparisons, ...settings] : comparisons;
}

function valueCandidates(
  context: Context,
  { words = [], names: of }: NftOperand,
): readonly Candidate[] {
  const own = words.map((label): Candidate => ({ label, kind: 'value' }));
  return [...own, ...(of === undefined ? [] : hostValues(context, of)), ...shared(context, of)];
}

function hostValues(context: Context, of: NftNames): readonly Candidate[] {
  const { host } = context;
  switch (of) {
    case 'link':
      return linkCandidates(host);
    case 'mark':
      return [
        ...markCandidates(host),
        ...expressionCandidates.filter(({ label }) => label === 'ct' || label === 'meta'),
      ];
    case 'address':
      return [...addressCandidates(host, { networks: true }), ...addressCandidates(host, {})];
    case 'chain':
      return names(context, 'nft-chain');
    case 'set':
      return names(context, 'nft-set').map((each) => ({ ...each, label: `@${each.label}` }));
    case 'expression':
      return expressionCandidates;
    case 'flowtable':
    case 'new':
      return [];
  }
}

/** Sets and variables can stand for a value of any type. */
function shared(context: Context, of: NftNames | undefined): readonly Candidate[] {
  if (of === 'chain' || of === 'set' || of === 'new' || of === 'flowtable' || of === 'expression')
    return [];
  const sets = names(context, 'nft-set').map((each) => ({ ...each, label: `@${each.label}` }));
  const { file } = context.document;
  const variables = defined(context, 'nft-variable').flatMap(({ key, text }): Candidate[] =>
    key === `${file.id}/${text}`
      ? [{ label: `$${text}`, kind: 'value', detail: 'defined in this file' }]
      : [],
  );
  return [...sets, ...variables];
}

/** Names of the table that the cursor is about. */
function names(
  context: Context,
  kind: NameKind,
  table = context.cursor.table,
): readonly Candidate[] {
  if (table === undefined) return [];
  const found = defined(context, kind).filter(({ key }) => key.startsWith(`${table}/`));
  return [...new Set(found.map(({ text }) => text))].map((label) => ({
    label,
    kind: 'value',
    detail: table,
  }));
}

/** What the files of the host define; the word that is being written is none of it. */
function defined({ host, document, offset }: Context, kind: NameKind) {
  return namePlaces(host).filter(
    (place) =>
      place.kind === kind &&
      place.role === 'definition' &&
      !(place.origin.file === document.file.id && touchesSpan(place.origin.span, offset)),
  );
}

/** Where the family is left out, tables of all families with it. */
function nameCandidates(
  context: Context,
  { of, family, table }: NameExpected,
): readonly Candidate[] {
  if (of !== 'table') return names(context, of === 'chain' ? 'nft-chain' : 'nft-set', table);
  const tables = [...new Set(defined(context, 'nft-table').map(({ key }) => key))];
  if (family !== undefined)
    return tables.flatMap((key): Candidate[] =>
      key.startsWith(`${family} `)
        ? [{ label: key.slice(family.length + 1), kind: 'value', detail: 'table of these files' }]
        : [],
    );
  return [
    ...tables.map((label): Candidate => ({ label, kind: 'value', detail: 'table of these files' })),
    ...familyRows.map(rowCandidate),
  ];
}
