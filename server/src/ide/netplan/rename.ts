/**
 * A new id for a definition, at every place that names it.
 * netplan takes any printable ASCII without spaces for an id (handle_netdef_id of src/parse.c, 1.2).
 */
import type { Span } from '../../base/span.ts';
import type { Host } from '../../host/model.ts';
import { readName } from '../../netplan/names.ts';
import type { FileEdit } from '../../rules/define.ts';
import { definitionWith, type NetplanDocument } from './definitions.ts';
import { placesOf, referenceAt, type PlacedId } from './references.ts';

export type Renaming =
  | { readonly kind: 'edits'; readonly edits: readonly FileEdit[] }
  /** A sentence for people. */
  | { readonly kind: 'refused'; readonly reason: string };

/** The characters that a new name would replace, and the name that stands there. */
export function renameable(
  document: NetplanDocument,
  offset: number,
): { readonly span: Span; readonly id: string } | undefined {
  const place = referenceAt(document, offset);
  return place === undefined ? undefined : { span: inner(place), id: place.id };
}

/** Undefined where no id stands. */
export function rename(
  { host, document, offset }: RenamePlace,
  newId: string,
): Renaming | undefined {
  const place = referenceAt(document, offset);
  if (place === undefined) return undefined;
  if (!('value' in readName(newId)) || /["'\\]/.test(newId))
    return refuse('An id has letters, digits and punctuation, no spaces and no quotes.');
  if (newId !== place.id && definitionWith(host, document, newId) !== undefined)
    return refuse(`\`${newId}\` is defined already.`);
  const byFile = new Map<string, PlacedId[]>();
  for (const one of placesOf(host, document, place.id))
    byFile.set(one.origin.file, [...(byFile.get(one.origin.file) ?? []), one]);
  const edits = [...byFile].map(([file, places]) => ({
    file,
    edits: places.map((one) => ({ span: inner(one), newText: written(one, newId) })),
  }));
  return { kind: 'edits', edits };
}

export interface RenamePlace {
  readonly host: Host;
  readonly document: NetplanDocument;
  readonly offset: number;
}

function refuse(reason: string): Renaming {
  return { kind: 'refused', reason };
}

/** Quotes stay where they are. */
function inner({ span, style }: Pick<PlacedId, 'span' | 'style'>): Span {
  return style === 'quoted' ? { start: span.start + 1, end: span.end - 1 } : span;
}

/** What YAML would not read as plain text is quoted. */
function written({ style }: PlacedId, id: string): string {
  if (style === 'quoted' || /^[A-Za-z0-9_./][\w./+@-]*$/.test(id)) return id;
  return `"${id}"`;
}
