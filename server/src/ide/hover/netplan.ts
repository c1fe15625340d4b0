/** The hover in a netplan file: keys by their rows, ids by their merged definitions, words by what they do. */
import { codeSpan } from '../../base/markdown.ts';
import { touchesSpan, type Span } from '../../base/span.ts';
import type { Host } from '../../host/model.ts';
import type { KeyRow } from '../../netplan/keys/table.ts';
import type { YamlNode } from '../../yaml/types.ts';
import { definitionWith, type NetplanDocument } from '../netplan/definitions.ts';
import { describeDefinition, describeRow } from '../netplan/describe.ts';
import { mergedFacts } from '../netplan/merged.ts';
import { referenceAt } from '../netplan/references.ts';
import { stepsAt, type Step } from '../netplan/walk.ts';
import { wordsOf } from '../netplan/words.ts';
import type { Hover, Place } from '../types.ts';

/** Answers on whatever a key table knows. */
export function hoverNetplan({ host, document, offset }: Place): Hover | undefined {
  if (document.kind !== 'netplan') return undefined;
  const name = referenceAt(document, offset);
  if (name !== undefined) return hoverId(host, document, name);
  const steps = stepsAt(document.yaml, offset)?.steps ?? [];
  const key = steps.findLast((step) => step.kind === 'key');
  if (key === undefined) return undefined;
  if (key === steps.at(-1) && touchesSpan(key.entry.key.span, offset)) {
    const facts = mergedFacts(host, document, steps);
    const markdown = describeRow(key.row, host.netplanVersion, facts);
    return { span: key.entry.key.span, markdown };
  }
  return hoverWord(key.row, scalarBelow(steps.at(-1)), offset);
}

function hoverId(
  host: Host,
  document: NetplanDocument,
  { id, span }: { readonly id: string; readonly span: Span },
): Hover | undefined {
  const definition = definitionWith(host, document, id);
  return definition === undefined
    ? undefined
    : { span, markdown: describeDefinition(host, document, definition) };
}

function scalarBelow(step: Step | undefined): YamlNode | undefined {
  if (step === undefined) return undefined;
  return step.kind === 'item' ? step.node : step.entry.value;
}

function hoverWord(row: KeyRow, node: YamlNode | undefined, offset: number): Hover | undefined {
  if (node?.kind !== 'scalar' || !touchesSpan(node.span, offset)) return undefined;
  const word = wordsOf(row).find((one) => one.word === node.text);
  if (word?.doc === undefined) return undefined;
  const markdown = `**${row.key}: ${codeSpan(word.word)}**\n\n${word.doc}`;
  return { span: node.span, markdown };
}
