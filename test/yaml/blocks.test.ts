/** Parsing by blocks gives what parsing in one piece gives, whatever was parsed before. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseYaml, parseYamlWhole } from '../../server/src/yaml/parse.ts';
import type { YamlDocument, YamlEntry } from '../../server/src/yaml/types.ts';
import { blockText, edit } from './blockText.ts';

/** What a document says, without what it keeps for its next version. */
function said({ root, errors, comments, brokenBlocks }: YamlDocument): YamlDocument {
  return { root, errors, comments, ...(brokenBlocks && { brokenBlocks }) };
}

/** What a person sees of an error first. */
function firstOf({ errors }: YamlDocument): unknown {
  const [first] = errors;
  return first && { code: first.code, span: first.span, noticed: first.noticed };
}

describe('random texts', { timeout: 120_000 }, () => {
  test('a text without errors has one tree, however it is parsed', () => {
    let nByBlocks = 0;
    fc.assert(
      fc.property(blockText, (text) => {
        const whole = parseYamlWhole(text);
        const byBlocks = parseYaml(text);
        if (byBlocks.blocks !== undefined) nByBlocks++;
        expect(firstOf(byBlocks)).toEqual(firstOf(whole));
        if (whole.errors.length === 0) expect(said(byBlocks)).toEqual(whole);
      }),
      { numRuns: 200 },
    );
    expect(nByBlocks).toBeGreaterThan(50);
  });

  test('after each edit the outcome is that of a fresh start, and its first error that of the whole text', () => {
    fc.assert(
      fc.property(blockText, fc.array(edit, { minLength: 1, maxLength: 3 }), (start, edits) => {
        let text = start;
        let document = parseYaml(text);
        for (const change of edits) {
          text = change(text);
          document = parseYaml(text, document);
          const whole = parseYamlWhole(text);
          expect(said(document)).toEqual(said(parseYaml(text)));
          expect(firstOf(document)).toEqual(firstOf(whole));
          if (whole.errors.length === 0) expect(said(document)).toEqual(whole);
        }
      }),
      { numRuns: 120 },
    );
  });
});

describe('the first error is the one that netplan stops at', () => {
  const head = ['network:', '  ethernets:', '    eth0:'];
  test.each([
    {
      name: 'behind a bracket that is closed further left',
      lines: [
        ...head,
        '      addresses: [',
        '        192.0.2.1/24',
        '   ]',
        '    ]eth1:',
        '    eth2: {}',
      ],
      code: 'other',
      line: 6,
    },
    {
      name: 'behind a quoted text that goes on further left',
      lines: [
        ...head,
        '      set-name: "two',
        '   words"',
        '    eth1:',
        '      mtu: [',
        '    - x',
        '    }',
      ],
      code: 'unclosed-flow',
      line: 6,
    },
    {
      name: 'in a quote that a later section ends',
      lines: [
        ...head,
        '      set-name: "wan',
        '    eth1: {}',
        '    eth2: {}',
        '    eth3: {}',
        '  vlans:',
        '    v1: {id: 1, link: "eth1"}',
      ],
      code: 'unclosed-quote',
      line: 3,
    },
    {
      name: 'in front of one between the sections',
      lines: [
        ...head,
        '      addresses: [192.0.2.1/24',
        '    eth1: {}',
        '  vlans:',
        '    v1: {}',
        '  word',
      ],
      code: 'unclosed-flow',
      line: 3,
    },
  ])('$name', ({ lines, code, line }) => {
    const text = lines.join('\n');
    const byBlocks = parseYaml(text);
    expect(firstOf(byBlocks)).toEqual(firstOf(parseYamlWhole(text)));
    const [first] = byBlocks.errors;
    expect(first?.code).toBe(code);
    expect(text.slice(0, first?.span.start).split('\n').length - 1).toBe(line);
  });
});

describe('an edit', () => {
  const links = Array.from({ length: 12 }, (_, i) => [
    `    eth${i}:`,
    `      addresses: [192.0.2.${i}/24]`,
    '      mtu: 1500',
  ]);
  const text = ['network:', '  ethernets:', ...links.flat(), '  version: 2', ''].join('\n');
  const before = parseYaml(text);

  test.each([
    { name: 'that keeps the length', old: '192.0.2.5/24]', typed: '192.0.2.6/24]', codes: [] },
    {
      name: 'that opens a bracket',
      old: '192.0.2.5/24]',
      typed: '192.0.2.5/24 ',
      codes: ['unclosed-flow'],
    },
    { name: 'that takes a colon away', old: 'eth5:', typed: 'eth5 ', codes: ['missing-colon'] },
  ])('$name leaves the other links as they are', ({ old, typed, codes }) => {
    const after = parseYaml(text.replace(old, typed), before);
    expect(after.errors.map((error) => error.code)).toEqual(codes);
    expect(linksOf(after)[0]).toBe(linksOf(before)[0]);
    expect(linksOf(after).at(-1)).toBe(linksOf(before).at(-1));
  });

  test('that moves the links below it moves their spans', () => {
    const longer = text.replace('mtu: 1500', 'mtu: 15000');
    expect(said(parseYaml(longer, before))).toEqual(parseYamlWhole(longer));
  });

  test('that breaks the head does not lose what is known', () => {
    const broken = parseYaml(text.replace('network:', 'network: ['), before);
    const after = parseYaml(text, broken);
    expect(linksOf(after)[5]).toBe(linksOf(before)[5]);
  });
});

function linksOf({ root }: YamlDocument): readonly YamlEntry[] {
  const network = root?.kind === 'mapping' ? root.entries[0]?.value : undefined;
  const ethernets = network?.kind === 'mapping' ? network.entries[0]?.value : undefined;
  return ethernets?.kind === 'mapping' ? ethernets.entries : [];
}
