/**
 * A short text that stands for a long one: the head, of each run of blocks the opening key, and of one run a few blocks.
 * Invariant: every character outside of the line ends behind opening keys is one of the long text, and its place there is
 * known.
 */
import type { Span } from '../base/span.ts';
import { shiftSpan } from './shift.ts';
import type { BlockRun, TextPart } from './split.ts';

export interface Excerpt {
  readonly text: string;
  readonly pieces: readonly Piece[];
  readonly source: string;
}

interface Piece {
  /** In the excerpt. */
  readonly span: Span;
  /** From the excerpt to the source. */
  readonly shift: number;
  /** In the excerpt: what is behind it was cut off too early to be judged. */
  readonly trustedEnd: number;
  /** Present if the piece is the opening key of a run. */
  readonly run: BlockRun | undefined;
}

/** In front of every place. */
const nowhere = -1;

/** Blocks behind the first that are kept: one to find the end of an error in, one that is cut off. */
const nKept = 2;

/** The head with opening keys, and the block at the index of a run with what follows it. */
export function excerptOf(
  source: string,
  parts: readonly TextPart[],
  window?: { readonly run: BlockRun; readonly index: number },
): Excerpt {
  const pieces: Piece[] = [];
  let text = '';
  let isPastWindow = false;
  let isPastGap = false;
  for (const part of parts) {
    const isWindow = part === window?.run;
    const { span, trusted } = isWindow
      ? windowOf(part, window.index)
      : { span: part.kind === 'head' ? part.span : part.opening, trusted: undefined };
    const shift = span.start - text.length;
    pieces.push({
      span: shiftSpan(span, -shift),
      shift,
      trustedEnd: isPastGap ? nowhere : (trusted ?? span.end) - shift,
      run: part.kind === 'run' && !isWindow ? part : undefined,
    });
    text += source.slice(span.start, span.end);
    if (part.kind === 'run' && !isWindow) text += '\n';
    // Behind blocks that are left out, what the window left open may be closed long since.
    isPastGap ||= isWindow ? trusted !== span.end : isPastWindow && part.kind === 'run';
    isPastWindow ||= isWindow;
  }
  return { text, pieces, source };
}

function windowOf(run: BlockRun, index: number): { span: Span; trusted: number } {
  const kept = run.blocks.slice(index, index + nKept + 1);
  const start = kept[0]?.start ?? 0;
  const end = kept.at(-1)?.end ?? start;
  const isCut = index + kept.length < run.blocks.length;
  return { span: { start, end }, trusted: isCut ? (kept.at(-1)?.start ?? end) : end };
}

/** The run whose opening key stands at an offset of the excerpt. */
export function runAt(excerpt: Excerpt, offset: number): BlockRun | undefined {
  return pieceAt(excerpt, offset)?.run;
}

/** What leads from an offset of the excerpt to its place in the source. */
export function shiftAt(excerpt: Excerpt, offset: number): number {
  return pieceAt(excerpt, offset)?.shift ?? 0;
}

/** A place of the excerpt in the source; undefined if it is not whole there, or too close to where the excerpt was cut. */
export function inSource(excerpt: Excerpt, span: Span): Span | undefined {
  const piece = pieceAt(excerpt, span.start);
  if (piece === undefined || span.end > piece.trustedEnd) return undefined;
  const isAtCut =
    span.start >= piece.trustedEnd && piece.trustedEnd + piece.shift < excerpt.source.length;
  return isAtCut ? undefined : shiftSpan(span, piece.shift);
}

function pieceAt({ pieces }: Excerpt, offset: number): Piece | undefined {
  return pieces.findLast((piece) => piece.span.start <= offset);
}
