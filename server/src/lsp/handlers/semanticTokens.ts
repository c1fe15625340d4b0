import {
  SemanticTokensBuilder,
  type SemanticTokens,
  type SemanticTokensLegend,
  type SemanticTokensParams,
} from 'vscode-languageserver/node';
import { semanticTokens } from '../../ide/tokens/semanticTokens.ts';
import { tokenTypes } from '../../ide/tokens/types.ts';
import { toRange } from '../convert.ts';
import type { Session } from '../session.ts';

export const tokenLegend: SemanticTokensLegend = {
  tokenTypes: [...tokenTypes],
  tokenModifiers: [],
};

/** The protocol wants the difference of each token to the one before, as five numbers. */
export function handleSemanticTokens(
  { files }: Session,
  { textDocument }: SemanticTokensParams,
): SemanticTokens {
  const builder = new SemanticTokensBuilder();
  const view = files.view(textDocument.uri);
  if (view === undefined) return builder.build();
  const { host, document } = view;
  for (const { span, type } of semanticTokens(host, document)) {
    const { start } = toRange(document.file, span);
    builder.push(start.line, start.character, span.end - span.start, tokenTypes.indexOf(type), 0);
  }
  return builder.build();
}
