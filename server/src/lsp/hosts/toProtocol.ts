/** What is known of a host as the messages of the protocol. */
import { runText } from '../../plan/runText.ts';
import { routeText } from '../../plan/routeText.ts';
import type { ChangePlan, HostFacts, PlannedFile } from '../../plan/types.ts';
import type { HistoryEntry } from '../../remote/guard.ts';
import { text } from '../../remote/utf8.ts';
import type { HostChange, HostFile, HostPlanResult, HostSummary } from '../../protocol.ts';

const noNames: ReadonlyMap<string, number> = new Map();

export function toSummary(facts: HostFacts): HostSummary {
  const { name, release, kernel, netplan, systemd, iproute2, isRoot, armed } = facts;
  return {
    name,
    release,
    kernel,
    netplan: netplan ?? null,
    systemd: systemd ?? null,
    iproute2: iproute2 ?? null,
    isRoot,
    armed,
    links: facts.links.map((link) => ({
      name: link.name,
      isUp: link.isUp,
      setup: link.setup ?? null,
      addresses: facts.addresses
        .filter((address) => address.link === link.name)
        .map(({ address, length }) => `${address}/${length}`),
    })),
    routes: facts.routes
      .filter(({ protocol, table }) => protocol !== 'kernel' && table !== 'local')
      .map((route) => routeText(route, noNames)),
    rules: facts.rules
      .filter(({ protocol }) => protocol !== 'kernel')
      .map((rule) => `${rule.priority}: ${rule.text}`),
  };
}

/** `uriOf`: the file of the workspace that goes to a path. */
export function toFiles(
  files: readonly PlannedFile[],
  uriOf: (path: string) => string | undefined,
): readonly HostFile[] {
  return files.map(({ path, content, before }) => ({
    path,
    change: content === undefined ? 'remove' : before === undefined ? 'create' : 'change',
    before: before === undefined ? null : text(before),
    after: content === undefined ? null : text(content),
    uri: uriOf(path) ?? null,
  }));
}

export function toPlanParts({
  runs,
  bonds,
  warnings,
}: ChangePlan): Pick<HostPlanResult, 'runs' | 'bonds' | 'warnings'> {
  return {
    runs: runs.map(runText),
    bonds,
    warnings: warnings.map((warning) => ({
      severity: warning.severity,
      text: warning.text,
      details: warning.details ?? [],
    })),
  };
}

/** The newest first: ids begin with the time. */
export function toHistory(entries: readonly HistoryEntry[]): readonly HostChange[] {
  return entries
    .map(({ id, state, keptAt }) => ({ id, state, keptAt: keptAt ?? null }))
    .toSorted((a, b) => (a.id < b.id ? 1 : -1));
}
