/**
 * Rules for what a reader could not accept. The reader found and worded it in one place; the rule gives it its severity,
 * its page and its line in the settings.
 */
import type { Problem } from '../base/problem.ts';
import { defineRule, type Report, type Rule, type Severity } from './define.ts';

export interface ReaderRule {
  readonly id: string;
  readonly severity: Severity;
  readonly summary: string;
  readonly fix?: Rule['fix'];
}

/** A rule that reports the problems of its id. */
export function readerRule({ id, severity, summary, fix = 'none' }: ReaderRule): Rule {
  return defineRule({
    id,
    severity,
    summary,
    fix,
    check(host, report) {
      for (const document of host.documents) {
        const file = document.file.id;
        for (const problem of document.problems) {
          if (problem.rule === id)
            report({ file, span: problem.span }, reportOf(problem, file, severity));
        }
      }
    },
  });
}

function reportOf(problem: Problem, file: string, severity: Severity): Report {
  const { what, why, todo, related = [] } = problem;
  return {
    what,
    why,
    todo,
    severity: problem.severity ?? severity,
    related: related.map(({ span, message }) => ({ origin: { file, span }, message })),
    fixes: fixesOf(problem, file),
  };
}

function fixesOf(
  { fix }: Problem,
  file: string,
): readonly {
  title: string;
  safe: boolean;
  edits: readonly { file: string; edits: NonNullable<Problem['fix']>['edits'] }[];
}[] {
  return fix === undefined
    ? []
    : [{ title: fix.title, safe: fix.safe, edits: [{ file, edits: fix.edits }] }];
}
