/**
 * The program `dist/server.js`: runs `dist/serverMain.js` from compiled code that an earlier start has kept.
 * Compiling is a third of the time to the first diagnostics, and Node 20 has no cache of its own for it.
 * Invariant: whatever is wrong with the cache, the server starts; a changed program never meets the code of another one,
 * because the name of the cache holds place, size and time of the program, and V8 refuses the code of another version.
 */
import { readFileSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { Script } from 'node:vm';
import { cacheFolder, readCache, writeCache } from './codeCache.ts';

const program = join(__dirname, 'serverMain.js');
/** Late enough not to stand in the way of the first answers, which also compile what is worth keeping. */
const keepAfterMs = 1000;

/**
 * How much the memory may grow between two full collections, in percent. V8 takes up to 300, and then an edit of a large file
 * leaves more garbage than the file needs itself.
 */
const heapGrowth = 20;

start();

function start(): void {
  setFlagsFromString(`--heap-growing-percent=${heapGrowth}`);
  const cache = cachePath();
  const kept = cache === undefined ? undefined : readCache(cache);
  const source = `(function (exports, require, module, __filename, __dirname) {${readFileSync(program, 'utf8')}\n})`;
  const script = new Script(source, {
    filename: program,
    ...(kept === undefined ? {} : { cachedData: kept }),
  });
  const run: unknown = script.runInThisContext();
  if (typeof run !== 'function') return;
  Reflect.apply(run, undefined, [{}, require, { exports: {} }, program, __dirname]);
  if (cache !== undefined && (kept === undefined || script.cachedDataRejected === true))
    setTimeout(() => keep(script, cache), keepAfterMs).unref();
}

/** In the cache folder of the user, whom alone it belongs to: code from a shared folder must not be run. */
function cachePath(): string | undefined {
  const folder = cacheFolder(process.env, home());
  if (folder === undefined) return undefined;
  const { size, mtimeMs } = statSync(program);
  const name = [hash(program), size, Math.trunc(mtimeMs), process.versions.v8, process.arch].join(
    '-',
  );
  return join(folder, `${name}.code`);
}

/** Empty for a user without a home. */
function home(): string {
  try {
    return homedir();
  } catch {
    return '';
  }
}

function keep(script: Script, cache: string): void {
  try {
    writeCache(cache, script.createCachedData());
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
