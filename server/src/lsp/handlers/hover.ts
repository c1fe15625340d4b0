import type { Hover, HoverParams } from 'vscode-languageserver/node';
import { hover } from '../../ide/hover/hover.ts';
import { hoverOnHost } from '../../ide/hover/onHost.ts';
import { toOffset, toRange } from '../convert.ts';
import type { Session } from '../session.ts';

export function handleHover(
  { files }: Session,
  { textDocument, position }: HoverParams,
): Hover | null {
  const view = files.view(textDocument.uri);
  if (view === undefined) return null;
  const { host, document } = view;
  const place = { host, document, offset: toOffset(document.file, position) };
  const answer = hover(place);
  const known = view.known === undefined ? undefined : hoverOnHost(place, view.known);
  const span = answer?.span ?? known?.span;
  if (span === undefined) return null;
  const parts = [answer?.markdown, known?.markdown].filter((part) => part !== undefined);
  return {
    contents: { kind: 'markdown', value: parts.join('\n\n') },
    range: toRange(document.file, span),
  };
}
