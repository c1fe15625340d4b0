/**
 * The blocks of a text: taken over from its previous version, or parsed.
 * Invariant: a block depends on its text and place only, so that it does not matter where it comes from.
 */
import type { Span } from '../base/span.ts';
import { maxOpen } from './compose.ts';
import { parseOnce } from './parseOnce.ts';
import { shiftBlock } from './shift.ts';
import type { YamlBlock, YamlBlocks } from './types.ts';

export interface BlockStore {
  /** The block at a place of the text, or undefined if only the whole text says what it means. */
  readonly take: (text: string, place: Span) => YamlBlock | undefined;
  /** What the next version of the text can take over. */
  readonly blocks: () => YamlBlocks;
}

export function createBlockStore(previous: YamlBlocks = new Map<string, YamlBlock>()): BlockStore {
  const taken = new Map<string, YamlBlock>();
  return {
    take(text, place) {
      const part = text.slice(place.start, place.end);
      const known = taken.get(part) ?? previous.get(part) ?? parseBlock(ownCopy(part));
      if (known === undefined) return undefined;
      const block = shiftBlock(known, place.start);
      taken.set(block.text, block);
      return block;
    },
    // A text that cannot be cut while somebody types it is cut again when it is whole.
    blocks: () => (taken.size === 0 ? previous : taken),
  };
}

/** What a block stands in may be open too. */
const maxOpenInBlock = maxOpen - 20;

function parseBlock(text: string): YamlBlock | undefined {
  const { root, errors, comments, effort, nAliasedNodes } = parseOnce(text);
  if (root?.kind !== 'mapping' || root.flow) return undefined;
  // The anchor of an alias may be in another block.
  if (nAliasedNodes > 0 || errors.some((error) => error.code === 'bad-alias')) return undefined;
  if (effort.nOpen > maxOpenInBlock) return undefined;
  return {
    text,
    start: 0,
    entries: root.entries,
    comments,
    isBroken: errors.length > 0,
    nLexemes: effort.nLexemes,
  };
}

/** A slice of a string keeps the whole string in memory, here each version of a file. A string that was joined is a copy. */
function ownCopy(part: string): string {
  return `${part}#`.slice(0, -1);
}
