import type { Hover, HoverParams } from 'vscode-languageserver/node';
import { hover } from '../../ide/hover/hover.ts';
import { toOffset, toRange } from '../convert.ts';
import type { Session } from '../session.ts';

export function handleHover(
  { files }: Session,
  { textDocument, position }: HoverParams,
): Hover | null {
  const view = files.view(textDocument.uri);
  if (view === undefined) return null;
  const { host, document } = view;
  const answer = hover({ host, document, offset: toOffset(document.file, position) });
  if (answer === undefined) return null;
  return {
    contents: { kind: 'markdown', value: answer.markdown },
    range: toRange(document.file, answer.span),
  };
}
