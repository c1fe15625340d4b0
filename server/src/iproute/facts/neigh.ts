/** What an `ip neigh` command says. */
import { commonOf, type Cursor } from '../cursor.ts';
import type { IpNeighCommand } from '../types.ts';
import { addressAfter, isThere, numberOrName, textAfter } from './values.ts';

const verbs: Readonly<Record<string, IpNeighCommand['verb']>> = {
  add: 'add',
  change: 'change',
  replace: 'replace',
  delete: 'del',
  get: 'get',
  show: 'show',
  flush: 'flush',
};

/** The facts of what was read after `ip neigh`. */
export function neighFacts(cursor: Cursor, word: string | undefined): IpNeighCommand {
  const { taken } = cursor;
  return {
    object: 'neigh',
    verb: verbs[word ?? ''] ?? 'other',
    address: addressAfter(taken, 'address', 'proxy'),
    dev: textAfter(taken, 'dev'),
    linkAddress: textAfter(taken, 'lladdr'),
    state: textAfter(taken, 'nud'),
    proxy: isThere(taken, 'proxy'),
    protocol: numberOrName(taken, 'protocol'),
    ...commonOf(cursor),
  };
}
