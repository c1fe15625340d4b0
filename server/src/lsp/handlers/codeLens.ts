import type { CodeLens, CodeLensParams } from 'vscode-languageserver/node';
import { codeLenses } from '../../ide/codeLens.ts';
import { toRange } from '../convert.ts';
import type { Session } from '../session.ts';

export function handleCodeLens(
  { files }: Session,
  { textDocument: { uri } }: CodeLensParams,
): CodeLens[] {
  const view = files.view(uri);
  if (view === undefined) return [];
  return codeLenses(view.host, view.document).map(({ span, title }) => {
    const range = toRange(view.document.file, span);
    return {
      range,
      command: { title, command: 'routelens.preview', arguments: [uri, range.start.line] },
    };
  });
}
