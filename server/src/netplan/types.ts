/** What one netplan file says: typed values, each with its place. */
import type { Fact } from '../base/fact.ts';
import type { Problem } from '../base/problem.ts';
import type { Span } from '../base/span.ts';
import type { Address } from '../net/address.ts';
import type { Prefix } from '../net/prefix.ts';

export type NetplanLinkKind =
  | 'ethernets'
  | 'wifis'
  | 'modems'
  | 'bridges'
  | 'bonds'
  | 'vlans'
  | 'tunnels'
  | 'vrfs'
  | 'dummy-devices'
  | 'virtual-ethernets'
  | 'nm-devices';

export interface NetplanRoute {
  /** Id of the file. */
  readonly file: string;
  /** The whole mapping. */
  readonly span: Span;
  readonly to: Fact<Prefix | 'default'> | undefined;
  readonly via: Fact<Address> | undefined;
  readonly from: Fact<Address> | undefined;
  readonly onLink: Fact<boolean> | undefined;
  readonly metric: Fact<number> | undefined;
  readonly table: Fact<number> | undefined;
  readonly type: Fact<string> | undefined;
  readonly scope: Fact<string> | undefined;
}

export interface NetplanPolicyRule {
  /** Id of the file. */
  readonly file: string;
  readonly span: Span;
  readonly from: Fact<Prefix> | undefined;
  readonly to: Fact<Prefix> | undefined;
  readonly table: Fact<number> | undefined;
  readonly priority: Fact<number> | undefined;
  readonly mark: Fact<number> | undefined;
}

/** What `bonds` adds to a definition. */
export interface NetplanBond {
  readonly mode: Fact<string> | undefined;
  readonly hashPolicy: Fact<string> | undefined;
  readonly primary: Fact<string> | undefined;
  /** Ids of the member definitions. */
  readonly interfaces: readonly Fact<string>[];
}

export interface NetplanLink {
  readonly kind: NetplanLinkKind;
  readonly id: Fact<string>;
  /** `set-name`, else the id unless a `match` other than by name hides the real name. */
  readonly name: Fact<string>;
  /** The whole entry. */
  readonly span: Span;
  /** Of the definition, else of its section; undefined: that of the network, in whatever file it stands. */
  readonly renderer: Fact<string> | undefined;
  readonly dhcp4: Fact<boolean> | undefined;
  readonly dhcp6: Fact<boolean> | undefined;
  readonly addresses: readonly Fact<Prefix>[];
  readonly gateway4: Fact<Address> | undefined;
  readonly gateway6: Fact<Address> | undefined;
  readonly routes: readonly NetplanRoute[];
  readonly routingPolicy: readonly NetplanPolicyRule[];
  /** `dhcp4-overrides.use-routes`, `route-metric`. */
  readonly dhcp4UseRoutes: Fact<boolean> | undefined;
  readonly dhcp4RouteMetric: Fact<number> | undefined;
  /** Bonds only. */
  readonly bond?: NetplanBond;
}

/** A problem that only some versions of netplan have. */
export interface GatedProblem {
  readonly problem: Problem;
  /** The first version that refuses it; absent: all. */
  readonly since?: string;
  /** The first version that takes it; absent: none. */
  readonly until?: string;
}

export interface NetplanDocument {
  readonly renderer: Fact<string> | undefined;
  readonly links: readonly NetplanLink[];
  /** What every known version refuses. */
  readonly problems: readonly Problem[];
  readonly gated: readonly GatedProblem[];
}
