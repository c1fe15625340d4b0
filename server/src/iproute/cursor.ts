/**
 * The state of reading one command: the words, what each turned out to be, what was found wrong, and the family so far.
 * Invariant: an unknown word where a keyword could stand ends the reading and sets `incomplete`.
 */
import type { Fact, Unknown } from '../base/fact.ts';
import type { Problem } from '../base/problem.ts';
import type { Span } from '../base/span.ts';
import type { Address, Family } from '../net/address.ts';
import type { Prefix } from '../net/prefix.ts';
import type { CommandContext, ShellWord } from '../shell/types.ts';
import type { Choice, GrammarRow, Scope, VerbRow } from './grammar.ts';
import type { IpOtherCommand, UnexpectedWord } from './types.ts';

/** A keyword, or a value without one, as it was read. */
export interface Taken {
  readonly row: GrammarRow;
  /** The keyword, or the value itself if it has none. */
  readonly word: ShellWord;
  readonly scope: Scope;
  /** The values after the keyword; one for most. */
  readonly values: readonly Fact<string>[];
  readonly address?: Fact<Address>;
  readonly prefix?: Fact<Prefix | 'default'>;
  /** `lock` stood before the value. */
  readonly isLocked?: boolean;
}

/** What a word of a command is. */
export type WordRole =
  | { readonly kind: 'program' | 'option' }
  | { readonly kind: 'object'; readonly object: string | undefined }
  | { readonly kind: 'verb'; readonly object: string; readonly verb: VerbRow | undefined }
  | { readonly kind: 'keyword'; readonly row: GrammarRow }
  | { readonly kind: 'value'; readonly row: GrammarRow; readonly choice?: Choice }
  /** Whatever `ip` does not know, and what stands behind it. */
  | { readonly kind: 'free' };

/** What can stand after the words that were read. */
export type Expectation =
  | { readonly kind: 'object' | 'nothing' }
  | { readonly kind: 'verb'; readonly verbs: readonly VerbRow[] }
  | { readonly kind: 'value'; readonly row: GrammarRow; readonly scope: Scope }
  /** Keywords of the innermost scope first, then of those around it that a word can go back to. */
  | { readonly kind: 'keyword'; readonly scopes: readonly Scope[] };

export interface Cursor {
  readonly file: string;
  readonly words: readonly ShellWord[];
  readonly span: Span;
  readonly context: CommandContext;
  /** From the options; the arguments decide if undefined. */
  readonly optionFamily: Family | Unknown | undefined;
  readonly problems: Problem[];
  readonly unexpected: UnexpectedWord[];
  readonly taken: Taken[];
  /** For each word that was read. */
  readonly roles: WordRole[];
  /** Index of the next word. */
  at: number;
  /** The family so far: an IPv4 destination makes an IPv6 gateway an error. */
  family: Family | 'any';
  expected: Expectation;
  incomplete: boolean;
  /** The command ends where a value must follow. */
  lacksValue: boolean;
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

/** Takes the next word in a role. */
export function advance(cursor: Cursor, role: WordRole): void {
  cursor.roles[cursor.at] = role;
  cursor.at += 1;
}

/** A word with its text. */
export interface KnownWord {
  readonly text: string;
  readonly word: ShellWord;
}

/** The next keyword: its text, or undefined at the end. A word that is unknown ends the reading. */
export function nextKeyword(cursor: Cursor): KnownWord | undefined {
  const word = peek(cursor);
  if (word === undefined) return undefined;
  if (typeof word.value !== 'string' || word.several === true) {
    stop(cursor);
    return undefined;
  }
  advance(cursor, { kind: 'free' });
  return { text: word.value, word };
}

/** Reads no further: the rest of the command is not known. */
export function stop(cursor: Cursor): void {
  cursor.at = cursor.words.length;
  cursor.incomplete = true;
  cursor.expected = { kind: 'nothing' };
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
