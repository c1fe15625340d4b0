/**
 * The shape of a grammar table: one row for each keyword of an `ip` object, in the order in which iproute2 tries them.
 * The tables drive reading, completion, hover and signature help.
 * Invariant: the first row that fits a word wins, as in iproute2's own chain of comparisons.
 */
import type { Family } from '../net/address.ts';
import type { Since } from './since.ts';

/** Families that an address may have: the given one, that of the options (IPv4 if there is none), or (absent) that of the command so far. */
type FamilyOf = Family | 'option' | 'option-or-4' | 'any';

/** Files that give names to numbers: /etc/iproute2 and /usr/share/iproute2, and /etc/protocols. */
export type NameFile =
  | 'rt_protos'
  | 'rt_scopes'
  | 'rt_dsfield'
  | 'rt_realms'
  | 'rt_addrprotos'
  | 'group'
  | 'protodown_reasons'
  | 'protocols'
  | 'ethertypes'
  | 'users';

/** A regular expression, or a function that judges like one. */
interface Tester {
  readonly test: (text: string) => boolean;
}

export type Argument =
  /** A keyword alone. */
  | { readonly kind: 'none' }
  | {
      readonly kind: 'address';
      readonly family?: FamilyOf;
      /** `inet` or `inet6` may stand before it (`via inet6 fe80::1`). */
      readonly familyWord?: true;
      /** It is of the family of the words before it, whatever family word stands there. */
      readonly isSameFamily?: true;
      /** `to` may stand before it. */
      readonly to?: true;
      /** Words in the place of an address. */
      readonly words?: readonly string[];
      /** Only a group of hosts, or only one host: the row says the refusal. `any`, `all` and `default` are neither. */
      readonly only?: 'multicast' | 'unicast';
    }
  | {
      readonly kind: 'prefix';
      readonly family?: FamilyOf;
      readonly familyWord?: true;
      /** `root`, `match` or `exact` may stand before it. */
      readonly selects?: true;
      /** One address, not a network. */
      readonly isHost?: true;
    }
  /** A link; `isName`: the name is checked before the link is looked up. */
  | { readonly kind: 'device'; readonly isName?: true }
  | { readonly kind: 'table' | 'fwmark' | 'key' | 'float' | 'members' | 'realms' }
  | { readonly kind: 'lladdr'; readonly octets?: number; readonly words?: readonly string[] }
  /** Decimal, octal or hexadecimal (`base` 16 or 10: only this); `lock` may stand before a lockable metric. */
  | {
      readonly kind: 'number';
      readonly minimum: number;
      readonly maximum: number;
      readonly base?: 10 | 16;
      readonly lockable?: true;
    }
  /** A time: `200`, `200ms`, `1s`. */
  | { readonly kind: 'time'; readonly lockable?: true }
  /** A name from a file of the host, or its number. */
  | {
      readonly kind: 'named';
      readonly file: NameFile;
      readonly maximum: number;
      readonly base: 10 | 16;
      readonly minimum?: number;
      /** Further words: `all`, `inherit`. */
      readonly words?: readonly string[];
    }
  /** One of the words (or a beginning of one), or a number up to `maximum`. */
  | {
      readonly kind: 'choice';
      readonly words: readonly string[];
      readonly abbreviates?: true;
      /** Only these may be shortened. */
      readonly shortened?: readonly string[];
      readonly ignoresCase?: true;
      readonly minimum?: number;
      readonly maximum?: number;
      readonly base?: 16;
    }
  | {
      readonly kind: 'pattern';
      readonly pattern: Tester;
      readonly shape: string;
      readonly isOptional?: true;
      /** Further words that belong to the value. */
      readonly more?: Tester;
    }
  /** Any text. */
  | { readonly kind: 'text'; readonly lockable?: true; readonly name?: string }
  /** As many of these words as follow. */
  | { readonly kind: 'words'; readonly words: readonly string[]; readonly least: number }
  /** Several words, each a value. */
  | { readonly kind: 'list'; readonly of: readonly Argument[] }
  /** A language of its own that is not read here. */
  | { readonly kind: 'rest' }
  /** A value if there is one, then the words of another scope. */
  | { readonly kind: 'scope'; readonly value?: Argument; readonly scope: Scope }
  /** A word that says which words follow: `type KIND …`, `encap TYPE …`. */
  | {
      readonly kind: 'select';
      readonly choices: () => ReadonlyMap<string, Choice>;
      /** True if other words are taken too, with nothing known about what follows. */
      readonly isOpen?: true;
      /** How many words must follow the choice. */
      readonly least?: number;
    }
  /** Starts the next nexthop. */
  | { readonly kind: 'nexthop'; readonly scope: () => Scope };

/** What a `select` word opens. */
export interface Choice {
  readonly doc: string;
  readonly since?: Since;
  /** Stands before the words of the scope. */
  readonly value?: GrammarRow;
  /** Absent: no words of its own. */
  readonly scope?: Scope;
}

export interface GrammarRow {
  readonly keyword: string;
  /** Other full spellings. */
  readonly aliases?: readonly string[];
  /** True if iproute2 takes any beginning of the keyword (`me` for `metric`). */
  readonly abbreviates: boolean;
  readonly argument: Argument;
  /** One sentence for people. */
  readonly doc: string;
  /** First releases that know it, unless they are old (`since.ts`). */
  readonly since?: Since;
  /** What `ip` says of a bad value, after `argument "…" is wrong:`. */
  readonly refusal?: string;
  /** What `ip` says of a bad value where that is another sentence; `%s` is the value. */
  readonly answer?: string;
  /** `ip` refuses a second one: the name in its answer. Rows with the same name exclude each other. */
  readonly once?: string;
  /** When a second one is refused, if not when its value is there: before that, or once the value is found good. */
  readonly second?: 'at-once' | 'after-value';
  /** IPv4 from here on, if nothing said otherwise before. */
  readonly bindsIpv4?: true;
  /** The answer to a second one is `either … is duplicate, or … is a garbage`. */
  readonly isGarbageTwice?: true;
  /** What the command needs is judged before the words that it opens are read. */
  readonly closes?: true;
  /** What `ip` must have read before it. */
  readonly behind?: { readonly keyword: string; readonly missing: string; readonly says: string };
}

export type Grammar = readonly GrammarRow[];

/** What a word means that is no keyword of a scope. */
export type Bare =
  /** The scope ends, and the word is read where it was opened. */
  | { readonly kind: 'return' }
  /** A value without a keyword, after optional words that lead to it. */
  | {
      readonly kind: 'value';
      readonly row: GrammarRow;
      readonly leads?: readonly Lead[];
      /** `ip` refuses a second one: the name in its answer. */
      readonly once?: string;
      /** Only the first is read; `ip` passes over others. */
      readonly isFirstOnly?: true;
      /** The `once` of keywords that say the same (`proxy ADDRESS`). */
      readonly group?: string;
      /** Keywords after which the bare value is a second one. */
      readonly saidBy?: readonly string[];
    }
  /** `ip` refuses it; `%s` is the word. */
  | { readonly kind: 'refuse'; readonly answer: string; readonly isUsage?: true }
  /** The word is passed over. */
  | { readonly kind: 'skip' }
  /** A word of a nexthop was expected: words of the route stand before the first `nexthop`. */
  | { readonly kind: 'misplaced'; readonly owner: () => Scope }
  /** Nothing is known of what follows. */
  | { readonly kind: 'stop' };

/** A word before a bare value: `to`, `dev`, the type of a route. */
export interface Lead {
  readonly row: GrammarRow;
  readonly takes: (word: string) => boolean;
}

/** A part without which `ip` does nothing. */
export interface Need {
  /** Keywords of which one must be there. */
  readonly anyOf: readonly string[];
  /** Only if one of these is there. */
  readonly when?: readonly string[];
  /** Only where something new is made. */
  readonly isOfNew?: true;
  /** What people lack. */
  readonly missing: string;
  readonly says: string;
}

/** Keywords that do not go together. */
export interface Conflict {
  readonly allOf: readonly string[];
  /** Harmless if their values are the same. */
  readonly ifDifferent?: true;
  /** Harmless if one of these is there. */
  readonly unless?: readonly string[];
  readonly says: string;
}

/** A place where words stand: after a verb, after `type vlan`, after `nexthop`. */
export interface Scope {
  readonly grammar: Grammar;
  readonly bare: Bare;
  readonly needs?: readonly Need[];
  readonly conflicts?: readonly Conflict[];
  /** `ip` demands at least one word here. */
  readonly atLeastOne?: { readonly missing: string; readonly says: string };
  /** Something new is made here. */
  readonly creates?: true;
  /** Only the whole word `help` asks for help. */
  readonly helpIsExact?: true;
  /** The word `help` is like any other. */
  readonly hasNoHelp?: true;
}

export interface VerbRow {
  readonly verb: string;
  readonly aliases?: readonly string[];
  /** Spellings that cannot be shortened (`chg`); else any beginning will do. */
  readonly exact?: readonly string[];
  readonly doc: string;
  readonly since?: Since;
  /** Absent: its words are not read. */
  readonly scope?: Scope;
  /** True if the verb is unknown with `-6`. */
  readonly isIpv4Only?: true;
  /** Other words for IPv6, which an option or one of the words after `mode` says. */
  readonly ipv6?: { readonly modes: readonly string[]; readonly scope: Scope };
  /** Verbs below this one: `ip nexthop bucket get`. */
  readonly verbs?: readonly VerbRow[];
  /** The verb below if none is written; absent: one must follow. */
  readonly otherwise?: string;
}

export interface ObjectGrammar {
  readonly name: string;
  /** As the unknown verb is answered: `try "ip NAME help"`. */
  readonly helpName?: string;
  readonly doc: string;
  readonly since?: Since;
  readonly verbs: readonly VerbRow[];
  /** The verb if none is written; absent: `ip` wants one. */
  readonly otherwise?: string;
  /** Words where a verb stands elsewhere: objects without verbs (`monitor`). */
  readonly scope?: Scope;
  /** What `ip` says of an unknown verb where that is another sentence. */
  readonly answer?: string;
  /** Verbs cannot be shortened. */
  readonly isExact?: true;
}

/** For each grammar, the row of every word that is one of its keywords or the beginning of one. */
const rowsByWord = new WeakMap<Grammar, ReadonlyMap<string, GrammarRow>>();

/** The row of a keyword as iproute2 finds it, or undefined for a word that is none. */
export function findRow(grammar: Grammar, word: string): GrammarRow | undefined {
  let rows = rowsByWord.get(grammar);
  if (rows === undefined) {
    rows = wordsOf(grammar);
    rowsByWord.set(grammar, rows);
  }
  return rows.get(word);
}

/** The first row counts that a word fits. */
function wordsOf(grammar: Grammar): ReadonlyMap<string, GrammarRow> {
  const rows = new Map<string, GrammarRow>();
  for (const row of grammar) {
    const { keyword, aliases = [], abbreviates } = row;
    const beginnings = abbreviates
      ? Array.from({ length: keyword.length }, (_, i) => keyword.slice(0, i + 1))
      : [keyword];
    for (const word of [...beginnings, ...aliases])
      if (word !== '' && !rows.has(word)) rows.set(word, row);
  }
  return rows;
}

/** True if the word is a keyword in full, so that it cannot be meant as a value. */
export function isKeyword(grammar: Grammar, word: string): boolean {
  return grammar.some((row) => row.keyword === word || row.aliases?.includes(word) === true);
}

/** The verb of a word, or undefined if there is none. */
export function findVerb(verbs: readonly VerbRow[], word: string): VerbRow | undefined {
  if (word === '') return undefined;
  return verbs.find(
    ({ verb, aliases = [], exact = [] }) =>
      exact.includes(word) ||
      [verb, ...aliases].some((each) => !exact.includes(each) && each.startsWith(word)),
  );
}
