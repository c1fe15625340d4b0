/** What `ip` asks of the kernel, with iproute2's own defaults filled in: every value is known. */
import type { Origin } from '../../base/fact.ts';
import type { Address, Family } from '../../net/address.ts';
import type { Prefix } from '../../net/prefix.ts';
import type { RouteMetrics } from './metrics.ts';
import type { TableId } from './types.ts';

/** Who asks, and whether the command surely runs. */
export interface Asked {
  readonly origin: Origin;
  /** False: what it adds may be missing afterwards. */
  readonly sure: boolean;
}

export interface HopRequest {
  readonly via: Address | undefined;
  readonly dev: string | undefined;
  readonly weight: number;
  readonly onlink: boolean;
}

export interface RouteRequest extends Asked {
  readonly verb: 'add' | 'append' | 'prepend' | 'replace' | 'change' | 'del' | 'test';
  readonly family: Family;
  /** Undefined: none written. */
  readonly type: string | undefined;
  readonly destination: Prefix;
  readonly tos: number;
  readonly table: TableId | undefined;
  readonly priority: number | undefined;
  readonly protocol: string | undefined;
  readonly scope: number | undefined;
  readonly src: Address | undefined;
  readonly hops: readonly HopRequest[];
  readonly multipath: boolean;
  readonly nhid: number | undefined;
  readonly metrics: RouteMetrics;
  readonly realms: number;
  readonly preference: string;
}

/** `ip route flush`; absent selectors match everything. */
export interface FlushRequest {
  /** Undefined: both, of all tables. */
  readonly family: Family | undefined;
  /** Undefined: main; `all`: all tables. */
  readonly table: TableId | undefined;
  readonly dev: string | undefined;
  readonly exact?: Prefix | undefined;
  /** Routes to this prefix, or to a part of it (`root`). */
  readonly within?: Prefix | undefined;
  /** Routes to this prefix, or to one that it is a part of (`match`). */
  readonly around?: Prefix | undefined;
  readonly src: Prefix | undefined;
  readonly metric: number | undefined;
  readonly protocol: string | undefined;
  readonly type: string | undefined;
  readonly scope: number | undefined;
  readonly via: Address | undefined;
  /** `ip -batch` lists all tables and chooses itself, so that a missing one is no error. */
  readonly inBatch: boolean;
}

export interface AddressRequest extends Asked {
  readonly verb: 'add' | 'replace' | 'change' | 'del';
  readonly dev: string;
  readonly prefix: Prefix;
  readonly peer: Prefix | undefined;
  readonly broadcast: Address | '+' | '-' | undefined;
  readonly scope: number | undefined;
  readonly noPrefixRoute: boolean;
  readonly priority: number;
  readonly label: string | undefined;
  readonly hasLifetime: boolean;
  /** IPv6: duplicates are not looked for. */
  readonly noDad: boolean;
  /** IPv6: the kernel makes temporary addresses out of it (`mngtmpaddr`). */
  readonly isTemplate: boolean;
}
