/**
 * Words after expansion: quotes removed, variables put in, unquoted values split at blanks (Bash manual, 3.5 "Shell Expansions").
 * Invariant: what is not modelled is unknown; file name patterns stay as written.
 */
import { unknown } from '../base/fact.ts';
import type { Span } from '../base/span.ts';
import type { Word, WordPart } from './adapter.ts';
import { evaluateArithmetic } from './arithmetic.ts';
import { expandBraces, withLongerNames } from './braces.ts';
import { limits, spend } from './budget.ts';
import {
  fieldSeparators,
  fixedPart,
  isFilePattern,
  joinFragments,
  splitFields,
  unsplit,
} from './fields.ts';
import type { Fragment, Part } from './fields.ts';
import { expandParameter, expandVariable } from './parameters.ts';
import type { Expansion } from './parameters.ts';
import { unknownPiece, unknownPlaceholder, valueOf } from './pieces.ts';
import type { Scope } from './session.ts';
import { expandSubstitution } from './substitution.ts';
import type { HerePiece, ShellWord } from './types.ts';
import type { Item } from './values.ts';

const mostWords = 256;

/** The words that one written word becomes: usually one, none for an empty variable, several after splitting. */
export function expandWord(word: Word, scope: Scope): ShellWord[] {
  const { parts } = word;
  if (parts === undefined) return [plainWord(word, scope)];
  if (!parts.some((part) => part.type === 'BraceExpansion'))
    return wordsOf(fragmentsOf(parts, word, scope), word, scope);
  return expandAlternatives(parts, word, scope).flatMap((fragments) =>
    wordsOf(fragments, word, scope),
  );
}

function wordsOf(fragments: readonly Fragment[], word: Word, scope: Scope): ShellWord[] {
  // Most words stay one word; splitting costs more than the rest of the expansion.
  if (fragments.length > 0 && fragments.every((each) => each !== 'border' && !each.splits))
    return [toShellWord(word, fragments.filter(isPart), scope)];
  const separators = fieldSeparators(scope);
  const [only] = fragments;
  if (fragments.length === 1 && only !== undefined && isUnsplit(only, separators))
    return [toShellWord(word, [only], scope)];
  return splitFields(fragments, separators).map((field) => toShellWord(word, field, scope));
}

/** A value without separators in it. */
function isUnsplit(fragment: Fragment, separators: string | undefined): fragment is Part {
  if (fragment === 'border' || separators === undefined) return false;
  const { text } = fragment.piece;
  for (let at = 0; at < text.length; at++) if (separators.includes(text.charAt(at))) return false;
  return text !== '';
}

/** The value of a word where the shell does not split: assignments, redirections, here-strings, `case`. */
export function expandUnsplit(word: Word, scope: Scope): ShellWord {
  if (word.parts === undefined) return plainWord(word, scope);
  const fragments = fragmentsOf(unbraced(word.parts), word, scope);
  return toShellWord(word, fragments.map(unsplit), scope);
}

/** The pieces of a here-document's body or of any list of word parts, without splitting. */
export function expandParts(parts: readonly WordPart[], scope: Scope): readonly HerePiece[] {
  return joinFragments(parts.flatMap((part) => partFragments(part, scope, true)));
}

/** The pieces of a word where the shell does not split; `[]` for an empty value. */
export function expandText(word: Word, scope: Scope): readonly HerePiece[] {
  if (word.parts !== undefined) {
    const pieces = joinFragments(fragmentsOf(unbraced(word.parts), word, scope));
    return pieces.some(({ text }) => text === '')
      ? pieces.filter(({ text }) => text !== '')
      : pieces;
  }
  const shell = plainWord(word, scope);
  const { value: text, span, written } = shell;
  if (typeof text !== 'string') return shell.pieces ?? [unknownPiece(text, span)];
  if (text === '') return [];
  return [written === undefined ? { text, span } : { text, span, written }];
}

/** Braces make several words, where there can be several. */
function unbraced(parts: readonly WordPart[]): readonly WordPart[] {
  if (!parts.some((part) => part.type === 'BraceExpansion')) return parts;
  return parts.map((part) =>
    part.type === 'BraceExpansion'
      ? { type: 'Literal', pos: part.pos, end: part.end, text: part.text, value: part.text }
      : part,
  );
}

function isPart(fragment: Fragment): fragment is Part {
  return fragment !== 'border';
}

/** Most words have nothing to expand. */
function plainWord(word: Word, scope: Scope): ShellWord {
  const { source } = scope;
  const isSpecial =
    source.origin !== undefined || source.broken.length > 0 || word.text.startsWith('~');
  if (isSpecial) {
    const { pos, end, text, value } = word;
    const part: WordPart = { type: 'Literal', pos, end, text, value };
    return toShellWord(word, fragmentsOf([part], word, scope).filter(isPart), scope);
  }
  const span = source.locate(word.pos, word.end);
  return {
    span,
    raw: source.fileText.slice(span.start, span.end),
    value: word.value,
    isLiteral: true,
  };
}

/** One list of fragments for each word that braces make. */
function expandAlternatives(
  parts: readonly WordPart[],
  word: Word,
  scope: Scope,
): readonly (readonly Fragment[])[] {
  let made: (readonly WordPart[])[] = [[]];
  for (const part of parts) {
    const texts =
      part.type === 'BraceExpansion' && scope.session.dialect !== 'posix'
        ? expandBraces(part.text)
        : undefined;
    const choices: readonly WordPart[] = texts?.map((text) => ({
      type: 'Literal',
      pos: part.pos,
      end: part.end,
      text,
      value: text,
    })) ?? [part];
    if (made.length * choices.length > mostWords) return [fragmentsOf(parts, word, scope)];
    made = made.flatMap((before) => choices.map((choice) => [...before, choice]));
  }
  return made.map((each) => fragmentsOf(withLongerNames(each), word, scope));
}

function fragmentsOf(parts: readonly WordPart[], word: Word, scope: Scope): readonly Fragment[] {
  const { broken } = scope.source;
  if (broken.some((range) => word.pos < range.end && range.start < word.end)) {
    const why = unknown('a quote around it is not closed, or it touches a NUL character');
    return [fixedPart(unknownPiece(why, scope.source.locate(word.pos, word.end)), true)];
  }
  if (word.text.startsWith('~') && parts[0]?.type === 'Literal' && parts[0].pos === word.pos) {
    const home = unknown('`~` is the home folder of whoever runs the script', 'HOME');
    const [first, ...rest] = parts;
    const span = scope.source.locate(word.pos, word.pos + 1);
    const tail = first.value.slice(1);
    return [
      fixedPart(unknownPiece(home, span), true),
      ...(tail === '' ? [] : [fixedPart({ text: tail, span }, false)]),
      ...rest.flatMap((part) => partFragments(part, scope, false)),
    ];
  }
  return allFragments(parts, scope, false);
}

function allFragments(
  parts: readonly WordPart[],
  scope: Scope,
  quoted: boolean,
): readonly Fragment[] {
  const [only] = parts;
  if (only !== undefined && parts.length === 1) return partFragments(only, scope, quoted);
  const all: Fragment[] = [];
  for (const part of parts)
    for (const fragment of partFragments(part, scope, quoted)) all.push(fragment);
  return all;
}

function partFragments(part: WordPart, scope: Scope, quoted: boolean): readonly Fragment[] {
  if (part.type === 'DoubleQuoted' && part.parts.length > 0)
    return allFragments(part.parts, scope, true);
  const span = scope.source.locate(part.pos, part.end);
  switch (part.type) {
    case 'Literal':
    case 'Glob':
      return literalParts(part, scope, quoted);
    case 'ExtendedGlob':
      return [{ ...fixedPart({ text: part.text, span }, quoted), open: !quoted }];
    case 'SingleQuoted':
    case 'AnsiCQuoted':
      return literalParts(part, scope, true);
    case 'DoubleQuoted':
    case 'LocaleString':
      if (part.parts.length === 0) return [fixedPart({ text: '', span }, true)];
      return allFragments(part.parts, scope, true);
    case 'BraceExpansion': {
      const why = unknown(`\`${part.text}\` becomes several words`);
      return [{ ...fixedPart(unknownPiece(why, span), quoted), several: true }];
    }
    case 'SimpleExpansion':
      return expanded(expandVariable(part.text.slice(1), scope), { quoted, span }, scope);
    case 'ParameterExpansion':
      return expandedParameter(part, scope, { quoted, span });
    case 'CommandExpansion':
    case 'ProcessSubstitution': {
      const text = expandSubstitution(part, span, scope);
      return expanded({ kind: 'text', text, definition: undefined }, { quoted, span }, scope);
    }
    case 'ArithmeticExpansion': {
      const value = evaluateArithmetic(part.expression, scope);
      const piece = typeof value === 'string' ? { text: value, span } : unknownPiece(value, span);
      return [fixedPart(piece, quoted)];
    }
  }
}

type LiteralPart = Extract<WordPart, { type: 'Literal' | 'Glob' | 'SingleQuoted' | 'AnsiCQuoted' }>;

/** Text as written; in text that was put together, placeholders become the unknowns that they stand for. */
function literalParts(part: LiteralPart, { source }: Scope, quoted: boolean): Part[] {
  const span = source.locate(part.pos, part.end);
  const { origin } = source;
  const open = part.type === 'Glob' && !quoted;
  if (origin === undefined) return [{ ...fixedPart({ text: part.value, span }, quoted), open }];
  const written = origin.written(part.pos, part.end);
  if (!part.value.includes(unknownPlaceholder)) {
    const place = written === undefined ? {} : { written };
    return [{ ...fixedPart({ text: part.value, span, ...place }, quoted), open }];
  }
  let at = part.pos - 1;
  return part.value.split(unknownPlaceholder).flatMap((text, index): Part[] => {
    const known = text === '' ? [] : [fixedPart({ text, span }, quoted)];
    if (index === 0) return known;
    at = source.text.indexOf(unknownPlaceholder, at + 1);
    const why = origin.unknownAt(at) ?? unknown('it is known only when the script runs');
    // The value may hold quotes and blanks, which count where the text is read.
    return [{ ...fixedPart(unknownPiece(why, span), quoted), open: true }, ...known];
  });
}

interface Use {
  readonly quoted: boolean;
  readonly span: Span;
}

/** What a value becomes where it is used: its pieces are shown at the use. */
function expanded(expansion: Expansion, { quoted, span }: Use, scope: Scope): Fragment[] {
  const definition = expansion.kind === 'text' ? expansion.definition : undefined;
  const part = (piece: HerePiece, count: Item['count'] = 'one'): Part => ({
    piece: placedAt(piece, span),
    splits: !quoted && piece.unknown === undefined,
    quoted,
    several: count === 'several',
    open:
      count === 'open' || (!quoted && (piece.unknown !== undefined || isFilePattern(piece.text))),
    definition,
  });
  const empty = quoted ? [part({ text: '', span })] : [];
  switch (expansion.kind) {
    case 'operand':
      return [];
    case 'text':
      return expansion.text.length === 0 ? empty : expansion.text.map((piece) => part(piece));
    case 'list':
      if (expansion.joins === true && quoted)
        return [part(unknownPiece(unknown('it is a list of unknown length'), span))];
      return expansion.items.flatMap((item, index): Fragment[] => [
        ...(index === 0 ? [] : [quoted ? 'border' : borderOf(span, scope)]),
        ...(item.length === 0
          ? empty
          : item.map((piece) => part(piece, expansion.counts?.[index]))),
      ]);
    case 'unknown-list':
      return [{ ...part(unknownPiece(expansion.value, span)), several: true }];
  }
}

/**
 * Between the words of a list without quotes. bash joins them by the first separator and splits all of it again,
 * so that one that is no blank makes empty words.
 */
function borderOf(span: Span, scope: Scope): Fragment {
  const separator = fieldSeparators(scope)?.charAt(0) ?? '';
  if (/^\s?$/.test(separator)) return 'border';
  return { ...fixedPart({ text: separator, span }, false), splits: true, between: true };
}

/** The piece, shown at another place; without the cost of a general copy, for this runs for each use of a variable. */
function placedAt({ text, unknown: why, written }: HerePiece, span: Span): HerePiece {
  if (why === undefined) return written === undefined ? { text, span } : { text, span, written };
  return written === undefined
    ? { text, span, unknown: why }
    : { text, span, unknown: why, written };
}

/** `${X:-word}` may be the word itself, with its quotes. */
function expandedParameter(
  parameter: Extract<WordPart, { type: 'ParameterExpansion' }>,
  scope: Scope,
  { quoted, span }: Use,
): Fragment[] {
  const expansion = expandParameter(parameter, scope);
  if (expansion.kind !== 'operand') return expanded(expansion, { quoted, span }, scope);
  const { pos, end, text, value, parts } = expansion.word;
  const inside = unbraced(parts ?? [{ type: 'Literal', pos, end, text, value }]);
  const fragments = inside.flatMap((part) => partFragments(part, scope, quoted));
  if (fragments.length === 0 && quoted) return [fixedPart({ text: '', span }, true)];
  return fragments.map((fragment) =>
    fragment === 'border'
      ? fragment
      : {
          ...fragment,
          piece: { ...fragment.piece, span },
          splits: !fragment.quoted && fragment.piece.unknown === undefined,
          open: fragment.open || (!fragment.quoted && isFilePattern(fragment.piece.text)),
        },
  );
}

function toShellWord(word: Word, fragments: readonly Part[], scope: Scope): ShellWord {
  const { source } = scope;
  const span = source.locate(word.pos, word.end);
  const isLiteral =
    source.origin === undefined && (word.parts === undefined || word.parts.every(isLiteralPart));
  const raw = source.fileText.slice(span.start, span.end);
  const only = fragments.length === 1 ? fragments[0] : undefined;
  const pieces = only === undefined ? piecesOf(fragments, span, scope) : [only.piece];
  const value = valueOf(pieces);
  // Built up in place: this runs for each word of a script.
  const made: { -readonly [Key in keyof ShellWord]: ShellWord[Key] } = {
    span,
    raw,
    value,
    isLiteral,
  };
  const definition = only?.definition;
  if (definition !== undefined && definition.file === source.file)
    made.definition = definition.span;
  const written = only?.piece.written;
  if (written !== undefined) made.written = written;
  if (typeof value !== 'string' && pieces.length >= 2) made.pieces = pieces;
  if (fragments.some((fragment) => fragment.several)) made.several = true;
  if (fragments.some((fragment) => fragment.open)) made.open = true;
  return made;
}

/** What a word is made of, paid for; of a word that grows with each call nothing is followed from some length on. */
function piecesOf(fragments: readonly Part[], span: Span, { session }: Scope): HerePiece[] {
  const pieces = fragments.map((fragment) => fragment.piece);
  const length = pieces.reduce((sum, { text }) => sum + text.length, 0);
  if (pieces.length <= limits.pieces && length <= limits.text) return pieces;
  spend(session.budget, 0, length);
  return [unknownPiece(unknown('it is too long to follow'), span)];
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
