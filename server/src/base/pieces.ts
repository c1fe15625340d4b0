/**
 * Pieces of a text that stay as they are while the rest of it is edited, and what was derived from them.
 * When the text in front of a piece grows or shrinks, all its spans are moved in place, those of its tree and those of all
 * that is remembered for it, so that nothing of it is read again.
 * Invariant: what is remembered for an anchor follows from the anchor and the inputs alone, and holds no place outside of
 * the piece. Reading the next version of a text uses up the previous one: whoever still holds that must not look at it.
 */
import type { Span } from './span.ts';

type MovableSpan = { -readonly [Name in keyof Span]: Span[Name] };

/** A piece and everything whose spans move with it. */
export interface Piece {
  /** Where the piece stands now. */
  readonly place: MovableSpan;
  readonly roots: readonly unknown[];
  readonly kept: Set<Kept<unknown>>;
  /** The spans of the roots and of what is kept; undefined where they have to be gathered anew. */
  spans: Spans | undefined;
}

interface Spans {
  /** Within the piece. */
  readonly own: readonly MovableSpan[];
  /** Elsewhere in the text: what a value was made of. */
  readonly others: readonly MovableSpan[];
}

interface Kept<T> {
  inputs: readonly unknown[];
  value: T;
}

const pieces = new WeakMap<object, Piece>();

/** Makes a piece of what was read at a place. `roots` and `anchors` are objects of its tree. */
export function createPiece(
  place: Span,
  roots: readonly unknown[],
  anchors: readonly object[],
): Piece {
  const piece = { place: { ...place }, roots, kept: new Set<Kept<unknown>>(), spans: undefined };
  for (const anchor of anchors) pieces.set(anchor, piece);
  return piece;
}

/** Moves a piece with all that was derived from it. */
export function movePiece(piece: Piece, start: number): void {
  const by = start - piece.place.start;
  if (by === 0) return;
  moveOwn(piece, by);
}

function moveOwn(piece: Piece, by: number): void {
  const { own } = spansOf(piece);
  for (const span of own) move(span, by);
  move(piece.place, by);
}

function move(span: MovableSpan, by: number): void {
  span.start += by;
  span.end += by;
}

/** Spans that are moved by the piece in which they stand. */
const owned = new WeakSet<object>();

/**
 * Moves all pieces behind an offset, with the places of each other that they hold.
 * `behind` are those that stand there, and no other piece holds a place there.
 */
export function moveBehind(behind: readonly Piece[], offset: number, by: number): void {
  if (by === 0) return;
  for (const piece of behind)
    if (piece.spans === undefined) for (const span of spansOf(piece).own) owned.add(span);
  // A place may stand in several pieces, and is no other piece's own where it was made anew.
  const foreign = new Set<MovableSpan>();
  for (const piece of behind)
    for (const span of spansOf(piece).others)
      if (span.start >= offset && !owned.has(span)) foreign.add(span);
  for (const span of foreign) move(span, by);
  for (const piece of behind) moveOwn(piece, by);
}

function spansOf(piece: Piece): Spans {
  piece.spans ??= spansIn(piece);
  return piece.spans;
}

/** Remembers one value for each anchor: an object of the tree of a text, or what another memo made of one. */
export interface Memo<T> {
  /** The value for an anchor; made again where one of the inputs, compared by identity, is another one. */
  readonly recall: (anchor: object, inputs: readonly unknown[], make: () => T) => T;
}

export function createMemo<T>(): Memo<T> {
  const byAnchor = new WeakMap<object, Kept<T>>();
  return {
    recall(anchor, inputs, make) {
      const old = byAnchor.get(anchor);
      if (old !== undefined && isSame(old.inputs, inputs)) return old.value;
      const value = make();
      const kept = old ?? { inputs, value };
      kept.inputs = inputs;
      kept.value = value;
      byAnchor.set(anchor, kept);
      const piece = pieces.get(anchor);
      if (piece !== undefined) keep(piece, kept);
      return value;
    },
  };
}

function keep(piece: Piece, kept: Kept<unknown>): void {
  piece.kept.add(kept);
  piece.spans = undefined;
  const { value } = kept;
  if (typeof value === 'object' && value !== null && !pieces.has(value)) pieces.set(value, piece);
}

function isSame(a: readonly unknown[], b: readonly unknown[]): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** Each span once, as an object: many facts share the span of one word. */
function spansIn({ place, roots, kept }: Piece): Spans {
  const own: MovableSpan[] = [];
  const others: MovableSpan[] = [];
  const seen = new Set<unknown>();
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null || seen.has(value)) return;
    seen.add(value);
    if (isSpan(value)) {
      if (place.start <= value.start && value.end <= place.end) own.push(value);
      // What stands nowhere stands at the first character.
      else if (value.end > 0) others.push(value);
    } else if (value instanceof Map) {
      for (const [key, one] of value) {
        visit(key);
        visit(one);
      }
    } else if (value instanceof Set || Array.isArray(value)) {
      for (const one of value) visit(one);
    } else for (const one of Object.values(value)) visit(one);
  };
  for (const root of roots) visit(root);
  for (const { value } of kept) visit(value);
  return { own, others };
}

function isSpan(value: object): value is MovableSpan {
  return (
    'start' in value &&
    'end' in value &&
    typeof value.start === 'number' &&
    typeof value.end === 'number'
  );
}
