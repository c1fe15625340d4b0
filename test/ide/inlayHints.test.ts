import { expect, test } from 'vitest';
import { createLineIndex, positionAt } from '../../server/src/base/lineIndex.ts';
import { inlayHints } from '../../server/src/ide/inlayHints.ts';
import { placeOf } from './answers.ts';

function hintsOf(source: string): readonly string[] {
  const { host, document } = placeOf(source);
  const index = createLineIndex(document.file.text);
  return inlayHints(host, document).map(
    ({ offset, label }) => `${positionAt(index, offset).line + 1}: ${label}`,
  );
}

const file = (...lines: readonly string[]): string =>
  ['#- /etc/netplan/a.yaml', 'network:', ...lines, ''].join('\n');

test('the hash of a bond that nobody chose', () => {
  const bond = (parameters: string): readonly string[] =>
    hintsOf(file('  bonds:', `    bond0: { parameters: { ${parameters} } }`));
  expect(bond('mode: 802.3ad')).toEqual(['3: transmit-hash-policy: layer2']);
  expect(bond('mode: 802.3ad, transmit-hash-policy: layer3+4')).toEqual([]);
  expect(bond('mode: active-backup')).toEqual([]);
  expect(bond('mode: balance-slb')).toEqual([]);
});

test('the metric of routes by DHCP', () => {
  const link = (keys: string, section = 'ethernets'): readonly string[] =>
    hintsOf(file(`  ${section}: { x: { ${keys} } }`));
  expect(link('dhcp4: yes')).toEqual(['2: route-metric: 100']);
  expect(link('dhcp4: true', 'wifis')).toEqual(['2: route-metric: 600']);
  expect(link('dhcp4: false')).toEqual([]);
  expect(link('dhcp4: true, dhcp4-overrides: { route-metric: 200 }')).toEqual([]);
  expect(link('dhcp4: true, dhcp4-overrides: { use-routes: false }')).toEqual([]);
  expect(link('dhcp4: true, renderer: NetworkManager')).toEqual([]);
});

test('what another file sets counts, and its own hints stay there', () => {
  expect(
    hintsOf(`
      #- /etc/netplan/a.yaml
      network: { ethernets: { x: { dhcp4<|>: true }, y: { dhcp4: true } } }
      #- /etc/netplan/b.yaml
      network: { ethernets: { x: { dhcp4-overrides: { route-metric: 7 } }, z: { dhcp4: true } } }
    `),
  ).toEqual(['1: route-metric: 100']);
});
