/** Assertions of rule tests: labels against findings, and texts before and after a fix. */
import { expect } from 'vitest';
import { agreement, applyFixes, compareWithLabels, findingsOf } from './analyze.ts';
import { dedent, readFixture } from './fixture.ts';

/** The findings of all rules are exactly the labelled ones. */
export function checkRules(source: string): void {
  const fixture = readFixture(dedent(source));
  expect(compareWithLabels(fixture, findingsOf(fixture))).toEqual(agreement);
}

interface FixOptions {
  readonly rule: string;
  /** The beginning of the title of the fix; default: the first fix. */
  readonly title?: string;
}

/** The fixes of a rule turn one text into the other. Files that `after` does not name may be anything. */
export function checkFix(before: string, after: string, { rule, title }: FixOptions): void {
  const fixed = applyFixes(readFixture(dedent(before)), rule, title);
  for (const expected of readFixture(dedent(after)).files) {
    expect(fixed.find((file) => file.path === expected.path)?.text).toBe(expected.text);
  }
}
