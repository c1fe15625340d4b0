/** Fixtures to hosts, findings and fixed texts: the only place of the rule tests that calls the API of the product. */
import { applyEdits } from '../../server/src/base/edit.ts';
import type { TextEdit } from '../../server/src/base/edit.ts';
import { createLineIndex, positionAt } from '../../server/src/base/lineIndex.ts';
import { assembleHost } from '../../server/src/host/assemble.ts';
import { readDocument } from '../../server/src/host/document.ts';
import { createHostFiles } from '../../server/src/host/sourcing.ts';
import type { Host } from '../../server/src/host/model.ts';
import { kernelProfile, newestKernel } from '../../server/src/kernel/profiles.ts';
import type { Finding, Fix } from '../../server/src/rules/define.ts';
import { checkHost } from '../../server/src/rules/index.ts';
import type { Fixture, FixtureFile, Label } from './fixture.ts';

/**
 * The host of a fixture. Options: `kernel:4.15`, `netplan:0.106`, `mode:644` for the permission bits of the files,
 * `tree:no` for a folder that is no root tree.
 */
export function hostOfFixture({ files, options }: Pick<Fixture, 'files' | 'options'>): Host {
  const kernel = kernelProfile(options.get('kernel') ?? newestKernel);
  if (kernel === undefined) throw new Error(`no such kernel: ${options.get('kernel')}`);
  const sources = files.map(({ path, text }) => ({
    id: path,
    path: path.slice(1),
    text,
    version: 1,
    ...modeOf(options),
  }));
  const hostFiles = createHostFiles(sources);
  const documents = sources.map((file) => readDocument(file, undefined, hostFiles));
  const netplanVersion = options.get('netplan');
  return assembleHost(documents, {
    kernel,
    isTree: options.get('tree') !== 'no',
    ...(netplanVersion === undefined ? {} : { netplanVersion }),
  });
}

function modeOf(options: Fixture['options']): { readonly mode?: number } {
  const mode = options.get('mode');
  return mode === undefined ? {} : { mode: Number.parseInt(mode, 8) };
}

export function findingsOf(fixture: Pick<Fixture, 'files' | 'options'>): readonly Finding[] {
  return checkHost(hostOfFixture(fixture));
}

/** What labels and findings disagree about, as lines to read in a failed test; both empty if they agree. */
export interface Disagreement {
  /** Labels without a finding. */
  readonly missing: readonly string[];
  /** Findings without a label. */
  readonly unexpected: readonly string[];
}

export const agreement: Disagreement = { missing: [], unexpected: [] };

/** Compares findings with labels, one to one. */
export function compareWithLabels(fixture: Fixture, findings: readonly Finding[]): Disagreement {
  const missing = [...fixture.labels];
  const unexpected: string[] = [];
  for (const finding of findings) {
    const at = missing.findIndex((label) => isLabelOf(label, finding, fixture.files));
    if (at === -1) unexpected.push(findingText(finding, fixture.files));
    else missing.splice(at, 1);
  }
  return { missing: missing.map((label) => labelText(label)), unexpected };
}

/**
 * The files after the first fix of every finding of a rule, applied one after the other until none is left.
 * `title` picks a fix by the beginning of its title.
 */
export function applyFixes(fixture: Fixture, rule: string, title = ''): readonly FixtureFile[] {
  let { files } = fixture;
  for (let round = 0; round < 20; round++) {
    const fixes = findingsOf({ files, options: fixture.options })
      .filter((finding) => finding.rule === rule)
      .flatMap((finding) => finding.fixes);
    const fix = fixes.find((candidate) => candidate.title.startsWith(title));
    if (fix === undefined) return files;
    files = files.map((file) => ({
      path: file.path,
      text: applyEdits(file.text, editsOf(fix, file.path)),
    }));
  }
  throw new Error(`a fix of ${rule} does not remove its finding`);
}

function editsOf(fix: Fix, path: string): readonly TextEdit[] {
  return fix.edits.filter((edit) => edit.file === path).flatMap((edit) => edit.edits);
}

interface Place {
  readonly path: string;
  readonly line: number;
  readonly start: number;
  /** Undefined if the finding goes on over the end of the line. */
  readonly end: number | undefined;
}

function placeOf({ origin }: Finding, files: readonly FixtureFile[]): Place {
  const text = files.find((file) => file.path === origin.file)?.text ?? '';
  const index = createLineIndex(text);
  const start = positionAt(index, origin.span.start);
  const end = positionAt(index, origin.span.end);
  return {
    path: origin.file,
    line: start.line,
    start: start.character,
    end: end.line === start.line ? end.character : undefined,
  };
}

function isLabelOf(label: Label, finding: Finding, files: readonly FixtureFile[]): boolean {
  const place = placeOf(finding, files);
  return (
    label.rule === finding.rule &&
    label.severity === finding.severity &&
    label.path === place.path &&
    label.line === place.line &&
    label.start === place.start &&
    (place.end === undefined || label.end === place.end) &&
    (label.text === undefined || finding.what.includes(label.text))
  );
}

function labelText(label: Label): string {
  const text = label.text === undefined ? '' : `: ${label.text}`;
  return `${label.path} ${label.line + 1}:${label.start + 1}-${label.end + 1} ${label.severity} ${label.rule}${text}`;
}

function findingText(finding: Finding, files: readonly FixtureFile[]): string {
  const { path, line, start, end } = placeOf(finding, files);
  const to = end === undefined ? '…' : end + 1;
  return `${path} ${line + 1}:${start + 1}-${to} ${finding.severity} ${finding.rule}: ${finding.what}`;
}
