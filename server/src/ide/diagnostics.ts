/**
 * Findings as an editor shows them: the message and the address of the rule's page.
 * Invariant: the message says what, why and what to do, in this order; nothing is filtered here.
 */
import type { Origin } from '../base/fact.ts';
import type { Span } from '../base/span.ts';
import type { Finding } from '../rules/define.ts';
import { rulePage } from './ruleDocs.ts';

export interface FindingText {
  readonly page: string;
  /** Plain sentences, a line each; the backticks around values stay. */
  readonly text: string;
  readonly markdown: string;
}

/** The words of a finding for an editor. */
export function describeFinding(finding: Finding): FindingText {
  const what = toSentence(finding.what);
  const why = toSentence(finding.why);
  const todo = toSentence(finding.todo);
  return {
    page: rulePage(finding.rule),
    text: [what, why, todo].filter((sentence) => sentence !== '').join('\n'),
    markdown: [`**${what}**`, why, todo === '' ? '' : `**What to do.** ${todo}`]
      .filter((part) => part !== '')
      .join('\n\n'),
  };
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
