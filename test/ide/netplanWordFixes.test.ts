import { expect, test } from 'vitest';
import { wordFixes } from '../../server/src/ide/netplan/wordFixes.ts';
import { checkHost } from '../../server/src/rules/index.ts';
import { placeOf } from './answers.ts';

/** What is offered in the whole file: the word in the place of the other. */
function offered(...lines: readonly string[]): readonly string[] {
  const { host, document } = placeOf(
    ['#- /etc/netplan/a.yaml', 'network:', ...lines, ''].join('\n'),
  );
  if (document.kind !== 'netplan') throw new Error('no netplan file');
  const { text } = document.file;
  const findings = checkHost(host);
  return wordFixes(host, document, { findings, span: { start: 0, end: text.length } }).flatMap(
    (action) =>
      action.kind === 'fix'
        ? action.edits.flatMap(({ edits }) =>
            edits.map(({ span, newText }) => `${text.slice(span.start, span.end)} -> ${newText}`),
          )
        : [],
  );
}

test('a word of a list, a boolean, a renderer', () => {
  expect(
    offered(
      '  renderer: networkmanager',
      '  ethernets: {eno1: {dhcp4: ture}}',
      '  bonds: {b0: {parameters: {mode: 802.3da}}}',
    ),
  ).toEqual(['networkmanager -> NetworkManager', 'ture -> true', '802.3da -> 802.3ad']);
});

test('the id of a definition, of any file before', () => {
  expect(
    offered(
      '  ethernets: {eno1: {}}',
      '  vlans: {v1: {id: 1, link: eno}, v2: {id: 2, link: wlan0}}',
    ),
  ).toEqual(['eno -> eno1']);
});

test('nothing where no word is near, or the key takes any text', () => {
  expect(offered('  ethernets: {eno1: {dhcp4: perhaps, mtu: 15oo, macaddress: ab}}')).toEqual([]);
});
