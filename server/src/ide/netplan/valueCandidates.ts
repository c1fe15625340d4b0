/** The values that can stand at a place: words of netplan or of the kernel, ids of definitions, numbers of tables. */
import type { Host } from '../../host/model.ts';
import type { WordType, ValueType } from '../../netplan/keys/table.ts';
import type { MergedDefinition } from '../../netplan/tree.ts';
import { isOlder } from '../../netplan/version.ts';
import type { Candidate } from '../completion/netplan.ts';
import type { Context } from './context.ts';
import { definitionsWith, definitionWith, type NetplanDocument } from './definitions.ts';
import { scalarPart, type Expected } from './place.ts';
import { tableNumbers } from './tableNumbers.ts';
import { wordsOf } from './words.ts';

export interface ValueQuestion {
  readonly host: Host;
  readonly document: NetplanDocument;
  readonly context: Context;
  readonly expected: Expected;
}

export function valueCandidates(question: ValueQuestion): readonly Candidate[] {
  const { host, document, expected } = question;
  const type = scalarPart(expected.type);
  if (type.kind === 'reference') return referenceCandidates(question, type.to);
  if (type.kind === 'integer' && expected.row?.key === 'table')
    return tableNumbers(host, definitionsWith(host, document)).map(({ table, detail }) => ({
      label: String(table),
      kind: 'value',
      detail,
    }));
  return wordCandidates(type, question);
}

function wordCandidates(
  type: ValueType,
  { host, expected: { row } }: ValueQuestion,
): readonly Candidate[] {
  const target = host.netplanVersion;
  return wordsOf({ key: row?.key ?? '', type })
    .filter(({ word }) => type.kind !== 'word' || isTaken(type, word, target))
    .map(({ word, doc }) => ({
      label: word,
      kind: 'value',
      ...(word === row?.default ? { detail: 'default' } : {}),
      ...(doc === undefined ? {} : { doc }),
    }));
}

function isTaken({ newer }: WordType, word: string, target: string | undefined): boolean {
  const since = newer?.[word];
  return since === undefined || target === undefined || !isOlder(target, since);
}

function referenceCandidates(
  { host, document, expected: { row, id } }: ValueQuestion,
  to: readonly string[] | undefined,
): readonly Candidate[] {
  const own = id === undefined ? undefined : definitionWith(host, document, id);
  const members = membersOf(own);
  return definitionsWith(host, document)
    .filter((one) => one.id !== id && (to === undefined || to.includes(one.kind)))
    .filter((one) => row?.key !== 'interfaces' || !members.has(one.id))
    .filter((one) => row?.key !== 'primary' || members.size === 0 || members.has(one.id))
    .map((one) => ({ label: one.id, kind: 'link', detail: one.kind }));
}

function membersOf(definition: MergedDefinition | undefined): ReadonlySet<string> {
  const items = definition?.lists.get('interfaces') ?? [];
  return new Set(items.flatMap(({ node }) => (node.kind === 'scalar' ? [node.text] : [])));
}
