/**
 * Files that scripts of a host source, and those of `EnvironmentFile=` of its units: a file of variables (`/etc/default/uplinks`) tells by nothing but that that it belongs to the host.
 * Bounded, and never outside of the root of the host.
 */
import { mentionedSources } from '../host/sourcing.ts';
import { fileNamePattern, mentionedEnvironmentFiles } from '../host/unitFiles.ts';
import { listFolder, readText, type DiskFile } from './disk.ts';
import { pathInHost } from './hostPath.ts';
import type { HostRoot } from './hostRoot.ts';

/** Files that are added to a host at most, and the size of each. */
const maxAdded = 64;
const maxBytes = 256 * 1024;

/** The files with those that they source, directly or through others. */
export function withSourced(files: readonly DiskFile[], host: HostRoot): readonly DiskFile[] {
  const all = [...files];
  const seen = new Set(files.map((file) => file.path));
  // The list grows while it is walked.
  for (const { path, text } of all) {
    if (all.length >= files.length + maxAdded) break;
    for (const found of mentionedOnDisk(text, path, host)) {
      if (seen.has(found)) continue;
      seen.add(found);
      const read = readText(found, maxBytes);
      if (read !== undefined && !read.includes('\0')) all.push({ path: found, text: read });
    }
  }
  return all;
}

/** Paths on the disk that a text names, as far as they are below the root; a pattern stands for the files that it fits. */
function mentionedOnDisk(text: string, path: string, host: HostRoot): readonly string[] {
  const own = pathInHost(host, path);
  const plain = [...mentionedSources(text, own), ...mentionedEnvironmentFiles(text, own)];
  return plain.flatMap((mentioned) => {
    const found = pathOnDisk(host, mentioned);
    if (found === undefined) return [];
    if (!/[*?[]/.test(mentioned)) return [found];
    const pattern = fileNamePattern(found);
    const folder = found.slice(0, found.lastIndexOf('/'));
    return pattern === undefined
      ? []
      : listFolder(folder)
          .map(({ name }) => `${folder}/${name}`)
          .filter((file) => pattern.test(file));
  });
}

/** Where a path of the host lies on the disk; undefined where that is outside of the root. */
function pathOnDisk({ root, isTree }: HostRoot, path: string): string | undefined {
  const base = isTree ? root : root.slice(0, Math.max(0, root.lastIndexOf('/')));
  const found = base === '' && !root.startsWith('/') ? path : `${base.replace(/\/$/, '')}/${path}`;
  const inside = root === '' || root === '/' || found.startsWith(`${root}/`);
  return inside ? found : undefined;
}
