/** Lines that are looked for when they are asked for are those that splitting the text gives. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createLineIndex, offsetAt, positionAt } from '../../server/src/base/lineIndex.ts';

const text = fc
  .array(fc.constantFrom('\n', '\n', '\r\n', '\r', 'a', 'bc', ' '), { maxLength: 30 })
  .map((parts) => parts.join(''));

test('asked in any order, an offset has its position, and the position its offset', () => {
  fc.assert(
    fc.property(text, fc.array(fc.integer({ min: -2, max: 40 })), (written, offsets) => {
      const index = createLineIndex(written);
      for (const offset of offsets) {
        const at = Math.max(0, Math.min(offset, written.length));
        // A CR counts as a line end where no LF follows it in the whole text.
        const starts = [...written.matchAll(/\r\n|\r|\n/g)].map((end) => end.index + end[0].length);
        const before = starts.filter((start) => start <= at);
        const position = { line: before.length, character: at - (before.at(-1) ?? 0) };
        expect(positionAt(index, offset)).toEqual(position);
        expect(offsetAt(index, position)).toBe(at);
      }
    }),
  );
});

test('positions outside of the text are clamped, whatever was asked before', () => {
  fc.assert(
    fc.property(text, fc.integer({ min: -1, max: 40 }), (written, line) => {
      const lines = written.split(/\r\n|\r|\n/).length;
      const offset = offsetAt(createLineIndex(written), { line, character: 0 });
      if (line < 0) expect(offset).toBe(0);
      else if (line >= lines) expect(offset).toBe(written.length);
      else expect(positionAt(createLineIndex(written), offset)).toEqual({ line, character: 0 });
    }),
  );
});
