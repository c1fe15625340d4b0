/** What can be folded: YAML blocks, commands over several lines, here-documents, runs of comments. */
import { positionAt } from '../base/lineIndex.ts';
import { lineIndexOf } from '../base/sourceFile.ts';
import type { Span } from '../base/span.ts';
import { scriptOf } from '../host/commands.ts';
import type { Document } from '../host/model.ts';
import type { YamlNode } from '../yaml/types.ts';

export interface FoldingRange {
  /** 0-based lines, both inclusive. */
  readonly startLine: number;
  readonly endLine: number;
  readonly kind: 'region' | 'comment';
}

/** Ranges of at least two lines, outermost first. */
export function foldingRanges(document: Document): readonly FoldingRange[] {
  const index = lineIndexOf(document.file);
  const toRange =
    (kind: FoldingRange['kind']) =>
    (span: Span): FoldingRange => ({
      startLine: positionAt(index, span.start).line,
      endLine: positionAt(index, lastInk(document.file.text, span)).line,
      kind,
    });
  const ranges = [
    ...regionsOf(document).map(toRange('region')),
    ...mergeComments(commentsOf(document).map(toRange('comment'))),
  ];
  return ranges
    .filter(({ startLine, endLine }) => endLine > startLine)
    .toSorted((a, b) => a.startLine - b.startLine || b.endLine - a.endLine);
}

/** Offset of the last character that is not blank: a block of YAML ends before the next key. */
function lastInk(text: string, { start, end }: Span): number {
  let at = end;
  while (at > start && /\s/.test(text.charAt(at - 1))) at--;
  return at;
}

function regionsOf(document: Document): readonly Span[] {
  switch (document.kind) {
    case 'netplan':
      return document.yaml.root === undefined ? [] : entriesOf(document.yaml.root);
    default:
      return (scriptOf(document)?.commands ?? []).flatMap((command) => [
        command.span,
        ...command.redirections.flatMap(({ hereDocument }) =>
          hereDocument === undefined ? [] : [hereDocument.span],
        ),
      ]);
  }
}

function entriesOf(root: YamlNode): readonly Span[] {
  const spans: Span[] = [];
  const open: YamlNode[] = [root];
  for (let node = open.pop(); node !== undefined && spans.length < maxRanges; node = open.pop()) {
    if (node.kind === 'sequence') {
      for (const item of node.items) {
        spans.push(item.span);
        open.push(item);
      }
    } else if (node.kind === 'mapping') {
      for (const { span, value } of node.entries) {
        spans.push(span);
        if (value !== undefined) open.push(value);
      }
    }
  }
  return spans;
}

/** Aliases can make a small text a huge tree. */
const maxRanges = 20_000;

function commentsOf(document: Document): readonly Span[] {
  if (document.kind === 'netplan') return document.yaml.comments;
  return scriptOf(document)?.comments ?? [];
}

/** Comments on neighbouring lines are one range. */
function mergeComments(comments: readonly FoldingRange[]): readonly FoldingRange[] {
  const merged: FoldingRange[] = [];
  for (const comment of comments) {
    const last = merged.at(-1);
    if (last !== undefined && comment.startLine === last.endLine + 1) {
      merged[merged.length - 1] = { ...last, endLine: comment.endLine };
    } else {
      merged.push(comment);
    }
  }
  return merged;
}
