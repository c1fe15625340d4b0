import { expect, test } from 'vitest';
import { selectionSpans } from '../../server/src/ide/selectionRanges.ts';
import { placeOf } from './answers.ts';

function selected(source: string): readonly string[] {
  const { document, offset } = placeOf(source);
  return selectionSpans(document, offset).map(({ start, end }) =>
    document.file.text.slice(start, end),
  );
}

test('netplan: value, entry, mapping, and so on outwards', () => {
  const text = `#- /etc/netplan/a.yaml
network:
  ethernets:
    eno1:
      match: { name: "en<|>o*" }
      dhcp4: true
`;
  const eno1 = 'match: { name: "eno*" }\n      dhcp4: true';
  expect(selected(text)).toEqual([
    'eno*',
    '"eno*"',
    'name: "eno*"',
    '{ name: "eno*" }',
    'match: { name: "eno*" }',
    eno1,
    `eno1:\n      ${eno1}`,
    `ethernets:\n    eno1:\n      ${eno1}`,
    `network:\n  ethernets:\n    eno1:\n      ${eno1}`,
    `network:\n  ethernets:\n    eno1:\n      ${eno1}\n`,
  ]);
});

test('a script: word, command, file', () => {
  expect(selected('#- /u.sh\nip route show; ip ru<|>le show\n')).toEqual([
    'rule',
    'ip rule show',
    'ip route show; ip rule show\n',
  ]);
});
