/**
 * What expansion, calculation and the walk ask of each other. Their functions come with the session,
 * so that a file may use what is built upon it.
 */
import type { CompoundList, Script, SyntaxNode, Word, WordPart } from './adapter.ts';
import { textOf } from './pieces.ts';
import type { Outcome, Scope } from './session.ts';
import type { ShellWord } from './types.ts';
import type { Text } from './values.ts';

export interface Evaluator {
  /** Walk a list of commands, or any node. */
  readonly walk: (body: Script | CompoundList, scope: Scope) => Outcome;
  readonly walkNode: (node: SyntaxNode, scope: Scope) => Outcome;
  /** The words that a written word becomes. */
  readonly expandWord: (word: Word, scope: Scope) => readonly ShellWord[];
  /** The text of a word, or of parts of one, where the shell does not split. */
  readonly expandText: (word: Word, scope: Scope) => Text;
  readonly expandParts: (parts: readonly WordPart[], scope: Scope) => Text;
  /** The value of a text where the shell calculates. */
  readonly calculate: (text: string, scope: Scope) => bigint | undefined;
}

export function walkNode(node: SyntaxNode, scope: Scope): Outcome {
  return scope.session.evaluator.walkNode(node, scope);
}

export function walkList(body: Script | CompoundList, scope: Scope): Outcome {
  return scope.session.evaluator.walk(body, scope);
}

export function expandWords(word: Word, scope: Scope): readonly ShellWord[] {
  return scope.session.evaluator.expandWord(word, scope);
}

export function expandText(word: Word, scope: Scope): Text {
  return scope.session.evaluator.expandText(word, scope);
}

export function expandParts(parts: readonly WordPart[], scope: Scope): Text {
  return scope.session.evaluator.expandParts(parts, scope);
}

export function calculateText(text: string, scope: Scope): bigint | undefined {
  return scope.session.evaluator.calculate(text, scope);
}

/** The known text of a word, or undefined. */
export function knownText(word: Word, scope: Scope): string | undefined {
  const pieces = expandText(word, scope);
  return pieces.some((piece) => piece.unknown !== undefined) ? undefined : textOf(pieces);
}
