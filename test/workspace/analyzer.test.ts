/** The memory of the analyzer: it gives what a fresh one gives, and reads again only what changed. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SourceFile } from '../../server/src/base/sourceFile.ts';
import { kernelProfile, newestKernel } from '../../server/src/kernel/profiles.ts';
import type { KernelProfile } from '../../server/src/kernel/profiles.ts';
import { createAnalyzer } from '../../server/src/workspace/analyzer.ts';
import type { HostAnalysis } from '../../server/src/workspace/analyzer.ts';
import { damagedFile, gatewayFiles } from '../support/gatewayFiles.ts';

function kernel(version: string): KernelProfile {
  const profile = kernelProfile(version);
  if (profile === undefined) throw new Error(`no such kernel: ${version}`);
  return profile;
}

const options = { kernel: kernel(newestKernel), isTree: true };

function filesOf(texts: Readonly<Record<string, string>>, version = 1): SourceFile[] {
  return Object.entries(texts).map(([path, text]) => ({
    id: `file:///${path}`,
    path,
    text,
    version,
  }));
}

/** The findings in the order given, without what may be shared between analyses. */
function shown({ findings, groups }: HostAnalysis): string {
  return JSON.stringify({ findings, groups });
}

describe('the memory', () => {
  test('gives the same object for the same files, wrapped anew or not', () => {
    const analyzer = createAnalyzer();
    const first = analyzer.analyze(filesOf(gatewayFiles), options);
    expect(analyzer.analyze(filesOf(gatewayFiles), options)).toBe(first);
  });

  test('keeps the readings of the files that did not change', () => {
    const analyzer = createAnalyzer();
    const before = analyzer.analyze(filesOf(gatewayFiles), options).host.documents;
    const [path = ''] = Object.keys(gatewayFiles);
    const edited = filesOf(gatewayFiles).map((file) =>
      file.path === path ? { ...file, text: `${file.text}\n# x\n`, version: 2 } : file,
    );
    const after = analyzer.analyze(edited, options).host.documents;
    const changed = after
      .filter((document) => !before.includes(document))
      .map((document) => document.file.path);
    expect(changed).toEqual([path]);
  });

  test('does not mix up kernels', () => {
    const analyzer = createAnalyzer();
    const old = analyzer.analyze(filesOf(gatewayFiles), { ...options, kernel: kernel('4.15') });
    const now = analyzer.analyze(filesOf(gatewayFiles), options);
    expect([old, now].map(({ host }) => host.kernel.version)).toEqual(['4.15', newestKernel]);
  });

  test('a new text under the same version is a new text', () => {
    const analyzer = createAnalyzer();
    const path = 'usr/local/sbin/uplinks.sh';
    const old = analyzer.analyze(filesOf({ [path]: 'ip route flush cache\n' }), options);
    const now = analyzer.analyze(filesOf({ [path]: 'ip route show\n' }), options);
    expect([old, now].map(({ findings }) => findings.length)).toEqual([1, 0]);
  });
});

test('findings of a file are those of all findings that are in the file', () => {
  const analysis = createAnalyzer().analyze(filesOf(gatewayFiles), options);
  expect(analysis.findings.length).toBeGreaterThan(0);
  for (const { file } of analysis.host.documents) {
    expect(analysis.findingsOf(file.id)).toEqual(
      analysis.findings.filter((finding) => finding.origin.file === file.id),
    );
  }
  expect(analysis.findingsOf('file:///nowhere')).toEqual([]);
});

test('findings come by file, then by place', () => {
  const { host, findings } = createAnalyzer().analyze(filesOf(gatewayFiles), options);
  const rank = (id: string): number =>
    host.documents.findIndex((document) => document.file.id === id);
  const order = findings.map(({ origin }) => rank(origin.file) * 1_000_000 + origin.span.start);
  expect(order).toEqual(order.toSorted((a, b) => a - b));
});

test('no edits make an analysis throw, and each equals a fresh one', () => {
  fc.assert(
    fc.property(fc.array(damagedFile, { minLength: 1, maxLength: 4 }), (edits) => {
      const analyzer = createAnalyzer();
      let texts: Record<string, string> = { ...gatewayFiles };
      let version = 1;
      for (const { path, text } of edits) {
        texts = { ...texts, [path]: text };
        const files = filesOf(texts, ++version);
        expect(shown(analyzer.analyze(files, options))).toBe(
          shown(createAnalyzer().analyze(files, options)),
        );
      }
    }),
    { numRuns: 60 },
  );
}, 60_000);
