/** Edits of a finding as an edit of the client. */
import type { TextEdit, WorkspaceEdit } from 'vscode-languageserver/node';
import type { FileEdit } from '../rules/define.ts';
import { toRange } from './convert.ts';
import { fileIn, type View } from './session.ts';

/** Edits by URI. A file that is not in the host is left out: its text is not known. */
export function toWorkspaceEdit({ host }: View, edits: readonly FileEdit[]): WorkspaceEdit {
  const changes: Record<string, TextEdit[]> = {};
  for (const { file: id, edits: textEdits } of edits) {
    const file = fileIn(host, id);
    if (file === undefined) continue;
    const converted = textEdits.map(({ span, newText }) => ({
      range: toRange(file, span),
      newText,
    }));
    changes[id] = [...(changes[id] ?? []), ...converted];
  }
  return { changes };
}
