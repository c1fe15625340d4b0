/**
 * Every rule page is a test: the findings of "Incorrect" are the labelled ones, "Correct" has none, and a block marked
 * `fixed` is what the fix makes of the block before it.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { rules } from '../server/src/rules/index.ts';
import { agreement, applyFixes, compareWithLabels, findingsOf } from './support/analyze.ts';
import type { Fixture } from './support/fixture.ts';
import { readFixture } from './support/fixture.ts';
import type { Example } from './support/rulePage.ts';
import { defaultPathOf, readRulePage } from './support/rulePage.ts';

const folder = new URL('../docs/rules/', import.meta.url);
const pageNames = readdirSync(folder).filter(
  (name) => name.endsWith('.md') && name !== 'README.md',
);

const headings = [
  'What it reports',
  'Why it matters',
  'Incorrect',
  'Correct',
  expect.stringMatching(/^What (the kernel|netplan|iproute2) does$/),
  'Fix',
  'Options',
  'When to turn it off',
];

test('every rule has a page, and every page a rule', () => {
  expect(pageNames.map((name) => name.replace(/\.md$/, '')).toSorted()).toEqual(
    rules.map((rule) => rule.id).toSorted(),
  );
});

describe.each(pageNames)('%s', (name) => {
  const id = name.replace(/\.md$/, '');
  const page = readRulePage(readFileSync(new URL(name, folder), 'utf8'));

  test('has the headings of a rule page', () => {
    expect(page.title).toBe(id);
    expect(page.headings).toEqual(headings);
  });

  test('has an example of each kind', () => {
    expect(
      page.examples.some(
        (example) =>
          isIncorrect(example) && readExample(example).labels.some((label) => label.rule === id),
      ),
    ).toBe(true);
    expect(page.examples.some((example) => example.section === 'Correct')).toBe(true);
  });

  test('shows a fix if the rule has one, and none otherwise', () => {
    const hasFix = rules.find((rule) => rule.id === id)?.fix !== 'none';
    expect(page.examples.some(isFixed)).toBe(hasFix);
  });

  for (const [i, example] of page.examples.entries()) {
    const where = `${example.section}, line ${example.line}`;
    if (isFixed(example))
      test(`${where}: the fix gives this text`, () =>
        checkFixed(id, page.examples[i - 1], example));
    else if (isIncorrect(example))
      test(`${where}: gives the labelled findings`, () => checkIncorrect(id, example));
    else if (example.section === 'Correct')
      test(`${where}: gives no finding of the rule`, () => checkCorrect(id, example));
  }
});

function isIncorrect(example: Example): boolean {
  return example.section === 'Incorrect' && !isFixed(example);
}

function isFixed(example: Example): boolean {
  return example.info.startsWith('fixed');
}

function readExample(example: Example): Fixture {
  return readFixture(example.text, defaultPathOf(example.language));
}

/** Findings of other rules count where they are errors or labelled. */
function checkIncorrect(id: string, example: Example): void {
  const fixture = readExample(example);
  const labelled = new Set(fixture.labels.map((label) => label.rule));
  const findings = findingsOf(fixture).filter(
    ({ rule, severity }) => rule === id || severity === 'error' || labelled.has(rule),
  );
  expect(compareWithLabels(fixture, findings)).toEqual(agreement);
}

function checkCorrect(id: string, example: Example): void {
  const fixture = readExample(example);
  expect(fixture.labels).toEqual([]);
  const findings = findingsOf(fixture).filter(
    ({ rule, severity }) => rule === id || severity === 'error',
  );
  expect(compareWithLabels(fixture, findings)).toEqual(agreement);
}

function checkFixed(id: string, incorrect: Example | undefined, fixed: Example): void {
  if (incorrect === undefined) throw new Error('a fixed block needs an incorrect one before it');
  const title = fixed.info.slice('fixed'.length).trim();
  const result = applyFixes(readExample(incorrect), id, title);
  const expected = readExample(fixed);
  for (const file of expected.files) {
    expect(result.find(({ path }) => path === file.path)?.text, file.path).toBe(file.text);
  }
  expect(expected.files.length).toBeGreaterThan(0);
}
