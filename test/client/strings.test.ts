import { expect, test } from 'vitest';
import { english, fill, translatedStrings } from '../../client/src/preview/strings.ts';

test('values are filled in by number', () => {
  expect(fill('{1} of {0}', 'a', 2)).toBe('2 of a');
  expect(fill('{0} and {1}', 'a')).toBe('a and {1}');
});

test('every sentence goes through the translation', () => {
  const translated = translatedStrings((text) => `<${text}>`);
  expect(Object.keys(translated)).toEqual(Object.keys(english));
  expect(Object.values(translated).filter((text) => !text.startsWith('<'))).toEqual([]);
});
