/**
 * Findings as an editor shows them: message, address of the rule's page, places in other files.
 * Invariant: the message says what, why and what to do, in this order; nothing is filtered here.
 */
import type { Origin } from '../base/fact.ts';
import type { Span } from '../base/span.ts';
import type { Finding, Related, Severity } from '../rules/define.ts';
import { rulePage } from './ruleDocs.ts';

export interface Diagnostic {
  readonly span: Span;
  readonly severity: Severity;
  readonly rule: string;
  readonly page: string;
  /** Plain sentences; the backticks around values stay. */
  readonly text: string;
  readonly markdown: string;
  readonly related: readonly Related[];
  readonly tags: Finding['tags'];
}

/** The findings that lie in one file, as diagnostics. */
export function diagnosticsOf(findings: readonly Finding[], file: string): readonly Diagnostic[] {
  return findings.filter(({ origin }) => origin.file === file).map(toDiagnostic);
}

/** A clause as a sentence: capital letter first unless it begins with a value, and a final dot. */
export function toSentence(clause: string): string {
  const trimmed = clause.trim();
  if (trimmed === '') return '';
  const begun = trimmed.charAt(0).toUpperCase() + trimmed.slice(1);
  return /[.!?]$/.test(begun) ? begun : `${begun}.`;
}

/** True if two places share a character or touch: an empty place touches what it stands beside. */
export function isSameSpot(origin: Origin, file: string, span: Span): boolean {
  return origin.file === file && origin.span.start <= span.end && span.start <= origin.span.end;
}

function toDiagnostic(finding: Finding): Diagnostic {
  const what = toSentence(finding.what);
  const why = toSentence(finding.why);
  const todo = toSentence(finding.todo);
  return {
    span: finding.origin.span,
    severity: finding.severity,
    rule: finding.rule,
    page: rulePage(finding.rule),
    text: [what, why, todo].filter((sentence) => sentence !== '').join('\n'),
    markdown: [`**${what}**`, why, todo === '' ? '' : `**What to do.** ${todo}`]
      .filter((part) => part !== '')
      .join('\n\n'),
    related: finding.related,
    tags: finding.tags,
  };
}
