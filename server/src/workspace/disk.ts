/**
 * Reads the files of hosts from a disk, bounded: a folder too large is read in part, a file too large or binary not at all.
 * The order of the walk is fixed, and folders that hold configuration come first, so that a bound cuts off the least.
 */
import {
  closeSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  statSync,
  type Dirent,
} from 'node:fs';
import { isCandidatePath, isForeignFolder, isKnownWithoutShebang } from './candidates.ts';
import { pathInHost } from './hostPath.ts';
import { pathBelow, type HostRoot } from './hostRoot.ts';

/** Larger files are not configuration that a person wrote. */
const maxFileBytes = 5 * 1024 * 1024;

export interface DiskFile {
  /** Absolute, with slashes. */
  readonly path: string;
  readonly text: string;
}

/** Where the configuration of a Linux machine is, below its root. */
const wellKnownFolders = [
  'etc/netplan',
  'etc/sysctl.d',
  'etc/iproute2',
  'etc/iptables',
  'etc/network',
  'etc/networkd-dispatcher',
  'etc/systemd/network',
  'etc/systemd/system',
  'etc/wireguard',
  'etc/cron.d',
  'usr/local/sbin',
  'usr/local/bin',
  'usr/local/lib',
  'usr/lib/sysctl.d',
  'etc',
  'lib/netplan',
  'run/netplan',
  'opt',
  'root',
];

export interface WalkOptions {
  /** At most so many directory entries are looked at. */
  readonly maxEntries: number;
  /** False: only the files of the folder itself. */
  readonly isDeep: boolean;
  /** The host that the folder lies in: a path tells its kind only as a path below the host's root. */
  readonly host: HostRoot;
}

/** Paths below `root` that may belong to a host. */
export function walkCandidates(
  root: string,
  { maxEntries, isDeep, host }: WalkOptions,
): readonly string[] {
  const judge = judgeOf(root, host);
  const queue = isDeep ? deepStart(root) : [root];
  const seen = new Set<string>();
  const found: string[] = [];
  let nEntries = 0;
  for (const folder of queue) {
    if (seen.has(folder)) continue;
    seen.add(folder);
    for (const entry of listFolder(folder)) {
      if (++nEntries > maxEntries) return found;
      const path = joinPath(folder, entry.name);
      if (entry.isDirectory()) {
        if (isDeep && !judge.isForeign(path)) queue.push(path);
      } else if ((entry.isFile() || entry.isSymbolicLink()) && judge.isCandidate(path)) {
        found.push(path);
      }
    }
  }
  return found;
}

interface Judge {
  readonly isForeign: (path: string) => boolean;
  readonly isCandidate: (path: string) => boolean;
}

/**
 * `check etc/sysctl.d` and a lone copy named `sysctl.d` mean the same files as `check .`, so both the path in the host counts
 * and the path below the folder. A folder of packages that somebody names is walked as if it were a host.
 */
function judgeOf(root: string, host: HostRoot): Judge {
  const isNamedForeign = host.root !== root && isForeignFolder(pathInHost(host, root));
  const base = host.isTree && !isNamedForeign ? host.root : root;
  return {
    isForeign: (path) => isForeignFolder(pathBelow(base, path)),
    isCandidate: (path) =>
      isCandidatePath(pathBelow(root, path)) || isCandidatePath(pathInHost(host, path)),
  };
}

function deepStart(root: string): string[] {
  const first = wellKnownFolders.map((folder) => joinPath(root, folder));
  return root === '/' ? first : [...first, root];
}

/** A file that a walk has found, or undefined where it turns out to be no text of ours. */
export function readCandidate(path: string): DiskFile | undefined {
  if (!isOurs(path)) return undefined;
  const text = readText(path);
  return text === undefined ? undefined : { path, text };
}

/** A file without an ending is ours only if it says so itself. */
function isOurs(path: string): boolean {
  return /\.[^/]*$/.test(path) || isKnownWithoutShebang(path) || beginsAsScript(path);
}

/** The text of a file, or undefined if it cannot be read, is too large, or is binary. */
export function readText(path: string, maxBytes = maxFileBytes): string | undefined {
  try {
    const stat = statSync(path);
    if (!stat.isFile() || stat.size > maxBytes) return undefined;
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

/** True for a file that `readCandidate` leaves out although it may belong to a host. */
export function isTooLarge(path: string): boolean {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat?.isFile() === true && stat.size > maxFileBytes && isOurs(path);
}

/** The permission bits of a file, or undefined if there is none. */
export function fileMode(path: string): number | undefined {
  const mode = statSync(path, { throwIfNoEntry: false })?.mode;
  return mode === undefined ? undefined : mode & 0o7777;
}

/** True if the folder exists. */
export function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** A script without an ending names its interpreter in the first two bytes. */
function beginsAsScript(path: string): boolean {
  try {
    const file = openSync(path, 'r');
    try {
      const head = Buffer.alloc(2);
      return readSync(file, head, 0, 2, 0) === 2 && head.toString('latin1') === '#!';
    } finally {
      closeSync(file);
    }
  } catch {
    return false;
  }
}

export function listFolder(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).toSorted((a, b) =>
      a.name < b.name ? -1 : 1,
    );
  } catch {
    return [];
  }
}

function joinPath(folder: string, name: string): string {
  return folder.endsWith('/') ? folder + name : `${folder}/${name}`;
}
