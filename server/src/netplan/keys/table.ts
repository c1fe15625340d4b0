/**
 * The shape of netplan's key tables: one row a key, one table a mapping, as netplan's parser has them (src/parse.c, 1.2).
 * A row is all there is about a key: its check, its documentation and its completion follow from it.
 */
import type { YamlMapping } from '../../yaml/types.ts';
import type { Report } from '../refusal.ts';

export type ValueType =
  /** Any scalar. */
  | { readonly kind: 'text' }
  | { readonly kind: 'boolean' }
  /** 0 to 4294967295. */
  | { readonly kind: 'integer' }
  /** 0 to 255. */
  | { readonly kind: 'type-of-service' }
  | WordType
  | { readonly kind: 'version' }
  /** An address without a prefix length. */
  | { readonly kind: 'address'; readonly family: 4 | 6 }
  /** An entry of `addresses`: an address with a prefix length, or a mapping from it to options. */
  | { readonly kind: 'interface-address' }
  /** An address; netplan does not look at what follows a slash. */
  | { readonly kind: 'network' }
  /** As `network`, or the word `default`. */
  | { readonly kind: 'destination' }
  | { readonly kind: 'sequence'; readonly of: ValueType }
  | { readonly kind: 'mapping'; readonly table: KeyTable }
  /** A mapping from definition ids to definitions. */
  | { readonly kind: 'definitions'; readonly table: KeyTable }
  /** Not checked yet. */
  | { readonly kind: 'any' };

/** One word out of a list. */
export interface WordType {
  readonly kind: 'word';
  readonly words: readonly string[];
  readonly anyCase: boolean;
  /** What netplan says of another word, with the word for `%s`. */
  readonly netplan: string;
}

export interface KeyRow {
  readonly key: string;
  readonly type: ValueType;
  /** One or two sentences for people. */
  readonly doc: string;
  /** First netplan version with the key; absent: older than 0.98. */
  readonly since?: string;
  /** Renderers for which the key has an effect; absent: all. */
  readonly renderers?: readonly ('networkd' | 'NetworkManager')[];
  readonly isDeprecated?: boolean;
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

export const boolean: ValueType = { kind: 'boolean' };
export const integer: ValueType = { kind: 'integer' };
export const text: ValueType = { kind: 'text' };
