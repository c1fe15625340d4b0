import { expect, test } from 'vitest';
import { applyEdits } from '../../server/src/base/edit.ts';
import { syntaxFixes } from '../../server/src/ide/netplan/syntaxFixes.ts';
import { checkHost } from '../../server/src/rules/index.ts';
import { parseYaml } from '../../server/src/yaml/parse.ts';
import { placeOf } from './answers.ts';

/** The text after the first fix of the file, and its title. */
function fixed(...lines: readonly string[]): readonly string[] {
  const { host, document } = placeOf(['#- /etc/netplan/a.yaml', ...lines, ''].join('\n'));
  if (document.kind !== 'netplan') throw new Error('no netplan file');
  const whole = { start: 0, end: document.file.text.length };
  const [fix] = syntaxFixes(document, checkHost(host), whole);
  if (fix?.kind !== 'fix') return ['nothing'];
  const text = applyEdits(document.file.text, fix.edits[0]?.edits ?? []);
  expect(parseYaml(text).errors).toEqual([]);
  return [fix.title, ...text.trimEnd().split('\n').slice(1)];
}

const link = ['network:', '  ethernets:', '    eno1:'];
const head = ['  ethernets:', '    eno1:'];

test('tabs', () => {
  expect(fixed('network:', '\tethernets:', '\t\teno1: {}')).toEqual([
    'Indent with spaces in the whole file',
    '  ethernets:',
    '    eno1: {}',
  ]);
});

test('a line that is indented wrongly', () => {
  expect(fixed(...link, '      dhcp4: true', '       mtu: 1500')).toEqual([
    'Indent the line by 6 spaces',
    ...head,
    '      dhcp4: true',
    '      mtu: 1500',
  ]);
});

test('a colon, a quote, a bracket', () => {
  expect(fixed(...link, '      dhcp4 true', '      mtu: 1500')).toEqual([
    'Insert a colon',
    ...head,
    '      dhcp4: true',
    '      mtu: 1500',
  ]);
  expect(fixed(...link, '      macaddress: "00:11:22:33:44:55', '      mtu: 1500')).toEqual([
    'Close it with "',
    ...head,
    '      macaddress: "00:11:22:33:44:55"',
    '      mtu: 1500',
  ]);
  expect(fixed(...link, '      addresses: [192.0.2.2/24 # home', '      mtu: 1500')).toEqual([
    'Close it with ]',
    ...head,
    '      addresses: [192.0.2.2/24] # home',
    '      mtu: 1500',
  ]);
});

test('a value that must be quoted', () => {
  expect(fixed(...link, '      match: { name: *en }')).toEqual([
    'Quote the value',
    ...head,
    '      match: { name: "*en" }',
  ]);
  expect(fixed(...link, '      set-name: @a')).toEqual([
    'Quote the value',
    ...head,
    '      set-name: "@a"',
  ]);
});

test('nothing for YAML that is read', () => {
  expect(fixed(...link, '      dhcp4: true')).toEqual(['nothing']);
});
