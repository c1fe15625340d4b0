/** Every rule has its file, its page and its registration, all under one name. */
import { expect, test } from 'vitest';
import { rules } from '../../server/src/rules/index.ts';
import { projectPaths } from './sources.ts';

const ids = rules.map((rule) => rule.id);

test('the registry is sorted and names every rule once', () => {
  expect(ids).toEqual([...new Set(ids)].toSorted());
});

test('every rule file is registered, and every registered rule has a file', () => {
  // A file in kebab case is a rule; a file in camel case is a part that rules share.
  const registered = ids.filter((id) => projectPaths().includes(`server/src/rules/${id}.ts`));
  const files = namesOf(/^server\/src\/rules\/([a-z0-9]+(?:-[a-z0-9]+)+)\.ts$/);
  expect(files).toEqual(registered);
});

test('every page belongs to a registered rule, and every rule has a page', () => {
  expect(namesOf(/^docs\/rules\/(.*)\.md$/).filter((name) => name !== 'README')).toEqual(ids);
});

function namesOf(pattern: RegExp): readonly string[] {
  return projectPaths()
    .flatMap((file) => pattern.exec(file)?.[1] ?? [])
    .toSorted();
}
