import {
  FoldingRangeKind,
  type FoldingRange,
  type FoldingRangeParams,
} from 'vscode-languageserver/node';
import { foldingRanges } from '../../ide/folding.ts';
import type { Session } from '../session.ts';

export function handleFoldingRange(
  { files }: Session,
  { textDocument }: FoldingRangeParams,
): FoldingRange[] {
  const view = files.view(textDocument.uri);
  if (view === undefined) return [];
  return foldingRanges(view.document).map(({ startLine, endLine, kind }) =>
    kind === 'comment'
      ? { startLine, endLine, kind: FoldingRangeKind.Comment }
      : { startLine, endLine },
  );
}
