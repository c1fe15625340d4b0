/** Files of tools that are templates: rule sets of nft and iptables-restore, batch files of `ip`. Their holes are unknown. */
import { templateTags, type TemplateTag } from '../base/template.ts';
import { holeOf, replacementOf } from './template.ts';
import { unknownPiece } from './pieces.ts';
import { fileSource, pieceSource, type TextSource } from './textSource.ts';
import type { HerePiece } from './types.ts';

/** `${WAN}` and `$WAN` of envsubst; to nft the second is a variable of its own. */
const variables = {
  none: undefined,
  braced: /(?<![$\\])\$\{[A-Za-z_]\w*\}/g,
  all: /(?<![$\\])\$(?:\{[A-Za-z_]\w*\}|[A-Za-z_]\w*)/g,
} as const;

/**
 * The text of a file, with holes where a program fills it in. `holes` tells which variables of envsubst are holes: none where
 * the tool itself looks for the file, for it would read them as they stand.
 */
export function templateSource(text: string, holes: keyof typeof variables = 'none'): TextSource {
  const tags = tagsOf(text, variables[holes]);
  if (tags.length === 0) return fileSource(text);
  const pieces: HerePiece[] = [];
  let from = 0;
  const push = (end: number): void => {
    if (end > from) pieces.push({ text: text.slice(from, end), span: { start: from, end } });
  };
  for (const tag of tags) {
    const { span, text: filled } = replacementOf(text, tag);
    // A block within a block line: its end was taken with the first.
    if (span.start < from) continue;
    push(span.start);
    const isHole = tag.kind === 'hole' || filled.trim() !== '';
    if (isHole) pieces.push(unknownPiece(holeOf(tag), tag.span));
    else if (filled !== '') pieces.push({ text: filled, span });
    from = span.end;
  }
  push(text.length);
  const source = pieceSource(pieces, { start: text.length, end: text.length });
  return tags.some(({ kind }) => kind === 'control') ? { ...source, hasBlocks: true } : source;
}

function tagsOf(text: string, variable: RegExp | undefined): readonly TemplateTag[] {
  const tags = templateTags(text);
  if (variable === undefined) return tags;
  const found = [...text.matchAll(variable)].map(({ 0: written, index }): TemplateTag => {
    const span = { start: index, end: index + written.length };
    return { span, kind: 'hole', text: written };
  });
  return [...tags, ...found].toSorted((a, b) => a.span.start - b.span.start);
}
