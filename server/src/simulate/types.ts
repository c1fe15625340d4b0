/** Preview of flow hashing: groups found in a host, and the share of each member. Pure data, shared by editor and CLI. */
import type { Fact, Origin } from '../base/fact.ts';
import type { BondMode } from '../kernel/bond.ts';
import type { BondHashPolicy } from '../kernel/bondHash.ts';
import type { GroupBalance } from './balance/types.ts';

export type GroupKind = 'route' | 'nexthop-group' | 'resilient-group' | 'bond' | 'balance';

export interface GroupBond {
  readonly mode: BondMode;
  readonly hashPolicy: BondHashPolicy;
  /** Index of the member that active-backup prefers. */
  readonly primary: number | undefined;
}

export interface GroupMember {
  readonly index: number;
  /** As text, canonical; undefined where unknown or absent. */
  readonly gateway: string | undefined;
  readonly device: string | undefined;
  readonly weight: number;
  /** What the command asks for: weight / sum of weights. */
  readonly configured: number;
  /** Balancing rules: what happens to the packets of this member, `mark 0x1`. */
  readonly label?: string;
  /** Preferred source address of this nexthop, canonical; absent where the files do not tell. */
  readonly source?: string;
}

/** A multipath route, nexthop group, bond, or a set of balancing rules of a host. */
export interface Group {
  readonly kind: GroupKind;
  readonly origin: Origin;
  readonly family: 4 | 6;
  /** `default`, a prefix, the name of the group or bond, or table and chain of the rules. */
  readonly name: string;
  readonly members: readonly GroupMember[];
  /** From sysctl lines of the host; undefined: nobody sets it, the kernel's default counts. */
  readonly policy: Fact<number> | undefined;
  readonly seed: Fact<number> | undefined;
  /** Fields of policy 3, from sysctl lines; undefined: the kernel's default. */
  readonly fields?: Fact<number>;
  /** Resilient groups: the number of buckets of a new group, or the member that owns each after the commands so far. */
  readonly buckets?: number | readonly number[];
  /** Bonds: who transmits is decided by these, not by `policy` and `seed`. */
  readonly bond?: GroupBond;
  /** Rules of nft and iptables that balance: they decide, and no sysctl does. */
  readonly balance?: GroupBalance;
  /** net.ipv4.fib_multipath_use_neigh is 1. */
  readonly useNeigh?: boolean;
  /** Why shares cannot be told at all, for example an unknown weight; then `weight` and `configured` are 0. */
  readonly refusal?: string;
}

export interface MemberShare extends GroupMember {
  /** Share of flows, 0 to 1. Where `exact` is false: the mean over seeds. */
  readonly predicted: number;
  /** 5 % and 95 % quantile over seeds; only where `exact` is false. */
  readonly low?: number;
  readonly high?: number;
  readonly flows: number;
  /** Shares of the bytes and packets of single flows that have a member, where the flows tell them. */
  readonly byteShare?: number;
  readonly packetShare?: number;
}

/** Where one input flow goes. `member` null: cannot be known, `why` says the reason. */
export interface FlowDecision {
  readonly member: number | null;
  readonly why?: string;
}

export interface Distribution {
  readonly group: Group;
  readonly policy: number;
  /** null: random at each boot. */
  readonly seed: number | null;
  readonly exact: boolean;
  readonly members: readonly MemberShare[];
  readonly flows: readonly FlowDecision[];
  /** Name of the built-in flow profile, or `input` for flows of the user. */
  readonly profile: string;
  /** Sentences about what cannot be known or does not exist on this kernel. */
  readonly notes: readonly string[];
}

/** A group that cannot be previewed on this kernel or with these options, with the reason. */
export interface PreviewRefusal {
  readonly group: Group;
  readonly reason: string;
}
