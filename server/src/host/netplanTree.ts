/**
 * Values of a netplan definition by path, over all its parts: the last scalar counts, lists are appended (parse.c, netplan 1.2).
 * Holes of templates and values of another shape are unknown, so that no rule reports on them.
 */
import { known, unknown, type Fact, type Origin } from '../base/fact.ts';
import { codeSpan } from '../base/markdown.ts';
import { containsSpan, type Span } from '../base/span.ts';
import { readBoolean, readInteger, type Reading } from '../netplan/values.ts';
import type { YamlEntry, YamlMapping, YamlNode } from '../yaml/types.ts';
import type { NetplanDefinition } from './netplanSets.ts';

/** A piece of a file. */
export interface Placed<T> {
  readonly file: string;
  readonly node: T;
}

/** An entry with the mapping that it stands in. */
export interface PlacedEntry extends Placed<YamlEntry> {
  readonly parent: YamlMapping;
}

/** The marks of Jinja, shell, ERB, Mako and Ansible variables. */
const templateHole = /\{\{|\{%|\$[{(A-Za-z_]|<[%<]|%\(|@@|__[A-Z]/;

export function isTemplate(text: string): boolean {
  return templateHole.test(text);
}

/** All entries of a path, in the order in which netplan reads them. */
export function entriesAt(
  definition: NetplanDefinition,
  path: readonly string[],
): readonly PlacedEntry[] {
  return definition.parts.flatMap(({ file, mapping }) =>
    entriesBelow({ file, node: mapping }, path),
  );
}

/** All entries of a path below a mapping. */
export function entriesBelow(
  { file, node }: Placed<YamlMapping>,
  path: readonly string[],
): readonly PlacedEntry[] {
  const [key, ...rest] = path;
  const entries = node.entries.filter((entry) => entry.key.text === key);
  if (rest.length === 0) return entries.map((entry) => ({ file, node: entry, parent: node }));
  return entries.flatMap(({ value }) =>
    value?.kind === 'mapping' ? entriesBelow({ file, node: value }, rest) : [],
  );
}

/** The entry that counts, or undefined. */
export function lastEntryAt(
  definition: NetplanDefinition,
  path: readonly string[],
): PlacedEntry | undefined {
  return entriesAt(definition, path).at(-1);
}

/** The text that counts; undefined where the key is absent or empty. */
export function textAt(
  definition: NetplanDefinition,
  path: readonly string[],
): Fact<string> | undefined {
  return factOf(lastEntryAt(definition, path), (value) => ({ value }));
}

export function booleanAt(
  definition: NetplanDefinition,
  path: readonly string[],
): Fact<boolean> | undefined {
  return factOf(lastEntryAt(definition, path), readBoolean);
}

export function integerAt(
  definition: NetplanDefinition,
  path: readonly string[],
): Fact<number> | undefined {
  return factOf(lastEntryAt(definition, path), readInteger);
}

/** All items of all lists of a path. */
export function itemsAt(
  definition: NetplanDefinition,
  path: readonly string[],
): readonly Placed<YamlNode>[] {
  return entriesAt(definition, path).flatMap(({ file, node: { value } }) =>
    value?.kind === 'sequence' ? value.items.map((node) => ({ file, node })) : [],
  );
}

/** The scalars of all lists of a path. */
export function wordsAt(
  definition: NetplanDefinition,
  path: readonly string[],
): readonly Fact<string>[] {
  return itemsAt(definition, path).map((item) => scalarFact(item, (value) => ({ value })));
}

/** A scalar as a typed fact; unknown where it is no scalar, a template or refused. */
export function scalarFact<T>(
  { file, node }: Placed<YamlNode>,
  read: (text: string) => Reading<T>,
): Fact<T> {
  const origin = { file, span: node.span };
  if (node.kind !== 'scalar') return { value: unknown('it is no scalar'), origin };
  if (isTemplate(node.text))
    return { value: unknown(`${codeSpan(node.text)} is filled in later`), origin };
  const reading = read(node.text);
  const value =
    'value' in reading ? reading.value : unknown(`netplan refuses ${codeSpan(node.text)}`);
  return { value, origin };
}

function factOf<T>(
  entry: PlacedEntry | undefined,
  read: (text: string) => Reading<T>,
): Fact<T> | undefined {
  const value = entry?.node.value;
  if (entry === undefined || value === undefined) return undefined;
  if (value.kind === 'scalar' && value.text === '') return undefined;
  return scalarFact({ file: entry.file, node: value }, read);
}

/** False for what an alias brings in: an edit there would change other definitions too. */
export function isWrittenIn(
  { parts }: NetplanDefinition,
  { file, node }: { readonly file: string; readonly node: { readonly span: Span } },
): boolean {
  return parts.some((part) => part.file === file && containsSpan(part.link.span, node.span));
}

/** True if a boolean is there and true. */
export function isOn(fact: Fact<boolean> | undefined): boolean {
  return known(fact) === true;
}

/** Where the id of a definition is written first. */
export function idOrigin({ parts }: NetplanDefinition): Origin | undefined {
  const [part] = parts;
  return part === undefined ? undefined : { file: part.file, span: part.key.span };
}
