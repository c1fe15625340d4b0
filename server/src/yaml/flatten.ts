/**
 * Puts each closed flow collection and quoted scalar on one line, for the package `yaml`: it takes what goes on further left
 * than its block for what is never closed, and what follows for its echo. libyaml takes it.
 * Invariant: the text keeps its length, and its characters their places.
 */
import type { Span } from '../base/span.ts';
import type { YamlNode } from './types.ts';

export interface FlatText {
  readonly text: string;
  /** Comments that are blank there now. */
  readonly comments: readonly Span[];
}

/** What libyaml read of the text, and where it refused it. */
export interface ReadText {
  readonly root: YamlNode | undefined;
  readonly comments: readonly Span[];
  readonly refusedAt: number;
}

export function flattenFlows(text: string, { root, comments, refusedAt }: ReadText): FlatText {
  const pieces: string[] = [];
  const blanked: Span[] = [];
  let at = 0;
  // What ends on the line of the refusal may be its cause.
  const lastEnd = text.lastIndexOf('\n', refusedAt - 1);
  for (const { start, end } of closedNodes(root)) {
    // An alias stands in front of nothing that is not read yet.
    if (start < at || end > lastEnd || !/[\r\n]/.test(text.slice(start, end))) continue;
    pieces.push(text.slice(at, start));
    at = start;
    for (const comment of comments) {
      if (comment.start < start || comment.end > end) continue;
      pieces.push(onOneLine(text.slice(at, comment.start)), blank(comment));
      blanked.push(comment);
      at = comment.end;
    }
    pieces.push(onOneLine(text.slice(at, end)));
    at = end;
  }
  pieces.push(text.slice(at));
  return { text: pieces.join(''), comments: blanked };
}

function* closedNodes(node: YamlNode | undefined): Generator<Span> {
  if (node === undefined) return;
  if (node.kind === 'scalar') {
    if (node.style === 'quoted') yield node.span;
    return;
  }
  const children = node.kind === 'sequence' ? node.items : node.entries.map(({ value }) => value);
  const last = node.kind === 'sequence' ? node.items.at(-1) : node.entries.at(-1);
  // What is still open ends with its last child.
  if (node.flow && node.span.end > (last?.span.end ?? node.span.start)) yield node.span;
  else for (const child of children) yield* closedNodes(child);
}

function onOneLine(text: string): string {
  return text.replaceAll(/[\r\n]/g, ' ');
}

function blank({ start, end }: Span): string {
  return ' '.repeat(end - start);
}
