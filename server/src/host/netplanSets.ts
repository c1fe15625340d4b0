/**
 * The netplan files of a host as netplan takes them together: which file hides which, and the parts of each definition in order.
 * A file of `run` hides one of the same base name in `etc`, that one in `lib`; the rest is read by base name (netplan-generate(8)).
 * Invariant: only files of which it is certain that netplan reads them together are taken together.
 */
import type { Fact } from '../base/fact.ts';
import { createMemo } from '../base/pieces.ts';
import { linkEntries } from '../netplan/read.ts';
import { hierarchiesOf } from '../netplan/tree/order.ts';
import type { NetplanLink, NetplanLinkKind } from '../netplan/types.ts';
import type { YamlEntry, YamlMapping, YamlScalar } from '../yaml/types.ts';
import type { Document, Host } from './model.ts';

export type NetplanFile = Extract<Document, { kind: 'netplan' }>;

/** One writing of a definition. */
export interface NetplanPart {
  readonly file: string;
  readonly key: YamlScalar;
  readonly mapping: YamlMapping;
  readonly link: NetplanLink;
}

export interface NetplanDefinition {
  readonly id: string;
  readonly kind: NetplanLinkKind;
  /** In the order in which netplan reads them; never empty. */
  readonly parts: readonly NetplanPart[];
  /** Who configures it; undefined where that cannot be told. */
  readonly renderer: 'networkd' | 'NetworkManager' | undefined;
}

export interface NetplanSet {
  /** In the order in which netplan reads them. */
  readonly files: readonly NetplanFile[];
  /** Files that netplan never opens, each with the one of the same name that it reads instead. */
  readonly hidden: readonly { readonly file: NetplanFile; readonly by: NetplanFile }[];
  readonly definitions: readonly NetplanDefinition[];
  readonly byId: ReadonlyMap<string, NetplanDefinition>;
  /** Definitions by the keys that they have: most rules are about few of many definitions. */
  readonly byKey: ReadonlyMap<string, readonly NetplanDefinition[]>;
  readonly byKind: ReadonlyMap<NetplanLinkKind, readonly NetplanDefinition[]>;
}

type FileGroup = Pick<NetplanSet, 'files' | 'hidden'>;

const setsOfHost = new WeakMap<Host, readonly NetplanSet[]>();

/** The sets of netplan files of a host. A set with a file that is no YAML, or a template, is left out: what is missing in it proves nothing. */
export function netplanSets(host: Host): readonly NetplanSet[] {
  const known = setsOfHost.get(host);
  if (known !== undefined) return known;
  const sets = groupFiles(host)
    .filter(({ files }) => files.every(isWhole))
    .map(makeSet);
  setsOfHost.set(host, sets);
  return sets;
}

/** The marks of Jinja and ERB: what netplan will read is another text. */
const templateMarks = ['{{', '{%', '<%'];

function isWhole({ file, yaml }: NetplanFile): boolean {
  return yaml.errors.length === 0 && !templateMarks.some((mark) => file.text.includes(mark));
}

/** Files of one tree together; other files alone, because a folder of examples is no host. */
function groupFiles(host: Host): readonly FileGroup[] {
  const located = host.documents.flatMap((document) =>
    document.kind === 'netplan'
      ? [{ id: document.file.id, path: document.file.path, document }]
      : [],
  );
  const together = located.filter(({ path }) => !mayBeCollection(path));
  const alone = located.filter(({ path }) => mayBeCollection(path));
  return [together, ...alone.map((file) => [file])].flatMap((files) =>
    hierarchiesOf(files).map((hierarchy) => ({
      files: hierarchy.files.map(({ document }) => document),
      hidden: hierarchy.shadowed.map(({ file, by }) => ({ file: file.document, by: by.document })),
    })),
  );
}

/** A `netplan` folder out of its tree may hold one file for each of several hosts; the customary number in front of the name says it does not. */
function mayBeCollection(path: string): boolean {
  return !/(?:^|\/)(?:lib|etc|run)\/netplan\/[^/]+$|(?:^|\/)netplan\/\d\d[^/]*$/.test(path);
}

function makeSet({ files, hidden }: FileGroup): NetplanSet {
  const definitions = readDefinitions(files);
  // netplan refuses an id in two sections; the first one stands here.
  const byId = new Map<string, NetplanDefinition>();
  for (const definition of definitions)
    if (!byId.has(definition.id)) byId.set(definition.id, definition);
  return { files, hidden, definitions, byId, ...indexOf(definitions) };
}

function indexOf(definitions: readonly NetplanDefinition[]): Pick<NetplanSet, 'byKey' | 'byKind'> {
  const byKey = new Map<string, NetplanDefinition[]>();
  const byKind = new Map<NetplanLinkKind, NetplanDefinition[]>();
  for (const definition of definitions) {
    add(byKind, definition.kind, definition);
    for (const { mapping } of definition.parts)
      for (const { key } of mapping.entries) add(byKey, key.text, definition);
  }
  return { byKey, byKind };
}

function add<K>(index: Map<K, NetplanDefinition[]>, key: K, definition: NetplanDefinition): void {
  const list = index.get(key);
  if (list === undefined) index.set(key, [definition]);
  else if (list.at(-1) !== definition) list.push(definition);
}

/** Definitions with one of the keys, in the order in which they were defined. */
export function withKeys(
  set: NetplanSet,
  ...keys: readonly string[]
): readonly NetplanDefinition[] {
  const [first = '', ...others] = keys;
  const found = set.byKey.get(first) ?? [];
  if (others.every((key) => !set.byKey.has(key))) return found;
  const all = new Set(keys.flatMap((key) => set.byKey.get(key) ?? []));
  return set.definitions.filter((definition) => all.has(definition));
}

interface OpenDefinition {
  readonly id: string;
  readonly kind: NetplanLinkKind;
  /** Where it is written first. */
  readonly entry: YamlEntry;
  readonly parts: NetplanPart[];
}

function readDefinitions(files: readonly NetplanFile[]): readonly NetplanDefinition[] {
  const open = new Map<string, OpenDefinition>();
  for (const file of files) {
    const { links } = file.netplan;
    for (const [i, { kind, entry, mapping }] of linkEntries(file.yaml.root).entries()) {
      const link = links[i];
      if (link === undefined) continue;
      const name = `${kind}/${entry.key.text}`;
      const part = { file: file.file.id, key: entry.key, mapping, link };
      const known = open.get(name);
      if (known === undefined) open.set(name, { id: entry.key.text, kind, entry, parts: [part] });
      else known.parts.push(part);
    }
  }
  const global = files
    .map((file) => file.netplan.renderer)
    .findLast((renderer) => renderer !== undefined);
  return [...open.values()].map((definition) => closeDefinition(definition, global));
}

const closed = createMemo<NetplanDefinition>();

/** A definition with one part is the same object as long as the part is: what is remembered for it stays. */
function closeDefinition(
  definition: OpenDefinition,
  global: Fact<string> | undefined,
): NetplanDefinition {
  const { id, kind, entry, parts } = definition;
  const renderer = rendererOf(definition, global);
  if (parts.length > 1) return { id, kind, parts, renderer };
  return closed.recall(entry, [parts[0]?.link, renderer], () => ({ id, kind, parts, renderer }));
}

/**
 * Remembers what follows from one definition alone, so that an edit of another one costs nothing.
 * What `make` gives may hold places of the definition and of nothing else.
 */
export function perDefinition<T>(
  make: (definition: NetplanDefinition) => T,
): (definition: NetplanDefinition) => T {
  const memo = createMemo<T>();
  return (definition) => memo.recall(definition, [], () => make(definition));
}

/** Of the definition, else of its section, else of the network, else networkd; modems are NetworkManager's only. */
function rendererOf(
  { kind, parts }: OpenDefinition,
  global: Fact<string> | undefined,
): NetplanDefinition['renderer'] {
  if (kind === 'modems' || kind === 'nm-devices') return 'NetworkManager';
  const own = parts.map(({ link }) => link.renderer).findLast((renderer) => renderer !== undefined);
  const word = (own ?? global)?.value ?? 'networkd';
  return word === 'networkd' || word === 'NetworkManager' ? word : undefined;
}
