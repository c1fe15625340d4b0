import { existsSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';

/** Where systems and programs for tests are kept for the next run. */
export function cacheFolder(): string {
  const cache = process.env['XDG_CACHE_HOME'] ?? path.join(homedir(), '.cache');
  return path.join(cache, 'routelens');
}

/** Where a run builds a system: not where another run, at the same time, builds the same one. */
export function buildFolderOf(folder: string): string {
  const partial = `${folder}.${process.pid}.partial`;
  rmSync(partial, { recursive: true, force: true });
  return partial;
}

/** Puts a system that is whole where runs look for it. The first one stays: others may be at work in it. */
export function keepSystem(partial: string, folder: string): void {
  if (existsSync(folder)) rmSync(partial, { recursive: true });
  else renameSync(partial, folder);
}
