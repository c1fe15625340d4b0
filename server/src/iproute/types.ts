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
  /** `ip` prints how the command is used. */
  readonly isUsage?: true;
  /** The keyword is known and stands twice. */
  readonly isDuplicate?: true;
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
  /** Nobody wrote this command: the program that reads the file does the same for a setting (`gateway 192.0.2.1`). */
  readonly implied?: boolean;
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
  readonly encap?: IpEncap;
}

/** `encap TYPE …`: the header that packets get. */
export interface IpEncap {
  readonly type: Fact<string>;
  /** Its words with their values, in the order written. */
  readonly words: readonly IpWord[];
}

/** A keyword that is kept with its values as written: settings of a link kind, of a tunnel header, a metric. */
export interface IpWord {
  readonly keyword: string;
  readonly span: Span;
  readonly values: readonly Fact<string>[];
  /** `lock` stood before the value. */
  readonly isLocked?: boolean;
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
  /** Source prefix (IPv6 source routing). */
  readonly from: Fact<Prefix | 'default'> | undefined;
  /** Type of service: hexadecimal number, or a name as written. */
  readonly tos: Fact<number | string> | undefined;
  /** IPv6 router preference, as written. */
  readonly preference: Fact<string> | undefined;
  /** `mtu`, `advmss`, `initcwnd`, …, also locked ones. */
  readonly metrics: readonly IpWord[];
  /** Seconds. */
  readonly expires: Fact<number> | undefined;
  readonly vrf: Fact<string> | undefined;
  /** Of a single path; those of nexthops are in the nexthops. */
  readonly encap: IpEncap | undefined;
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
  /** Priority of the rule that `goto` leads to. */
  readonly gotoTarget: Fact<number> | undefined;
  /** Type of service: hexadecimal number, or a name as written. */
  readonly tos: Fact<number | string> | undefined;
  readonly dscp: Fact<string> | undefined;
  readonly flowLabel: Fact<string> | undefined;
  /** A number, or a name of /etc/protocols. */
  readonly ipProtocol: Fact<number | string> | undefined;
  readonly sourcePort: IpPorts | undefined;
  readonly destinationPort: IpPorts | undefined;
  readonly users: IpRange | undefined;
  readonly l3mdev: boolean;
  /** A number, or a name of the group file. */
  readonly suppressIfGroup: Fact<number | string> | undefined;
  /** Who made the rule. */
  readonly protocol: Fact<number | string> | undefined;
  /** Written as 64 bits. */
  readonly tunnelId: Fact<string> | undefined;
  readonly realms: Fact<string> | undefined;
  /** Any selector that is not one of the above (ipproto, dport, uidrange, tos, …). */
  readonly otherSelectors: readonly string[];
}

/** Both ends are in the range. */
export interface IpRange {
  readonly first: Fact<number>;
  readonly last: Fact<number>;
}

/** A range of ports, or a port of which only the bits of the mask count. */
export interface IpPorts extends IpRange {
  readonly mask?: Fact<number>;
}

export interface IpAddressCommand extends IpCommandBase {
  readonly object: 'address';
  readonly verb: 'add' | 'replace' | 'change' | 'del' | 'flush' | 'show' | 'other';
  readonly address: Fact<Prefix> | undefined;
  readonly peer: Fact<Prefix> | undefined;
  readonly dev: Fact<string> | undefined;
  /** A number, or a name of rt_scopes. */
  readonly scope: Fact<number | string> | undefined;
  /** Of the route that the kernel makes for the prefix. */
  readonly metric: Fact<number> | undefined;
  readonly label: Fact<string> | undefined;
  /** `noprefixroute`, `nodad`, `home`, … */
  readonly flags: readonly string[];
}

export interface IpLinkCommand extends IpCommandBase {
  readonly object: 'link';
  /** `name` and `unname`: further names (`property add`, `property del`). */
  readonly verb: 'add' | 'replace' | 'set' | 'del' | 'show' | 'name' | 'unname' | 'other';
  readonly dev: Fact<string> | undefined;
  /** `type` of a new link. */
  readonly kind: Fact<string> | undefined;
  readonly state: 'up' | 'down' | undefined;
  readonly master: Fact<string> | undefined;
  /** True after `nomaster`. */
  readonly noMaster: boolean;
  /** `link`: the device below. */
  readonly lower: Fact<string> | undefined;
  /** New name in `set`. */
  readonly newName: Fact<string> | undefined;
  /** After `altname`. */
  readonly otherNames: readonly Fact<string>[];
  readonly mtu: Fact<number> | undefined;
  /** Hardware address. */
  readonly address: Fact<string> | undefined;
  /** Namespace that the link moves to. */
  readonly netns: Fact<string> | undefined;
  /** Name of the other end of a veth pair. */
  readonly peer: Fact<string> | undefined;
  /** Words after `type KIND`, with their values: `id 5`, `mode 802.3ad`, `table 100`. */
  readonly settings: readonly IpWord[];
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
  /** Seconds, of a resilient group. */
  readonly idleTimer: Fact<number> | undefined;
  readonly unbalancedTimer: Fact<number> | undefined;
  readonly blackhole: boolean;
  readonly fdb: boolean;
  readonly onlink: boolean;
  readonly encap: IpEncap | undefined;
  readonly protocol: Fact<number | string> | undefined;
}

/** `ip neigh`: an entry of ARP or NDP. */
export interface IpNeighCommand extends IpCommandBase {
  readonly object: 'neigh';
  readonly verb: 'add' | 'replace' | 'change' | 'del' | 'flush' | 'get' | 'show' | 'other';
  readonly address: Fact<Address> | undefined;
  readonly dev: Fact<string> | undefined;
  /** Hardware address, or `null`. */
  readonly linkAddress: Fact<string> | undefined;
  /** State: `permanent` if not written. */
  readonly state: Fact<string> | undefined;
  /** This host answers for the address. */
  readonly proxy: boolean;
  readonly protocol: Fact<number | string> | undefined;
}

/** Any other object: read no further, never misread. */
export interface IpOtherCommand extends IpCommandBase {
  readonly object: 'other';
  readonly objectName: string | undefined;
  /** As the table has it: `add`, `endpoint add`. */
  readonly verb?: string;
  /** `ip -batch FILE`: the commands are in the file, or come by standard input. */
  readonly batch?: IpBatch;
}

/** What stands on the command line of `ip -batch`. */
export interface IpBatch {
  /** Path, or `-` for standard input. */
  readonly file: Fact<string>;
  /** `-force`: a refused line does not end the run. */
  readonly force: boolean;
  readonly family: Family | Unknown | undefined;
}

export type IpCommand =
  | IpRouteCommand
  | IpRuleCommand
  | IpAddressCommand
  | IpLinkCommand
  | IpNexthopCommand
  | IpNeighCommand
  | IpOtherCommand;
