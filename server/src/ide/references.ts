/** Where a name is defined, where it is used, and what else in the file is the same name. */
import type { Origin } from '../base/fact.ts';
import type { Span } from '../base/span.ts';
import { nameAt, placesOfName } from './names/namePlaces.ts';
import type { NamePlace } from './names/types.ts';
import type { Place } from './types.ts';

/** Every place that defines the name at the cursor, in the order in which the files are read. */
export function definitionsOf(place: Place): readonly Origin[] {
  return placesAt(place)
    .filter(({ role }) => role === 'definition')
    .map(({ origin }) => origin);
}

export function referencesOf(
  place: Place,
  { withDefinitions }: { readonly withDefinitions: boolean },
): readonly Origin[] {
  return placesAt(place)
    .filter(({ role }) => withDefinitions || role === 'reference')
    .map(({ origin }) => origin);
}

export interface Highlight {
  readonly span: Span;
  readonly kind: NamePlace['role'];
}

/** The same name in the file of the cursor. */
export function highlightsOf(place: Place): readonly Highlight[] {
  return placesAt(place)
    .filter(({ origin }) => origin.file === place.document.file.id)
    .map(({ origin, role }) => ({ span: origin.span, kind: role }));
}

function placesAt(place: Place): readonly NamePlace[] {
  const name = nameAt(place);
  return name === undefined ? [] : placesOfName(place, name);
}
