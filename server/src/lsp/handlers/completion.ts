import {
  CompletionItemKind,
  CompletionItemTag,
  InsertTextFormat,
  InsertTextMode,
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
  block: CompletionItemKind.Snippet,
};

export function handleCompletion(
  { files, client }: Session,
  { textDocument, position }: CompletionParams,
): CompletionItem[] {
  const view = files.view(textDocument.uri);
  if (view === undefined) return [];
  const { host, document } = view;
  return completions({ host, document, offset: toOffset(document.file, position) })
    .filter(({ kind }) => client.snippets || kind !== 'block')
    .map(({ label, kind, detail, doc, span, insert, snippet, rank, isDeprecated }, n) => {
      const isSnippet = client.snippets && snippet !== undefined;
      return {
        label,
        kind: kinds[kind],
        // What has an order keeps it: editors sort by label otherwise.
        sortText: `${rank === 'last' ? 1 : 0}${String(n).padStart(4, '0')}`,
        ...(detail === undefined ? {} : { detail }),
        ...(doc === undefined ? {} : { documentation: { kind: 'markdown', value: doc } }),
        ...(isDeprecated === true ? { tags: [CompletionItemTag.Deprecated] } : {}),
        // Lines come with their whole indentation.
        ...(isSnippet
          ? { insertTextFormat: InsertTextFormat.Snippet, insertTextMode: InsertTextMode.asIs }
          : {}),
        textEdit: {
          range: toRange(document.file, span),
          newText: isSnippet ? snippet : (insert ?? label),
        },
      } satisfies CompletionItem;
    });
}
