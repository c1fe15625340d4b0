/**
 * From the paths of the command line to hosts: which files are read, and of which ones findings are shown.
 * A path inside a host is read with the whole host around it, because the other half of a mistake is usually in another file;
 * shown is only what lies in the path.
 */
import type { SourceFile } from '../base/sourceFile.ts';
import {
  fileMode,
  isFolder,
  isTooLarge,
  readCandidate,
  readText,
  walkCandidates,
} from '../workspace/disk.ts';
import { withSourced } from '../workspace/sourcedFiles.ts';
import { pathInHost } from '../workspace/hostPath.ts';
import { hostRootOf, type HostRoot } from '../workspace/hostRoot.ts';
import { absolutePath } from './terminal.ts';

/** Far more than any collection of hosts has; a bound against links in circles and whole disks. */
const maxEntries = 500_000;
/**
 * Around a file that somebody names, less is looked at: a folder `etc` in a home makes all of the home a host.
 * The well-known folders of a root tree come first.
 */
const maxEntriesAround = 20_000;
/** A file that somebody names is read even if a walk would leave it out. */
const maxNamedBytes = 100 * 1024 * 1024;

export interface HostInput {
  readonly root: HostRoot;
  readonly files: readonly SourceFile[];
  /** Ids of the files whose findings are shown. */
  readonly shown: ReadonlySet<string>;
  /** Of what lies in the paths, the files that are too large to be read, below the root. */
  readonly tooLarge: readonly string[];
}

export interface Inputs {
  readonly hosts: readonly HostInput[];
  /** Paths that cannot be read, one sentence each. */
  readonly unreadable: readonly string[];
}

/** A file that is not on the disk: standard input under a name. */
export interface GivenFile {
  readonly path: string;
  readonly text: string;
}

/** Finds and reads the hosts of the paths. Paths are taken from `directory`. */
export function readInputs(paths: readonly string[], directory: string, given?: GivenFile): Inputs {
  const disk = createDisk(paths.map((path) => absolutePath(directory, path)));
  const wanted = new Map<string, SourceText>();
  const unreadable: string[] = [];
  const tooLarge: string[] = [];
  for (const path of paths) {
    const at = absolutePath(directory, path);
    if (isFolder(at)) {
      for (const file of disk.below(at)) wanted.set(file.path, file);
      tooLarge.push(...disk.tooLargeBelow(at));
    } else {
      const text = readText(at, maxNamedBytes);
      if (text === undefined)
        unreadable.push(`cannot read ${path}: no such file, or larger than 100 MB`);
      else wanted.set(at, { path: at, text });
    }
  }
  if (given !== undefined) {
    const path = absolutePath(directory, given.path);
    wanted.set(path, { path, text: given.text });
  }
  return { hosts: groupByHost(disk, wanted, tooLarge), unreadable };
}

interface SourceText {
  readonly path: string;
  readonly text: string;
}

interface Disk {
  readonly rootOf: (path: string) => HostRoot;
  readonly below: (folder: string) => readonly SourceText[];
  /** What lies around a file of the host: a whole tree, or the folder of the file alone. */
  readonly around: (root: HostRoot) => readonly SourceText[];
  readonly tooLargeBelow: (folder: string) => readonly string[];
}

function groupByHost(
  disk: Disk,
  wanted: ReadonlyMap<string, SourceText>,
  tooLarge: readonly string[],
): readonly HostInput[] {
  const roots = new Map<string, { root: HostRoot; shown: Set<string> }>();
  for (const path of wanted.keys()) {
    const root = disk.rootOf(path);
    const entry = roots.get(root.root) ?? { root, shown: new Set() };
    entry.shown.add(path);
    roots.set(root.root, entry);
  }
  return [...roots.values()].map(({ root, shown }) => {
    const around = disk.around(root).filter(({ path }) => disk.rootOf(path).root === root.root);
    const texts = new Map(around.map((file): [string, SourceText] => [file.path, file]));
    for (const path of shown) {
      const file = wanted.get(path);
      if (file !== undefined) texts.set(path, file);
    }
    const files = withSourced([...texts.values()], root);
    return {
      root,
      shown,
      files: files.map((file) => toSourceFile(file, root)),
      tooLarge: tooLarge
        .filter((path) => disk.rootOf(path).root === root.root && !texts.has(path))
        .map((path) => pathInHost(root, path)),
    };
  });
}

function createDisk(folders: readonly string[]): Disk {
  const walkMemory = new Map<string, { value: readonly string[] }>();
  const folderMemory = new Map<string, { value: boolean }>();
  const fileMemory = new Map<string, { value: SourceText | undefined }>();
  const hasFolder = (path: string): boolean => recall(folderMemory, path, isFolder);
  const read = (path: string): SourceText | undefined => recall(fileMemory, path, readCandidate);
  const list = (paths: readonly string[]): readonly SourceText[] =>
    paths.flatMap((path) => read(path) ?? []);
  const candidatesBelow = (folder: string): readonly string[] =>
    recall(walkMemory, folder, () =>
      walkCandidates(folder, { maxEntries, isDeep: true, host: rootOf(fileIn(folder)) }),
    );
  const rootOf = (path: string): HostRoot =>
    hostRootOf(path, { hasFolder, workspaceFolders: folders });
  return {
    rootOf,
    below: (folder) => list(candidatesBelow(folder)),
    around: (host) =>
      list(
        walkCandidates(host.root, {
          maxEntries: maxEntriesAround,
          isDeep: host.isTree || folders.includes(host.root),
          host,
        }),
      ),
    tooLargeBelow: (folder) => candidatesBelow(folder).filter(isTooLarge),
  };
}

/** Some file of the folder: a host is found from its files. */
function fileIn(folder: string): string {
  return folder.endsWith('/') ? `${folder}.` : `${folder}/.`;
}

/** Remembers what was made, `undefined` included. */
function recall<V>(
  memory: Map<string, { readonly value: V }>,
  key: string,
  make: (key: string) => V,
): V {
  const known = memory.get(key);
  if (known !== undefined) return known.value;
  const value = make(key);
  memory.set(key, { value });
  return value;
}

function toSourceFile({ path, text }: SourceText, root: HostRoot): SourceFile {
  const file = { id: path, path: pathInHost(root, path), text, version: 0 };
  // Only the files of this machine have their own mode: a copy has that of whoever made it.
  const mode = root.root === '/' ? fileMode(path) : undefined;
  return mode === undefined ? file : { ...file, mode };
}
