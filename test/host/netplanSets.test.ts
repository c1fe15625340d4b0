/** Which netplan files are taken together, and what each definition has then. */
import { describe, expect, test } from 'vitest';
import { known } from '../../server/src/base/fact.ts';
import { netplanSets } from '../../server/src/host/netplanSets.ts';
import { booleanAt, integerAt, textAt, wordsAt } from '../../server/src/host/netplanTree.ts';
import { hostOfFixture } from '../support/analyze.ts';
import type { FixtureFile } from '../support/fixture.ts';

function setsOf(files: Readonly<Record<string, string>>): ReturnType<typeof netplanSets> {
  const list: FixtureFile[] = Object.entries(files).map(([path, text]) => ({ path, text }));
  return netplanSets(hostOfFixture({ files: list, options: new Map() }));
}

const eno3 = 'network: {ethernets: {eno3: {dhcp4: true}}}\n';

test('files of lib, etc and run are read together, by base name', () => {
  const [set, ...others] = setsOf({
    '/run/netplan/90-last.yaml': eno3,
    '/etc/netplan/10-first.yaml': eno3,
    '/lib/netplan/50-middle.yaml': eno3,
  });
  expect(others).toEqual([]);
  expect(set?.files.map(({ file }) => file.id)).toEqual([
    '/etc/netplan/10-first.yaml',
    '/lib/netplan/50-middle.yaml',
    '/run/netplan/90-last.yaml',
  ]);
  expect(set?.definitions.map(({ id, parts }) => [id, parts.length])).toEqual([['eno3', 3]]);
});

test('of one base name, run hides etc, and etc hides lib', () => {
  const [set] = setsOf({
    '/lib/netplan/50.yaml': eno3,
    '/etc/netplan/50.yaml': eno3,
    '/run/netplan/50.yaml': eno3,
  });
  expect(set?.files.map(({ file }) => file.id)).toEqual(['/run/netplan/50.yaml']);
  expect(set?.hidden.map(({ file }) => file.file.id).toSorted()).toEqual([
    '/etc/netplan/50.yaml',
    '/lib/netplan/50.yaml',
  ]);
});

describe('files that are not of one host are read alone', () => {
  test.each([
    ['a collection', '/files/netplan/alpha.yaml', '/files/netplan/beta.yaml'],
    ['two trees', '/alpha/etc/netplan/50.yaml', '/beta/etc/netplan/60.yaml'],
    ['two folders', '/examples/a.yaml', '/examples/b.yaml'],
  ])('%s', (_name, first, second) => {
    const sets = setsOf({ [first]: eno3, [second]: eno3 });
    expect(sets.map(({ files }) => files.length)).toEqual([1, 1]);
  });
});

test('a set with a file that is no YAML is left out', () => {
  expect(
    setsOf({ '/etc/netplan/50.yaml': eno3, '/etc/netplan/60.yaml': 'network: {a: [b\n' }),
  ).toEqual([]);
});

test('a template is no netplan file yet', () => {
  const text = 'network: {ethernets: {eno3: {dhcp4-overrides: {route-metric: {{ metric }}}}}}\n';
  expect(setsOf({ '/etc/netplan/50.yaml': text })).toEqual([]);
});

test('the last scalar counts, lists are appended, repeated mappings are one', () => {
  const [set] = setsOf({
    '/etc/netplan/10.yaml': `network:
  bonds:
    bond0:
      interfaces: [eno1]
      parameters: {mode: balance-xor, mii-monitor-interval: 1}
    bond0:
      parameters: {mode: 802.3ad}
`,
    '/etc/netplan/20.yaml': `network:
  bonds:
    bond0:
      interfaces: [eno2]
      mtu: "9000"
      dhcp4: Yes
      parameters: {transmit-hash-policy: $POLICY}
`,
  });
  const bond = set?.byId.get('bond0');
  if (bond === undefined) throw new Error('there is no bond0');
  expect(known(textAt(bond, ['parameters', 'mode']))).toBe('802.3ad');
  expect(known(textAt(bond, ['parameters', 'mii-monitor-interval']))).toBe('1');
  expect(wordsAt(bond, ['interfaces']).map((word) => known(word))).toEqual(['eno1', 'eno2']);
  expect(known(integerAt(bond, ['mtu']))).toBe(9000);
  expect(known(booleanAt(bond, ['dhcp4']))).toBe(true);
  expect(textAt(bond, ['parameters', 'transmit-hash-policy'])?.value).toMatchObject({
    kind: 'unknown',
  });
  expect(textAt(bond, ['parameters', 'primary'])).toBeUndefined();
});

describe('who configures a link', () => {
  test.each([
    ['nobody says', 'network: {ethernets: {eno3: {}}}', 'networkd'],
    ['the network', 'network: {renderer: NetworkManager, ethernets: {eno3: {}}}', 'NetworkManager'],
    [
      'the network, below',
      'network: {ethernets: {eno3: {}}, renderer: NetworkManager}',
      'NetworkManager',
    ],
    [
      'the section above',
      'network: {ethernets: {renderer: NetworkManager, eno3: {}}}',
      'NetworkManager',
    ],
    ['the section below', 'network: {ethernets: {eno3: {}, renderer: NetworkManager}}', 'networkd'],
    [
      'the link',
      'network: {renderer: NetworkManager, ethernets: {eno3: {renderer: networkd}}}',
      'networkd',
    ],
    ['a modem', 'network: {modems: {eno3: {}}}', 'NetworkManager'],
    ['a template', 'network: {renderer: "${RENDERER}", ethernets: {eno3: {}}}', undefined],
  ])('%s', (_name, text, renderer) => {
    const [set] = setsOf({ '/etc/netplan/50.yaml': `${text}\n` });
    expect(set?.byId.get('eno3')?.renderer).toBe(renderer);
  });
});
