/**
 * The shape of a grammar table: one row for each keyword of an `ip` object, in the order in which iproute2 tries them.
 * The tables drive reading, completion, hover and signature help.
 * Invariant: the first row that fits a word wins, as in iproute2's own chain of comparisons.
 */

export type Argument =
  /** A keyword alone. */
  | { readonly kind: 'none' }
  | { readonly kind: 'address' | 'prefix' | 'device' | 'table' | 'fwmark' }
  /** Decimal, octal or hexadecimal; `lock` may stand before a lockable metric. */
  | {
      readonly kind: 'number';
      readonly minimum: number;
      readonly maximum: number;
      readonly lockable?: boolean;
    }
  /** A time: `200`, `200ms`, `1s`. */
  | { readonly kind: 'time'; readonly lockable?: boolean }
  /** A name from a file of /etc/iproute2, or its number. */
  | { readonly kind: 'named'; readonly maximum: number; readonly base: 10 | 16 }
  | { readonly kind: 'choice'; readonly words: readonly string[]; readonly maximum?: number }
  | { readonly kind: 'pattern'; readonly pattern: RegExp; readonly shape: string }
  /** Any text. */
  | { readonly kind: 'text'; readonly lockable?: boolean }
  /** A language of its own that is not read here: `encap`, `type KIND …`. */
  | { readonly kind: 'rest' }
  /** Starts the next nexthop. */
  | { readonly kind: 'nexthop' };

export interface GrammarRow {
  readonly keyword: string;
  /** Other full spellings. */
  readonly aliases?: readonly string[];
  /** True if iproute2 takes any beginning of the keyword (`me` for `metric`). */
  readonly abbreviates: boolean;
  readonly argument: Argument;
  /** One sentence for people. */
  readonly doc: string;
  /** First kernel or iproute2 that knows it, where it matters: `Linux 4.4`. */
  readonly since?: string;
  /** What `ip` says of a bad value, after `argument "…" is wrong:`. */
  readonly refusal?: string;
}

export type Grammar = readonly GrammarRow[];

/** The row of a keyword as iproute2 finds it, or undefined for a word that is none. */
export function findRow(grammar: Grammar, word: string): GrammarRow | undefined {
  if (word === '') return undefined;
  return grammar.find((row) =>
    [row.keyword, ...(row.aliases ?? [])].some((each, index) =>
      row.abbreviates && index === 0 ? each.startsWith(word) : each === word,
    ),
  );
}

/** True if the word is a keyword in full, so that it cannot be meant as a value. */
export function isKeyword(grammar: Grammar, word: string): boolean {
  return grammar.some((row) => row.keyword === word || row.aliases?.includes(word) === true);
}

export const u32: Argument = { kind: 'number', minimum: 0, maximum: 0xffffffff };
export const lockableU32: Argument = {
  kind: 'number',
  minimum: 0,
  maximum: 0xffffffff,
  lockable: true,
};
/** A number, and after `/` a mask. */
export const flowLabel: Argument = {
  kind: 'pattern',
  pattern:
    /^(?:0x[\da-f]{1,8}|0[0-7]*|[1-9]\d{0,9})(?:\/(?:0x[\da-f]{1,8}|0[0-7]*|[1-9]\d{0,9}))?$/i,
  shape: 'a flow label like `0x12345`',
};
export const flag: Argument = { kind: 'none' };
export const onOff: Argument = { kind: 'choice', words: ['on', 'off'] };
