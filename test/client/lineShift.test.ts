import { expect, test } from 'vitest';
import { shiftLine } from '../../client/src/preview/lineShift.ts';

test.each([
  ['a line is added above', { startLine: 2, endLine: 2, text: 'x\n' }, 11],
  ['two lines above are removed', { startLine: 2, endLine: 4, text: '' }, 8],
  ['text above changes within its line', { startLine: 2, endLine: 2, text: 'abc' }, 10],
  ['the line itself changes', { startLine: 10, endLine: 10, text: 'abc\ndef' }, 10],
  ['something below changes', { startLine: 12, endLine: 14, text: '' }, 10],
  ['a range around it is replaced', { startLine: 8, endLine: 12, text: 'abc' }, 10],
])('where line 10 is when %s', (_what, edit, expected) => {
  expect(shiftLine(10, [edit])).toBe(expected);
});

test('several edits add up', () => {
  const edits = [
    { startLine: 1, endLine: 1, text: '\n\n' },
    { startLine: 5, endLine: 6, text: '' },
  ];
  expect(shiftLine(10, edits)).toBe(11);
});
