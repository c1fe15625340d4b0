/** What one `ip` command line says. Words of iproute2; each value knows its place. */
import type { Fact, Unknown } from '../base/fact.ts';
import type { Problem } from '../base/problem.ts';
import type { Span } from '../base/span.ts';
import type { Address, Family } from '../net/address.ts';
import type { Prefix } from '../net/prefix.ts';
import type { CommandContext } from '../shell/types.ts';

/** A word that stands where `ip` knows no such word. */
export interface UnexpectedWord {
  readonly text: string;
  readonly span: Span;
  /** What `ip` answers. */
  readonly says?: string;
}

interface IpCommandBase {
  /** The whole command. */
  readonly span: Span;
  readonly context: CommandContext;
  readonly problems: readonly Problem[];
  /** Words that `ip` takes for garbage ("either "to" is duplicate, or … is a garbage"). They are not in `problems`. */
  readonly unexpected: readonly UnexpectedWord[];
  /** True if some words were not read (a variable where a keyword could stand, `encap`, …): absence proves nothing. */
  readonly incomplete?: boolean;
  /** From `-4`, `-6`, `-f`, else undefined (the arguments decide). */
  readonly family: Family | Unknown | undefined;
}

export interface IpNexthop {
  /** From the word `nexthop` to the last word of this nexthop; for a single path `via …` and `dev …` together. */
  readonly span: Span;
  readonly via: Fact<Address> | undefined;
  readonly dev: Fact<string> | undefined;
  /** 1 if not written. */
  readonly weight: Fact<number>;
  readonly onlink: boolean;
}

export interface IpRouteCommand extends IpCommandBase {
  readonly object: 'route';
  readonly verb:
    | 'add'
    | 'replace'
    | 'change'
    | 'append'
    | 'prepend'
    | 'del'
    | 'flush'
    | 'get'
    | 'show'
    | 'save'
    | 'restore'
    | 'test'
    | 'other';
  /** `unicast` if not written. */
  readonly type: string;
  readonly destination: Fact<Prefix | 'default'> | undefined;
  readonly destinationSpan: Span | undefined;
  /** Number, or name as written; absent: main. */
  readonly table: Fact<number | string> | undefined;
  readonly metric: Fact<number> | undefined;
  readonly src: Fact<Address> | undefined;
  readonly scope: Fact<string> | undefined;
  readonly protocol: Fact<string> | undefined;
  readonly nhid: Fact<number> | undefined;
  /** True if the word `nexthop` was used. */
  readonly multipath: boolean;
  readonly nexthops: readonly IpNexthop[];
  /** `ip route flush cache`. */
  readonly flushCache: boolean;
}

export interface IpRuleCommand extends IpCommandBase {
  readonly object: 'rule';
  readonly verb: 'add' | 'del' | 'flush' | 'show' | 'save' | 'restore' | 'other';
  readonly priority: Fact<number> | undefined;
  readonly not: boolean;
  readonly from: Fact<Prefix | 'all'> | undefined;
  readonly to: Fact<Prefix | 'all'> | undefined;
  readonly iif: Fact<string> | undefined;
  readonly oif: Fact<string> | undefined;
  /** Mask 0xffffffff if not written. */
  readonly fwmark: { readonly value: Fact<number>; readonly mask: Fact<number> } | undefined;
  readonly table: Fact<number | string> | undefined;
  readonly suppressPrefixLength: Fact<number> | undefined;
  /** `lookup`, `blackhole`, `unreachable`, `prohibit`, `goto`, `nop`. */
  readonly action: string;
  /** Any selector that is not one of the above (ipproto, dport, uidrange, tos, …). */
  readonly otherSelectors: readonly string[];
}

export interface IpAddressCommand extends IpCommandBase {
  readonly object: 'address';
  readonly verb: 'add' | 'replace' | 'change' | 'del' | 'flush' | 'show' | 'other';
  readonly address: Fact<Prefix> | undefined;
  readonly peer: Fact<Prefix> | undefined;
  readonly dev: Fact<string> | undefined;
}

export interface IpLinkCommand extends IpCommandBase {
  readonly object: 'link';
  readonly verb: 'add' | 'set' | 'del' | 'show' | 'other';
  readonly dev: Fact<string> | undefined;
  /** `type` of a new link. */
  readonly kind: Fact<string> | undefined;
  readonly state: 'up' | 'down' | undefined;
  readonly master: Fact<string> | undefined;
}

/** A member of a nexthop group. */
export interface NexthopMember {
  readonly id: number;
  readonly weight: number;
}

/** `ip nexthop`: a single nexthop, or a group of them. */
export interface IpNexthopCommand extends IpCommandBase {
  readonly object: 'nexthop';
  readonly verb: 'add' | 'replace' | 'del' | 'flush' | 'get' | 'show' | 'other';
  readonly id: Fact<number> | undefined;
  readonly via: Fact<Address> | undefined;
  readonly dev: Fact<string> | undefined;
  /** After `group`. */
  readonly members: Fact<readonly NexthopMember[]> | undefined;
  /** After `type`; absent: `mpath`. */
  readonly groupType: Fact<string> | undefined;
  readonly buckets: Fact<number> | undefined;
}

/** Any other object: read no further, never misread. */
export interface IpOtherCommand extends IpCommandBase {
  readonly object: 'other';
  readonly objectName: string | undefined;
}

export type IpCommand =
  | IpRouteCommand
  | IpRuleCommand
  | IpAddressCommand
  | IpLinkCommand
  | IpNexthopCommand
  | IpOtherCommand;
