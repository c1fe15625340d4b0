/** The notation of annotated texts, and that the helpers fail where they must. */
import { describe, expect, test } from 'vitest';
import { checkFix, checkRules } from './checkRules.ts';
import { dedent, readFixture } from './fixture.ts';

describe('a fixture', () => {
  test('loses its label lines, also inside of a continued command', () => {
    const { files, labels } = readFixture(
      'ip route add \\\n#  ^^^^^ error some-rule: words\n  default\n#^ hint other-rule',
    );
    expect(files).toEqual([
      { path: '/usr/local/sbin/script.sh', text: 'ip route add \\\n  default' },
    ]);
    expect(
      labels.map(({ line, start, end, severity, rule, text }) => [
        line,
        start,
        end,
        severity,
        rule,
        text,
      ]),
    ).toEqual([
      [0, 3, 8, 'error', 'some-rule', 'words'],
      [1, 0, 2, 'hint', 'other-rule', undefined],
    ]);
  });

  test('may hold several files and options', () => {
    const { files, options } = readFixture(
      '#- /etc/a.conf kernel:4.15\na\n#- /etc/b.conf\n#- tree:no\nb',
    );
    expect(files).toEqual([
      { path: '/etc/a.conf', text: 'a' },
      { path: '/etc/b.conf', text: 'b' },
    ]);
    expect([...options]).toEqual([
      ['kernel', '4.15'],
      ['tree', 'no'],
    ]);
  });

  test('may hold a cursor or a selection', () => {
    expect(readFixture('ip ro<|>ute').cursor).toEqual({
      path: '/usr/local/sbin/script.sh',
      start: 5,
      end: 5,
    });
    expect(readFixture('ip <|>route<|> add')).toMatchObject({
      cursor: { start: 3, end: 8 },
      files: [{ text: 'ip route add' }],
    });
  });

  test('keeps comments that are no labels', () => {
    const text = '# ^ is a caret\n#- not a path';
    expect(readFixture(text).files[0]?.text).toBe(text);
  });

  test('may be indented as a whole', () => {
    expect(dedent('\n    a\n      b\n\n    c\n  ')).toBe('a\n  b\n\nc\n');
  });
});

const labelled = `
  ip route add default equalize nexthop via 203.0.113.1 dev eno4 nexthop via 198.51.100.1 dev eno3
  #                    ^^^^^^^^ error equalize-keyword: equalize
`;

describe('the helpers', () => {
  test('accept labels and findings that agree', () => {
    checkRules(labelled);
  });

  test.each([
    ['another column', labelled.replace('#   ', '#    ')],
    ['another severity', labelled.replace('error', 'hint')],
    ['other words', labelled.replace(': equalize', ': nonsense')],
    ['a finding without a label', labelled.replace(/#.*/, '')],
    ['a label without a finding', labelled.replace('equalize', '        ')],
  ])('refuse %s', (_name, source) => {
    expect(() => checkRules(source)).toThrow(/toEqual|to deeply equal/);
  });

  test('apply fixes', () => {
    const after = labelled.replace('equalize ', '').replace(/#.*/, '');
    checkFix(labelled, dedent(after).trimEnd() + '\n', { rule: 'equalize-keyword' });
    expect(() => checkFix(labelled, labelled, { rule: 'equalize-keyword' })).toThrow(/toBe|to be/);
  });
});
