/**
 * The words of the nft language as rows: each documents, completes and gives signature help.
 * Meanings are those of nft(8) 1.0.6 and 1.1; a version stands where the manual names it, or where the commit that brings
 * the word to the kernel is dated before that kernel's merge window.
 */

export interface NftRow {
  readonly word: string;
  readonly doc: string;
  /** `Linux 4.9`, `nftables 0.9.4`. */
  readonly since?: string;
}

/** What of the host can stand in a place. */
export type NftNames =
  | 'link'
  | 'mark'
  | 'address'
  | 'chain'
  | 'set'
  | 'flowtable'
  | 'new'
  | 'expression';

/** A value: what it is called in a synopsis, and what it may be. */
export interface NftOperand {
  readonly placeholder: string;
  readonly words?: readonly string[];
  readonly names?: NftNames;
}

/** `saddr` of `ip`, `state` of `ct`. */
export interface NftField extends NftRow {
  readonly value: NftOperand;
  /** `set` may follow: the field can be written. */
  readonly isSettable?: true;
  /** Another field of the same key follows: `ct original …`. */
  readonly leads?: true;
  /** Words between the field and its value: `tcp option maxseg size`. */
  readonly selects?: readonly NftOperand[];
}

/** A header, `meta` or `ct`: the first word of a match. */
export interface NftKey extends NftRow {
  readonly fields: readonly NftField[];
}

/** A part of a phrase: one of its words and the value behind it; without words a value that stands in its place. */
export interface NftPart {
  readonly doc: string;
  readonly since?: string;
  readonly words?: readonly string[];
  readonly value?: NftOperand;
  /** The phrase is not whole without it. */
  readonly isNeeded?: true;
  /** It may stand several times. */
  readonly repeats?: true;
  /** What the whole expression gives if this part is chosen: `fib … type`. */
  readonly result?: NftOperand;
}

/** A statement, a setting, or an expression with arguments: a word and parts behind it. */
export interface NftPhrase extends NftRow {
  readonly parts: readonly NftPart[];
  /** Of an expression: what it is compared with. */
  readonly result?: NftOperand;
}

export const number: NftOperand = { placeholder: 'NUMBER' };
export const text: NftOperand = { placeholder: '"TEXT"' };
export const link: NftOperand = { placeholder: '"LINK"', names: 'link' };
export const mark: NftOperand = { placeholder: 'MARK', names: 'mark' };
export const address: NftOperand = { placeholder: 'ADDRESS', names: 'address' };
export const port: NftOperand = { placeholder: 'PORT' };
export const exists: NftOperand = {
  placeholder: 'exists | missing',
  words: ['exists', 'missing'],
};
export const expression: NftOperand = { placeholder: 'EXPRESSION', names: 'expression' };

/** One of some words. */
export function oneOf(list: string, placeholder = list.replaceAll(' ', ' | ')): NftOperand {
  return { placeholder, words: list.split(' ') };
}
