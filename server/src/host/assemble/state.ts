/**
 * The host while its commands are folded in, one after another.
 * Mutable on purpose and private to `host/`: copying every table for every command would make long scripts quadratic.
 */
import type { NetfilterStep } from '../../netfilter/types.ts';
import type {
  HostAddress,
  HostLink,
  HostNexthopStep,
  HostPolicyRule,
  HostRoute,
  HostSysctl,
} from '../model.ts';
import type { WaitingCommand } from './bond.ts';
import { createRouteTable, type RouteTable } from './routeTable.ts';

export interface HostState {
  readonly links: HostLink[];
  /** Settings of bonds that are not there yet. */
  readonly waitingForBond: WaitingCommand[];
  /** Bonds that a command has removed. */
  readonly goneBonds: Set<HostLink>;
  addresses: HostAddress[];
  readonly routes: RouteTable;
  readonly routesEverAdded: HostRoute[];
  readonly nexthopSteps: HostNexthopStep[];
  policyRules: HostPolicyRule[];
  readonly netfilterSteps: NetfilterStep[];
  readonly sysctls: HostSysctl[];
  readonly tableNames: Map<string, number>;
}

/** Names that the kernel and iproute2 know without any file: rt_tables as iproute2 ships it. */
const builtInTables: readonly (readonly [string, number])[] = [
  ['unspec', 0],
  ['default', 253],
  ['main', 254],
  ['local', 255],
];

export function emptyState(): HostState {
  return {
    links: [],
    waitingForBond: [],
    goneBonds: new Set(),
    addresses: [],
    routes: createRouteTable(),
    routesEverAdded: [],
    nexthopSteps: [],
    policyRules: [],
    netfilterSteps: [],
    sysctls: [],
    tableNames: new Map(builtInTables),
  };
}
