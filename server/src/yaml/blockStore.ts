/**
 * The blocks of a text: taken over from its previous version and moved to where they stand now, or parsed.
 * Invariant: a block depends on its text and place only, so that it does not matter where it comes from; within one
 * version no block moves once it was handed out.
 */
import { createPiece, movePiece } from '../base/pieces.ts';
import type { Span } from '../base/span.ts';
import { maxOpen } from './compose.ts';
import type { BlockText } from './mergeBlocks.ts';
import { parseOnce } from './parseOnce.ts';
import type { YamlBlock, YamlBlocks } from './types.ts';

export interface BlockStore {
  /** The previous version of the text, if it was read by blocks. */
  readonly previous: BlockText | undefined;
  /** The block at a place of the text, or undefined if only the whole text says what it means. */
  readonly take: (text: string, place: Span) => YamlBlock | undefined;
  /** The same for a block of which it is known that the previous version does not have it. */
  readonly read: (text: string, place: Span) => YamlBlock | undefined;
  /** What the next version of the text can take over: if this one could not be read by blocks, all that is known. */
  readonly blocks: (source: BlockText | undefined) => YamlBlocks;
}

export function createBlockStore(previous?: YamlBlocks): BlockStore {
  const taken = new Map<string, YamlBlock[]>();
  let byText: ReadonlyMap<string, readonly YamlBlock[]> | undefined;
  const read = (text: string, place: Span): YamlBlock | undefined => {
    const block = parseBlock(ownCopy(text.slice(place.start, place.end)));
    if (block !== undefined) movePiece(block.piece, place.start);
    return block;
  };
  return {
    previous: previous?.text,
    read,
    take(text, place) {
      byText ??= groupByText(previous?.all ?? []);
      const part = text.slice(place.start, place.end);
      const mine = taken.get(part);
      const block = byText.get(part)?.[mine?.length ?? 0] ?? read(text, place);
      if (block === undefined) return undefined;
      movePiece(block.piece, place.start);
      if (mine === undefined) taken.set(block.text, [block]);
      else mine.push(block);
      return block;
    },
    blocks(source) {
      if (source !== undefined) return { all: [...source.blocks.values()].flat(), text: source };
      // A text that cannot be cut while somebody types it is cut again when it is whole.
      const all = new Set([...(previous?.all ?? []), ...[...taken.values()].flat()]);
      return { all: [...all] };
    },
  };
}

function groupByText(blocks: readonly YamlBlock[]): ReadonlyMap<string, readonly YamlBlock[]> {
  const byText = new Map<string, YamlBlock[]>();
  for (const block of blocks) {
    const same = byText.get(block.text);
    if (same === undefined) byText.set(block.text, [block]);
    else same.push(block);
  }
  return byText;
}

/** What a block stands in may be open too. */
const maxOpenInBlock = maxOpen - 20;

function parseBlock(text: string): YamlBlock | undefined {
  const { root, errors, comments, effort, nAliasedNodes } = parseOnce(text);
  if (root?.kind !== 'mapping' || root.flow) return undefined;
  // The anchor of an alias may be in another block.
  if (nAliasedNodes > 0 || errors.some((error) => error.code === 'bad-alias')) return undefined;
  if (effort.nOpen > maxOpenInBlock) return undefined;
  // It belongs to the mapping around, which is made of the entries of the blocks.
  if (root.oddKeys !== undefined) return undefined;
  const { entries } = root;
  const anchors = entries.flatMap((entry) => [entry, ...(entry.value ? [entry.value] : [])]);
  return {
    text,
    piece: createPiece({ start: 0, end: text.length }, [entries, comments], anchors),
    entries,
    comments,
    isBroken: errors.length > 0,
    nLexemes: effort.nLexemes,
  };
}

/** A slice of a string keeps the whole string in memory, here each version of a file. A string that was joined is a copy. */
function ownCopy(part: string): string {
  return `${part}#`.slice(0, -1);
}
