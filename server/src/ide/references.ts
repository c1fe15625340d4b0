/** Where a name is defined, where it is used, and what else in the file is the same name. */
import type { Origin } from '../base/fact.ts';
import type { Span } from '../base/span.ts';
import { placesOf, referenceAt } from './netplan/references.ts';
import type { Place } from './types.ts';

/** Every place that defines the name at the cursor, in the order in which the files are read. */
export function definitionsOf(place: Place): readonly Origin[] {
  return namesAt(place)
    .filter(({ kind }) => kind === 'definition')
    .map(({ origin }) => origin);
}

export function referencesOf(
  place: Place,
  { withDefinitions }: { readonly withDefinitions: boolean },
): readonly Origin[] {
  return namesAt(place)
    .filter(({ kind }) => withDefinitions || kind === 'reference')
    .map(({ origin }) => origin);
}

export interface Highlight {
  readonly span: Span;
  readonly kind: 'definition' | 'reference';
}

/** The same name in the file of the cursor. */
export function highlightsOf(place: Place): readonly Highlight[] {
  return namesAt(place)
    .filter(({ origin }) => origin.file === place.document.file.id)
    .map(({ span, kind }) => ({ span, kind }));
}

function namesAt({ host, document, offset }: Place): ReturnType<typeof placesOf> {
  if (document.kind !== 'netplan') return [];
  const name = referenceAt(document, offset);
  return name === undefined ? [] : placesOf(host, document, name.id);
}
