/** What each word of an nft text is, and what can come next: the answer of the walks over rules and declarations. */
import type { Token } from '../lex.ts';
import type { NftField, NftKey, NftOperand, NftPart, NftPhrase, NftRow } from './types.ts';

/** What a value or a word belongs to. */
export type Subject =
  | { readonly kind: 'field'; readonly key: NftKey; readonly field: NftField }
  | { readonly kind: 'phrase'; readonly phrase: NftPhrase; readonly part: NftPart | undefined };

export type Role =
  | { readonly kind: 'row'; readonly row: NftRow }
  | { readonly kind: 'key'; readonly key: NftKey }
  | { readonly kind: 'field'; readonly key: NftKey; readonly field: NftField }
  | { readonly kind: 'phrase'; readonly phrase: NftPhrase }
  | { readonly kind: 'part'; readonly phrase: NftPhrase; readonly part: NftPart }
  | { readonly kind: 'value'; readonly subject: Subject; readonly value: NftOperand };

export type Expected =
  /** A match or a statement; `open` may go on before it. */
  | { readonly kind: 'rule'; readonly open: OpenPhrase | undefined }
  /** A part of a setting, and nothing else. */
  | { readonly kind: 'parts'; readonly open: OpenPhrase }
  | { readonly kind: 'field'; readonly key: NftKey }
  | {
      readonly kind: 'value';
      readonly subject: Subject;
      readonly value: NftOperand;
      /** Operators may come in its place: `!=`, `set`, `vmap`. */
      readonly isFirst: boolean;
      /** The expression before it may go on. */
      readonly open?: OpenPhrase | undefined;
    }
  /** A field of a packet: behind `.`, or what is hashed. */
  | { readonly kind: 'expression' }
  /** Behind `map` or `vmap`. */
  | { readonly kind: 'map'; readonly subject: Subject }
  | { readonly kind: 'verdict' }
  | { readonly kind: 'rows'; readonly rows: readonly NftRow[]; readonly phrases?: readonly NftPhrase[]; readonly takesRule?: true }
  | { readonly kind: 'name'; readonly name: NameExpected }
  | { readonly kind: 'nothing' }; // prettier-ignore

export interface OpenPhrase {
  readonly phrase: NftPhrase;
  readonly used: ReadonlySet<NftPart>;
}

/** A name of the host. */
export interface NameExpected {
  readonly of: 'table' | 'chain' | 'set';
  /** As written; undefined where it is left out. */
  readonly family: string | undefined;
  /** `inet uplinks`; undefined for a table. */
  readonly table: string | undefined;
  /** The synopsis of the command, and the place in it. */
  readonly synopsis: readonly string[];
  readonly at: number;
}

export interface Walk {
  readonly tokens: readonly Token[];
  readonly roles: (Role | undefined)[];
  at: number;
  /** Set when the tokens end within a part. */
  expected: Expected | undefined;
  /** The phrase that the tokens end with, if more of it may follow. */
  open: OpenPhrase | undefined;
}

export function createWalk(tokens: readonly Token[], at = 0): Walk {
  return { tokens, roles: [], at, expected: undefined, open: undefined };
}

/** Gives the token at the cursor its role and steps over it. */
export function take(walk: Walk, role?: Role): void {
  walk.roles[walk.at] = role;
  walk.at++;
}

/** True at the end of the tokens; what is expected there is kept. */
export function endsWith(walk: Walk, expected: Expected): boolean {
  if (walk.at < walk.tokens.length) return false;
  walk.expected ??= expected;
  return true;
}

/** The text of a bare word or symbol at the cursor. */
export function wordAt(walk: Walk, ahead = 0): string | undefined {
  const token = walk.tokens[walk.at + ahead];
  const isWord = token?.kind === 'word' || token?.kind === 'symbol';
  return isWord && token.unknown === undefined ? token.text : undefined;
}
