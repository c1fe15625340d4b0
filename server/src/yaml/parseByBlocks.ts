/**
 * Parses a text block by block, so that an edit costs no more than the block that it is in.
 * Invariant: a text without errors gives what parsing it in one piece gives; a text with errors gives the same first
 * error, and a tree in which the error goes no further than its block.
 */
import { movePiece } from '../base/pieces.ts';
import type { Span } from '../base/span.ts';
import type { BlockStore } from './blockStore.ts';
import { maxLexemes } from './compose.ts';
import { firstOfEach, isDerailing } from './errors.ts';
import { excerptOf, inSource } from './excerpt.ts';
import type { Excerpt } from './excerpt.ts';
import { mergeComments, mergeTree } from './mergeBlocks.ts';
import type { BlockText } from './mergeBlocks.ts';
import { parseOnce } from './parseOnce.ts';
import { recutBlocks } from './recut.ts';
import { splitBlocks } from './split.ts';
import type { BlockRun } from './split.ts';
import type { YamlBlock, YamlDocument, YamlError } from './types.ts';

export interface ReadByBlocks {
  readonly document: YamlDocument;
  /** What the next version of the text can take over. */
  readonly source: BlockText;
}

/** The document, or undefined if only the whole text says what it means. */
export function parseByBlocks(text: string, store: BlockStore): ReadByBlocks | undefined {
  const source = readAgain(text, store) ?? readParts(text, store);
  if (source === undefined || nLexemesOf(source) > maxLexemes) return undefined;
  const errors = errorsOf(source);
  if (errors === undefined) return undefined;
  const root = mergeTree(source);
  if (root === undefined) return undefined;
  const document = { root, errors, comments: mergeComments(source) };
  const isSureElsewhere = errors.length > 0 && source.head.errors.length === 0;
  if (!isSureElsewhere) return { document, source };
  return { document: { ...document, brokenBlocks: brokenPlaces(source) }, source };
}

/** After an edit within one block: the others are where they were, or moved. */
function readAgain(text: string, store: BlockStore): BlockText | undefined {
  const { previous } = store;
  const recut = previous && recutBlocks(text, previous);
  if (previous === undefined || recut === undefined) return undefined;
  const { parts, oldRun, newRun, index, nBlocks, moved } = recut;
  const read = readAll(newRun.blocks.slice(index, index + nBlocks), (place) =>
    store.read(text, place),
  );
  if (read === undefined) return undefined;
  const blocks = new Map<BlockRun, readonly YamlBlock[]>();
  for (const [run, own] of previous.blocks) {
    const isEdited = run === oldRun;
    const there = isEdited ? newRun : (moved.get(run) ?? run);
    const all = isEdited ? own.toSpliced(index, 1, ...read) : own;
    for (const [i, { piece }] of all.entries())
      movePiece(piece, there.blocks[i]?.start ?? piece.place.start);
    blocks.set(there, all);
  }
  return { text, parts, blocks, excerpt: excerptOf(text, parts), head: previous.head };
}

function readParts(text: string, store: BlockStore): BlockText | undefined {
  const parts = splitBlocks(text);
  if (parts === undefined) return undefined;
  const blocks = new Map<BlockRun, readonly YamlBlock[]>();
  for (const part of parts) {
    if (part.kind === 'head') continue;
    const taken = readAll(part.blocks, (place) => store.take(text, place));
    if (taken === undefined) return undefined;
    blocks.set(part, taken);
  }
  const excerpt = excerptOf(text, parts);
  return { text, parts, blocks, excerpt, head: parseOnce(excerpt.text) };
}

function readAll(
  places: readonly Span[],
  read: (place: Span) => YamlBlock | undefined,
): readonly YamlBlock[] | undefined {
  const all: YamlBlock[] = [];
  for (const place of places) {
    const block = read(place);
    if (block === undefined) return undefined;
    all.push(block);
  }
  return all;
}

function nLexemesOf({ blocks, head }: BlockText): number {
  let n = head.effort.nLexemes;
  for (const run of blocks.values()) for (const block of run) n += block.nLexemes;
  return n;
}

/** A copy: the blocks themselves move. */
function brokenPlaces({ blocks }: BlockText): readonly Span[] {
  const broken = [...blocks.values()].flat().filter(({ isBroken }) => isBroken);
  return broken.map(({ piece: { place } }) => ({ start: place.start, end: place.end }));
}

/** Each costs a short parse, and nobody reads more errors. */
const maxBrokenBlocks = 8;

/** Those of the head, else those of each block; undefined if what is around a block does not show its error. */
function errorsOf(source: BlockText): readonly YamlError[] | undefined {
  const inHead = allInSource(source.excerpt, firstOfEach(source.head.errors));
  if (inHead === undefined) return undefined;
  const errors = [...inHead];
  let nBroken = 0;
  for (const [run, blocks] of source.blocks) {
    for (const [index, block] of blocks.entries()) {
      if (!block.isBroken) continue;
      const { start } = block.piece.place;
      if (inHead.some((error) => isDerailing(error) && error.span.start < start))
        return firstOfEach(errors);
      const own = ++nBroken > maxBrokenBlocks ? undefined : errorsOfBlock(source, run, index);
      const isStopped = errors.some((error) => isDerailing(error) && error.span.start < start);
      // What stops netplan has to be found; what it would find next is more than it says.
      if (own === undefined && !isStopped) return undefined;
      errors.push(...(own ?? []));
    }
  }
  const all = withOneStop(errors);
  return inHead.length === 0 ? all : firstOfEach(all);
}

/** An error of the head may stand behind that of a block. */
function withOneStop(errors: readonly YamlError[]): readonly YamlError[] {
  const inOrder = errors.toSorted((a, b) => a.span.start - b.span.start);
  const stop = inOrder.findIndex(isDerailing);
  return inOrder.map((error, i) => (stop !== -1 && i > stop ? withoutNetplan(error) : error));
}

/** netplan does not come to a second error. */
function withoutNetplan({ noticed: _noticed, words: _words, ...error }: YamlError): YamlError {
  return error;
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
