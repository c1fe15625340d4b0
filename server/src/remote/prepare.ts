/** The plan for one host: a tree read and checked as that host, beside a look at the host itself. */
import type { SourceFile } from '../base/sourceFile.ts';
import type { Host } from '../host/model.ts';
import { kernelProfile, type KernelProfile } from '../kernel/profiles.ts';
import { expectationOf, type Expectation } from '../plan/compareRunning.ts';
import type { Places } from '../plan/deployment.ts';
import { hostWarnings } from '../plan/hostWarnings.ts';
import { makePlan } from '../plan/makePlan.ts';
import { otherBonds, plannedAddresses } from '../plan/planned.ts';
import { rendererOf } from '../plan/renderer.ts';
import { unsendableWarnings } from '../plan/unsendable.ts';
import type { ChangePlan, HostFacts, PlanWarning, RemoteFile } from '../plan/types.ts';
import type { Finding } from '../rules/define.ts';
import type { Analyzer, AnalyzeOptions } from '../workspace/analyzer.ts';
import type { Guard } from './guard.ts';
import { bytes, text } from './utf8.ts';

/** What a host said of itself at one moment. Nothing was written to find out. */
export interface HostLook {
  readonly facts: HostFacts;
  readonly files: readonly RemoteFile[];
}

/** Throws a `GuardFailure` where the host does not answer. */
export async function lookAt(guard: Pick<Guard, 'facts' | 'files'>): Promise<HostLook> {
  return { facts: await guard.facts(), files: await guard.files() };
}

/** The files that are to be on a host. */
export interface HostTree {
  readonly files: readonly SourceFile[];
  readonly isTree: boolean;
  /** Ids of the files that go to the host; the others are read for the checks alone. */
  readonly deployed: ReadonlySet<string>;
  /** Paths below the root of the host of files that were not read. */
  readonly tooLarge: readonly string[];
}

export interface PlanWishes {
  /** As the user names the host. */
  readonly host: string;
  /** Absolute paths on the host. */
  readonly scripts: readonly string[];
  readonly removals: readonly string[];
  readonly places?: Places;
  /** `networkd` or `NetworkManager`; absent: what the files say. */
  readonly renderer?: string;
  /** Where the host runs a kernel that nobody knows. */
  readonly kernel: KernelProfile;
  /** Absent: the one that the host has. */
  readonly netplanVersion?: string;
}

export interface Prepared {
  readonly facts: HostFacts;
  readonly plan: ChangePlan;
  /** What the files say; undefined for an undo. */
  readonly expectation: Expectation | undefined;
}

export interface Preparation {
  readonly wishes: PlanWishes;
  readonly analyze: Analyzer['analyze'];
}

export function planFor(
  look: HostLook,
  tree: HostTree,
  { wishes, analyze }: Preparation,
): Omit<Prepared, 'facts'> {
  const { facts, files: remote } = look;
  const options = targetsOf(facts, tree, wishes);
  const { host: current } = analyze(remote.map(sourceOf), { ...options, isTree: true });
  const { host: planned, findings } = analyze(tree.files, options);
  const expectation = expectationOf(planned);
  const plan = makePlan({
    host: wishes.host,
    facts,
    remote,
    workspace: tree.files
      .filter(({ id }) => tree.deployed.has(id))
      .map(({ path, text }) => ({ path, text, content: bytes(text) })),
    scripts: wishes.scripts,
    removals: wishes.removals,
    ...(wishes.places === undefined ? {} : { places: wishes.places }),
    bonds: otherBonds(expectation.bonds, facts.bonds),
    plannedAddresses: plannedAddresses(planned, facts),
    findings: findings.flatMap((finding) => findingWarning(finding, planned)),
  });
  const renderer = wishes.renderer ?? rendererOf(planned);
  const more = hostWarnings(plan, { facts, current, planned, renderer });
  const unsendable = unsendableWarnings({ tooLarge: tree.tooLarge, planned: plan.files });
  return {
    plan: { ...plan, warnings: [...unsendable, ...plan.warnings, ...more] },
    expectation,
  };
}

function sourceOf({ path, content }: RemoteFile): SourceFile {
  return { id: `host:${path}`, path: path.replace(/^\/+/, ''), text: text(content), version: 0 };
}

/** The host's own kernel and netplan are what its files are checked for. */
function targetsOf(
  facts: HostFacts,
  { isTree }: HostTree,
  { kernel, netplanVersion = facts.netplan }: PlanWishes,
): AnalyzeOptions {
  return {
    kernel: kernelProfile(facts.kernel) ?? kernel,
    isTree,
    ...(netplanVersion === undefined ? {} : { netplanVersion }),
  };
}

function findingWarning(
  { severity, what, rule, origin }: Finding,
  { documents }: Host,
): readonly PlanWarning[] {
  if (severity !== 'error' && severity !== 'warning') return [];
  const path = documents.find(({ file }) => file.id === origin.file)?.file.path ?? origin.file;
  return [{ kind: 'finding', severity, text: `${path}: ${what} (${rule})` }];
}
