/**
 * What the disk holds of a host, remembered until the client or the editor says that something changed.
 * The language server looks at few entries, because it does so while somebody waits.
 */
import {
  readCandidate,
  isFolder,
  isTooLarge,
  walkCandidates,
  type DiskFile,
} from '../workspace/disk.ts';
import { pathInHost } from '../workspace/hostPath.ts';
import { hostRootOf, type HostRoot } from '../workspace/hostRoot.ts';
import { withSourced } from '../workspace/sourcedFiles.ts';

/** Directory entries that are looked at below one folder. */
const maxEntries = 2000;

export interface DiskFiles {
  /** The host of a path on the disk. */
  readonly rootOf: (path: string, workspaceFolders: readonly string[]) => HostRoot;
  /** The files of one host: those whose own root is this one. */
  readonly filesOf: (root: HostRoot, workspaceFolders: readonly string[]) => readonly DiskFile[];
  /** Paths in the host of files that may belong to it and are too large to be read. */
  readonly tooLarge: (root: HostRoot, workspaceFolders: readonly string[]) => readonly string[];
  /** The roots of all hosts below a folder. */
  readonly rootsBelow: (folder: string, workspaceFolders: readonly string[]) => readonly HostRoot[];
  readonly forget: () => void;
}

export function createDiskFiles(): DiskFiles {
  const folders = new Map<string, boolean>();
  const walks = new Map<string, readonly string[]>();
  const hosts = new Map<string, readonly DiskFile[]>();
  const rootOf: DiskFiles['rootOf'] = (path, workspaceFolders) =>
    hostRootOf(path, {
      hasFolder: (folder) => recall(folders, folder, isFolder),
      workspaceFolders,
    });
  const walk = (folder: string, host: HostRoot, isDeep: boolean): readonly string[] =>
    recall(walks, folder, (at) => walkCandidates(at, { maxEntries, isDeep, host }));
  const candidates = (host: HostRoot, workspaceFolders: readonly string[]): readonly string[] =>
    walk(host.root, host, host.isTree || workspaceFolders.includes(host.root)).filter(
      (path) => rootOf(path, workspaceFolders).root === host.root,
    );
  return {
    rootOf,
    filesOf: (host, workspaceFolders) =>
      recall(hosts, host.root, () =>
        withSourced(
          candidates(host, workspaceFolders).flatMap((path) => readCandidate(path) ?? []),
          host,
        ),
      ),
    tooLarge: (host, workspaceFolders) =>
      candidates(host, workspaceFolders)
        .filter(isTooLarge)
        .map((path) => pathInHost(host, path)),
    rootsBelow: (folder, workspaceFolders) => {
      const host = rootOf(`${folder}/.`, workspaceFolders);
      const roots = walk(folder, host, true).map((path) => rootOf(path, workspaceFolders));
      return [...new Map(roots.map((root) => [root.root, root])).values()];
    },
    forget: () => {
      folders.clear();
      walks.clear();
      hosts.clear();
    },
  };
}

function recall<V>(memory: Map<string, V>, key: string, make: (key: string) => V): V {
  const known = memory.get(key);
  if (known !== undefined) return known;
  const made = make(key);
  memory.set(key, made);
  return made;
}
