import type { SelectionRange, SelectionRangeParams } from 'vscode-languageserver/node';
import { selectionSpans } from '../../ide/selectionRanges.ts';
import { toOffset, toRange } from '../convert.ts';
import type { Session } from '../session.ts';

/** One answer a position, in their order. */
export function handleSelectionRange(
  { files }: Session,
  { textDocument, positions }: SelectionRangeParams,
): SelectionRange[] | null {
  const document = files.view(textDocument.uri)?.document;
  if (document === undefined) return null;
  return positions.map((position) => {
    const spans = selectionSpans(document, toOffset(document.file, position));
    let answer: SelectionRange | undefined;
    for (const span of spans.toReversed()) {
      const range = toRange(document.file, span);
      answer = answer === undefined ? { range } : { range, parent: answer };
    }
    return answer ?? { range: { start: position, end: position } };
  });
}
