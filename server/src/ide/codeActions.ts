/**
 * Quick fixes at a place, "fix all", and the page of the rule.
 * Invariant: only a single safe fix is preferred, because an editor may apply the preferred one without a question.
 */
import type { Span } from '../base/span.ts';
import type { FileEdit, Finding } from '../rules/define.ts';
import { isSameSpot } from './diagnostics.ts';
import { rulePage } from './ruleDocs.ts';

export type CodeAction =
  | {
      readonly kind: 'fix';
      readonly title: string;
      readonly isPreferred: boolean;
      readonly finding: Finding;
      readonly edits: readonly FileEdit[];
    }
  | { readonly kind: 'fix-all'; readonly title: string; readonly edits: readonly FileEdit[] }
  | {
      readonly kind: 'page';
      readonly title: string;
      readonly finding: Finding;
      readonly page: string;
    };

/** Fixes of the findings that touch `span`, each followed by the way to its page. */
export function codeActions(
  findings: readonly Finding[],
  file: string,
  span: Span,
): readonly CodeAction[] {
  const here = findings.filter(({ origin }) => isSameSpot(origin, file, span));
  const fixes = here.flatMap((finding) =>
    finding.fixes.map((fix): CodeAction => ({
      kind: 'fix',
      title: fix.title,
      isPreferred: fix.safe && finding.fixes.length === 1,
      finding,
      edits: fix.edits,
    })),
  );
  return [...fixes, ...pagesOf(here)];
}

/** One action that applies every safe fix of the file that overlaps no other, or undefined if there is none. */
export function fixAll(findings: readonly Finding[], file: string): CodeAction | undefined {
  const taken: FileEdit[] = [];
  for (const finding of findings) {
    const [fix] = finding.fixes;
    if (finding.origin.file !== file || fix === undefined || !fix.safe || finding.fixes.length > 1)
      continue;
    if (!fix.edits.some((edit) => overlapsAny(edit, taken))) taken.push(...fix.edits);
  }
  return taken.length === 0
    ? undefined
    : { kind: 'fix-all', title: 'Apply all safe fixes of RouteLens', edits: taken };
}

function overlapsAny(edit: FileEdit, others: readonly FileEdit[]): boolean {
  return others.some(
    (other) =>
      other.file === edit.file &&
      other.edits.some((a) =>
        edit.edits.some((b) => a.span.start <= b.span.end && b.span.start <= a.span.end),
      ),
  );
}

function pagesOf(findings: readonly Finding[]): readonly CodeAction[] {
  const firstOfRule = findings.filter(
    (finding, i) => findings.findIndex(({ rule }) => rule === finding.rule) === i,
  );
  return firstOfRule.map((finding) => ({
    kind: 'page',
    title: `Show documentation for ${finding.rule}`,
    finding,
    page: rulePage(finding.rule),
  }));
}
