/**
 * Cuts a text again of which an older version is cut already, where the edit lies within one block: the lines of that
 * block alone are looked at.
 * Invariant: what is returned equals what `splitBlocks` gives for the text.
 */
import { cutRun } from './split.ts';
import type { BlockRun, TextPart } from './split.ts';
import { shiftSpan } from './shift.ts';

/** A text and its parts. */
export interface CutText {
  readonly text: string;
  readonly parts: readonly TextPart[];
}

export interface Recut {
  readonly parts: readonly TextPart[];
  /** The run with the edit, before and after it. */
  readonly oldRun: BlockRun;
  readonly newRun: BlockRun;
  /** Of the block with the edit in its run. */
  readonly index: number;
  /** How many blocks stand for it now. */
  readonly nBlocks: number;
  /** What the text behind it moved by. */
  readonly by: number;
  /** Runs that moved as they are: the new one of each old one. */
  readonly moved: ReadonlyMap<BlockRun, BlockRun>;
}

/** The parts of the text; undefined where the edit may have changed more than one block. */
export function recutBlocks(text: string, old: CutText): Recut | undefined {
  const by = text.length - old.text.length;
  const start = commonStart(text, old.text);
  const oldEnd = old.text.length - commonEnd(text, old.text, start);
  const at = old.parts.findIndex((part) => part.kind === 'run' && endOf(part) >= oldEnd);
  const oldRun = old.parts[at];
  if (oldRun?.kind !== 'run') return undefined;
  // The first block tells how its run is indented.
  const index = oldRun.blocks.findLastIndex((block) => block.start <= start);
  const place = oldRun.blocks[index];
  if (index < 1 || place === undefined || place.end < oldEnd) return undefined;
  const end = place.end + by;
  if (end < text.length && text[end - 1] !== '\n') return undefined;
  const cut = cutRun(text, { start: place.start, end }, oldRun);
  if (cut === undefined) return undefined;
  const behind = oldRun.blocks.slice(index + 1);
  const blocks = [
    ...oldRun.blocks.slice(0, index),
    ...cut,
    ...(by === 0 ? behind : behind.map((block) => shiftSpan(block, by))),
  ];
  const newRun: BlockRun = { ...oldRun, blocks };
  const moved = new Map<BlockRun, BlockRun>();
  const parts = old.parts.map((part, i): TextPart => {
    if (i === at) return newRun;
    const there = i < at || by === 0 ? part : shiftPart(part, by);
    if (part.kind === 'run' && there.kind === 'run') moved.set(part, there);
    return there;
  });
  return { parts, oldRun, newRun, index, nBlocks: cut.length, by, moved };
}

function endOf({ blocks }: BlockRun): number {
  return blocks.at(-1)?.end ?? 0;
}

function shiftPart(part: TextPart, by: number): TextPart {
  if (part.kind === 'head') return { kind: 'head', span: shiftSpan(part.span, by) };
  const blocks = part.blocks.map((block) => shiftSpan(block, by));
  return { ...part, blocks, opening: shiftSpan(part.opening, by) };
}

/** Comparing slices is a hundred times as fast as comparing characters. */
const stride = 4096;

function commonStart(a: string, b: string): number {
  const most = Math.min(a.length, b.length);
  let n = 0;
  while (n + stride <= most && a.slice(n, n + stride) === b.slice(n, n + stride)) n += stride;
  while (n < most && a[n] === b[n]) n++;
  return n;
}

/** At most as long as what is left behind the common start. */
function commonEnd(a: string, b: string, start: number): number {
  const most = Math.min(a.length, b.length) - start;
  let n = 0;
  while (n + stride <= most && sliceBefore(a, n) === sliceBefore(b, n)) n += stride;
  while (n < most && a[a.length - 1 - n] === b[b.length - 1 - n]) n++;
  return n;
}

function sliceBefore(text: string, n: number): string {
  return text.slice(text.length - n - stride, text.length - n);
}
