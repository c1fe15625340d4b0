/**
 * A program of a Debian package, unpacked beside the system instead of installed: ifupdown, for one, would take over the network of
 * the machine. Kept in the user's cache for the next run.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildFolderOf, cacheFolder, keepSystem } from './keepSystem.ts';

/** The file of a package, or why it cannot be had: begins `this machine cannot`, as the reason of a skipped test has to. */
export type PackagedFile =
  | { readonly kind: 'ready'; readonly path: string }
  | { readonly kind: 'missing'; readonly reason: string };

/** @param file the path in the package, without the leading slash: `sbin/ifup`. */
export function fileOfPackage(name: string, file: string): PackagedFile {
  const folder = path.join(cacheFolder(), 'packages', name);
  try {
    if (!existsSync(folder)) unpack(name, folder);
  } catch (error) {
    const said = String(error).slice(0, 200);
    return { kind: 'missing', reason: `this machine cannot fetch Debian's ${name}: ${said}` };
  }
  const found = path.join(folder, file);
  if (!existsSync(found)) throw new Error(`Debian's ${name} has no file ${file}`);
  return { kind: 'ready', path: found };
}

function unpack(name: string, folder: string): void {
  mkdirSync(path.dirname(folder), { recursive: true });
  const downloads = mkdtempSync(path.join(tmpdir(), 'routelens-package-'));
  try {
    download(name, downloads);
    const archive = readdirSync(downloads).find((entry) => entry.endsWith('.deb')) ?? '';
    const partial = buildFolderOf(folder);
    execFileSync('dpkg-deb', ['-x', path.join(downloads, archive), partial], { stdio: 'pipe' });
    keepSystem(partial, folder);
  } finally {
    rmSync(downloads, { recursive: true });
  }
}

/** A fresh machine has no lists of packages: they are fetched once, by root only. */
function download(name: string, downloads: string): void {
  const get = (): void => {
    execFileSync('apt-get', ['download', '-qq', name], { cwd: downloads, stdio: 'pipe' });
  };
  try {
    get();
  } catch (error) {
    if (process.getuid?.() !== 0) throw error;
    execFileSync('apt-get', ['update', '-qq'], { stdio: 'pipe' });
    get();
  }
}
