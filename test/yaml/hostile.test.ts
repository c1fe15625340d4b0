/** No text makes the YAML reader throw, run away, or point outside of the text. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseYaml } from '../../server/src/yaml/parse.ts';
import type { YamlDocument, YamlNode } from '../../server/src/yaml/types.ts';
import { yamlText } from '../support/yamlText.ts';

describe('texts that nobody writes', { timeout: 60_000 }, () => {
  test('aliases of aliases are not expanded without end', () => {
    const lines = Array.from(
      { length: 30 },
      (_, i) =>
        `k${i}: &a${i} [${
          i === 0
            ? 'x'
            : Array(9)
                .fill(`*a${i - 1}`)
                .join(', ')
        }]`,
    );
    const document = parseYaml(lines.join('\n'));
    expect(document.errors.map((error) => error.message)).toEqual(['too many aliases']);
    expect(countNodes(document)).toBeLessThan(100_000);
  });

  test.each([
    ['open brackets', '['.repeat(100_000), 'too-deep'],
    ['dashes', '- '.repeat(100_000), 'too-deep'],
    [
      'a stair of keys',
      Array.from({ length: 500 }, (_, i) => `${' '.repeat(i)}a:`).join('\n'),
      'too-deep',
    ],
    ['5 MB of lines', 'abc: 1\n'.repeat(800_000), 'too-large'],
    ['5 MB on one line', 'a'.repeat(5_000_000), 'too-large'],
  ])('%s: one error says where reading stopped', (_name, text, code) => {
    expect(parseYaml(text).errors.map((error) => error.code)).toEqual([code]);
  });

  test('what stands before the stop is read', () => {
    const { root, errors } = parseYaml(`network:\n  version: 2\n${'#\n'.repeat(600_000)}`);
    expect(errors.map((error) => error.code)).toEqual(['too-large']);
    expect(root?.kind === 'mapping' && root.entries[0]?.key.text).toBe('network');
  });
});

test('spans lie in the text, and children in the span of their parent', () => {
  fc.assert(
    fc.property(yamlText, (text) => {
      const document = parseYaml(text);
      for (const { span, noticed } of document.errors) {
        for (const place of noticed === undefined ? [span] : [span, noticed]) {
          expect(0 <= place.start && place.start <= place.end && place.start <= text.length).toBe(
            true,
          );
        }
      }
      for (const node of nodesOf(document.root)) {
        expect(
          0 <= node.span.start && node.span.start <= node.span.end && node.span.end <= text.length,
        ).toBe(true);
      }
    }),
    { numRuns: 2000 },
  );
}, 60_000);

function countNodes(document: YamlDocument): number {
  return [...nodesOf(document.root)].length;
}

function* nodesOf(node: YamlNode | undefined): Generator<YamlNode> {
  if (node === undefined) return;
  yield node;
  if (node.kind === 'sequence') for (const item of node.items) yield* nodesOf(item);
  if (node.kind === 'mapping') {
    for (const { key, value } of node.entries) {
      yield key;
      yield* nodesOf(value);
    }
  }
}
