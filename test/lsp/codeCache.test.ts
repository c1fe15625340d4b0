/** Where compiled code may be kept, and whose code is run. */
import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { cacheFolder, readCache, writeCache } from '../../server/src/lsp/codeCache.ts';

describe('the folder', () => {
  test.each([
    [{ XDG_CACHE_HOME: '/var/cache/one' }, '/users/me', '/var/cache/one/routelens'],
    [{}, '/users/me', '/users/me/.cache/routelens'],
    [{ XDG_CACHE_HOME: '' }, '/users/me', '/users/me/.cache/routelens'],
    [{ XDG_CACHE_HOME: 'cache', LOCALAPPDATA: './x' }, '/users/me', '/users/me/.cache/routelens'],
    [{ XDG_CACHE_HOME: '' }, '', undefined],
    [{ XDG_CACHE_HOME: '.' }, 'home', undefined],
  ])('%j with the home `%s`', (environment, home, folder) => {
    expect(cacheFolder(environment, home)).toBe(folder);
  });
});

describe.skipIf(process.platform === 'win32')('whose code is run', () => {
  let parent = '';
  let folder = '';
  let cache = '';

  beforeEach(() => {
    parent = mkdtempSync(join(tmpdir(), 'routelens-'));
    folder = join(parent, 'routelens');
    cache = join(folder, 'x.code');
  });

  afterEach(() => rmSync(parent, { recursive: true }));

  const code = Buffer.from('code');

  test('what the user has kept', () => {
    writeCache(cache, code);
    expect(readCache(cache)).toEqual(code);
  });

  test.each([
    ['a file that the group can write', () => chmodSync(cache, 0o620)],
    ['a file that all can write', () => chmodSync(cache, 0o602)],
    ['a folder that the group can write', () => chmodSync(folder, 0o770)],
    ['a folder that all can write', () => chmodSync(folder, 0o703)],
  ])('not %s', (_what, loosen) => {
    writeCache(cache, code);
    loosen();
    expect(readCache(cache)).toBeUndefined();
  });

  test.runIf(process.geteuid?.() === 0)('not what belongs to another user', () => {
    writeCache(cache, code);
    chownSync(cache, 65_534, 65_534);
    expect(readCache(cache)).toBeUndefined();
    chownSync(cache, 0, 0);
    expect(readCache(cache)).toEqual(code);
    chownSync(folder, 65_534, 65_534);
    expect(readCache(cache)).toBeUndefined();
  });

  test('not through a link', () => {
    writeCache(cache, code);
    const linked = join(folder, 'linked.code');
    symlinkSync(cache, linked);
    expect(readCache(linked)).toBeUndefined();
    symlinkSync(folder, join(parent, 'other'));
    expect(readCache(join(parent, 'other', 'x.code'))).toBeUndefined();
  });

  test('nothing is written where others can write', () => {
    mkdirSync(folder);
    chmodSync(folder, 0o777);
    writeCache(cache, code);
    chmodSync(folder, 0o700);
    expect(readCache(cache)).toBeUndefined();
    writeFileSync(cache, code, { mode: 0o600 });
    expect(readCache(cache)).toEqual(code);
  });
});
