/** What the YAML reader makes of texts: the tree, and the cause of an error. libyaml is the judge (netplan 1.2.2). */
import { describe, expect, test } from 'vitest';
import { parseYaml } from '../../server/src/yaml/parse.ts';
import type { YamlNode } from '../../server/src/yaml/types.ts';

/** The tree in flow style: `{a: 1, b: [2, "3"]}`; quoted scalars with quotes, `key:` alone as `key: ~`. */
function show(node: YamlNode | undefined): string {
  if (node === undefined) return '~';
  if (node.kind === 'scalar') return node.style === 'plain' ? node.text : JSON.stringify(node.text);
  if (node.kind === 'sequence') return `[${node.items.map((item) => show(item)).join(', ')}]`;
  return `{${node.entries.map(({ key, value }) => `${show(key)}: ${show(value)}`).join(', ')}}`;
}

/** Each error as its code and the characters that it marks. */
function errorsOf(text: string): readonly string[] {
  return parseYaml(text).errors.map(
    ({ code, span }) => `${code} ${JSON.stringify(text.slice(span.start, span.end))}`,
  );
}

describe('the tree', () => {
  test.each([
    [
      'scalars stay text',
      'a: yes\nb: 0755\nc: 01:02\nd: ~\ne: 1.50',
      '{a: yes, b: 0755, c: 01:02, d: ~, e: 1.50}',
    ],
    ['quotes are undone', "a: \"x\\ty\"\nb: 'it''s'", '{a: "x\\ty", b: "it\'s"}'],
    ['block scalars', 'a: |\n  x\n  y\nb: >-\n  x\n  y', '{a: "x\\ny\\n", b: "x y"}'],
    ['a document that is begun and empty holds an empty scalar', '---\n# x\n', ''],
    ['a text without a document holds nothing', '# x\n', '~'],
    ['an empty value', 'a:\nb: 1', '{a: ~, b: 1}'],
    ['a repeated key is kept', 'a: 1\na: 2', '{a: 1, a: 2}'],
    ['a merge key is a key', 'a: &x {b: 1}\nc: {<<: *x}', '{a: {b: 1}, c: {<<: {b: 1}}}'],
    ['an alias is what it names', 'a: &x [1, 2]\nb: *x', '{a: [1, 2], b: [1, 2]}'],
    ['only the first document is read', 'a: 1\n---\nb: [', '{a: 1}'],
    ['text behind the end of the document is not read', 'a: 1\n...\nb: [', '{a: 1}'],
    ['byte order mark and CRLF', '\uFEFFa: 1\r\nb: 2\r\n', '{a: 1, b: 2}'],
    ['tags are ignored', 'a: !!int x\nb: !foo y', '{a: x, b: y}'],
    [
      'a list may be indented less than its key',
      'a:\n  b: [1,\n 2]\n  c: 3',
      '{a: {b: [1, 2], c: 3}}',
    ],
    [
      'a bracket may close in the first column',
      'a:\n  b: [\n1 # one\n]\nc: 2',
      '{a: {b: [1]}, c: 2}',
    ],
    [
      'a quoted value may go on in the first column',
      'a:\n  b: "x\ny"\nc: 2',
      '{a: {b: "x y"}, c: 2}',
    ],
    ['a comment may touch a quote', 'a: "x"#y\nb: 1', '{a: "x", b: 1}'],
    ['a tab may stand behind a colon', 'a:\t1\t# x', '{a: 1}'],
    ['line breaks of YAML 1.1', 'a: 1\u2028b: 2\u0085c: 3\rd: 4', '{a: 1, b: 2, c: 3, d: 4}'],
    ['less indentation ends the document', '  a: 1\n b: 2', '{a: 1}'],
    ['nothing', '', '~'],
    ['comments alone', '# x\n', '~'],
  ])('%s', (_name, text, tree) => {
    const document = parseYaml(text);
    expect(document.errors).toEqual([]);
    expect(show(document.root)).toBe(tree);
  });

  test('an alias has the span of the alias, its parts those of the anchor', () => {
    const text = 'a: &x [1]\nb: *x';
    const { root } = parseYaml(text);
    const value = root?.kind === 'mapping' ? root.entries[1]?.value : undefined;
    const item = value?.kind === 'sequence' ? value.items[0] : undefined;
    expect([value, item].map((node) => node && text.slice(node.span.start, node.span.end))).toEqual(
      ['*x', '1'],
    );
  });

  test('comments have spans, and a hash in a scalar is none', () => {
    const text = 'a: b#c # d\ne: "# f"\n# g';
    expect(parseYaml(text).comments.map(({ start, end }) => text.slice(start, end))).toEqual([
      '# d',
      '# g',
    ]);
  });
});

describe('the cause of an error is marked, once', () => {
  test.each([
    ['a tab', 'a:\n\tb: 1\n\tc: 2', ['tab-indent "\\t"']],
    ['a tab before a comment', 'a:\n\t# x\n  b: 1', ['tab-indent "\\t"']],
    ['a tab on an empty line', 'a: 1\n\t\nb: 2', ['tab-indent "\\t"']],
    ['a tab behind a dash', 'a:\n  -\tb: 1', ['tab-indent "\\t"']],
    ['less indentation than the siblings', 'a:\n  b: 1\n c: 2', ['bad-indent "c"']],
    ['more indentation than the siblings', 'a:\n  b: 1\n    c: 2\n  d: 3', ['bad-indent "c"']],
    ['the same across a comment', 'a:\n  b: 1\n# x\n    c: 2', ['bad-indent "c"']],
    ['a missing colon', 'a:\n  b 2\n  c:\n    d: 1', ['missing-colon "b 2"']],
    ['a missing space behind a dash', 'a:\n  -b\n  c: 1', ['missing-colon "-b"']],
    ['a missing colon at the end', 'a:\n  b: 1\n  dhc', ['missing-colon "dhc"']],
    ['two keys on a line', 'a: b: c', ['nested-mapping "b:"']],
    ['an open quote at the end', 'a: "x\nb: c', ['unclosed-quote "\\"x"']],
    ['an open quote that a later one closes', 'a: "x\nb: "c"\nd: 1', ['unclosed-quote "\\"x"']],
    ['an open bracket', 'a:\n  b: [1, 2\n  c: 3', ['unclosed-flow "["']],
    ['an open brace', 'a: {b: c\nd: e', ['unclosed-flow "{"']],
    ['no space behind a colon in braces', 'a: {b:}', ['missing-space ":"']],
    ['an unknown escape', 'a: "\\q"', ['bad-escape "\\\\"']],
    ['a reserved character', 'a: @x', ['bad-character "@"']],
    ['an alias without anchor', 'a: *x', ['bad-alias "*x"']],
    ['a control character', 'a: 1\nb: \u0001', ['control-character "\\u0001"']],
    ['binary', '\u007FELF\u0002\u0001', ['control-character "\u007F"']],
  ])('%s', (_name, text, errors) => {
    expect(errorsOf(text)).toEqual(errors);
  });

  test('what can be read around an error is in the tree', () => {
    expect(show(parseYaml('a:\n  b: 1\n  c: [2, 3\n  d: 4\ne: 5').root)).toBe(
      '{a: {b: 1, c: [2, 3], d: 4}, e: 5}',
    );
    expect(show(parseYaml('a: 1\nb: \0').root)).toBe('{a: 1, b: ~}');
  });

  test('an error that libyaml notices later names that place', () => {
    const text = 'a:\n  b 2\n  c:\n    d: 1';
    const noticed = parseYaml(text).errors[0]?.noticed;
    expect(noticed?.start).toBe(text.indexOf('c:') + 1);
  });
});
