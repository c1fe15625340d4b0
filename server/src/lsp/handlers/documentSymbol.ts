import {
  SymbolKind,
  type DocumentSymbol,
  type DocumentSymbolParams,
} from 'vscode-languageserver/node';
import type { SourceFile } from '../../base/sourceFile.ts';
import { documentSymbols, type DocumentSymbol as IdeSymbol } from '../../ide/documentSymbols.ts';
import { toRange } from '../convert.ts';
import type { Session } from '../session.ts';

const kinds: Readonly<Record<IdeSymbol['kind'], SymbolKind>> = {
  link: SymbolKind.Interface,
  route: SymbolKind.Event,
  'policy-rule': SymbolKind.Operator,
  address: SymbolKind.Number,
  netfilter: SymbolKind.Function,
  sysctl: SymbolKind.Property,
};

export function handleDocumentSymbol(
  { files }: Session,
  { textDocument }: DocumentSymbolParams,
): DocumentSymbol[] {
  const view = files.view(textDocument.uri);
  return view === undefined
    ? []
    : documentSymbols(view.document).map((symbol) => toSymbol(view.document.file, symbol));
}

function toSymbol(
  file: SourceFile,
  { kind, name, detail, span, children }: IdeSymbol,
): DocumentSymbol {
  const range = toRange(file, span);
  const inner = children.map((child) => toSymbol(file, child));
  return {
    kind: kinds[kind],
    name,
    detail,
    range,
    selectionRange: { start: range.start, end: range.start },
    children: inner,
  };
}
