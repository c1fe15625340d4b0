/** Findings with lines and columns, as every reporter prints them. 1-based, columns in UTF-16 units, ends exclusive. */
import { offsetAt, positionAt } from '../base/lineIndex.ts';
import { lineIndexOf, type SourceFile } from '../base/sourceFile.ts';
import type { Span } from '../base/span.ts';
import type { Finding, Severity } from '../rules/define.ts';

export interface TextPosition {
  readonly line: number;
  readonly column: number;
}

export interface TextRange {
  readonly start: TextPosition;
  readonly end: TextPosition;
}

export interface LocatedPlace {
  /** As printed: relative to the current directory. */
  readonly file: string;
  readonly range: TextRange;
}

export interface LocatedFinding {
  readonly finding: Finding;
  readonly place: LocatedPlace;
  /** The whole first line of the place, without its end. */
  readonly sourceLine: string;
  readonly related: readonly (LocatedPlace & { readonly message: string })[];
}

/** What `check` found. */
export interface CheckResult {
  /** How many files were checked. */
  readonly nFiles: number;
  readonly findings: readonly LocatedFinding[];
}

/** How a finding's file ids become texts and printed paths. */
export interface FileNames {
  readonly sourceOf: (id: string) => SourceFile | undefined;
  readonly pathOf: (id: string) => string;
}

/** Puts lines and columns to a finding. */
export function locate(finding: Finding, names: FileNames): LocatedFinding {
  const file = names.sourceOf(finding.origin.file);
  return {
    finding,
    place: placeOf(finding.origin, names),
    sourceLine: file === undefined ? '' : lineAt(file, finding.origin.span.start),
    related: finding.related.map(({ origin, message }) => ({ ...placeOf(origin, names), message })),
  };
}

/** Findings by file, then by place: the order in which a reader goes through a file. */
export function compareFindings(a: LocatedFinding, b: LocatedFinding): number {
  const byFile = a.place.file < b.place.file ? -1 : a.place.file > b.place.file ? 1 : 0;
  return byFile || a.finding.origin.span.start - b.finding.origin.span.start;
}

/** How many findings have a severity. */
export function countSeverity({ findings }: CheckResult, severity: Severity): number {
  return findings.filter(({ finding }) => finding.severity === severity).length;
}

/** The range of a span in a file; a file that is not there has one place only. */
export function rangeIn(file: SourceFile | undefined, span: Span): TextRange {
  if (file === undefined) return { start: { line: 1, column: 1 }, end: { line: 1, column: 1 } };
  const index = lineIndexOf(file);
  const at = (offset: number): TextPosition => {
    const { line, character } = positionAt(index, offset);
    return { line: line + 1, column: character + 1 };
  };
  return { start: at(span.start), end: at(span.end) };
}

function placeOf(origin: Finding['origin'], names: FileNames): LocatedPlace {
  const file = names.sourceOf(origin.file);
  return { file: names.pathOf(origin.file), range: rangeIn(file, origin.span) };
}

function lineAt(file: SourceFile, offset: number): string {
  const index = lineIndexOf(file);
  const { line } = positionAt(index, offset);
  const start = offsetAt(index, { line, character: 0 });
  const end = offsetAt(index, { line: line + 1, character: 0 });
  return file.text.slice(start, end).replace(/[\r\n]+$/, '');
}
