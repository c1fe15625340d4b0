/**
 * The program `dist/server.js`: runs `dist/serverMain.js` from compiled code that an earlier start has kept.
 * Compiling is a third of the time to the first diagnostics, and Node 20 has no cache of its own for it.
 * Invariant: whatever is wrong with the cache, the server starts; a changed program never meets the code of another one,
 * because the name of the cache holds place, size and time of the program, and V8 refuses the code of another version.
 */
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { Script } from 'node:vm';

const program = join(__dirname, 'serverMain.js');
/** Late enough not to stand in the way of the first answers, which also compile what is worth keeping. */
const keepAfterMs = 1000;
/** Caches of other versions that stay. */
const maxCaches = 3;

start();

function start(): void {
  const cache = cachePath();
  const kept = readQuietly(cache);
  const source = `(function (exports, require, module, __filename, __dirname) {${readFileSync(program, 'utf8')}\n})`;
  const script = new Script(source, {
    filename: program,
    ...(kept === undefined ? {} : { cachedData: kept }),
  });
  const run: unknown = script.runInThisContext();
  if (typeof run !== 'function') return;
  Reflect.apply(run, undefined, [{}, require, { exports: {} }, program, __dirname]);
  if (kept === undefined || script.cachedDataRejected === true)
    setTimeout(() => keep(script, cache), keepAfterMs).unref();
}

/** In the cache folder of the user, whom alone it belongs to: code from a shared folder must not be run. */
function cachePath(): string {
  const folder =
    process.env['XDG_CACHE_HOME'] ?? process.env['LOCALAPPDATA'] ?? join(homedir(), '.cache');
  const { size, mtimeMs } = statSync(program);
  const name = [hash(program), size, Math.trunc(mtimeMs), process.versions.v8, process.arch].join(
    '-',
  );
  return join(folder, 'routelens', `${name}.code`);
}

function readQuietly(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}

function keep(script: Script, cache: string): void {
  try {
    const folder = dirname(cache);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const old = readdirSync(folder).filter((name) => name.endsWith('.code'));
    if (old.length >= maxCaches)
      for (const name of old) rmSync(join(folder, name), { force: true });
    // Another process may read meanwhile: it sees the old file or the whole new one.
    const draft = `${cache}.${process.pid}`;
    writeFileSync(draft, script.createCachedData(), { mode: 0o600 });
    renameSync(draft, cache);
  } catch {
    // Without a cache folder every start compiles anew; nothing else is lost.
  }
}

/** FNV-1a. */
function hash(text: string): string {
  let value = 0x811c_9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x0100_0193);
  return (value >>> 0).toString(16);
}
