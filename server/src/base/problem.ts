/**
 * What a reader could not accept: plain data that a rule words as a finding.
 * Readers (yaml, shell, netplan, iproute, netfilter, sysctl) never throw and never word for the user beyond these fields.
 */
import type { TextEdit } from './edit.ts';
import type { Span } from './span.ts';

export interface Problem {
  /** Id of the rule that reports it, for example `iproute-invalid-address`. */
  readonly rule: string;
  readonly span: Span;
  /** What is wrong, one clause, values in backticks. */
  readonly what: string;
  readonly why: string;
  readonly todo: string;
  /** Default: the severity of the rule. */
  readonly severity?: 'error' | 'warning' | 'information' | 'hint';
  /** Places in the same file that belong to the problem. */
  readonly related?: readonly { readonly span: Span; readonly message: string }[];
  /** A quick fix in the same file. */
  readonly fix?: {
    readonly title: string;
    readonly safe: boolean;
    readonly edits: readonly TextEdit[];
  };
}
