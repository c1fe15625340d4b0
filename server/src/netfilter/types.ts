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
  /** Names of matches that are not modelled (`-p tcp`, `--dport`, `set`, …). */
  readonly other: readonly string[];
}

export type RuleAction =
  | { readonly kind: 'masquerade' }
  | { readonly kind: 'snat'; readonly to: Fact<string> | undefined }
  | { readonly kind: 'dnat'; readonly to: Fact<string> | undefined }
  /** Packet mark from a constant. `mask`: the bits that are written; all of them where `maskUnknown`. */
  | {
      readonly kind: 'set-mark';
      readonly value: Fact<number>;
      readonly mask: number;
      readonly maskUnknown?: true;
    }
  /** Connection mark from a constant. */
  | {
      readonly kind: 'set-ct-mark';
      readonly value: Fact<number>;
      readonly mask: number;
      readonly maskUnknown?: true;
    }
  /** Packet mark from connection mark. */
  | { readonly kind: 'restore-mark'; readonly mask: number; readonly maskUnknown?: true }
  /** Connection mark from packet mark. */
  | { readonly kind: 'save-mark'; readonly mask: number; readonly maskUnknown?: true }
  | { readonly kind: 'accept' }
  | { readonly kind: 'drop' }
  | { readonly kind: 'return' }
  | { readonly kind: 'jump'; readonly chain: string }
  | { readonly kind: 'unmodelled'; readonly name: string };

export interface NetfilterRule {
  readonly flavour: NetfilterFlavour;
  /** 4, 6, or both (`inet` tables of nft). */
  readonly families: readonly Family[];
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
  /** The whole rule. */
  readonly origin: Origin;
  readonly context: CommandContext;
}

/** A command that removes rules: `-F`, `-X`, `flush ruleset`, `delete table`. */
export interface NetfilterFlush {
  readonly flavour: NetfilterFlavour;
  readonly families: readonly Family[];
  /** undefined: all tables. */
  readonly table: string | Unknown | undefined;
  readonly chain: string | Unknown | undefined;
  readonly origin: Origin;
  readonly context: CommandContext;
}

/** `-N CHAIN`, or a chain of an nft table; base chains have a hook. */
export interface NetfilterChain {
  readonly flavour: NetfilterFlavour;
  readonly families: readonly Family[];
  readonly table: string | Unknown;
  readonly chain: string | Unknown;
  readonly hook: Hook | undefined;
  readonly type: string | undefined;
  readonly priority: number | undefined;
  readonly policy: string | undefined;
  readonly origin: Origin;
}

export type NetfilterStep =
  | { readonly kind: 'chain'; readonly chain: NetfilterChain }
  | {
      readonly kind: 'rule';
      readonly rule: NetfilterRule;
      readonly insert: 'append' | 'insert' | 'delete' | 'check';
      /** `-I CHAIN n`: 1 is the top, also if absent. */ readonly position?: number;
    }
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
