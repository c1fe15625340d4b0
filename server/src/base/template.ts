/**
 * Templates: text that another program fills in before anybody reads it.
 * Jinja and Go (`{{ wan }}`, `{% if x %}`, `{# remark #}`), ERB (`<%= wan %>`, `<% if x %>`) and `@WAN@` are recognized; `${WAN}`
 * of envsubst is left to the reader of the text.
 * Invariant: a hole has no value; a line for the program that fills it in is no text.
 */
import type { Span } from './span.ts';

export interface TemplateTag {
  readonly span: Span;
  /** A hole becomes text; a block line decides which text there is; a remark is nothing. */
  readonly kind: 'hole' | 'control' | 'remark';
  /** Without blanks: the same for the same hole. */
  readonly text: string;
}

/** From the line that opens a block to the one that closes it. */
export interface TemplateBlock {
  readonly span: Span;
  readonly kind: 'condition' | 'loop';
}

const tag =
  /(?<![$\\])\{\{[^\n]*?\}\}|(?<!\$)\{%[\s\S]{0,400}?%\}|(?<!\$)\{#[^\n]*?#\}|<%[\s\S]{0,400}?%>|(?<![$\w@"'}])@[A-Z][A-Z\d_]*@(?![\w@])|(?<=(["']))@[A-Z][A-Z\d_]*@(?=\1)/g;

/** The tags of a template in their order; none for any other text. */
export function templateTags(text: string): readonly TemplateTag[] {
  if (!/\{\{|\{%|<%|@[A-Z]/.test(text)) return [];
  return [...text.matchAll(tag)].map(({ 0: written, index }) => ({
    span: { start: index, end: index + written.length },
    kind: kindOf(written),
    text: written.replaceAll(/\s+/g, ''),
  }));
}

const words = String.raw`(?:if|elsif|elif|else|end|range|with|define|template|block|unless|for|each)\b`;
const goControl = new RegExp(String.raw`^\{\{-?\s*${words}`);

function kindOf(text: string): TemplateTag['kind'] {
  if (/^(?:\{#|<%#|\{\{-?\s*\/\*)/.test(text)) return 'remark';
  if (text.startsWith('{%') || goControl.test(text)) return 'control';
  return text.startsWith('<%') && !/^<%-?=/.test(text) ? 'control' : 'hole';
}

/** The first character of a masked hole; the second tells holes apart. Both are private, so that no text has them. */
const mask = { first: '\uE000', from: 0xe100, size: 0x1700 } as const;

/** The text with holes of the same length that no reader can take for a value, and remarks as blanks. */
export function maskHoles(text: string, tags: readonly TemplateTag[]): string {
  let masked = '';
  let at = 0;
  for (const { span, kind, text: hole } of tags) {
    const length = span.end - span.start;
    masked += text.slice(at, span.start);
    masked +=
      kind === 'hole'
        ? (mask.first + characterOf(hole).repeat(length)).slice(0, length)
        : text.slice(span.start, span.end).replaceAll(/[^\n]/g, ' ');
    at = span.end;
  }
  return masked + text.slice(at);
}

/** What a masked text stands for: undefined for text without holes; `symbol` where it is one hole and nothing else. */
export function maskedHole(text: string): { readonly symbol?: string } | undefined {
  if (!text.includes(mask.first)) return undefined;
  const [, character] = /^\uE000([\uE100-\uF7FF])\1*$/.exec(text) ?? [];
  return character === undefined
    ? {}
    : { symbol: `template ${character.charCodeAt(0) - mask.from}` };
}

function characterOf(hole: string): string {
  let hash = 0;
  for (let i = 0; i < hole.length; i++) hash = (Math.imul(hash, 31) + hole.charCodeAt(i)) >>> 0;
  return String.fromCharCode(mask.from + (hash % mask.size));
}

/** The blocks that the tags open and close; one that is never closed goes on to the end. */
export function templateBlocks(
  text: string,
  tags: readonly TemplateTag[],
): readonly TemplateBlock[] {
  const blocks: TemplateBlock[] = [];
  const open: { readonly start: number; readonly kind: TemplateBlock['kind'] }[] = [];
  for (const { span, kind } of tags) {
    if (kind !== 'control') continue;
    const inside = text
      .slice(span.start, span.end)
      .replaceAll(/^(?:\{%|\{\{|<%)[-+]?|[-+]?(?:%\}|\}\}|%>)$/g, '');
    const first = /^\s*(\w+)/.exec(inside)?.[1] ?? '';
    if (first.startsWith('end')) {
      const block = open.pop();
      if (block !== undefined)
        blocks.push({ kind: block.kind, span: { start: block.start, end: span.end } });
    } else if (/^(?:for|range)$/.test(first) || /\bdo\b/.test(inside))
      open.push({ start: span.start, kind: 'loop' });
    else if (/^(?:if|unless|with)$/.test(first))
      open.push({ start: span.start, kind: 'condition' });
  }
  const end = text.length;
  return [...blocks, ...open.map(({ start, kind }) => ({ kind, span: { start, end } }))];
}
