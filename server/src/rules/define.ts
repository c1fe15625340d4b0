/**
 * The shape of a rule and of a finding.
 * A rule is found and worded in one file; its page is `docs/rules/<id>.md`, whose examples are its tests.
 */
import type { TextEdit } from '../base/edit.ts';
import type { Origin } from '../base/fact.ts';
import type { Host } from '../host/model.ts';

export type Severity = 'error' | 'warning' | 'information' | 'hint';

export interface Related {
  readonly origin: Origin;
  readonly message: string;
}

export interface FileEdit {
  readonly file: string;
  readonly edits: readonly TextEdit[];
}

export interface Fix {
  /** What the action does, imperative: "Pin connections to their uplink". */
  readonly title: string;
  /** Safe: the meaning stays, or the command was refused before. Safe fixes are applied by "fix all". */
  readonly safe: boolean;
  readonly edits: readonly FileEdit[];
}

export interface Finding {
  readonly rule: string;
  readonly severity: Severity;
  readonly origin: Origin;
  /** What is wrong: one clause, no final dot, values in backticks. */
  readonly what: string;
  /** Why: what netplan, iproute2 or the kernel does with it. */
  readonly why: string;
  /** What to do. */
  readonly todo: string;
  readonly related: readonly Related[];
  readonly fixes: readonly Fix[];
  readonly tags: readonly ('unnecessary' | 'deprecated')[];
}

/** What a rule hands to `report`; the rest has defaults. */
export interface Report {
  readonly what: string;
  readonly why: string;
  readonly todo: string;
  readonly severity?: Severity;
  readonly related?: readonly Related[];
  readonly fixes?: readonly Fix[];
  readonly tags?: Finding['tags'];
}

export interface Rule {
  readonly id: string;
  readonly severity: Severity;
  /** One line for lists and settings. */
  readonly summary: string;
  readonly fix: 'none' | 'suggestion' | 'safe';
  readonly check: (host: Host, report: (origin: Origin, report: Report) => void) => void;
}

export function defineRule(rule: Rule): Rule {
  return rule;
}
