/**
 * Parses a text block by block, so that an edit costs no more than the block that it is in.
 * Invariant: a text without errors gives what parsing it in one piece gives; a text with errors gives the same first
 * error, and a tree in which the error goes no further than its block.
 */
import type { Span } from '../base/span.ts';
import type { BlockStore } from './blockStore.ts';
import { maxLexemes } from './compose.ts';
import { firstOfEach, isDerailing } from './errors.ts';
import { excerptOf, inSource } from './excerpt.ts';
import type { Excerpt } from './excerpt.ts';
import { mergeComments, mergeTree } from './mergeBlocks.ts';
import type { BlockText } from './mergeBlocks.ts';
import { parseOnce } from './parseOnce.ts';
import { splitBlocks } from './split.ts';
import type { BlockRun } from './split.ts';
import type { YamlBlock, YamlDocument, YamlError } from './types.ts';

/** The document, or undefined if only the whole text says what it means. */
export function parseByBlocks(text: string, store: BlockStore): YamlDocument | undefined {
  const source = readParts(text, store);
  if (source === undefined) return undefined;
  const errors = errorsOf(source);
  if (errors === undefined) return undefined;
  const root = mergeTree(source);
  return root === undefined ? undefined : { root, errors, comments: mergeComments(source) };
}

function readParts(text: string, store: BlockStore): BlockText | undefined {
  const parts = splitBlocks(text);
  if (parts === undefined) return undefined;
  const blocks = new Map<BlockRun, readonly YamlBlock[]>();
  let nLexemes = 0;
  for (const part of parts) {
    if (part.kind === 'head') continue;
    const taken: YamlBlock[] = [];
    for (const place of part.blocks) {
      const block = store.take(text, place);
      if (block === undefined) return undefined;
      nLexemes += block.nLexemes;
      taken.push(block);
    }
    blocks.set(part, taken);
  }
  const excerpt = excerptOf(text, parts);
  const head = parseOnce(excerpt.text);
  const isTooLong = nLexemes + head.effort.nLexemes > maxLexemes;
  return isTooLong ? undefined : { text, parts, blocks, excerpt, head };
}

/** Each costs a short parse; a text with more broken blocks is broken as a whole. */
const maxBrokenBlocks = 8;

/** The errors up to the first that derails; undefined if what is around a block does not show them. */
function errorsOf(source: BlockText): readonly YamlError[] | undefined {
  const inHead = allInSource(source.excerpt, firstOfEach(source.head.errors));
  if (inHead === undefined) return undefined;
  const errors = [...inHead];
  let nBroken = 0;
  for (const [run, blocks] of source.blocks) {
    for (const [index, block] of blocks.entries()) {
      if (!block.isBroken) continue;
      if (errors.some((error) => isDerailing(error) && error.span.start < block.start))
        return firstOfEach(errors);
      const own = errorsOfBlock(source, run, index);
      if (own === undefined || ++nBroken > maxBrokenBlocks) return undefined;
      errors.push(...own);
    }
  }
  return firstOfEach(errors);
}

/** A broken block is parsed again with what follows it: there the parser may notice what is wrong. */
function errorsOfBlock(
  source: BlockText,
  run: BlockRun,
  index: number,
): readonly YamlError[] | undefined {
  const place = run.blocks[index];
  const excerpt = excerptOf(source.text, source.parts, { run, index });
  const errors = firstOfEach(parseOnce(excerpt.text).errors).filter((error) => {
    const cause = inSource(excerpt, error.span);
    // What cannot be placed may be an error of this block.
    return cause === undefined || (place !== undefined && startsIn(place, cause));
  });
  return errors.length === 0 ? undefined : allInSource(excerpt, errors);
}

function startsIn(place: Span, span: Span): boolean {
  return place.start <= span.start && span.start < place.end;
}

function allInSource(
  excerpt: Excerpt,
  errors: readonly YamlError[],
): readonly YamlError[] | undefined {
  const placed: YamlError[] = [];
  for (const error of errors) {
    const span = inSource(excerpt, error.span);
    if (span === undefined) return undefined;
    const noticed = error.noticed === undefined ? undefined : inSource(excerpt, error.noticed);
    if ((noticed === undefined) !== (error.noticed === undefined)) return undefined;
    placed.push(noticed === undefined ? { ...error, span } : { ...error, span, noticed });
  }
  return placed;
}
