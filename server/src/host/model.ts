/**
 * One Linux host as its files describe it, in the kernel's terms.
 * netplan and iproute2 meet only here: no rule asks which language a route came from, except to write a fix.
 * Invariant: every value has an Origin, and what cannot be known is `unknown`.
 */
import type { Fact, Origin, Unknown } from '../base/fact.ts';
import type { Problem } from '../base/problem.ts';
import type { SourceFile } from '../base/sourceFile.ts';
import type { IpCommand, NexthopMember } from '../iproute/types.ts';
import type { KernelProfile } from '../kernel/profiles.ts';
import type { Address, Family } from '../net/address.ts';
import type { Prefix } from '../net/prefix.ts';
import type { IpsetStep } from '../netfilter/ipset/types.ts';
import type { NetfilterReading, NetfilterRule, NetfilterStep } from '../netfilter/types.ts';
import type { NetplanTree } from '../netplan/tree.ts';
import type { NetplanDocument } from '../netplan/types.ts';
import type { CommandContext, ShellCommand, ShellScript } from '../shell/types.ts';
import type { SysctlReading } from '../sysctl/types.ts';
import type { YamlDocument } from '../yaml/types.ts';

/** How a file is read. `other` files are not part of the host. */
export type FileKind =
  | 'netplan'
  | 'shell'
  | 'sysctl'
  | 'nft'
  | 'iptables-restore'
  | 'ip-batch'
  | 'rt_tables'
  | SettingsKind
  | 'other';

/** Files with a grammar of their own that hold settings of links and lines that run commands (`formats/`). */
export type SettingsKind = 'interfaces' | 'unit' | 'wg-quick' | 'networkd' | 'cron';

/** Each command of a script with what the tools' readers made of it. */
export interface ScriptStep {
  readonly command: ShellCommand;
  readonly ip?: IpCommand;
  /** Lines that `ip -batch -` cannot split; those that it can are steps of their own, right behind. */
  readonly batchProblems?: readonly Problem[];
  readonly netfilter?: NetfilterReading;
  /** What `ipset` does to the sets. */
  readonly ipset?: readonly IpsetStep[];
  readonly sysctl?: SysctlReading;
  /** `echo "101 isp1" >> /etc/iproute2/rt_tables`. */
  readonly tableNames?: ReadonlyMap<string, number>;
}

/** A file with its reading: the facts of one file alone, memoised by file version. */
export type Document =
  | {
      readonly kind: 'netplan';
      readonly file: SourceFile;
      readonly yaml: YamlDocument;
      readonly netplan: NetplanDocument;
      /** Some values are filled in by another program. */
      readonly isTemplate?: true;
      readonly problems: readonly Problem[];
    }
  | {
      readonly kind: 'shell' | SettingsKind;
      readonly file: SourceFile;
      readonly script: ShellScript;
      /** Commands that stand in this file. */
      readonly steps: readonly ScriptStep[];
      /** Commands in the order of execution, with those of the files that it sources; absent: the same as `steps`. */
      readonly executed?: readonly ScriptStep[];
      /** Units: all that was read with it, so that a change of it is seen (`host/unitFiles.ts`). */
      readonly inputs?: readonly string[];
      readonly problems: readonly Problem[];
    }
  | {
      readonly kind: 'sysctl';
      readonly file: SourceFile;
      readonly sysctl: SysctlReading;
      readonly problems: readonly Problem[];
    }
  | {
      readonly kind: 'nft' | 'iptables-restore';
      readonly file: SourceFile;
      readonly netfilter: readonly NetfilterStep[];
      readonly problems: readonly Problem[];
    }
  | {
      readonly kind: 'ip-batch';
      readonly file: SourceFile;
      readonly steps: readonly ScriptStep[];
      readonly problems: readonly Problem[];
    }
  | {
      readonly kind: 'rt_tables' | 'other';
      readonly file: SourceFile;
      readonly problems: readonly Problem[];
    };

/** `settings`: a file with a grammar of its own, such as ifupdown's `interfaces`. */
export type Language = 'netplan' | 'iproute' | 'settings';

export interface HostAddress {
  readonly link: Fact<string>;
  /** Unknown for DHCP and other automatic addresses. */
  readonly prefix: Fact<Prefix>;
  readonly peer: Fact<Prefix> | undefined;
  readonly family: Family | Unknown;
  readonly language: Language;
}

export interface HostLink {
  readonly name: Fact<string>;
  /** `ethernets`, `vlans`, …, or the `type` of `ip link add`; undefined where only its name is known. */
  readonly kind: string | undefined;
  readonly language: Language;
  /** The link takes IPv4 addresses and routes from a DHCP server. */
  readonly dhcp4: boolean;
  readonly bond?: HostBond;
}

/** A bond as its file describes it; an absent value is the driver's default. */
export interface HostBond {
  readonly mode: Fact<string> | undefined;
  /** xmit_hash_policy. */
  readonly hashPolicy: Fact<string> | undefined;
  readonly primary: Fact<string> | undefined;
  /** Names of the member links, in the order of the file. */
  readonly members: readonly Fact<string>[];
  /** Why there may be more members than these, as a clause: `Name=eno*`. */
  readonly openMembers?: string;
  /** The whole definition. */
  readonly origin: Origin;
}

/** One `ip nexthop` command that changes the nexthop objects. */
export interface HostNexthopStep {
  readonly verb: 'add' | 'replace' | 'del' | 'flush';
  readonly id: Fact<number> | undefined;
  readonly family: Family | Unknown;
  readonly via: Fact<Address> | undefined;
  readonly dev: Fact<string> | undefined;
  /** Groups only. */
  readonly members: Fact<readonly NexthopMember[]> | undefined;
  readonly groupType: Fact<string> | undefined;
  readonly buckets: Fact<number> | undefined;
  readonly context: CommandContext;
  readonly origin: Origin;
}

export interface HostNexthop {
  readonly via: Fact<Address> | undefined;
  /** Written, or the netplan link that holds the route. */
  readonly dev: Fact<string> | undefined;
  readonly weight: Fact<number>;
  readonly onlink: boolean;
  readonly origin: Origin;
}

export interface HostRoute {
  readonly language: Language;
  readonly family: Family | Unknown;
  readonly type: string;
  /** `default` is the prefix of length 0 of the family. */
  readonly destination: Fact<Prefix | 'default'>;
  /** 254 (main) if not written. A name that no rt_tables file defines stays a name. */
  readonly table: Fact<number | string>;
  readonly metric: Fact<number> | undefined;
  readonly scope: Fact<string> | undefined;
  readonly src: Fact<Address> | undefined;
  readonly nexthops: readonly HostNexthop[];
  /** Number of the nexthop object that the route uses. */
  readonly nhid?: Fact<number>;
  /** True if written with the word `nexthop`. */
  readonly multipath: boolean;
  /** From DHCP: nobody wrote it, its values are unknown. */
  readonly automatic: boolean;
  /** True if a word that only the run can tell ended the reading: more may be said of the route. */
  readonly incomplete?: boolean;
  readonly context: CommandContext | undefined;
  /** The whole command or mapping. */
  readonly origin: Origin;
}

export interface HostPolicyRule {
  readonly language: Language;
  readonly family: Family | Unknown;
  readonly priority: Fact<number> | undefined;
  readonly not: boolean;
  readonly from: Fact<Prefix | 'all'> | undefined;
  readonly to: Fact<Prefix | 'all'> | undefined;
  readonly iif: Fact<string> | undefined;
  readonly oif: Fact<string> | undefined;
  readonly fwmark: { readonly value: Fact<number>; readonly mask: Fact<number> } | undefined;
  readonly table: Fact<number | string> | undefined;
  readonly suppressPrefixLength: Fact<number> | undefined;
  readonly action: string;
  readonly otherSelectors: readonly string[];
  /** True if a word that only the run can tell stands in the command: more may be said of the rule. */
  readonly incomplete?: boolean;
  readonly context: CommandContext | undefined;
  readonly origin: Origin;
}

/** One write of a sysctl, in the order of execution. */
export interface HostSysctl {
  /** Segments below /proc/sys, `net ipv4 conf all rp_filter`. Globs are expanded as far as links are known. */
  readonly key: readonly (string | Unknown)[];
  readonly value: Fact<string>;
  /** The whole line or command. */
  readonly origin: Origin;
  readonly keyOrigin: Origin;
  /** In a branch of a script: it may not run. */
  readonly mayNotRun?: boolean;
  /** `- key = value`, `|| true`: a refusal is expected. */
  readonly failureIgnored?: boolean;
  /** Keys (`net/ipv4/conf/eno4/rp_filter`) that a pattern leaves out. */
  readonly except?: ReadonlySet<string>;
}

/** A command that the kernel would refuse in the state that the commands before it made. */
export type Refusal = {
  readonly kind: 'invalid-gateway';
  readonly nexthop: HostNexthop;
  readonly route: HostRoute;
  /** Addresses of the link at that moment. */
  readonly addresses: readonly HostAddress[];
};

/** All writers of host state in the order of execution: netplan, sysctl.d, boot-time nft, scripts. */
export interface Host {
  readonly documents: readonly Document[];
  /** True if the folder looks like a root tree (`etc/` or `netplan/`), so that "set nowhere" means something. */
  readonly isTree: boolean;
  readonly kernel: KernelProfile;
  /** Release of netplan on the host, as written; absent: the newest one. */
  readonly netplanVersion?: string;
  /** All netplan files together: definitions after merging, and what netplan refuses across files. */
  readonly netplan: NetplanTree;
  readonly links: readonly HostLink[];
  readonly addresses: readonly HostAddress[];
  /** What stands in the tables at the end. */
  readonly routes: readonly HostRoute[];
  /** Every route that any command or file ever adds, also those removed or replaced later. */
  readonly routesEverAdded: readonly HostRoute[];
  /** Every change of the nexthop objects, in the order of execution; absent: none. */
  readonly nexthopSteps?: readonly HostNexthopStep[];
  readonly policyRules: readonly HostPolicyRule[];
  /** Rules that stand at the end, in evaluation order of each chain. */
  readonly netfilter: readonly NetfilterRule[];
  /** True if some netfilter command could not be read: absence of a rule proves nothing. */
  readonly netfilterIncomplete: boolean;
  readonly sysctls: readonly HostSysctl[];
  /** Names from rt_tables files and from `echo "101 isp1" >> …/rt_tables`. */
  readonly tableNames: ReadonlyMap<string, number>;
  readonly refusals: readonly Refusal[];
}
