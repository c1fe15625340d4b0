/**
 * Ids of definitions wherever netplan files write them: as ids, as values that name one, as keys that name one.
 * A file of the same name in another folder hides one: what stands in a hidden file belongs to the name all the same,
 * so that a rename does not leave a trap behind.
 */
import { touchesSpan, type Span } from '../../base/span.ts';
import type { ValueType } from '../../netplan/keys/table.ts';
import type { YamlScalar } from '../../yaml/types.ts';
import type { NetplanDocument } from './definitions.ts';
import { walk, type Visit } from './walk.ts';

export interface IdPlace {
  readonly id: string;
  readonly kind: 'definition' | 'reference';
  readonly span: Span;
  readonly style: YamlScalar['style'];
}

/** The id that is written at an offset. */
export function referenceAt(document: NetplanDocument, offset: number): IdPlace | undefined {
  return idsIn(document).find(({ span }) => touchesSpan(span, offset));
}

const idsOfDocument = new WeakMap<NetplanDocument, readonly IdPlace[]>();

/** All ids in one file, in text order. */
export function idsIn(document: NetplanDocument): readonly IdPlace[] {
  const known = idsOfDocument.get(document);
  if (known !== undefined) return known;
  const ids: IdPlace[] = [];
  const seen = new Set<number>();
  const add = (kind: IdPlace['kind'], { text, span, style }: YamlScalar): void => {
    // What an anchor names is visited once more for each alias.
    if (text === '' || seen.has(span.start)) return;
    seen.add(span.start);
    ids.push({ id: text, kind, span, style });
  };
  walk(document.yaml, (visit) => {
    const name = nameIn(visit);
    if (name !== undefined) add(name.kind, name.scalar);
    return true;
  });
  idsOfDocument.set(document, ids);
  return ids;
}

function nameIn({
  steps,
  type,
}: Visit): { readonly kind: IdPlace['kind']; readonly scalar: YamlScalar } | undefined {
  const last = steps.at(-1);
  if (last === undefined) return undefined;
  if (last.kind === 'id') return { kind: 'definition', scalar: last.entry.key };
  if (last.kind === 'own-key' && last.type.keys === 'reference')
    return { kind: 'reference', scalar: last.entry.key };
  const value = last.kind === 'item' ? last.node : last.entry.value;
  return value?.kind === 'scalar' && isReference(type)
    ? { kind: 'reference', scalar: value }
    : undefined;
}

function isReference(type: ValueType): boolean {
  if (type.kind === 'elsewhere') return isReference(type.type);
  return type.kind === 'reference';
}
