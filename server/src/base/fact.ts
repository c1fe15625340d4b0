/**
 * Values with their place in a text, and values that cannot be known.
 * Invariant: no rule reports on an unknown; an unknown never becomes an error.
 */
import type { Span } from './span.ts';

/** Where a value was written: the file's `id` and the span of the characters. */
export interface Origin {
  readonly file: string;
  readonly span: Span;
}

/** The same text for the same place, to look places up by. */
export function placeKey({ file, span }: Origin): string {
  return `${span.start} ${span.end} ${file}`;
}

/** A value that the files do not tell: a shell variable set elsewhere, an address from DHCP, a template hole. */
export interface Unknown {
  readonly kind: 'unknown';
  /** A short clause for people: "`$GW1` is set outside these files". */
  readonly reason: string;
  /** Same symbol, same value: `$GW1` names the same uplink everywhere in one script. Absent: equal to nothing. */
  readonly symbol?: string;
}

/** A value and where it was written. */
export interface Fact<T> {
  readonly value: T | Unknown;
  readonly origin: Origin;
}

export function unknown(reason: string, symbol?: string): Unknown {
  return symbol === undefined ? { kind: 'unknown', reason } : { kind: 'unknown', reason, symbol };
}

export function isUnknown(value: unknown): value is Unknown {
  return (
    typeof value === 'object' && value !== null && (value as { kind?: unknown }).kind === 'unknown'
  );
}

/** The value if it is known, else undefined. */
export function known<T>(fact: Fact<T> | undefined): T | undefined {
  if (fact === undefined || isUnknown(fact.value)) return undefined;
  return fact.value;
}

/** A comparable text for a fact of text: the value, or `$symbol`, or undefined for an unknown equal to nothing. */
export function identityOf(fact: Fact<string> | undefined): string | undefined {
  if (fact === undefined) return undefined;
  if (!isUnknown(fact.value)) return fact.value;
  return fact.value.symbol === undefined ? undefined : `$${fact.value.symbol}`;
}
