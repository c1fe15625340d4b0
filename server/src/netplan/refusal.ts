/** What netplan refuses: the words of a problem without its place, and the callback that takes both. */
import type { Problem } from '../base/problem.ts';
import type { Span } from '../base/span.ts';

export interface Refusal {
  readonly rule: 'netplan-invalid-address' | 'netplan-invalid-value';
  readonly what: string;
  readonly why: string;
  readonly todo: string;
  readonly related?: NonNullable<Problem['related']>;
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

function whyOf(netplan: string): string {
  return `netplan refuses the whole file: "${netplan}"`;
}
