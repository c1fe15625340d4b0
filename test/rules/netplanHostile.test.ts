/** The netplan rules throw on no text, and every finding and edit lies in its file. */
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findingsOf } from '../support/analyze.ts';
import { readFixture, type FixtureFile } from '../support/fixture.ts';
import { defaultPathOf, readRulePage } from '../support/rulePage.ts';

const folder = new URL('../../docs/rules/', import.meta.url);

/** The examples of all pages of these rules. */
const examples: readonly (readonly FixtureFile[])[] = readdirSync(folder)
  .filter((name) => name.startsWith('np-'))
  .flatMap((name) => readRulePage(readFileSync(new URL(name, folder), 'utf8')).examples)
  .filter(({ language }) => language === 'yaml')
  .map(({ text, language }) => readFixture(text, defaultPathOf(language)).files);

const pieces = [
  '',
  ' ',
  '\n',
  '\r\n',
  '{',
  '}',
  '[',
  ']',
  ',',
  ': ',
  '- ',
  '*a',
  '&a ',
  '#',
  '"',
  'routes:\n',
  '0',
  '999999999999',
  '\0',
  '😀',
];

const damaged = fc
  .record({
    files: fc.constantFrom(...examples),
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    deleted: fc.nat({ max: 30 }),
    inserted: fc.array(fc.constantFrom(...pieces), { maxLength: 3 }),
  })
  .map(({ files, at, deleted, inserted }) =>
    files.map(({ path, text }) => {
      const start = Math.floor(at * text.length);
      return { path, text: text.slice(0, start) + inserted.join('') + text.slice(start + deleted) };
    }),
  );

test('there are examples to damage', () => {
  expect(examples.length).toBeGreaterThan(50);
});

test('damaged files give findings and edits inside of the files, or none', () => {
  fc.assert(
    fc.property(damaged, (files) => {
      const lengths = new Map(files.map(({ path, text }) => [path, text.length]));
      const places = findingsOf({ files, options: new Map() }).flatMap(
        ({ origin, fixes, related }) => [
          origin,
          ...related.map((part) => part.origin),
          ...fixes.flatMap((fix) =>
            fix.edits.flatMap(({ file, edits }) => edits.map(({ span }) => ({ file, span }))),
          ),
        ],
      );
      const outside = places.filter(
        ({ file, span }) =>
          span.start < 0 || span.end < span.start || span.end > (lengths.get(file) ?? -1),
      );
      expect(outside).toEqual([]);
    }),
    { numRuns: 300 },
  );
}, 30_000);
