/**
 * The shape of netplan's key tables: one row a key, one table a mapping, as netplan's parser has them (src/parse.c, 1.2).
 * A row is all there is about a key: its check, its documentation and its completion follow from it.
 */
import type { YamlMapping } from '../../yaml/types.ts';
import type { Report } from '../refusal.ts';
import type { NetplanVersion } from '../version.ts';

export type Renderer = 'networkd' | 'NetworkManager';

/** A value that netplan reads from one scalar. */
export type ScalarType =
  /** Any scalar. */
  | { readonly kind: 'text' }
  | { readonly kind: 'boolean' }
  /** A boolean, or the word `route`. */
  | { readonly kind: 'boolean-or-route' }
  /** 0 to 4294967295. */
  | { readonly kind: 'integer' }
  /** 0 to 255. */
  | { readonly kind: 'type-of-service' }
  | WordType
  | { readonly kind: 'version' }
  /** Letters, digits and punctuation; may be a pattern. */
  | { readonly kind: 'name' }
  /** A hardware address: 6 octets, or 20 for InfiniBand; with `words`, one of these words too. */
  | { readonly kind: 'hardware-address'; readonly words?: readonly string[] }
  /** An address without a prefix length. */
  | { readonly kind: 'address'; readonly family: 4 | 6 }
  /** The lower half of an IPv6 address. */
  | { readonly kind: 'token' }
  /** The address of a server: of one family, or any. */
  | { readonly kind: 'server-address'; readonly family?: 4 }
  /** An end of a tunnel: an address that must not have a slash. */
  | { readonly kind: 'tunnel-address' }
  /** An address; netplan does not look at what follows a slash. */
  | { readonly kind: 'network' }
  /** As `network`, or the word `default`. */
  | { readonly kind: 'destination' }
  /** Host and port of a WireGuard peer. */
  | { readonly kind: 'endpoint' }
  /** Controller of an Open vSwitch bridge. */
  | { readonly kind: 'controller-target' }
  /** Pattern for the name of a kernel driver. */
  | { readonly kind: 'driver' }
  /** Id of a definition; with `to`, only of these sections. */
  | { readonly kind: 'reference'; readonly to?: readonly string[] };

export type ValueType =
  | ScalarType
  /** An entry of `addresses`: an address with a prefix length, or a mapping from it to options. */
  | { readonly kind: 'interface-address'; readonly options: KeyTable; readonly allowsZero: boolean }
  | SequenceType
  | { readonly kind: 'mapping'; readonly table: KeyTable }
  /** A mapping from definition ids to definitions. */
  | { readonly kind: 'definitions'; readonly table: KeyTable }
  /** A mapping with keys of the user's choice. */
  | MapType
  /** A single value, or something with structure. */
  | {
      readonly kind: 'either';
      readonly scalar: ScalarType;
      readonly other: ValueType;
      readonly netplan: string;
    }
  /** The key is in the table, but not for this kind of device. */
  | {
      readonly kind: 'elsewhere';
      readonly devices: string;
      readonly netplan: string;
      readonly type: ValueType;
    };

export interface SequenceType {
  readonly kind: 'sequence';
  readonly of: ValueType;
  /** netplan demands exactly this many entries, and says `netplan` if there are more or less. */
  readonly length?: { readonly count: number; readonly netplan: string };
  /** A word that must stand alone. */
  readonly exclusive?: string;
  /** What netplan says of an empty list; absent: an empty list is fine. */
  readonly empty?: string;
}

export interface MapType {
  readonly kind: 'map';
  /** What the keys are: ids of definitions, names of networks, or any text. */
  readonly keys: 'reference' | 'ssid' | 'text';
  readonly of: ValueType;
  /** Checks the entries together. */
  readonly check?: (mapping: YamlMapping, report: Report) => void;
}

/** One word out of a list. */
export interface WordType {
  readonly kind: 'word';
  readonly words: readonly string[];
  readonly anyCase: boolean;
  /** What netplan says of another word, with the word for `%s`. */
  readonly netplan: string;
  /** What each word does, for completion; words that are absent speak for themselves. */
  readonly docs?: Readonly<Record<string, string>>;
  /** Words that older versions refuse, with the first version that takes them. */
  readonly newer?: Readonly<Record<string, NetplanVersion>>;
  /** Words that netplan ignores since a version, and what it says then, with the word for `%s`. */
  readonly ignored?: {
    readonly words: readonly string[];
    readonly netplan: string;
    readonly since: NetplanVersion;
  };
  /** The first version that checks the word at all; absent: all. */
  readonly checkedSince?: NetplanVersion;
}

export interface KeyRow {
  readonly key: string;
  readonly type: ValueType;
  /** One or two sentences for people. */
  readonly doc: string;
  /** First netplan version with the key, as its documentation says; absent: older than 0.98. */
  readonly since?: string;
  /** Renderers for which the key has an effect; absent: all. */
  readonly renderers?: readonly Renderer[];
  readonly isDeprecated?: boolean;
  /** What counts if the key is absent, where netplan or the renderer has a fixed value. */
  readonly default?: string;
  /** netplan demands the key. */
  readonly isRequired?: boolean;
}

export interface KeyTable {
  /** What a mapping of this table is called in messages: `a route`. */
  readonly name: string;
  readonly rows: ReadonlyMap<string, KeyRow>;
  /** What netplan demands of the keys together. */
  readonly check?: (mapping: YamlMapping, report: Report) => void;
}

/** Makes a table from its rows. */
export function keyTable(
  name: string,
  rows: readonly KeyRow[],
  check?: KeyTable['check'],
): KeyTable {
  const byKey = new Map(rows.map((row) => [row.key, row]));
  return check === undefined ? { name, rows: byKey } : { name, rows: byKey, check };
}

/** A row in one line. */
export function row(
  key: string,
  type: ValueType,
  ...[doc, more = {}]: readonly [doc: string, more?: Omit<KeyRow, 'key' | 'type' | 'doc'>]
): KeyRow {
  return { key, type, doc, ...more };
}

/** One word of a list, with netplan's words for another one. */
export function word(
  words: readonly string[],
  netplan: string,
  more: Partial<WordType> = {},
): WordType {
  return { kind: 'word', words, netplan, anyCase: false, ...more };
}

export function sequence(
  of: ValueType,
  more: Omit<SequenceType, 'kind' | 'of'> = {},
): SequenceType {
  return { kind: 'sequence', of, ...more };
}

export function mapping(table: KeyTable): ValueType {
  return { kind: 'mapping', table };
}

export const boolean: ScalarType = { kind: 'boolean' };
export const integer: ScalarType = { kind: 'integer' };
export const text: ScalarType = { kind: 'text' };
export const networkd: readonly Renderer[] = ['networkd'];
export const networkManager: readonly Renderer[] = ['NetworkManager'];
