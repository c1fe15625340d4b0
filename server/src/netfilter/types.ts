/**
 * iptables, iptables-restore and nft, reduced to what routing, marking and NAT need.
 * What is not modelled is kept as `unmodelled`, never misread.
 */
import type { Fact, Origin, Unknown } from '../base/fact.ts';
import type { Problem } from '../base/problem.ts';
import type { Family } from '../net/address.ts';
import type { Prefix } from '../net/prefix.ts';
import type { CommandContext } from '../shell/types.ts';

export type NetfilterFlavour = 'iptables' | 'nft';

/** Where a rule is reached, in netfilter's own names. `unknown`: a user chain whose callers were not found. */
export type Hook = 'prerouting' | 'input' | 'forward' | 'output' | 'postrouting' | 'unknown';

/** A match on a link name: `-i eno4`, `! -o eno1`, `iifname { a, b }`. A trailing `+` or `*` is kept in the name. */
export interface LinkMatch {
  readonly negated: boolean;
  readonly names: readonly Fact<string>[];
}

/**
 * How a rule draws a number for each packet or flow: the balancers of nft and iptables with their parameters.
 * nft(8), NUMGEN EXPRESSION, HASH EXPRESSIONS; iptables-extensions(8), statistic, HMARK.
 */
export type RuleBalance =
  /** `-m statistic --mode nth --every N --packet P`: matches one packet of N. */
  | { readonly kind: 'nth'; readonly every: Fact<number>; readonly packet: Fact<number> }
  /** `-m statistic --mode random --probability P`, 0 to 1. */
  | { readonly kind: 'probability'; readonly probability: Fact<number> }
  /** `numgen inc|random mod N offset M`: M to M + N - 1, packet by packet. */
  | {
      readonly kind: 'numgen';
      readonly mode: 'inc' | 'random';
      readonly modulus: Fact<number>;
      readonly offset: Fact<number>;
    }
  /** `jhash KEYS mod N [seed S] [offset M]`. Keys as written: `ip saddr`, `tcp dport`. */
  | {
      readonly kind: 'jhash';
      readonly keys: readonly string[];
      readonly modulus: Fact<number>;
      readonly seed: Fact<number> | undefined;
      readonly offset: Fact<number>;
    }
  /** `symhash mod N [offset M]`. */
  | { readonly kind: 'symhash'; readonly modulus: Fact<number>; readonly offset: Fact<number> }
  /** `-j HMARK`: the options that were given, by their names without `hmark-`: `tuple`, `mod`, `offset`, `rnd`, … */
  | {
      readonly kind: 'hmark';
      readonly modulus: Fact<number>;
      readonly offset: Fact<number>;
      readonly seed: Fact<number> | undefined;
      readonly options: Readonly<Record<string, Fact<string>>>;
    };

/** What follows from the drawn number. `from` and `to` are inclusive. */
export interface BalanceChoice<T> {
  readonly from: number;
  readonly to: number;
  readonly value: T;
}

/** A rule that only runs for some of the drawn numbers; for `nth` and `probability` there are no numbers. */
export interface BalanceMatch {
  readonly balance: RuleBalance;
  readonly negated: boolean;
  /** Undefined: the balancer itself says yes or no, or the numbers cannot be told. */
  readonly numbers: readonly BalanceChoice<undefined>[] | undefined;
}

/** A value taken by a balancer: from a map by the drawn number, or the number itself where `choices` is undefined. */
export interface BalancedValue<T> {
  readonly balance: RuleBalance;
  readonly choices: readonly BalanceChoice<T>[] | undefined;
}

/** Guards that decide whether an action runs. Anything else that narrows the rule is in `other`. */
export interface RuleMatch {
  readonly iif: LinkMatch | undefined;
  readonly oif: LinkMatch | undefined;
  readonly source:
    | { readonly negated: boolean; readonly prefixes: readonly Fact<Prefix>[] }
    | undefined;
  readonly destination:
    | { readonly negated: boolean; readonly prefixes: readonly Fact<Prefix>[] }
    | undefined;
  /** `-m mark --mark v/m`, `meta mark …`. */
  readonly mark:
    | { readonly negated: boolean; readonly value: Fact<number>; readonly mask: number }
    | undefined;
  /** `-m connmark --mark v/m`, `ct mark …`. */
  readonly ctMark:
    | { readonly negated: boolean; readonly value: Fact<number>; readonly mask: number }
    | undefined;
  /** `--ctstate NEW,…`, `ct state new`, lower case. */
  readonly ctStates: readonly string[] | undefined;
  /** `-m statistic`, `numgen … mod 2 0`: in this share of packets only. */
  readonly balance: readonly BalanceMatch[];
  /** Names of matches that are not modelled (`-p tcp`, `--dport`, `set`, …). */
  readonly other: readonly string[];
}

export type RuleAction =
  | { readonly kind: 'masquerade' }
  | {
      readonly kind: 'snat';
      readonly to: Fact<string> | undefined;
      readonly balanced?: BalancedValue<Fact<string>>;
    }
  | {
      readonly kind: 'dnat';
      readonly to: Fact<string> | undefined;
      readonly balanced?: BalancedValue<Fact<string>>;
    }
  /** Packet mark from a constant. `mask`: the bits that are written; all of them where `maskUnknown`. */
  | {
      readonly kind: 'set-mark';
      readonly value: Fact<number>;
      readonly mask: number;
      readonly maskUnknown?: true;
      /** A balancer draws the value; `value` is unknown then. */
      readonly balanced?: BalancedValue<Fact<number>>;
    }
  /** Connection mark from a constant. */
  | {
      readonly kind: 'set-ct-mark';
      readonly value: Fact<number>;
      readonly mask: number;
      readonly maskUnknown?: true;
      readonly balanced?: BalancedValue<Fact<number>>;
    }
  /** Packet mark from connection mark. */
  | { readonly kind: 'restore-mark'; readonly mask: number; readonly maskUnknown?: true }
  /** Connection mark from packet mark. */
  | { readonly kind: 'save-mark'; readonly mask: number; readonly maskUnknown?: true }
  | { readonly kind: 'accept' }
  | { readonly kind: 'drop' }
  | { readonly kind: 'return' }
  /** `isGoto`: the end of the called chain returns to the caller of this one. */
  | { readonly kind: 'jump'; readonly chain: string; readonly isGoto?: true }
  /** To this host itself; ports as written. */
  | { readonly kind: 'redirect'; readonly to: Fact<string> | undefined }
  /** To a local socket; `mark` is what TPROXY writes to the packet, if anything. */
  | {
      readonly kind: 'tproxy';
      readonly mark: { readonly value: Fact<number>; readonly mask: number } | undefined;
    }
  /** Connection tracking leaves the packet alone. */
  | { readonly kind: 'notrack' }
  /** `numgen … vmap { 0 : jump a, … }`: one of several. */
  | { readonly kind: 'choose'; readonly balanced: BalancedValue<RuleAction> }
  | { readonly kind: 'unmodelled'; readonly name: string };

export interface NetfilterRule {
  readonly flavour: NetfilterFlavour;
  /** 4, 6, or both (`inet` tables of nft). */
  readonly families: readonly Family[];
  /** nft: family of the table, `ip`, `ip6`, `inet`; tables of one name in two families are two. */
  readonly tableFamily?: string;
  /** `nat`, `mangle`, …; for nft the name of its table. */
  readonly table: string | Unknown;
  readonly chain: string | Unknown;
  readonly hook: Hook;
  /** nft: type of the base chain (`filter`, `nat`, `route`); iptables: undefined. */
  readonly chainType: string | undefined;
  /** nft priority as a number, iptables' own number for its tables. */
  readonly priority: number | undefined;
  readonly match: RuleMatch;
  /** In order; nft rules can have several. */
  readonly actions: readonly RuleAction[];
  /** iptables: one text for rules that say the same, by which `-D` finds them; undefined where that cannot be told. */
  readonly canonical?: string | undefined;
  /** Names of sets of ipset, of `-m set` and `-j SET`; absent: none. */
  readonly sets?: readonly Fact<string>[];
  /** The whole rule. */
  readonly origin: Origin;
  readonly context: CommandContext;
}

/** A chain, or all chains of a table where `chain` is undefined. */
export interface ChainPlace {
  readonly flavour: NetfilterFlavour;
  readonly families: readonly Family[];
  readonly tableFamily?: string;
  readonly table: string | Unknown;
  readonly chain: string | Unknown | undefined;
  readonly origin: Origin;
  readonly context: CommandContext;
}

/** A command that removes rules: `-F`, `-X`, `flush ruleset`, `delete table`. */
export interface NetfilterFlush {
  readonly flavour: NetfilterFlavour;
  readonly families: readonly Family[];
  readonly tableFamily?: string;
  /** undefined: all tables. */
  readonly table: string | Unknown | undefined;
  readonly chain: string | Unknown | undefined;
  /** nft `delete`: the chains go, too. */
  readonly removesChains?: true;
  /** iptables-restore with nft makes its table anew, with the policies of the beginning. */
  readonly resetsPolicies?: true;
  readonly origin: Origin;
  readonly context: CommandContext;
}

/** `-N CHAIN`, or a chain of an nft table; base chains have a hook. */
export interface NetfilterChain {
  readonly flavour: NetfilterFlavour;
  readonly families: readonly Family[];
  readonly tableFamily?: string;
  readonly table: string | Unknown;
  readonly chain: string | Unknown;
  readonly hook: Hook | undefined;
  readonly type: string | undefined;
  readonly priority: number | undefined;
  readonly policy: string | undefined;
  readonly origin: Origin;
}

export type NetfilterStep =
  /** `isNew`: `-N`, which fails where the chain is there. */
  | { readonly kind: 'chain'; readonly chain: NetfilterChain; readonly isNew?: true }
  | {
      readonly kind: 'rule';
      readonly rule: NetfilterRule;
      readonly insert: 'append' | 'insert' | 'replace' | 'delete' | 'check';
      /** `-I CHAIN n`, `-R CHAIN n`, nft `index n-1`: 1 is the top, also if absent; nft `add … index` puts the rule behind it. */
      readonly position?: number | Unknown;
    }
  /** `-D CHAIN n`. */
  | {
      readonly kind: 'delete-number';
      readonly place: ChainPlace;
      readonly number: number | Unknown;
    }
  /** `-X`: a chain goes with what is in it; without a chain all of the user's own. */
  | { readonly kind: 'delete-chain'; readonly place: ChainPlace }
  /** `-Z CHAIN`: changes no rule, but needs the chain. */
  | { readonly kind: 'zero'; readonly place: ChainPlace }
  /** `-E OLD NEW`. */
  | { readonly kind: 'rename-chain'; readonly place: ChainPlace; readonly to: string | Unknown }
  | { readonly kind: 'flush'; readonly flush: NetfilterFlush }
  /** `file`: rules stand in this other file, which may be part of the host. */
  | {
      readonly kind: 'unmodelled';
      readonly origin: Origin;
      readonly reason: string;
      readonly file?: Fact<string>;
    };

export interface NetfilterReading {
  readonly steps: readonly NetfilterStep[];
  readonly problems: readonly Problem[];
}
