/**
 * Every `since` of the grammar tables against `ip` of many releases (`versions/measured.json`, from `scripts/verify-ip-versions.mjs`):
 * what it says of iproute2 lies behind the last release that does not know the word, and not behind the first that does.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { compareReleases, dated, newest, wordSince } from '../../server/src/iproute/since.ts';
import { nameOf, places, type Place } from './versions/lines.ts';
import type { Measured } from './versions/measure.ts';

const measured = JSON.parse(
  readFileSync(new URL('versions/measured.json', import.meta.url), 'utf8'),
) as Measured;
const { releases, first, unclear } = measured;
const oldest = releases[0] ?? '';
const newestRelease = releases.at(-1) ?? '';

const firstByName = new Map(
  Object.entries(first).flatMap(([release, words]) =>
    namesIn(words).map((name) => [name, release] as const),
  ),
);
const unclearNames = new Set(namesIn(unclear));

function namesIn(words: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(words).flatMap(([path, all]) =>
    all.split(' ').map((word) => (path === '' ? word : `${path} ${word}`)),
  );
}

/** Words that an old release does not refuse, and yet cannot do. */
const passed = new Set([
  // The beginning of `encaplimit`.
  'link add type ip6tnl encap',
  // It says that this is not implemented.
  'neigh get',
]);

/** What is wrong with the `since` of a word; undefined: nothing. */
function faultOf(place: Place): string | undefined {
  const name = nameOf(place);
  const says = newest(place.rows.map(({ since }) => since))?.iproute2;
  const knows = firstByName.get(name);
  if (knows === undefined)
    return unclearNames.has(name) || (says !== undefined && isNewer(says, newestRelease))
      ? undefined
      : `${name}: not measured`;
  if (passed.has(name)) return undefined;
  const last = releases[releases.indexOf(knows) - 1];
  if (last === undefined)
    return says === undefined ? undefined : `${name}: says ${says}, but ${oldest} knows it`;
  if (says === undefined) return `${name}: says nothing, but ${last} does not know it`;
  return isNewer(says, last) && !isNewer(says, knows)
    ? undefined
    : `${name}: says ${says}, but ${last} does not know it and ${knows} does`;
}

function isNewer(one: string, than: string): boolean {
  return compareReleases(one, than) > 0;
}

describe('since', () => {
  const all = places();

  test('of iproute2 lies within what was measured, and is there for all that is newer', () => {
    expect(all.map((place) => faultOf(place)).filter((fault) => fault !== undefined)).toEqual([]);
  });

  test('what was measured is in the tables', () => {
    const names = new Set(all.map((place) => nameOf(place)));
    expect([...firstByName.keys(), ...unclearNames].filter((name) => !names.has(name))).toEqual([]);
  });

  test('is a version, and none that is older than Linux 3.12', () => {
    const versions = all.flatMap(({ rows }) =>
      rows.flatMap(({ since }) => [since?.linux ?? [], since?.iproute2 ?? []].flat()),
    );
    expect(versions.length).toBeGreaterThan(0);
    expect(versions.filter((each) => !/^\d\.\d{1,2}$/.test(each) || isNewer('3.12', each))).toEqual(
      [],
    );
  });
});

test('the newest of several counts, each for itself', () => {
  expect(newest([undefined, {}])).toBeUndefined();
  expect(
    newest([
      { linux: '5.10' },
      undefined,
      { linux: '5.9', iproute2: '5.10' },
      { iproute2: '4.20' },
    ]),
  ).toEqual({ linux: '5.10', iproute2: '5.10' });
});

test('a table of versions overrides what a row says of itself', () => {
  const rows = [{ keyword: 'a' }, { keyword: 'b', since: { linux: '4.1' } }, { keyword: 'c' }];
  expect(dated([[{ iproute2: '5.2' }, 'b c']], rows)).toEqual([
    { keyword: 'a' },
    { keyword: 'b', since: { iproute2: '5.2' } },
    { keyword: 'c', since: { iproute2: '5.2' } },
  ]);
});

test('worded', () => {
  expect(wordSince({ linux: '5.9', iproute2: '5.10' })).toBe('Linux 5.9 and iproute2 5.10');
  expect(wordSince({ iproute2: '5.1' })).toBe('iproute2 5.1');
});
