/**
 * All names of a host and where they stand: collected once for each state of the host, when somebody asks.
 * Where a variable stands for a link, its own name comes first: the cursor is on the variable.
 */
import { touchesSpan } from '../../base/span.ts';
import type { Host } from '../../host/model.ts';
import { filesWith } from '../netplan/definitions.ts';
import type { Place } from '../types.ts';
import { factNames } from './factNames.ts';
import { ipNames } from './ipNames.ts';
import { ipsetNames } from './ipsetNames.ts';
import { iptablesNames } from './iptablesNames.ts';
import { netplanNames } from './netplanNames.ts';
import { nftNames } from './nftNames.ts';
import { createSpeller } from './spelling.ts';
import { tableFileNames } from './tableFiles.ts';
import type { Name, NamePlace } from './types.ts';
import { variableNames } from './variableNames.ts';

const placesOfHost = new WeakMap<Host, readonly NamePlace[]>();

/** Every place, file by file in the order of the host, then in text order; one for each name and place. */
export function namePlaces(host: Host): readonly NamePlace[] {
  const known = placesOfHost.get(host);
  if (known !== undefined) return known;
  const places = inOrder(host, collect(host));
  placesOfHost.set(host, places);
  return places;
}

/** The name that the cursor touches: the shortest, and a variable before what it stands for. */
export function nameAt({ host, document, offset }: Place): NamePlace | undefined {
  return namePlaces(host)
    .filter(({ origin }) => origin.file === document.file.id && touchesSpan(origin.span, offset))
    .toSorted((a, b) => lengthOf(a) - lengthOf(b))[0];
}

/** All places of one name, as far as the files belong together with that of the cursor. */
export function placesOfName({ host, document }: Place, { kind, key }: Name): readonly NamePlace[] {
  const places = namePlaces(host).filter((place) => place.kind === kind && place.key === key);
  if (document.kind !== 'netplan') return places;
  const { files, hidden } = filesWith(host, document);
  const together = new Set([...files, ...hidden.map((one) => one.file)].map(({ file }) => file.id));
  const netplan = new Set(
    host.documents.flatMap((one) => (one.kind === 'netplan' ? [one.file.id] : [])),
  );
  return places.filter(({ origin }) => together.has(origin.file) || !netplan.has(origin.file));
}

function collect(host: Host): readonly NamePlace[] {
  const spell = createSpeller(host);
  return [
    ...variableNames(host),
    ...netplanNames(host, spell),
    ...tableFileNames(host),
    ...ipNames(host, spell),
    ...iptablesNames(host, spell),
    ...ipsetNames(host, spell),
    ...nftNames(host, spell),
    ...factNames(host, spell),
  ];
}

/** A definition counts before a reference at the same place, an editable spelling before one that is only shown. */
function inOrder(host: Host, places: readonly NamePlace[]): readonly NamePlace[] {
  const files = new Map(host.documents.map(({ file }, index) => [file.id, index]));
  const byPlace = new Map<string, NamePlace>();
  for (const place of places) {
    const { file, span } = place.origin;
    const id = `${place.kind} ${place.key} ${file} ${span.start}`;
    const other = byPlace.get(id);
    if (other === undefined || rank(place) > rank(other)) byPlace.set(id, place);
  }
  return [...byPlace.values()].toSorted(
    (a, b) =>
      (files.get(a.origin.file) ?? 0) - (files.get(b.origin.file) ?? 0) ||
      a.origin.span.start - b.origin.span.start,
  );
}

function rank({ editable, role }: NamePlace): number {
  return (editable ? 2 : 0) + (role === 'definition' ? 1 : 0);
}

function lengthOf({ origin: { span } }: NamePlace): number {
  return span.end - span.start;
}
