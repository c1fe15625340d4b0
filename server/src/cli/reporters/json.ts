/** `check --format json`: the shape is promised in `docs/cli.md`; a change of it is a breaking change. */
import { rulePage } from '../../ide/ruleDocs.ts';
import type { CheckResult, LocatedFinding } from '../located.ts';

export function reportJson({ nFiles, findings }: CheckResult): string {
  return `${JSON.stringify({ version: 1, files: nFiles, findings: findings.map(toJson) }, null, 2)}\n`;
}

function toJson({ finding, place, related }: LocatedFinding): unknown {
  return {
    file: place.file,
    rule: finding.rule,
    severity: finding.severity,
    message: finding.what,
    why: finding.why,
    todo: finding.todo,
    range: place.range,
    docs: rulePage(finding.rule),
    related,
    fixes: finding.fixes.map(({ title, safe }) => ({ title, safe })),
  };
}
