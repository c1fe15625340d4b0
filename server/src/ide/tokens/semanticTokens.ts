/**
 * Colours by meaning inside the commands of a script: a word is coloured by what the tool takes it for,
 * which no grammar of regular expressions can know (`ip route add via` …, a here-document for nft).
 */
import type { Document, Host } from '../../host/model.ts';
import { ipTokens } from './ipTokens.ts';
import { iptablesTokens } from './iptablesTokens.ts';
import { nftTokens } from './nftTokens.ts';
import type { SemanticToken } from './types.ts';

/** Tokens in text order; none overlap, and none go over the end of a line. */
export function semanticTokens(host: Host, document: Document): readonly SemanticToken[] {
  const { text } = document.file;
  const all = [...ipTokens(document), ...iptablesTokens(document), ...nftTokens(host, document)];
  const ordered = all
    .filter(({ span }) => span.end > span.start && !/[\r\n]/.test(text.slice(span.start, span.end)))
    .toSorted((a, b) => a.span.start - b.span.start);
  let end = 0;
  return ordered.filter(({ span }) => {
    // A loop reads its words once for each round.
    if (span.start < end) return false;
    end = span.end;
    return true;
  });
}
