/**
 * The words of a command. `"$@"` in a wrapper (`run() { "$@"; }`) gives the words of the call,
 * so that the command is shown where it is written: at the call.
 */
import type { Command, SyntaxRedirection, Word } from './adapter.ts';
import { fieldSeparators } from './fields.ts';
import { piecesOfWord } from './pieces.ts';
import { placeAt } from './session.ts';
import type { Scope } from './session.ts';
import type { ShellWord } from './types.ts';
import { argumentsOf } from './variables.ts';
import { expandWord } from './words.ts';

export interface ReadWords {
  readonly words: readonly ShellWord[];
  /** The words stand at the call of the function that runs, not in its body. */
  readonly isRelocated: boolean;
}

/** Expands the words of a command in their order; redirections among them are given away. */
export function readWords(
  node: Command,
  scope: Scope,
  redirect: (redirection: SyntaxRedirection) => void,
): ReadWords {
  const words: ShellWord[] = [];
  let fromCall: Set<number> | undefined;
  const take = (word: Word): void => {
    const given = givenWords(word, scope);
    for (const each of given ?? expandWord(word, scope)) {
      if (given !== undefined) (fromCall ??= new Set()).add(words.length);
      words.push(each);
    }
  };
  for (const part of node.prefix) if (part.type !== 'Assignment') redirect(part);
  if (node.name !== undefined) take(node.name);
  for (const part of node.suffix) {
    if (part.type === 'Word') take(part);
    else if (part.type !== 'Assignment') redirect(part);
  }
  const written = fromCall;
  if (written === undefined) return { isRelocated: false, words };
  return {
    isRelocated: true,
    words: words.map((word, index) => (written.has(index) ? word : atCall(word, scope))),
  };
}

const allArguments = /^(?:"\$(?:@|\{@\})"|\$(?:[@*]|\{[@*]\}))$/;

/** The words of the call that `"$@"` stands for. */
function givenWords(word: Word, scope: Scope): readonly ShellWord[] | undefined {
  if (scope.frame?.call === undefined || !allArguments.test(word.text)) return undefined;
  const list = argumentsOf(scope);
  const { words } = list;
  if (words === undefined || word.text.startsWith('"')) return words;
  // Without quotes the words are split again.
  const isWhole =
    fieldSeparators(scope) === ' \t\n' &&
    words.every(
      (each) =>
        each.value !== '' &&
        piecesOfWord(each).every(
          (piece) => piece.unknown !== undefined || !/[\s*?[]/.test(piece.text),
        ),
    );
  if (!isWhole) return undefined;
  return words.map((each) => (typeof each.value === 'string' ? each : { ...each, open: true }));
}

/** A word of the body (`ip -6 "$@"`) is shown at the name that calls. */
function atCall(word: ShellWord, scope: Scope): ShellWord {
  const name = scope.frame?.call?.words[0];
  if (name === undefined) return word;
  const { definition: _, ...rest } = word;
  return {
    ...rest,
    span: name.span,
    raw: name.raw,
    isLiteral: false,
    written: word.written ?? placeAt(scope, word.span),
  };
}
