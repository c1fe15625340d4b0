/**
 * Words after expansion: quotes removed, variables put in, unquoted values split at blanks (Bash manual, 3.5 "Shell Expansions").
 * Invariant: what is not modelled is unknown; file name patterns stay as written.
 */
import { unknown } from '../base/fact.ts';
import type { Span } from '../base/span.ts';
import type { Word, WordPart } from './adapter.ts';
import { evaluateArithmetic } from './arithmetic.ts';
import { createEnvironment, lookup } from './environment.ts';
import { expandParameter, expandVariable } from './parameters.ts';
import type { Expansion } from './parameters.ts';
import { textOf, unknownPiece, valueOf } from './pieces.ts';
import type { Scope } from './session.ts';
import type { HerePiece, ShellWord } from './types.ts';

interface Fragment {
  readonly piece: HerePiece;
  /** Text that came from a variable without quotes around it: blanks in it end the word. */
  readonly splits: boolean;
  readonly quoted: boolean;
  readonly several: boolean;
  readonly definition: Span | undefined;
}

/** The words that one written word becomes: usually one, none for an empty variable, several after splitting. */
export function expandWord(word: Word, scope: Scope): ShellWord[] {
  if (word.parts === undefined && scope.session.broken.length === 0)
    return [plainWord(word, scope)];
  const fragments = fragmentsOf(word, scope);
  if (!fragments.some((fragment) => fragment.splits)) return [toShellWord(word, fragments, scope)];
  return splitFields(fragments).map((field) => toShellWord(word, field, scope));
}

/** The value of a word where the shell does not split: assignments, redirections, here-strings, `case`. */
export function expandUnsplit(word: Word, scope: Scope): ShellWord {
  return toShellWord(word, fragmentsOf(word, scope), scope);
}

/** The pieces of a here-document's body or of any list of word parts, without splitting. */
export function expandParts(parts: readonly WordPart[], scope: Scope): HerePiece[] {
  return parts
    .flatMap((part) => partFragments(part, scope, 'quoted'))
    .map((fragment) => fragment.piece);
}

/** Most words have nothing to expand. */
function plainWord(word: Word, { source, session }: Scope): ShellWord {
  const span = source.locate(word.pos, word.end);
  return {
    span,
    raw: session.fileText.slice(span.start, span.end),
    value: word.value,
    isLiteral: true,
  };
}

function fragmentsOf(word: Word, scope: Scope): Fragment[] {
  const span = scope.source.locate(word.pos, word.end);
  if (scope.session.broken.some((range) => word.pos < range.end && range.start < word.end)) {
    return [
      literal(
        unknownPiece(
          unknown('a quote around it is not closed, or it touches a NUL character'),
          span,
        ),
        true,
      ),
    ];
  }
  if (word.parts === undefined) return [literal({ text: word.value, span }, false)];
  return word.parts.flatMap((part) => partFragments(part, scope, 'plain'));
}

function partFragments(part: WordPart, scope: Scope, quoting: 'plain' | 'quoted'): Fragment[] {
  const span = scope.source.locate(part.pos, part.end);
  const quoted = quoting === 'quoted';
  switch (part.type) {
    case 'Literal':
    case 'Glob':
      return [literal({ text: part.value, span }, quoted)];
    case 'ExtendedGlob':
      return [literal({ text: part.text, span }, quoted)];
    case 'SingleQuoted':
    case 'AnsiCQuoted':
      return [literal({ text: part.value, span }, true)];
    case 'DoubleQuoted':
    case 'LocaleString':
      if (part.parts.length === 0) return [literal({ text: '', span }, true)];
      return part.parts.flatMap((child) => partFragments(child, scope, 'quoted'));
    case 'BraceExpansion':
      return [
        {
          ...literal(unknownPiece(unknown(`\`${part.text}\` becomes several words`), span), quoted),
          several: true,
        },
      ];
    case 'SimpleExpansion':
      return expanded(expandVariable(part.text.slice(1), span, scope), quoted, scope);
    case 'ParameterExpansion':
      return expanded(
        expandParameter(part, span, { scope, expand: (word) => expandUnsplit(word, scope) }),
        quoted,
        scope,
      );
    case 'CommandExpansion':
    case 'ProcessSubstitution':
      return [literal(substitution(part, span, scope), quoted)];
    case 'ArithmeticExpansion': {
      const value = evaluateArithmetic(part.expression, scope);
      const piece =
        typeof value === 'number' ? { text: String(value), span } : unknownPiece(value, span);
      return [literal(piece, quoted)];
    }
  }
}

function literal(piece: HerePiece, quoted: boolean): Fragment {
  return { piece, splits: false, quoted, several: false, definition: undefined };
}

function expanded(expansion: Expansion, quoted: boolean, scope: Scope): Fragment[] {
  const blankRules = lookup(scope.environment, 'IFS') === undefined;
  return expansion.pieces.map((piece) => ({
    piece:
      !quoted && !blankRules && piece.unknown === undefined
        ? unknownPiece(unknown('`IFS` was changed'), piece.span)
        : piece,
    splits: !quoted && piece.unknown === undefined,
    quoted,
    several: expansion.several,
    definition: expansion.definition,
  }));
}

/** Runs the inner commands through the walker; the output is unknown, except where only the path of a program is asked for. */
function substitution(
  part: Extract<WordPart, { type: 'CommandExpansion' | 'ProcessSubstitution' }>,
  span: Span,
  scope: Scope,
): HerePiece {
  const script = part.script;
  if (script !== undefined) {
    const source =
      script.source === undefined ? scope.source : { text: script.source, locate: () => span };
    for (const error of script.errors ?? [])
      scope.session.errors.push({
        span: source.locate(error.pos, Math.min(error.pos + 1, source.text.length)),
        message: error.message,
      });
    scope.session.walk(script, {
      ...scope,
      source,
      environment: createEnvironment(scope.environment),
    });
  }
  const program =
    /^(?:\$\(|`)\s*(?:which|command -v|type -p)\s+([\w./-]+)(?:\s+2>\s*\/dev\/null)?\s*(?:\)|`)$/.exec(
      part.text,
    )?.[1];
  // `$(which ip)` is a path that ends in the program's name; the name is all that readers take from it.
  if (program !== undefined) return { text: program, span };
  return unknownPiece(unknown(`it is the output of \`${shorten(part.text)}\``), span);
}

function shorten(text: string): string {
  const flat = text.replaceAll(/\s+/g, ' ');
  return flat.length <= 40 ? flat : `${flat.slice(0, 37)}…`;
}

function toShellWord(word: Word, fragments: readonly Fragment[], scope: Scope): ShellWord {
  const { source, session } = scope;
  const span = source.locate(word.pos, word.end);
  const isLiteral = word.parts === undefined || word.parts.every(isLiteralPart);
  const raw = session.fileText.slice(span.start, span.end);
  const only = fragments.length === 1 ? fragments[0] : undefined;
  // The common word is one plain piece.
  if (only !== undefined && only.definition === undefined && !only.several) {
    return { span, raw, value: only.piece.unknown ?? only.piece.text, isLiteral };
  }
  const pieces = fragments.map((fragment) => fragment.piece);
  const value = valueOf(pieces);
  return {
    span,
    raw,
    value,
    isLiteral,
    ...(only?.definition === undefined ? {} : { definition: only.definition }),
    ...(typeof value === 'string' || pieces.length < 2 ? {} : { pieces }),
    ...(fragments.some((fragment) => fragment.several) ? { several: true } : {}),
  };
}

function isLiteralPart(part: WordPart): boolean {
  if (part.type === 'DoubleQuoted') return part.parts.every((child) => child.type === 'Literal');
  return (
    part.type === 'Literal' ||
    part.type === 'Glob' ||
    part.type === 'SingleQuoted' ||
    part.type === 'AnsiCQuoted'
  );
}

/** Field splitting with the default IFS: blanks in unquoted values end a word, and leave no empty words. */
function splitFields(fragments: readonly Fragment[]): Fragment[][] {
  const fields: Fragment[][] = [];
  let field: Fragment[] = [];
  const endField = (): void => {
    if (
      field.some((each) => each.quoted || each.several || each.piece.unknown !== undefined) ||
      textOf(field.map((each) => each.piece)) !== ''
    )
      fields.push(field);
    field = [];
  };
  for (const fragment of fragments) {
    if (!fragment.splits) {
      field.push(fragment);
      continue;
    }
    fragment.piece.text.split(/[ \t\n]+/).forEach((text, index) => {
      if (index > 0) endField();
      if (text !== '') field.push({ ...fragment, piece: { ...fragment.piece, text } });
    });
  }
  endField();
  return fields;
}
