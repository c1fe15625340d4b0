/** Names that a reader looks up in all files: links, tables, chains, sets and functions where they are made. */
import type { Host } from '../host/model.ts';
import { namePlaces } from './names/namePlaces.ts';
import type { NameKind, NamePlace } from './names/types.ts';

const looked: ReadonlySet<NameKind> = new Set([
  'link',
  'table',
  'nexthop',
  'function',
  'nft-table',
  'nft-chain',
  'nft-set',
  'iptables-chain',
  'ipset',
]);

/** Definitions whose name holds the letters of the query in their order, whatever their case. */
export function workspaceSymbols(host: Host, query: string): readonly NamePlace[] {
  return namePlaces(host).filter(
    ({ kind, role, text }) => role === 'definition' && looked.has(kind) && matches(text, query),
  );
}

function matches(text: string, query: string): boolean {
  let at = 0;
  const wanted = query.toLowerCase();
  for (const letter of text.toLowerCase()) if (letter === wanted[at]) at += 1;
  return at === wanted.length;
}
