/**
 * Where compiled code is kept between two starts, and who may have written it: whoever can write there runs code as the user.
 * Invariant: only an absolute folder is used (XDG Base Directory Specification: a relative path is invalid, an empty one unset),
 * and on POSIX only what belongs to the user and nobody else can write.
 */
import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
  type Stats,
} from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';

/** Caches of other versions that stay. */
const maxCaches = 3;

/** The folder for the caches of RouteLens, or undefined if the environment names none that can be used. */
export function cacheFolder(
  environment: Readonly<Record<string, string | undefined>>,
  home: string,
): string | undefined {
  const { XDG_CACHE_HOME: xdg, LOCALAPPDATA: local } = environment;
  const places = [xdg, local, home === '' ? '' : join(home, '.cache')];
  const folder = places.find((place) => place !== undefined && isAbsolute(place));
  return folder === undefined ? undefined : join(folder, 'routelens');
}

/** The cache, or undefined if there is none that the user alone can have written. */
export function readCache(path: string): Buffer | undefined {
  try {
    if (!isOwnFolder(dirname(path))) return undefined;
    // What is checked must be what is read, so both go by the open file, and never through a link.
    const file = openSync(path, constants.O_RDONLY | noFollow());
    try {
      const stats = fstatSync(file);
      return stats.isFile() && isOwn(stats) ? readFileSync(file) : undefined;
    } finally {
      closeSync(file);
    }
  } catch {
    return undefined;
  }
}

/** Keeps the code for the next start. Throws where it cannot. */
export function writeCache(path: string, code: Buffer): void {
  const folder = dirname(path);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (!isOwnFolder(folder)) return;
  const old = readdirSync(folder).filter((name) => name.endsWith('.code'));
  if (old.length >= maxCaches) for (const name of old) rmSync(join(folder, name), { force: true });
  // Another process may read meanwhile: it sees the old file or the whole new one.
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, code, { mode: 0o600, flag: 'wx' });
  renameSync(draft, path);
}

function isOwnFolder(folder: string): boolean {
  const stats = lstatSync(folder);
  return stats.isDirectory() && isOwn(stats);
}

/** Windows has neither owners nor modes here: the profile folder is the user's own. */
function isOwn({ uid, mode }: Stats): boolean {
  const user = process.geteuid?.();
  return user === undefined || (uid === user && (mode & 0o022) === 0);
}

/** Windows does not know the flag. */
function noFollow(): number {
  return process.platform === 'win32' ? 0 : constants.O_NOFOLLOW;
}
