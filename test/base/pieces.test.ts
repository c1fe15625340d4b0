/** Pieces of a text move with all that was derived from them, and what is remembered is what would be made anew. */
import { describe, expect, test } from 'vitest';
import { createMemo, createPiece, moveBehind, movePiece } from '../../server/src/base/pieces.ts';

interface Word {
  readonly text: string;
  readonly span: { readonly start: number; readonly end: number };
}

function pieceWithWord(): { readonly word: Word; readonly move: (start: number) => void } {
  const word = { text: 'eth0', span: { start: 12, end: 16 } };
  const piece = createPiece({ start: 10, end: 20 }, [[word]], [word]);
  return { word, move: (start) => movePiece(piece, start) };
}

describe('a piece that moves', () => {
  test('takes the spans of its tree along, each once', () => {
    const { word, move } = pieceWithWord();
    move(110);
    move(105);
    expect(word.span).toEqual({ start: 107, end: 111 });
  });

  test('takes along what was derived, in every kind of collection', () => {
    const { word, move } = pieceWithWord();
    const derived = createMemo<unknown>().recall(word, [], () => ({
      shared: word.span,
      first: { start: word.span.start, end: word.span.start + 1 },
      map: new Map([['a', [{ start: 10, end: 20 }]]]),
      set: new Set([{ start: 15, end: 15 }]),
    }));
    move(11);
    expect(derived).toEqual({
      shared: { start: 13, end: 17 },
      first: { start: 13, end: 14 },
      map: new Map([['a', [{ start: 11, end: 21 }]]]),
      set: new Set([{ start: 16, end: 16 }]),
    });
  });

  test('takes along what was derived after it had moved before, and what was derived from that', () => {
    const { word, move } = pieceWithWord();
    move(20);
    const first = createMemo<object>().recall(word, [], () => ({ at: { start: 22, end: 23 } }));
    move(30);
    const second = createMemo<object>().recall(first, [], () => ({ at: { start: 32, end: 33 } }));
    move(40);
    expect([first, second]).toEqual([
      { at: { start: 42, end: 43 } },
      { at: { start: 42, end: 43 } },
    ]);
  });

  test('leaves places outside alone', () => {
    const { word, move } = pieceWithWord();
    const outside = createMemo<object>().recall(word, [], () => ({ at: { start: 3, end: 5 } }));
    move(50);
    expect(outside).toEqual({ at: { start: 3, end: 5 } });
  });
});

describe('pieces behind an offset', () => {
  test('move with the places of each other that they hold, each once', () => {
    const definition = { start: 12, end: 16 };
    const before = { start: 2, end: 4 };
    const copy = { start: 13, end: 15 };
    const nowhere = { start: 0, end: 0 };
    const use = { places: [definition, before, copy, nowhere, { start: 30, end: 34 }] };
    const user = createPiece({ start: 25, end: 40 }, [use], [use]);
    const again = createPiece({ start: 40, end: 50 }, [[copy, definition]], []);
    moveBehind([createPiece({ start: 10, end: 20 }, [definition], []), user, again], 10, 5);
    moveBehind([user, again], 25, 1);
    expect(use.places).toEqual([
      { start: 17, end: 21 },
      { start: 2, end: 4 },
      { start: 18, end: 20 },
      { start: 0, end: 0 },
      { start: 36, end: 40 },
    ]);
  });
});

describe('a memo', () => {
  test('makes a value again only for other inputs', () => {
    const { word } = pieceWithWord();
    const memo = createMemo<number>();
    let nMade = 0;
    const recall = (...inputs: readonly unknown[]): number =>
      memo.recall(word, inputs, () => ++nMade);
    expect([recall('a', 1), recall('a', 1), recall('b', 1), recall('b'), recall('b')]).toEqual([
      1, 1, 2, 3, 3,
    ]);
  });

  test('lets go of the value that it replaces', () => {
    const { word, move } = pieceWithWord();
    const memo = createMemo<object>();
    const old = memo.recall(word, [1], () => ({ at: { start: 12, end: 13 } }));
    const now = memo.recall(word, [2], () => ({ at: { start: 14, end: 15 } }));
    move(110);
    expect([old, now]).toEqual([{ at: { start: 12, end: 13 } }, { at: { start: 114, end: 115 } }]);
  });

  test('remembers for an object that is no part of a piece, too', () => {
    const memo = createMemo<object>();
    const anchor = {};
    expect(memo.recall(anchor, [], () => ({}))).toBe(memo.recall(anchor, [], () => ({})));
  });
});
