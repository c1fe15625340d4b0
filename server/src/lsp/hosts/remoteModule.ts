/** The part that talks to hosts is a bundle of its own beside the server, loaded with the first request about a host. */
import { join } from 'node:path';
import type * as remote from '../../remote/index.ts';

export type Remote = typeof remote;

export function loadRemote(): Remote {
  const loaded: unknown = require(join(__dirname, 'remote.js'));
  if (!isRemote(loaded)) throw new Error('dist/remote.js is not of this version');
  return loaded;
}

function isRemote(loaded: unknown): loaded is Remote {
  return typeof loaded === 'object' && loaded !== null && 'createGuard' in loaded;
}
