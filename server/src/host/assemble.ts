/**
 * The host as a fold: every file and every command, in the order of execution, changes the state that the ones before made.
 * Commands that tear down (a `stop` branch, a `trap`) and commands for another network namespace are left out.
 */
import { applyAddress, applyLink } from './assemble/address.ts';
import { mayGetAddress } from './assemble/otherAddresses.ts';
import { findInvalidGateways } from './assemble/gateways.ts';
import { assembleNetfilter } from './assemble/netfilter.ts';
import { applyNexthop } from './assemble/nexthop.ts';
import { applyNetplan } from './assemble/netplan.ts';
import { applyRoute } from './assemble/route.ts';
import { applyRule } from './assemble/rule.ts';
import { emptyState, type HostState } from './assemble/state.ts';
import { applySysctlFiles, applySysctlStep, type SysctlFiles } from './assemble/sysctl.ts';
import { known } from '../base/fact.ts';
import type { KernelProfile } from '../kernel/profiles.ts';
import { readNetplanTree, type NetplanTree } from '../netplan/tree.ts';
import { netplanVersion, newestNetplan, type NetplanVersion } from '../netplan/version.ts';
import type { IpCommand } from '../iproute/types.ts';
import type { NetfilterStep } from '../netfilter/types.ts';
import { readRtTables } from '../iproute/rtTables.ts';
import type { Document, Host, HostAddress, ScriptStep } from './model.ts';
import { executedSteps } from './commands.ts';
import { inBootOrder, maskedDocuments } from './order.ts';
import { isNetplanTemplate } from './netplanDocument.ts';
import { withDropIns } from './networkdDropIns.ts';
import { sourcedIds } from './sourcing.ts';
import { addTableNames } from './table.ts';
import { isTeardown } from './teardown.ts';
import { writtenFiles } from './written.ts';

export interface AssembleOptions {
  readonly kernel: KernelProfile;
  /** True if the folder is a root tree (`etc/` or `netplan/`). */
  readonly isTree: boolean;
  /** Release of netplan on the host, `0.106`; undefined: the newest one. */
  readonly netplanVersion?: string;
}

/** Reads all documents of a host together. */
export function assembleHost(documents: readonly Document[], options: AssembleOptions): Host {
  const state = emptyState();
  const everAdded: HostAddress[] = [];
  const ordered = withDropIns(inBootOrder(documents));
  const target = netplanVersion(options.netplanVersion ?? '') ?? newestNetplan;
  const netplan = readTree(ordered, target);
  const links = new Map(
    ordered.map((document) => [
      document.file.id,
      document.kind === 'netplan' ? document.netplan.links : [],
    ]),
  );
  applyNetplan(state, netplan, (file) => links.get(file) ?? []);
  everAdded.push(...state.addresses);
  const masked = maskedDocuments(ordered);
  // A file that another one sources runs there.
  const sourced = sourcedIds(ordered);
  const counting = ordered.filter(
    (document) => !masked.has(document) && !sourced.has(document.file.id),
  );
  const sysctls = counting.filter((document) => document.kind === 'sysctl');
  applySysctlFiles(state, sysctls);
  for (const document of counting) applyDocument(state, document, { everAdded, sysctls });
  const { rules, incomplete } = assembleNetfilter(
    state.netfilterSteps.filter((step) => !loadsOwnFile(step, ordered)),
  );
  return {
    documents: ordered,
    isTree: options.isTree,
    kernel: options.kernel,
    ...(options.netplanVersion === undefined ? {} : { netplanVersion: options.netplanVersion }),
    netplan,
    links: state.links,
    addresses: state.addresses,
    routes: [...state.routes.all],
    routesEverAdded: state.routesEverAdded,
    nexthopSteps: state.nexthopSteps,
    policyRules: state.policyRules,
    netfilter: rules,
    netfilterIncomplete: incomplete,
    sysctls: state.sysctls,
    tableNames: state.tableNames,
    refusals: findInvalidGateways(state, everAdded).filter(
      ({ route, nexthop }) => !mayGetAddress(ordered, route, known(nexthop.dev)),
    ),
  };
}

function readTree(documents: readonly Document[], target: NetplanVersion): NetplanTree {
  const files = documents.flatMap((document) =>
    document.kind === 'netplan'
      ? [
          {
            id: document.file.id,
            path: document.file.path,
            yaml: document.yaml,
            netplan: document.netplan,
          },
        ]
      : [],
  );
  const tree = readNetplanTree(files, target);
  // A template may define what another file names.
  return documents.some((document) => isNetplanTemplate(document))
    ? { ...tree, problems: [] }
    : tree;
}

function applyDocument(
  state: HostState,
  document: Document,
  around: Omit<StepPlace, 'document'>,
): void {
  switch (document.kind) {
    case 'nft':
    case 'iptables-restore':
      for (const step of document.netfilter) state.netfilterSteps.push(step);
      return;
    case 'rt_tables':
      for (const [name, id] of readRtTables(document.file.text)) state.tableNames.set(name, id);
      return;
    default:
      for (const step of executedSteps(document))
        // `ip -n NAME` knows of the namespace, its command does not.
        if (!isTeardown(step.ip?.context ?? step.command.context))
          applyStep(state, step, { document, ...around });
  }
}

/** `nft -f /etc/nftables.conf`: a file that is a document of this host is read where it stands in the boot order. */
function loadsOwnFile(step: NetfilterStep, documents: readonly Document[]): boolean {
  if (step.kind !== 'unmodelled') return false;
  const path = known(step.file);
  if (path === undefined || !path.startsWith('/')) return false;
  const script = documents.find(({ file }) => file.id === step.origin.file);
  if (script !== undefined && writtenFiles(script.file.text).has(path)) return false;
  return documents.some(({ kind, file }) => kind !== 'other' && `/${file.path}`.endsWith(path));
}

interface StepPlace {
  readonly document: Document;
  readonly everAdded: HostAddress[];
  readonly sysctls: SysctlFiles;
}

function applyStep(
  state: HostState,
  step: ScriptStep,
  { document, everAdded, sysctls }: StepPlace,
): void {
  addTableNames(state.tableNames, step);
  for (const netfilter of step.netfilter?.steps ?? []) state.netfilterSteps.push(netfilter);
  const file = step.command.file ?? document.file.id;
  const written = writtenFiles(document.file.text);
  const files =
    written.size === 0 ? sysctls : sysctls.filter((one) => !written.has(`/${one.file.path}`));
  applySysctlStep(state, step, { file, files });
  if (step.ip === undefined) return;
  const { length } = state.addresses;
  applyIp(state, step.ip, file);
  if (state.addresses.length > length) everAdded.push(...state.addresses.slice(length));
}

function applyIp(state: HostState, command: IpCommand, file: string): void {
  switch (command.object) {
    case 'route':
      return applyRoute(state, command, file);
    case 'rule':
      return applyRule(state, command, file);
    case 'address':
      return applyAddress(state, command, file);
    case 'link':
      return applyLink(state, command, file);
    case 'nexthop':
      return applyNexthop(state, command, file);
    case 'neigh':
    case 'other':
  }
}
