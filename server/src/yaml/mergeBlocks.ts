/**
 * Puts the tree of a text together again: the tree of the head, with the blocks in place of the opening keys.
 * Invariant: a block mapping ends with its last entry, as in `convert.ts`.
 */
import type { Span } from '../base/span.ts';
import { coverSpans } from '../base/span.ts';
import { runAt, shiftAt } from './excerpt.ts';
import type { Excerpt } from './excerpt.ts';
import type { ParsedText } from './parseOnce.ts';
import { shiftNode, shiftScalar, shiftSpan } from './shift.ts';
import type { BlockRun, TextPart } from './split.ts';
import type { YamlBlock, YamlEntry, YamlNode } from './types.ts';

export interface BlockText {
  readonly text: string;
  readonly parts: readonly TextPart[];
  readonly blocks: ReadonlyMap<BlockRun, readonly YamlBlock[]>;
  /** The head with the opening key of each run. */
  readonly excerpt: Excerpt;
  /** The excerpt, parsed. */
  readonly head: ParsedText;
}

/** The whole tree, or undefined if the opening keys are not where the tree of the head should have them. */
export function mergeTree(source: BlockText): YamlNode | undefined {
  const { root } = source.head;
  if (root === undefined) return undefined;
  const found: BlockRun[] = [];
  const tree = mergeNode(root, source, found);
  const isWhole = found.length === source.blocks.size && new Set(found).size === found.length;
  return isWhole ? tree : undefined;
}

/** The comments of head and blocks, in the order of the text. */
export function mergeComments({ head, excerpt, blocks }: BlockText): readonly Span[] {
  const comments = head.comments.map((span) => shiftSpan(span, shiftAt(excerpt, span.start)));
  for (const run of blocks.values()) for (const block of run) comments.push(...block.comments);
  return comments.toSorted((a, b) => a.start - b.start);
}

function mergeNode(node: YamlNode, source: BlockText, found: BlockRun[]): YamlNode {
  const shift = shiftAt(source.excerpt, node.span.start);
  if (node.kind !== 'mapping' || node.flow) return shiftNode(node, shift);
  const entries: YamlEntry[] = [];
  for (const entry of node.entries) {
    const run = runAt(source.excerpt, entry.key.span.start);
    if (run === undefined) entries.push(mergeEntry(entry, source, found));
    else {
      found.push(run);
      for (const block of source.blocks.get(run) ?? []) entries.push(...block.entries);
    }
  }
  const start = node.span.start + shift;
  const end = entries.at(-1)?.span.end ?? start;
  return { kind: 'mapping', entries, span: { start, end: Math.max(start, end) }, flow: node.flow };
}

function mergeEntry(entry: YamlEntry, source: BlockText, found: BlockRun[]): YamlEntry {
  const key = shiftScalar(entry.key, shiftAt(source.excerpt, entry.key.span.start));
  if (entry.value === undefined) return { key, value: undefined, span: key.span };
  const value = mergeNode(entry.value, source, found);
  return { key, value, span: coverSpans(key.span, value.span) };
}
