/**
 * What stays of a netplan file after an edit is moved and not read again. Everything that follows from it, down to each
 * place, equals what a fresh start gives.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { kernelProfile, newestKernel } from '../../server/src/kernel/profiles.ts';
import { newestNetplan } from '../../server/src/netplan/version.ts';
import { createAnalyzer } from '../../server/src/workspace/analyzer.ts';
import { edit } from '../yaml/blockText.ts';
import { shownWhole } from '../support/shownWhole.ts';
import { generateFiles } from '../netplan/differential/generate.ts';
import { mutate } from '../netplan/differential/mutate.ts';
import { createRandom } from '../netplan/differential/random.ts';

const kernel = kernelProfile(newestKernel);
if (kernel === undefined) throw new Error('unreachable');

type Texts = Readonly<Record<string, string>>;

/** Several generated hosts in one: ids and sections repeat, across files and within them. */
function hostOf(seed: number): Texts {
  const random = createRandom(seed);
  const texts: Record<string, string> = {};
  for (let i = 0; i <= random.below(3); i++)
    for (const { name, text } of generateFiles(seed * 7 + i, newestNetplan))
      texts[name] = (texts[name] ?? '') + text;
  return texts;
}

const keyPress = edit.map((change) => (text: string) => change(text));
const damage = fc.integer().map((seed) => (text: string) => mutate(text, createRandom(seed)));
const undo = fc.constant(undefined);
const step = fc.record({
  file: fc.nat(),
  change: fc.oneof(keyPress, keyPress, damage, undo),
});

function analyze(
  analyzer: ReturnType<typeof createAnalyzer>,
  texts: Texts,
  netplanVersion: string,
) {
  const files = Object.entries(texts).map(([path, text]) => ({
    id: `file:///${path}`,
    path,
    text,
    version: 1,
  }));
  if (kernel === undefined) throw new Error('unreachable');
  return shownWhole(analyzer.analyze(files, { kernel, isTree: true, netplanVersion }));
}

/** One analyzer sees all texts of a file in turn, and each time gives what a fresh one gives. */
function expectSame(versions: readonly string[], netplanVersion = '1.2'): void {
  const analyzer = createAnalyzer();
  for (const text of versions) {
    const texts = { 'etc/netplan/10-a.yaml': text };
    expect(analyze(analyzer, texts, netplanVersion)).toBe(
      analyze(createAnalyzer(), texts, netplanVersion),
    );
  }
}

const dummies = Array.from({ length: 8 }, (_, i) => [`    d${i}:`, '      mtu: 1500']).flat();

function fileOf(...lines: readonly string[]): string {
  return ['network:', '  dummy-devices:', ...dummies, ...lines, ''].join('\n');
}

describe('after an edit', () => {
  test('a definition that stands in another section is judged by that', () => {
    const tunnel = [
      '    tun0:',
      '      mode: gretap',
      '      remote: 192.0.2.1',
      '      peers: []',
    ];
    expectSame([
      fileOf('  tunnels:', ...tunnel),
      fileOf(...tunnel),
      fileOf('  tunnels:', ...tunnel),
    ]);
  });

  test('the renderer of a section has its place, wherever the links moved', () => {
    const section = ['    renderer: NetworkManager', '    en0:', '      optional: true'];
    expectSame([
      fileOf('  ethernets:', ...section),
      fileOf('      # one more line', '  ethernets:', ...section),
      fileOf('  ethernets:', '    # between', ...section),
    ]);
  });

  test('places made out of others move along', () => {
    const refused = ['  ethernets:', '    en0:', '      addresses: [192.0.2.1/24, 192.0.2.300/24]'];
    expectSame([
      fileOf(...refused),
      fileOf('      # one more line', ...refused),
      fileOf(...refused),
    ]);
  });

  test('two links with one text are two links', () => {
    const twin = ['    en0:', '      dhcp4: true'];
    expectSame([
      fileOf('  ethernets:', ...twin, ...twin),
      fileOf('  ethernets:', ...twin),
      fileOf('  ethernets:', ...twin, ...twin, ...twin),
      fileOf('  ethernets:', '    # first', ...twin, ...twin),
    ]);
  });

  test('a member that leaves its bond is free again', () => {
    const bond = (members: string): string[] => [
      '  ethernets:',
      '    en0: {}',
      '    en1:',
      '      openvswitch: {external-ids: {a: b}}',
      '  bonds:',
      '    bond0:',
      `      interfaces: ${members}`,
    ];
    const versions = ['[en0, en1]', '[en0]', '[en1, en2]', '[en0, en1]'];
    expectSame(versions.map((members) => fileOf(...bond(members))));
  });
});

describe('edits', { timeout: 240_000 }, () => {
  test('of any generated host give what a fresh start gives', () => {
    fc.assert(
      fc.property(
        fc.noBias(fc.nat()),
        fc.array(step, { minLength: 1, maxLength: 6 }),
        fc.constantFrom('1.2', '1.2', '0.106'),
        (seed, steps, version) => {
          const analyzer = createAnalyzer();
          let texts = hostOf(seed);
          const first = texts;
          expect(analyze(analyzer, texts, version)).toBe(analyze(createAnalyzer(), texts, version));
          for (const { file, change } of steps) {
            const names = Object.keys(texts);
            const name = names[file % names.length] ?? '';
            const text = change?.(texts[name] ?? '') ?? first[name] ?? '';
            texts = { ...texts, [name]: text };
            expect(analyze(analyzer, texts, version)).toBe(
              analyze(createAnalyzer(), texts, version),
            );
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});
