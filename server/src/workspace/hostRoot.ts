/**
 * To which host a file belongs: the nearest folder above it that holds `etc/` or `netplan/`, else the workspace folder,
 * else the file's own folder.
 * Invariant: all files of one root tree have one root, so `etc/` itself is never a root for holding `netplan/`.
 */

export interface Surroundings {
  /** True if the folder exists. */
  readonly hasFolder: (path: string) => boolean;
  readonly workspaceFolders: readonly string[];
}

export interface HostRoot {
  /** Without a trailing slash, except for `/` itself; empty for the folder that relative paths start from. */
  readonly root: string;
  /** True if the root looks like a root tree, so that "set nowhere" means something. */
  readonly isTree: boolean;
}

/** The root of the host of a file. Paths and URIs with slashes both do, as long as all are of one kind. */
export function hostRootOf(path: string, surroundings: Surroundings): HostRoot {
  const folders = foldersAbove(path);
  const tree = folders.find((folder) => isTreeRoot(folder, path, surroundings));
  if (tree !== undefined) return { root: tree, isTree: true };
  const workspace = surroundings.workspaceFolders
    .map((folder) => trimSlash(folder))
    .filter((folder) => folders.includes(folder));
  const nearest = workspace.toSorted((a, b) => b.length - a.length)[0];
  return { root: nearest ?? folders[0] ?? '', isTree: false };
}

/** The path below a root, as `SourceFile.path` wants it. */
export function pathBelow(root: string, path: string): string {
  if (root === '') return path;
  const prefix = root.endsWith('/') ? root : `${root}/`;
  return path.startsWith(prefix) ? path.slice(prefix.length) : path;
}

function isTreeRoot(folder: string, path: string, { hasFolder }: Surroundings): boolean {
  const name = folder.slice(folder.lastIndexOf('/') + 1);
  // `etc` holds `netplan`, and `usr/local` often holds an `etc`: both are inside of a tree.
  if (name === 'etc' || name === 'usr' || folder.endsWith('usr/local')) return false;
  // Every file of a Linux machine is below `/`, but only these are configuration of that machine.
  if (isDiskRoot(folder) && !/^(?:etc|usr|opt)\//.test(pathBelow(folder, path))) return false;
  return hasFolder(join(folder, 'etc')) || hasFolder(join(folder, 'netplan'));
}

function isDiskRoot(folder: string): boolean {
  return folder === '/' || /^[a-z][a-z0-9+.-]*:\/\/[^/]*\/?$/i.test(folder);
}

/** All folders above a path, the nearest first. */
function foldersAbove(path: string): readonly string[] {
  const folders: string[] = [];
  const start = /^[a-z][a-z0-9+.-]*:\/\/[^/]*/i.exec(path)?.[0].length ?? 0;
  for (let slash = path.lastIndexOf('/'); slash > start; slash = path.lastIndexOf('/', slash - 1))
    folders.push(path.slice(0, slash));
  folders.push(path.startsWith('/', start) ? path.slice(0, start + 1) : '');
  return folders;
}

function join(folder: string, name: string): string {
  return folder === '' || folder.endsWith('/') ? folder + name : `${folder}/${name}`;
}

function trimSlash(folder: string): string {
  return folder.length > 1 && folder.endsWith('/') && !isDiskRoot(folder)
    ? folder.slice(0, -1)
    : folder;
}
