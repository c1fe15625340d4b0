/** Names that the files of a host share: what a reader can go to, find and rename. */
import type { Origin } from '../../base/fact.ts';

export type NameKind =
  | 'link'
  | 'table'
  | 'mark'
  | 'nexthop'
  | 'variable'
  | 'function'
  | 'nft-table'
  | 'nft-chain'
  | 'nft-set'
  | 'nft-variable'
  | 'iptables-chain'
  | 'ipset';

export interface Name {
  readonly kind: NameKind;
  /** Equal for two places that mean the same thing: the number of a table, `FILE/variable`, `ip filter chain`. */
  readonly key: string;
}

/** One place that writes a name. */
export interface NamePlace extends Name {
  readonly role: 'definition' | 'reference';
  /** The characters of the name alone, without quotes. */
  readonly origin: Origin;
  /** As it is written here. */
  readonly text: string;
  /** False where the name comes out of a variable: the place is shown, but an edit belongs elsewhere. */
  readonly editable: boolean;
  /** A plain scalar of YAML: a name that YAML would not read as text needs quotes here. */
  readonly quoting?: 'yaml';
}
