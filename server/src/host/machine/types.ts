/**
 * The network state of one machine (or of one network namespace) in the kernel's own terms.
 * Mutable on purpose and private to `host/`: one machine is made for one replay of the commands.
 * What is not known is said by flags: an entry that may be missing is not `sure`, a list that may hold more is not `known`.
 */
import type { Origin } from '../../base/fact.ts';
import type { Address, Family } from '../../net/address.ts';
import type { Prefix } from '../../net/prefix.ts';
import type { PrefixKey } from './keys.ts';
import type { RouteMetrics } from './metrics.ts';

export interface MachineAddress {
  readonly family: Family;
  readonly local: Address;
  /** With the length of the network; the peer's where there is one. */
  readonly prefix: Prefix;
  readonly peer: Address | undefined;
  readonly broadcast: Address | undefined;
  /** RT_SCOPE_*. */
  readonly scope: number;
  readonly noPrefixRoute: boolean;
  /** Metric of its connected route; 0: the kernel's. */
  readonly priority: number;
  /** IPv4: of a network that another address of the link has brought. */
  readonly secondary: boolean;
  /** IPv4: the name of the link, or what begins with it. */
  readonly label: string | undefined;
  /** It goes away by itself. */
  readonly hasLifetime: boolean;
  /** IPv6: duplicates are not looked for. */
  readonly noDad: boolean;
  sure: boolean;
  readonly origin: Origin | undefined;
}

export interface MachineLink {
  readonly id: number;
  name: string;
  readonly kind: string | undefined;
  up: boolean | undefined;
  master: MachineLink | undefined;
  /** The other end of a veth pair. */
  peer: MachineLink | undefined;
  /** The link that a VLAN or macvlan sits on. */
  lower: MachineLink | undefined;
  mtu: number | undefined;
  /** Group of links; 0 for most. */
  group: number | undefined;
  /** It resolves addresses (not IFF_NOARP). */
  arp: boolean | undefined;
  /** IFF_MULTICAST. */
  multicast: boolean | undefined;
  /** As the kernel last saw it; undefined for hardware and whatever has a partner. */
  carrier: boolean | undefined;
  /** The links that have this one as their master, or sit on it. */
  readonly ports: Set<MachineLink>;
  readonly uppers: Set<MachineLink>;
  addresses: MachineAddress[];
  /** No other address can be on the link. */
  addressesKnown: boolean;
  /** IPv6 has found the link ready and given it its link-local address. */
  ready: boolean;
  readonly routes: Set<MachineRoute>;
  sure: boolean;
  readonly origin: Origin | undefined;
}

export interface MachineHop {
  readonly via: Address | undefined;
  readonly link: MachineLink | undefined;
  readonly weight: number;
  readonly onlink: boolean;
  /** IPv4: RT_SCOPE_* of what the gateway was reached by. */
  readonly scope: number;
  dead: boolean;
  linkdown: boolean;
}

export interface MachineRoute {
  readonly family: Family;
  readonly table: TableId;
  readonly destination: Prefix;
  readonly tos: number;
  readonly priority: number;
  readonly type: string;
  readonly protocol: string;
  /** RT_SCOPE_*; 0 in IPv6. */
  readonly scope: number;
  /** IPv6 forgets it when the address goes. */
  src: Address | undefined;
  /** IPv6 keeps one nexthop in each entry, and entries of one multipath route as `siblings`. */
  readonly hops: readonly MachineHop[];
  readonly nhid: number | undefined;
  readonly metrics: RouteMetrics;
  /** IPv4: realms (the class of packets), 0 if none. */
  readonly realms: number;
  /** IPv6 router preference: `low`, `medium`, `high`. */
  readonly preference: string;
  /** The entries of an IPv6 multipath route share one list. */
  siblings: MachineRoute[] | undefined;
  sure: boolean;
  readonly origin: Origin | undefined;
}

/** A number; a name that no file defines stays a name. */
export type TableId = number | string;

export interface MachineTable {
  readonly id: TableId;
  readonly family: Family;
  /** By destination, in the order in which the kernel keeps them. */
  readonly byPrefix: Map<PrefixKey, MachineRoute[]>;
  /** No other route can be in the table. */
  known: boolean;
}

export interface MachineRule {
  readonly family: Family;
  readonly priority: number;
  readonly not: boolean;
  readonly from: Prefix | undefined;
  readonly to: Prefix | undefined;
  readonly iif: string | undefined;
  readonly oif: string | undefined;
  readonly mark: number;
  readonly mask: number;
  readonly tos: number;
  readonly table: TableId;
  readonly action: string;
  readonly target: number;
  readonly suppressPrefixLength: number;
  readonly protocol: string | undefined;
  /** IPv4: realms (the class of packets), 0 if none. */
  readonly realms: number;
  /** `ipproto tcp`, `dport 22-23`, …: canonical text by name; equal texts are equal selectors. */
  readonly others: ReadonlyMap<string, string>;
  sure: boolean;
  readonly origin: Origin | undefined;
}

export interface MachineNexthop {
  readonly id: number;
  readonly family: Family | undefined;
  readonly hop: MachineHop | undefined;
  readonly blackhole: boolean;
  /** Of a group: its members that are still there. */
  members: readonly { readonly id: number; readonly weight: number }[] | undefined;
  readonly groupType: string;
  /** Of a resilient group. */
  readonly buckets: number | undefined;
  readonly protocol: string | undefined;
  readonly routes: Set<MachineRoute>;
  readonly groups: Set<number>;
  sure: boolean;
  readonly origin: Origin | undefined;
}

export interface MachineNeighbour {
  readonly address: Address;
  readonly link: MachineLink;
  readonly lladdr: string | undefined;
  readonly state: string;
  readonly proxy: boolean;
  sure: boolean;
  readonly origin: Origin | undefined;
}

/** What a command changed, in order. */
export type MachineChange =
  | { readonly kind: 'link'; readonly gone: boolean; readonly link: MachineLink }
  | { readonly kind: 'link-state'; readonly link: MachineLink; readonly up: boolean }
  | { readonly kind: 'link-name'; readonly link: MachineLink; readonly before: string }
  | {
      readonly kind: 'address';
      readonly gone: boolean;
      readonly link: MachineLink;
      readonly address: MachineAddress;
    }
  | { readonly kind: 'route'; readonly gone: boolean; readonly route: MachineRoute }
  | { readonly kind: 'rule'; readonly gone: boolean; readonly rule: MachineRule }
  | { readonly kind: 'nexthop'; readonly gone: boolean; readonly nexthop: MachineNexthop }
  | {
      readonly kind: 'neighbour';
      readonly gone: boolean;
      readonly neighbour: MachineNeighbour;
    };

export interface RuleList {
  list: MachineRule[];
  /** No other rule can be in the list. */
  known: boolean;
}

export interface Machine {
  readonly links: Map<string, MachineLink>;
  /** Links by their further names (`altname`). */
  readonly otherNames: Map<string, MachineLink>;
  /** No other link can exist. */
  linksKnown: boolean;
  /** Names that surely no link has. */
  readonly absentLinks: Set<string>;
  readonly tables: Readonly<Record<Family, Map<TableId, MachineTable>>>;
  /** Tables that are not in the map do not exist. */
  tablesKnown: boolean;
  readonly rules: Readonly<Record<Family, RuleList>>;
  /** A rule was once added (in IPv4 also: deleted): only then the kernel asks the rules, else tables local and main. */
  readonly customRules: Record<Family, boolean>;
  readonly nexthops: Map<number, MachineNexthop>;
  nexthopsKnown: boolean;
  /** Nothing sets net.ipv4.nexthop_compat_mode: routes are listed with link and gateway beside their nexthop object. */
  listsNexthops: boolean;
  readonly neighbours: Map<string, MachineNeighbour>;
  neighboursKnown: boolean;
  /** Routes with a preferred source address. */
  readonly sourced: Set<MachineRoute>;
  nextLink: number;
  /** Filled while somebody listens. */
  changes: MachineChange[] | undefined;
}

/** What a command is refused for: each kind is a rule of its own. */
export type RefusalKind =
  | 'address-exists'
  | 'address-missing'
  | 'flush-incomplete'
  | 'gateway-invalid'
  | 'link-down'
  | 'link-exists'
  | 'link-missing'
  | 'neighbour-exists'
  | 'neighbour-missing'
  | 'nexthop-exists'
  | 'nexthop-missing'
  | 'request-invalid'
  | 'route-exists'
  | 'route-missing'
  | 'rule-exists'
  | 'rule-missing'
  | 'source-missing'
  | 'table-missing';

/** The kernel's answer to a command that it does not carry out. */
export interface MachineRefusal {
  readonly kind: RefusalKind;
  /** The first line that `ip` prints. */
  readonly says: string;
  /** What the message is about: a link, a table, an address. */
  readonly subject?: string;
  /** Where what stands in the way was made. */
  readonly cause?: Origin | undefined;
}
