/** Where the characters of a text with replacements stand in the file. */
import { expect, test } from 'vitest';
import { placeText, type Replacement } from '../../server/src/base/placedText.ts';
import { parseShell } from '../../server/src/shell/parse.ts';

const file = 'ab%cd%%ef%';

/** `%` is replaced by what is given, one after another. */
function placed(texts: readonly string[]): ReturnType<typeof placeText> {
  const places = [...file.matchAll(/%/g)].map(({ index }) => index);
  const replacements = places.map((start, i): Replacement => ({
    span: { start, end: start + 1 },
    text: texts[i] ?? '',
  }));
  return placeText(file, { start: 0, end: file.length }, replacements);
}

test('a character stands where it was, and what was put in where its replacement stood', () => {
  const { text, locate } = placed(['', 'xyz', '', '!']);
  expect(text).toBe('abcdxyzef!');
  expect(Array.from({ length: text.length }, (_, at) => locate(at, at + 1))).toEqual([
    { start: 0, end: 1 },
    { start: 1, end: 2 },
    { start: 3, end: 4 },
    { start: 4, end: 5 },
    ...Array.from({ length: 3 }, () => ({ start: 5, end: 6 })),
    { start: 7, end: 8 },
    { start: 8, end: 9 },
    { start: 9, end: 10 },
  ]);
});

test('next to nothing, what was left out belongs to neither side', () => {
  const { text, locate } = placed(['', '', '', '']);
  expect(text).toBe('abcdef');
  expect(locate(1, 3)).toEqual({ start: 1, end: 4 });
  expect(locate(4, 6)).toEqual({ start: 7, end: 9 });
  expect(locate(2, 2).start).toBe(3);
});

test('a template of thousands of blocks is read in the time of its length', () => {
  const block = '{% if x %}\nip route add 10.0.0.0/8 via {{ a }}\n{% endif %}\n';
  const millisecondsFor = (count: number): number => {
    const text = `#!/bin/bash\n${block.repeat(count)}`;
    const start = performance.now();
    parseShell(text);
    return performance.now() - start;
  };
  millisecondsFor(300);
  // Sixteen times the text; a search in all blocks for each place grows with the square.
  expect(millisecondsFor(4000) / millisecondsFor(250)).toBeLessThan(64);
});
