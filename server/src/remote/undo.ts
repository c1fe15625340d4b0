/** The plan that takes a kept change back: the files as they were before it, if nobody changed them since. */
import { deploymentOf, inRunOrder } from '../plan/deployment.ts';
import type { ChangePlan, PlannedFile, PlannedRun } from '../plan/types.ts';
import { GuardFailure } from './failure.ts';
import type { Guard } from './guard.ts';
import { readTar } from './tar.ts';
import { text } from './utf8.ts';

/** Throws a `GuardFailure` where there is no such change, or where it is not the last word about its files. */
export async function undoPlan(guard: Guard, id: string, host: string): Promise<ChangePlan> {
  const kept = (await guard.history()).find((entry) => entry.id === id);
  if (kept?.state !== 'kept') throw new GuardFailure('refused', `no change ${id} was kept there`);
  const entries = new Map(
    readTar(await guard.backup(id)).map(({ name, content }) => [
      name.replace(/^(?:\.\/)?payload\//, ''),
      content,
    ]),
  );
  const files = numbered(entries, 'files').map((folder): PlannedFile => ({
    path: text(entries.get(`${folder}/path`)),
    mode: text(entries.get(`${folder}/mode`)),
    content: entries.get(`${folder}/backup`),
    before: entries.get(`${folder}/content`),
  }));
  const runs = numbered(entries, 'run').map((folder) => ({
    kind: text(entries.get(`${folder}/kind`)),
    path: text(entries.get(`${folder}/path`)),
  }));
  const bonds = text(entries.get('bonds'))
    .split('\n')
    .filter((name) => name !== '');
  return { host, files, runs: runsFor(files, runs), bonds, warnings: [] };
}

/** `files/0`, `files/1`, …, as far as there are any. */
function numbered(entries: ReadonlyMap<string, unknown>, kind: string): readonly string[] {
  const folders: string[] = [];
  while (entries.has(`${kind}/${folders.length}/path`)) folders.push(`${kind}/${folders.length}`);
  return folders;
}

/** The same things run again, except for what reads a file that will be gone. */
function runsFor(
  files: readonly PlannedFile[],
  runs: readonly { readonly kind: string; readonly path: string }[],
): readonly PlannedRun[] {
  const gone = new Set(
    files.filter(({ content }) => content === undefined).map(({ path }) => path),
  );
  const again = runs.flatMap(({ kind, path }): readonly PlannedRun[] =>
    isKind(kind) && !gone.has(path) ? [{ kind, path }] : [],
  );
  const needsNetplan = files.some(({ path }) => deploymentOf(path, '')?.run === 'netplan');
  const hasNetplan = again.some(({ kind }) => kind === 'netplan');
  return inRunOrder([
    ...again,
    ...(needsNetplan && !hasNetplan ? [{ kind: 'netplan', path: '/etc/netplan' } as const] : []),
  ]);
}

function isKind(kind: string): kind is PlannedRun['kind'] {
  return ['netplan', 'sysctl', 'nft', 'batch', 'script'].includes(kind);
}
