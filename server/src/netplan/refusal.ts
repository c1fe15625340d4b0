/** What netplan refuses: the words of a problem without its place, and the callback that takes both. */
import type { Problem } from '../base/problem.ts';
import type { Span } from '../base/span.ts';

export type NetplanRule =
  | 'netplan-backend'
  | 'netplan-conflict'
  | 'netplan-duplicate-id'
  | 'netplan-invalid-address'
  | 'netplan-invalid-value'
  | 'netplan-missing-key'
  | 'netplan-undefined-reference'
  | 'netplan-unknown-key'
  | 'netplan-warning';

export interface Refusal {
  readonly rule: NetplanRule;
  readonly what: string;
  readonly why: string;
  readonly todo: string;
  readonly severity?: NonNullable<Problem['severity']>;
  readonly related?: NonNullable<Problem['related']>;
  readonly fix?: NonNullable<Problem['fix']>;
  /** The first version that refuses it; absent: all. */
  readonly since?: string;
  /** The first version that takes it; absent: none. */
  readonly until?: string;
}

export type Report = (span: Span, refusal: Refusal) => void;

/** Refusal of a value that is no address. `netplan` is netplan's own message. */
export function refuseAddress(what: string, netplan: string, todo: string): Refusal {
  return { rule: 'netplan-invalid-address', what, why: whyOf(netplan), todo };
}

/** Refusal of any other value. `netplan` is netplan's own message. */
export function refuseValue(what: string, netplan: string, todo: string): Refusal {
  return { rule: 'netplan-invalid-value', what, why: whyOf(netplan), todo };
}

/** Refusal of a mapping without a key that it needs. */
export function refuseMissing(what: string, netplan: string, todo: string): Refusal {
  return { rule: 'netplan-missing-key', what, why: whyOf(netplan), todo };
}

/** Refusal of two things that are fine alone. */
export function refuseConflict(what: string, netplan: string, todo: string): Refusal {
  return { rule: 'netplan-conflict', what, why: whyOf(netplan), todo };
}

/** Refusal of something that the renderer of the definition cannot do. */
export function refuseBackend(what: string, netplan: string, todo: string): Refusal {
  return {
    rule: 'netplan-backend',
    what,
    why: `netplan writes no configuration at all: "${netplan}"`,
    todo,
  };
}

/** netplan goes on, with a warning. */
export function warn(what: string, netplan: string, todo: string): Refusal {
  return { rule: 'netplan-warning', what, why: `netplan warns: "${netplan}"`, todo };
}

/** netplan ends by a signal, so nothing is written at all. */
export function refuseCrash(what: string, why: string, todo: string): Refusal {
  return { rule: 'netplan-invalid-value', what, why, todo };
}

/** netplan ends by an assertion of its own. */
export function refuseAssertion(what: string, todo: string): Refusal {
  const why = 'netplan stops with an assertion failure, so nothing at all is configured';
  return refuseCrash(what, why, todo);
}

/** Adds the start of a list or mapping to what is reported of its parts. */
export function atStart(whole: Span, report: Report): Report {
  const span = { start: whole.start, end: whole.start + 1 };
  const related = [{ span, message: 'netplan reports the error at the start of the list' }];
  return (place, refusal) => report(place, { ...refusal, related });
}

function whyOf(netplan: string): string {
  return `netplan refuses the whole file: "${netplan}"`;
}
