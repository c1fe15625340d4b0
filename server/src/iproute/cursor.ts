/**
 * The state of reading one command: the words, what was found wrong, and the family so far.
 * Invariant: an unknown word where a keyword could stand ends the reading and sets `incomplete`.
 */
import type { IpOtherCommand } from './types.ts';
import type { Fact, Unknown } from '../base/fact.ts';
import type { Problem } from '../base/problem.ts';
import type { Span } from '../base/span.ts';
import type { Family } from '../net/address.ts';
import type { CommandContext, ShellWord } from '../shell/types.ts';
import type { UnexpectedWord } from './types.ts';

export interface Cursor {
  readonly file: string;
  readonly words: readonly ShellWord[];
  readonly span: Span;
  readonly context: CommandContext;
  /** From the options; the arguments decide if undefined. */
  readonly optionFamily: Family | Unknown | undefined;
  readonly problems: Problem[];
  readonly unexpected: UnexpectedWord[];
  /** Index of the next word. */
  at: number;
  /** The family so far: an IPv4 destination makes an IPv6 gateway an error. */
  family: Family | 'any';
  incomplete: boolean;
}

/** The next word, without taking it. */
export function peek(cursor: Cursor): ShellWord | undefined {
  return cursor.words[cursor.at];
}

/** The next word if its text is known. */
export function peekText(cursor: Cursor): string | undefined {
  const value = peek(cursor)?.value;
  return typeof value === 'string' ? value : undefined;
}

/** The next keyword: its text, or undefined at the end. A word that is unknown ends the reading. */
export function nextKeyword(
  cursor: Cursor,
): { readonly text: string; readonly word: ShellWord } | undefined {
  const word = peek(cursor);
  if (word === undefined) return undefined;
  if (typeof word.value !== 'string' || word.several === true) {
    stop(cursor);
    return undefined;
  }
  cursor.at += 1;
  return { text: word.value, word };
}

/** Reads no further: the rest of the command is not known. */
export function stop(cursor: Cursor): void {
  cursor.at = cursor.words.length;
  cursor.incomplete = true;
}

/** A value with its place. */
export function factOf<T>(value: T | Unknown, word: ShellWord, cursor: Cursor): Fact<T> {
  return { value, origin: { file: cursor.file, span: word.span } };
}

/** The family as far as it is known. */
export function knownFamily(cursor: Cursor): Family | undefined {
  return cursor.family === 'any' ? undefined : cursor.family;
}

/** What every command has beside its own words, once they are read. */
export function commonOf(
  cursor: Cursor,
): Pick<IpOtherCommand, 'span' | 'context' | 'problems' | 'unexpected' | 'family' | 'incomplete'> {
  return {
    span: cursor.span,
    context: cursor.context,
    problems: cursor.problems,
    unexpected: cursor.unexpected,
    family: cursor.optionFamily,
    ...(cursor.incomplete ? { incomplete: true } : {}),
  };
}
