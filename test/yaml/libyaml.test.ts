/** What libyaml 0.2.5 refuses and where, and what netplan 1.2.2 then prints; each was run through both. */
import { describe, expect, test } from 'vitest';
import { readLibyaml } from '../../server/src/yaml/libyaml/read.ts';
import { parseYaml } from '../../server/src/yaml/parse.ts';
import type { YamlNode } from '../../server/src/yaml/types.ts';

/** The refused place as the line and the rest of it, libyaml's words, and netplan's where they differ. */
function refusalOf(text: string): string | undefined {
  const { error } = readLibyaml(text);
  if (error === undefined) return undefined;
  const line = text.slice(0, error.at).split('\n').length;
  const rest = text.slice(error.at).split('\n')[0];
  const words = error.words === error.problem ? '' : ` (${error.words})`;
  return `${line} ${rest}: ${error.problem}${words}`;
}

type Plain = string | readonly Plain[];

function plain(node: YamlNode | undefined): Plain {
  if (node === undefined) return '';
  if (node.kind === 'scalar') return node.text;
  if (node.kind === 'sequence') return node.items.map(plain);
  return node.entries.map(({ key, value }) => [key.text, plain(value)]);
}

describe('is refused', () => {
  test.each([
    [
      'a:\n\tb: 1\n',
      '2 \tb: 1: found character that cannot start any token (tabs are not allowed for indent)',
    ],
    ['a:\n  b: 1\n c: 2\n', '3 c: 2: did not find expected key (inconsistent indentation)'],
    ['a: [1, 2\nb: 3\n', "2 : 3: did not find expected ',' or ']'"],
    [
      'a: b: c\n',
      '1 : c: mapping values are not allowed in this context (inconsistent indentation)',
    ],
    ['a: "x\n', '2 : found unexpected end of stream (aliases are not supported)'],
    ['a: *b\n', '1 *b: found undefined alias (aliases are not supported)'],
    ['a: &x 1\nb: &x 2\n', '2 &x 2: second occurrence (aliases are not supported)'],
    ['a: {b:}\n', "1 :}: found unexpected ':'"],
    ['a: "\\q"\n', '1 \\q": found unknown escape character'],
    ['a: @b\n', '1 @b: found character that cannot start any token'],
    ['a:\n- b\n c: 1\n', '3 : 1: mapping values are not allowed in this context'],
    ['%YAML 2.0\n---\na: 1\n', '1 %YAML 2.0: found incompatible YAML document'],
    ['a: !x!y z\n', '1 !x!y z: found undefined tag handle'],
  ])('%j', (text, refusal) => {
    expect(refusalOf(text)).toBe(refusal);
  });
});

describe('is read', () => {
  test.each<[string, Plain]>([
    ['', ''],
    [
      'a: 1\na: 2\n',
      [
        ['a', '1'],
        ['a', '2'],
      ],
    ],
    ['a: [b\n, c]\n', [['a', ['b', 'c']]]],
    ['a: "x\ny"\n', [['a', 'x y']]],
    ['a: x\n  y\n\n  z\n', [['a', 'x y\nz']]],
    [
      'a: |\n  x\n   y\nb: >-\n  x\n  y\n',
      [
        ['a', 'x\n y\n'],
        ['b', 'x y'],
      ],
    ],
    [
      'a: &x {b: c}\nd: *x\n',
      [
        ['a', [['b', 'c']]],
        ['d', [['b', 'c']]],
      ],
    ],
    ['a: 1\n---\n[: broken', [['a', '1']]],
    [
      '\u{FEFF}a: {"b":c, ? d : e, f}\n',
      [
        [
          'a',
          [
            ['b', 'c'],
            ['d', 'e'],
            ['f', ''],
          ],
        ],
      ],
    ],
    [
      'a:\n- b\n- c: 1\n  d: 2\n',
      [
        [
          'a',
          [
            'b',
            [
              ['c', '1'],
              ['d', '2'],
            ],
          ],
        ],
      ],
    ],
    ['a: !!str 5\n', [['a', '5']]],
    [
      'a: x # y\nb: x#y\n',
      [
        ['a', 'x'],
        ['b', 'x#y'],
      ],
    ],
  ])('%j', (text, tree) => {
    expect(refusalOf(text)).toBeUndefined();
    expect(plain(readLibyaml(text).root)).toEqual(tree);
  });

  test('what stands before the refusal', () => {
    expect(plain(readLibyaml('a: 1\nb: {c: 2\n').root)).toEqual([
      ['a', '1'],
      ['b', [['c', '2']]],
    ]);
  });
});

describe('limits', () => {
  test.each([
    ['aliases of aliases', `a0: &a0 [x]\n${laughs(10_000)}`, 'too-many-aliases'],
    ['1,000 open brackets', `a: ${'['.repeat(1000)}`, 'too-deep'],
    [
      '1,000 levels',
      Array.from({ length: 1000 }, (_, i) => `${' '.repeat(i)}a:`).join('\n'),
      'too-deep',
    ],
    ['10 MB', 'a: [x]\n'.repeat(1_500_000), 'too-large'],
  ])('%s', (_name, text, code) => {
    expect(parseYaml(text).errors.map((error) => error.code)).toEqual([code]);
  });
});

function laughs(count: number): string {
  return Array.from({ length: count }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}, *a${i}]\n`).join(
    '',
  );
}
