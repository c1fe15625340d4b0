/**
 * From the files of a workspace and a look at the host to the change that would be made.
 * Files that are equal are no part of it; files that only the host has stay, unless their removal is asked for.
 */
import { deploymentOf, inRunOrder, type Places } from './deployment.ts';
import { connectionWarning } from './reachability.ts';
import type {
  ChangePlan,
  HostFacts,
  PlannedFile,
  PlannedRun,
  PlanWarning,
  RemoteFile,
} from './types.ts';

export interface WorkspaceFile {
  /** Slash-separated, below the root of the host. */
  readonly path: string;
  readonly text: string;
  readonly content: Uint8Array;
}

export interface PlanInput {
  /** As the user names the host. */
  readonly host: string;
  readonly facts: HostFacts;
  readonly workspace: readonly WorkspaceFile[];
  readonly remote: readonly RemoteFile[];
  readonly places?: Places;
  /** Absolute paths of scripts that run after the files are there, and again after a rollback that cannot bring back all without them. */
  readonly scripts: readonly string[];
  /** Absolute paths that are removed from the host. */
  readonly removals: readonly string[];
  /** Bonds whose parameters the change alters. */
  readonly bonds: readonly string[];
  /** Addresses that the host has after the change, from the files; undefined where they cannot be known. */
  readonly plannedAddresses: ReadonlySet<string> | undefined;
  /** What the checks say of the workspace. */
  readonly findings: readonly PlanWarning[];
}

export function makePlan(input: PlanInput): ChangePlan {
  const remote = new Map(input.remote.map(({ path, content }) => [path, content]));
  const changed = input.workspace.flatMap((file) =>
    plannedFile(file, { remote, places: input.places ?? new Map() }),
  );
  const removed = input.removals.flatMap((path): readonly Change[] => {
    const before = remote.get(path);
    return before === undefined
      ? []
      : [{ file: { path, mode: '644', content: undefined, before }, run: runOfRemoved(path) }];
  });
  const all = [...changed, ...removed];
  const runs = inRunOrder([...runsOf(all), ...input.scripts.map(scriptRun)]);
  const files = all.map(({ file }) => file);
  return {
    host: input.host,
    files,
    runs,
    bonds: runs.some(({ kind }) => kind === 'netplan') ? input.bonds : [],
    warnings: [...input.findings, ...warningsOf(input, { files, runs })],
  };
}

interface Change {
  readonly file: PlannedFile;
  readonly run: PlannedRun['kind'] | undefined;
}

function plannedFile(
  { path, text, content }: WorkspaceFile,
  { remote, places }: { readonly remote: ReadonlyMap<string, Uint8Array>; readonly places: Places },
): readonly Change[] {
  const deployment = deploymentOf(path, text, places);
  if (deployment === undefined) return [];
  const before = remote.get(deployment.path);
  if (before !== undefined && (isSame(before, content) || isSameAsRead(before, text))) return [];
  const { mode, run } = deployment;
  return [{ file: { path: deployment.path, mode, content, before }, run }];
}

/** Bytes that are no UTF-8 were lost when the file was read: where the host's read the same, there is nothing to change. */
function isSameAsRead(before: Uint8Array, text: string): boolean {
  return text.includes('\uFFFD') && new TextDecoder().decode(before) === text;
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}

/** netplan runs once; a removed sysctl or nft file has nothing to load. */
function runsOf(changes: readonly Change[]): readonly PlannedRun[] {
  const kinds = new Set<string>();
  return changes.flatMap(({ file, run }): readonly PlannedRun[] => {
    if (run === undefined || (file.content === undefined && run !== 'netplan')) return [];
    if (run === 'netplan' && kinds.has(run)) return [];
    kinds.add(run);
    return [{ kind: run, path: run === 'netplan' ? '/etc/netplan' : file.path }];
  });
}

function runOfRemoved(path: string): PlannedRun['kind'] | undefined {
  return deploymentOf(path, '')?.run;
}

/** A file of lines for `ip -batch` is loaded by ip itself. */
function scriptRun(path: string): PlannedRun {
  return { kind: path.endsWith('.ipbatch') ? 'batch' : 'script', path };
}

function warningsOf(
  { facts, plannedAddresses, bonds }: PlanInput,
  { files, runs }: Pick<ChangePlan, 'files' | 'runs'>,
): readonly PlanWarning[] {
  if (files.length === 0 && runs.length === 0) return [];
  const usesNetplan = runs.some(({ kind }) => kind === 'netplan');
  return [
    ...(facts.isRoot ? [] : [notRoot]),
    ...(facts.armed.length === 0 ? [] : [armedAlready(facts.armed)]),
    ...(facts.systemd === undefined ? [noSystemd] : []),
    ...connectionWarning(facts, plannedAddresses),
    ...(usesNetplan && bonds.length > 0 ? [bondsAnew(bonds)] : []),
  ];
}

const notRoot: PlanWarning = {
  kind: 'not-root',
  severity: 'error',
  text: 'the connection has no root rights: log in as root, or let the user run sudo without a password',
};

const noSystemd: PlanWarning = {
  kind: 'no-systemd',
  severity: 'warning',
  text: 'systemd does not run there: a process of its own waits for the deadline, and nothing rolls back after a reboot',
};

function armedAlready(ids: readonly string[]): PlanWarning {
  return {
    kind: 'armed',
    severity: 'error',
    text: `another change waits for its confirmation: ${ids.join(', ')}`,
  };
}

function bondsAnew(bonds: readonly string[]): PlanWarning {
  return {
    kind: 'bond-anew',
    severity: 'warning',
    text: `made anew, because networkd does not change parameters of a bond that exists: ${bonds.join(', ')}; what goes over it pauses`,
  };
}
