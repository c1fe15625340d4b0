/**
 * Rules for what a reader could not accept. The reader found and worded it in one place; the rule gives it its severity,
 * its page and its line in the settings.
 */
import type { Origin } from '../base/fact.ts';
import type { Problem } from '../base/problem.ts';
import type { Span } from '../base/span.ts';
import { isIgnored } from '../netplan/tree.ts';
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
      for (const { file, problems } of host.documents) {
        for (const problem of problems) {
          const origin = originOf(problem.span, file.id);
          if (problem.rule === id && !isIgnored(host.netplan, origin))
            report(origin, reportOf(problem, file.id));
        }
      }
      for (const { file, problem } of host.netplan.problems)
        if (problem.rule === id) report(originOf(problem.span, file), reportOf(problem, file));
    },
  });
}

function reportOf(problem: Problem, file: string): Report {
  const { what, why, todo, severity, related = [], fix } = problem;
  return {
    what,
    why,
    todo,
    ...(severity === undefined ? {} : { severity }),
    related: related.map(({ span, message }) => ({ origin: originOf(span, file), message })),
    fixes:
      fix === undefined
        ? []
        : [{ title: fix.title, safe: fix.safe, edits: [{ file, edits: fix.edits }] }],
  };
}

function originOf(span: Span, file: string): Origin {
  return { file, span };
}
