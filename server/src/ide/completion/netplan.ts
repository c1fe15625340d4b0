/** Completion in a netplan file: keys by the tables, words, ids of definitions, numbers of tables, whole blocks. */
import { touchesSpan } from '../../base/span.ts';
import type { KeyTable } from '../../netplan/keys/table.ts';
import type { Host } from '../../host/model.ts';
import type { Completion } from '../completion.ts';
import { blocksAt } from '../netplan/blocks.ts';
import { contextAt, type Context } from '../netplan/context.ts';
import { definitionWith, rendererOf, type NetplanDocument } from '../netplan/definitions.ts';
import { idCandidates } from '../netplan/ids.ts';
import { keyCandidates } from '../netplan/keyCandidates.ts';
import { expectedAt, structure, type Expected } from '../netplan/place.ts';
import { valueCandidates } from '../netplan/valueCandidates.ts';
import type { Place } from '../types.ts';

export type Candidate = Omit<Completion, 'span'>;

export function completeNetplan({ host, document, offset }: Place): readonly Completion[] {
  if (document.kind !== 'netplan') return [];
  const context = contextAt(document.file.text, offset);
  const expected = context && expectedAt(context.path);
  if (context === undefined || expected === undefined || isInComment(document, offset)) return [];
  const question = { host, document, context, expected };
  return candidatesAt(question).map((candidate) => ({ ...candidate, span: context.begun }));
}

function isInComment(document: NetplanDocument, offset: number): boolean {
  return document.yaml.comments.some((span) => span.start < offset && touchesSpan(span, offset));
}

interface Question {
  readonly host: Host;
  readonly document: NetplanDocument;
  readonly context: Context;
  readonly expected: Expected;
}

function candidatesAt(question: Question): readonly Candidate[] {
  const { host, document, context, expected } = question;
  const inner = structure(expected.type);
  if (context.position === 'value') return valuesAt(question);
  if (inner.kind === 'mapping') return keysAt(question, inner.table);
  if (inner.kind === 'definitions')
    return [
      ...idCandidates({ host, document, context, section: expected.section }),
      ...blocksAt(expected, context),
    ];
  if (inner.kind === 'interface-address') return keysOfAddress(question, inner.options);
  if (inner.kind === 'map')
    return inner.keys === 'reference'
      ? valuesOf(question, { ...expected, type: { kind: 'reference' } }).map((one) => ({
          ...one,
          insert: context.hasColon ? one.label : `${one.label}: `,
        }))
      : [];
  return valuesAt(question);
}

/** The options of an address are keys below it; the address itself nobody can guess. */
function keysOfAddress({ context }: Question, options: KeyTable): readonly Candidate[] {
  return context.path.at(-1)?.kind === 'key' ? [...options.rows.keys()].map(asKey) : [];
}

function asKey(label: string): Candidate {
  return { label, kind: 'key' };
}

function keysAt(
  { host, document, context, expected }: Question,
  table: KeyTable,
): readonly Candidate[] {
  const definition =
    expected.id === undefined ? undefined : definitionWith(host, document, expected.id);
  const keys = keyCandidates(table, {
    context,
    target: host.netplanVersion,
    renderer: expected.section === undefined ? undefined : rendererOf(host, document, definition),
  });
  return [...keys, ...blocksAt(expected, context)];
}

function valuesAt(question: Question): readonly Candidate[] {
  return valuesOf(question, question.expected);
}

function valuesOf({ host, document, context }: Question, expected: Expected): readonly Candidate[] {
  return valueCandidates({ host, document, context, expected });
}
