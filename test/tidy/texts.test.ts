/** Words that must not be in the files of the project. */
import { describe, expect, test } from 'vitest';
import { projectPaths, readProjectFile, sourcesIn } from './sources.ts';

const code = sourcesIn(['server', 'client', 'test', 'scripts', 'bench'], ['.ts', '.mjs']).filter(
  (source) => source.path !== 'test/tidy/texts.test.ts',
);
const texts = projectPaths()
  .filter((file) => /\.(ts|mjs|json|md|css|lua|sh|ya?ml)$/.test(file))
  .filter((file) => !file.endsWith('package-lock.json') && file !== 'test/tidy/texts.test.ts')
  .map((file) => ({ path: file, text: readProjectFile(file) }));

const bannedInCode: Readonly<Record<string, RegExp>> = {
  'a test that always or never runs': /\b(?:test|it|describe)\.(?:only|skip|todo)\b/,
  'an assertion that cannot fail': /expect\(true\)/,
  'a silenced check': /@ts-(?:ignore|expect-error|nocheck)|(?:eslint|oxlint)-disable/,
};

const bannedEverywhere: Readonly<Record<string, RegExp>> = {
  'a path of one machine': /(?<![\w.-])\/(?:work|farm|root)\/|\/home\/[a-z]/,
  'the host of a registry': /registry\.npmjs|deb\.debian/,
};

describe.each(Object.entries(bannedInCode))('%s', (_what, pattern) => {
  test('is in no source', () => {
    expect(matchesOf(code, pattern)).toEqual([]);
  });
});

describe.each(Object.entries(bannedEverywhere))('%s', (_what, pattern) => {
  test('is in no file', () => {
    expect(matchesOf(texts, pattern)).toEqual([]);
  });
});

test.each(['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'LICENSE'])(
  '%s is there and says something',
  (file) => {
    expect(readProjectFile(file).trim().length).toBeGreaterThan(100);
  },
);

function matchesOf(
  sources: readonly { path: string; text: string }[],
  pattern: RegExp,
): readonly string[] {
  return sources.flatMap(({ path, text }) =>
    text
      .split('\n')
      .flatMap((line, i) => (pattern.test(line) ? [`${path}:${i + 1}: ${line.trim()}`] : [])),
  );
}
