import {
  SymbolKind,
  type SymbolInformation,
  type WorkspaceSymbolParams,
} from 'vscode-languageserver/node';
import type { NameKind } from '../../ide/names/types.ts';
import { workspaceSymbols } from '../../ide/workspaceSymbols.ts';
import { toRange } from '../convert.ts';
import { fileIn, type Session } from '../session.ts';

const kinds: Readonly<Record<NameKind, SymbolKind>> = {
  link: SymbolKind.Interface,
  table: SymbolKind.Namespace,
  mark: SymbolKind.Number,
  nexthop: SymbolKind.Object,
  variable: SymbolKind.Variable,
  function: SymbolKind.Function,
  'nft-table': SymbolKind.Namespace,
  'nft-chain': SymbolKind.Method,
  'nft-set': SymbolKind.Array,
  'nft-variable': SymbolKind.Variable,
  'iptables-chain': SymbolKind.Method,
  ipset: SymbolKind.Array,
};

/** One answer for each definition, in whatever host it stands. */
export function handleWorkspaceSymbol(
  { files }: Session,
  { query }: WorkspaceSymbolParams,
): SymbolInformation[] {
  const hosts = new Set(files.allViews().map(({ host }) => host));
  return [...hosts].flatMap((host) =>
    workspaceSymbols(host, query).flatMap(({ kind, text, origin }) => {
      const file = fileIn(host, origin.file);
      return file === undefined
        ? []
        : [
            {
              name: text,
              kind: kinds[kind],
              containerName: file.path,
              location: { uri: origin.file, range: toRange(file, origin.span) },
            },
          ];
    }),
  );
}
