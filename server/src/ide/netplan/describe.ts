/** A key, a word or a definition in Markdown, for hover and completion alike. */
import { codeSpan } from '../../base/markdown.ts';
import type { Host } from '../../host/model.ts';
import { textOf } from '../../netplan/entries.ts';
import type { KeyRow } from '../../netplan/keys/table.ts';
import type { MergedDefinition } from '../../netplan/tree.ts';
import { isOlder } from '../../netplan/version.ts';
import { describePlace } from '../place.ts';
import { rendererOf, type NetplanDocument } from './definitions.ts';
import { describeType, kernelNote, wordsOf } from './words.ts';

const reference = 'https://netplan.readthedocs.io/en/stable/netplan-yaml/';

/** The row of a key: what it does, type, default, who takes it, since when; and what it comes to here, if that is known. */
export function describeRow(
  row: KeyRow,
  target: string | undefined,
  facts: readonly string[] = [],
): string {
  const note = kernelNote(row.key);
  return [
    `**${row.key}**${row.isDeprecated === true ? ' (deprecated)' : ''}: ${describeType(row.type)}`,
    row.doc,
    ...facts,
    ...listWords(row),
    ...plainFacts(row, target),
    ...(note === undefined ? [] : [`**Kernel.** ${note}`]),
    `[netplan reference](${reference})`,
  ].join('\n\n');
}

function listWords(row: KeyRow): readonly string[] {
  const words = wordsOf(row);
  if (words.every(({ doc }) => doc === undefined)) {
    const few = words.map(({ word }) => codeSpan(word)).join(', ');
    return few === '' ? [] : [`Values: ${few}.`];
  }
  return [
    words
      .map(({ word, doc }) => `- ${codeSpan(word)}${doc === undefined ? '' : `: ${doc}`}`)
      .join('\n'),
  ];
}

function plainFacts(row: KeyRow, target: string | undefined): readonly string[] {
  const facts = [
    ...(row.isRequired === true ? ['Required.'] : []),
    ...(row.default === undefined ? [] : [`Default: ${codeSpan(row.default)}.`]),
    `Renderers: ${row.renderers === undefined ? 'all' : `${row.renderers.map(codeSpan).join(' and ')} only`}.`,
    ...(row.since === undefined ? [] : [sinceText(row.since, target)]),
  ];
  return [facts.join(' ')];
}

function sinceText(since: string, target: string | undefined): string {
  return target !== undefined && isOlder(target, since)
    ? `Since netplan ${since}; **your target ${target} refuses it**.`
    : `Since netplan ${since}.`;
}

/** One line on what a definition is, then where it stands and what it has. */
export function describeDefinition(
  host: Host,
  document: NetplanDocument,
  definition: MergedDefinition,
): string {
  const { id, kind, place, lists } = definition;
  const mode =
    definition.scalars.get('parameters.mode')?.text ?? definition.scalars.get('mode')?.text;
  const words = (path: string): readonly string[] =>
    (lists.get(path) ?? []).flatMap(({ node }) => {
      if (node.kind === 'scalar') return [codeSpan(node.text)];
      return node.kind === 'mapping'
        ? node.entries.slice(0, 1).map(({ key }) => codeSpan(key.text))
        : [];
    });
  const list = (title: string, values: readonly string[]): readonly string[] =>
    values.length === 0 ? [] : [`${title}: ${values.join(', ')}`];
  return [
    `**${id}**: ${kind}${mode === undefined ? '' : `, mode ${codeSpan(mode)}`}`,
    [
      `Renderer: ${codeSpan(rendererOf(host, document, definition))}`,
      `Written last: ${describePlace(host, place, document)}`,
      ...list('Members', words('interfaces')),
      ...list('Addresses', words('addresses')),
      ...list('Routes', (lists.get('routes') ?? []).map(routeText)),
    ]
      .map((line) => `- ${line}`)
      .join('\n'),
  ].join('\n\n');
}

type ListNode = NonNullable<ReturnType<MergedDefinition['lists']['get']>>[number];

function routeText({ node }: ListNode): string {
  if (node.kind !== 'mapping') return 'a route';
  const words = ['to', 'via', 'table', 'metric'].flatMap((key) => {
    const text = textOf(node, key);
    return text === undefined || text === '' ? [] : [`${key} ${text}`];
  });
  return codeSpan(words.join(' '));
}
