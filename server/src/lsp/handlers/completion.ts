import {
  CompletionItemKind,
  type CompletionItem,
  type CompletionParams,
} from 'vscode-languageserver/node';
import { completions, type Completion } from '../../ide/completion.ts';
import { toOffset, toRange } from '../convert.ts';
import type { Session } from '../session.ts';

const kinds: Readonly<Record<Completion['kind'], CompletionItemKind>> = {
  keyword: CompletionItemKind.Keyword,
  link: CompletionItemKind.Reference,
  key: CompletionItemKind.Property,
  value: CompletionItemKind.Value,
};

export function handleCompletion(
  { files }: Session,
  { textDocument, position }: CompletionParams,
): CompletionItem[] {
  const view = files.view(textDocument.uri);
  if (view === undefined) return [];
  const { host, document } = view;
  return completions({ host, document, offset: toOffset(document.file, position) }).map(
    ({ label, kind, detail, doc, span }): CompletionItem => ({
      label,
      kind: kinds[kind],
      ...(detail === undefined ? {} : { detail }),
      ...(doc === undefined ? {} : { documentation: { kind: 'markdown', value: doc } }),
      textEdit: { range: toRange(document.file, span), newText: label },
    }),
  );
}
