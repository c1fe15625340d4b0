import type { InlayHint, InlayHintParams } from 'vscode-languageserver/node';
import { inlayHints } from '../../ide/inlayHints.ts';
import { toRange, toSpan } from '../convert.ts';
import type { Session } from '../session.ts';

/** None if the setting says so. */
export function handleInlayHint(
  { files }: Session,
  { textDocument, range }: InlayHintParams,
): InlayHint[] {
  const view = files.view(textDocument.uri);
  if (view === undefined || !view.showsInlayHints) return [];
  const { file } = view.document;
  const shown = toSpan(file, range);
  return inlayHints(view.host, view.document)
    .filter(({ offset }) => shown.start <= offset && offset <= shown.end)
    .map(({ offset, label, tooltip }) => ({
      position: toRange(file, { start: offset, end: offset }).start,
      label,
      tooltip: { kind: 'markdown', value: tooltip },
      paddingLeft: true,
    }));
}
