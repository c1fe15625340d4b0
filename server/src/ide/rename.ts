/**
 * A new name for a link, table, mark, variable, chain or set, at every place of the host that spells it.
 * Where the name comes out of a variable, the assignment is changed and the use is left.
 */
import type { Span } from '../base/span.ts';
import type { Host } from '../host/model.ts';
import type { FileEdit } from '../rules/define.ts';
import { nameAt, placesOfName } from './names/namePlaces.ts';
import { netplanRefusalOf, refusalOf, writtenAs } from './names/newName.ts';
import type { NamePlace } from './names/types.ts';
import { tableKey } from './names/keys.ts';
import type { Place } from './types.ts';

export type Renaming =
  | { readonly kind: 'edits'; readonly edits: readonly FileEdit[] }
  /** A sentence for people. */
  | { readonly kind: 'refused'; readonly reason: string };

/** The characters that a new name would replace, and the name that stands there. */
export function renameable(
  place: Place,
): { readonly span: Span; readonly text: string } | undefined {
  const name = nameAt(place);
  if (name === undefined || !isOurs(name)) return undefined;
  const { span } = name.origin;
  return name.editable ? { span, text: name.text } : undefined;
}

/** Undefined where no name stands that could be changed. */
export function rename(place: Place, newName: string): Renaming | undefined {
  const name = nameAt(place);
  if (name === undefined || !name.editable || !isOurs(name)) return undefined;
  const all = placesOfName(place, name);
  const isNetplanAlone = all.every(({ origin }) => isNetplan(place.host, origin.file));
  const refusal =
    (isNetplanAlone ? netplanRefusalOf(newName) : refusalOf(name.kind, newName)) ??
    otherSpelling(name, newName) ??
    takenBy(place, name, newName);
  if (refusal !== undefined) return { kind: 'refused', reason: refusal };
  const places = all.filter((one) => one.editable && isSameSpelling(one, name));
  return { kind: 'edits', edits: editsOf(places, newName) };
}

function editsOf(places: readonly NamePlace[], newName: string): readonly FileEdit[] {
  const byFile = new Map<string, NamePlace[]>();
  for (const one of places)
    byFile.set(one.origin.file, [...(byFile.get(one.origin.file) ?? []), one]);
  return [...byFile].map(([file, inFile]) => ({
    file,
    edits: inFile.map((one) => ({ span: one.origin.span, newText: writtenAs(one, newName) })),
  }));
}

function isNetplan({ documents }: Host, id: string): boolean {
  return documents.some(({ kind, file }) => kind === 'netplan' && file.id === id);
}

/** The tables and chains that the kernel brings have their names from it. */
function isOurs({ kind, key }: NamePlace): boolean {
  if (kind === 'table') return !['0', '253', '254', '255'].includes(key);
  if (kind === 'iptables-chain')
    return !/ (?:PREROUTING|INPUT|FORWARD|OUTPUT|POSTROUTING)$/.test(key);
  return kind !== 'link' || key !== 'lo';
}

/** A table has a name and a number: a new name replaces names, a new number numbers. */
function isSameSpelling(one: NamePlace, name: NamePlace): boolean {
  return name.kind !== 'table' || /^\d/.test(one.text) === /^\d/.test(name.text);
}

function otherSpelling({ kind, text }: NamePlace, newName: string): string | undefined {
  if (kind !== 'table' || /^\d/.test(text) === /^\d/.test(newName)) return undefined;
  return /^\d/.test(text)
    ? 'A number becomes another number. To give the table a name, write a line in /etc/iproute2/rt_tables.'
    : 'A name becomes another name. Its number stands in rt_tables.';
}

/** Two names that become one cannot be told apart again by a second rename. */
function takenBy(place: Place, name: NamePlace, newName: string): string | undefined {
  const key = keyOfNew(place.host, name, newName);
  if (key === name.key) return undefined;
  const isTaken = placesOfName(place, { kind: name.kind, key }).length > 0;
  return isTaken ? `\`${newName}\` is in use already.` : undefined;
}

/** The key that the new name would have: everything but the last part of it stays. */
function keyOfNew(host: Host, { kind, key, text }: NamePlace, newName: string): string {
  if (kind === 'table' || kind === 'mark' || kind === 'nexthop')
    return tableKey(newName, kind === 'table' ? host.tableNames : new Map()) ?? newName;
  return key.endsWith(text) ? `${key.slice(0, key.length - text.length)}${newName}` : newName;
}
