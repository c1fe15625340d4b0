/** `${X%p}`, `${X/p/r}`, `${X:1:2}`, `${X^^}`, …: operations on a known text (Bash manual, 3.5.3). */
import type { Word, WordPart } from './adapter.ts';
import type { ParameterExpansionPart } from './adapter.ts';
import { calculateText, expandParts, knownText } from './evaluator.ts';
import { findMatch, literalPattern, matches, parsePattern } from './patterns.ts';
import type { Pattern } from './patterns.ts';
import { slicePieces, textOf, valueOf } from './pieces.ts';
import type { Scope } from './session.ts';
import { plainText, unknownText } from './values.ts';
import type { Text } from './values.ts';
import { unknown } from '../base/fact.ts';
import { scriptSymbol } from './variables.ts';

type Operation = NonNullable<ParameterExpansionPart['operation']>;

/** The text after an operation, or undefined where it is not known. */
export function operate(operation: Operation, text: Text, scope: Scope): Text | undefined {
  const value = valueOf(text);
  if (typeof value !== 'string') return folderOf(operation, value.symbol, scope);
  switch (operation.type) {
    case 'Remove': {
      const pattern = patternOf(operation.operand, scope);
      return pattern === undefined ? undefined : remove(operation.operator, pattern, text);
    }
    case 'Replace':
      return replace(operation, value, scope);
    case 'Slice':
      return slice(operation, text, scope);
    case 'CaseModification': {
      if (operation.operand !== undefined && operation.operand.text !== '') return undefined;
      return plainText(changeCase(operation.operator, value));
    }
    case 'Transform':
      return transform(operation.operand.value, value);
    default:
      return undefined;
  }
}

/** `${0%/*}` is the folder of the script. */
function folderOf(
  operation: Operation,
  symbol: string | undefined,
  scope: Scope,
): Text | undefined {
  const isPath = symbol === scriptSymbol(undefined) || symbol === scriptSymbol(scope.source.file);
  if (!isPath || operation.type !== 'Remove') return undefined;
  if (operation.operator !== '%' || operation.operand.text !== '/*') return undefined;
  return unknownText(unknown('it is the folder of the script', `dirname ${symbol}`));
}

/** The pattern that a word makes: quoted parts stand for themselves. */
export function patternOf(word: Word, scope: Scope): Pattern | undefined {
  if (word.parts === undefined) {
    const text = knownText(word, scope);
    return text === undefined ? undefined : literalPattern(text);
  }
  const parts = word.parts.map((part) => patternOfPart(part, scope));
  const known = parts.filter((part) => part !== undefined);
  return known.length < parts.length ? undefined : known.flat();
}

function patternOfPart(part: WordPart, scope: Scope): Pattern | undefined {
  switch (part.type) {
    case 'Glob':
      return parsePattern(part.text);
    case 'ExtendedGlob':
      return undefined;
    case 'BraceExpansion':
      return literalPattern(part.text);
    case 'SimpleExpansion':
    case 'ParameterExpansion':
    case 'CommandExpansion': {
      const pieces = expandParts([part], scope);
      const value = valueOf(pieces);
      return typeof value === 'string' ? parsePattern(value) : undefined;
    }
    default: {
      const value = valueOf(expandParts([part], scope));
      return typeof value === 'string' ? literalPattern(value) : undefined;
    }
  }
}

/** Longer texts are not tried: every end is matched anew. */
const longestTried = 500;

function remove(operator: string, pattern: Pattern, text: Text): Text | undefined {
  const value = textOf(text);
  const { length } = value;
  if (length > longestTried) return undefined;
  const isLongest = operator.length === 2;
  for (let step = 0; step <= length; step++) {
    const size = isLongest ? length - step : step;
    if (operator.startsWith('#') && matches(pattern, value.slice(0, size)))
      return slicePieces(text, size, length);
    if (operator.startsWith('%') && matches(pattern, value.slice(length - size)))
      return slicePieces(text, 0, length - size);
  }
  return text;
}

function replace(
  operation: Extract<Operation, { type: 'Replace' }>,
  value: string,
  scope: Scope,
): Text | undefined {
  const pattern = patternOf(operation.pattern, scope);
  const by = knownText(operation.replacement, scope);
  // Whether `&` stands for what was found differs between versions of bash.
  if (pattern === undefined || by === undefined || /[&\\]/.test(by)) return undefined;
  if (operation.operator === '/#' || operation.operator === '/%')
    return replaceEnd(operation.operator, { pattern, by }, value);
  // Nothing is found everywhere, but replaced at an end alone: `${X/#/pre}`.
  if (pattern.length === 0) return plainText(value);
  let result = '';
  let from = 0;
  while (from <= value.length) {
    const found = findMatch(pattern, value, from);
    if (found === 'too-long') return undefined;
    if (found === undefined) break;
    // The end is no match of its own, but an empty value is: `${X/*/y}` is `y` then.
    if (found.end === found.start && found.start === value.length && value !== '') break;
    result += value.slice(from, found.start) + by;
    if (found.end === found.start) result += value.slice(found.start, found.start + 1);
    from = Math.max(found.end, found.start + 1);
    if (operation.operator === '/') break;
  }
  return plainText(result + value.slice(from));
}

function replaceEnd(
  operator: string,
  { pattern, by }: { readonly pattern: Pattern; readonly by: string },
  value: string,
): Text | undefined {
  if (value.length > longestTried) return undefined;
  for (let size = value.length; size >= 0; size--) {
    const rest = value.length - size;
    if (operator === '/#' && matches(pattern, value.slice(0, size)))
      return plainText(by + value.slice(size));
    if (operator === '/%' && matches(pattern, value.slice(rest)))
      return plainText(value.slice(0, rest) + by);
  }
  return plainText(value);
}

function slice(
  operation: Extract<Operation, { type: 'Slice' }>,
  text: Text,
  scope: Scope,
): Text | undefined {
  const value = textOf(text);
  // bash counts characters, not UTF-16 units.
  if (/[\uD800-\uDFFF]/.test(value)) return undefined;
  const numberOf = (word: Word): bigint | undefined => {
    const known = knownText(word, scope);
    return known === undefined ? undefined : calculateText(known, scope);
  };
  const offset = numberOf(operation.offset);
  const length = operation.length === undefined ? BigInt(value.length) : numberOf(operation.length);
  if (offset === undefined || length === undefined) return undefined;
  const start = offset < 0n ? value.length + Number(offset) : Number(offset);
  if (start < 0 || start > value.length) return [];
  const end = length < 0n ? value.length + Number(length) : start + Number(length);
  return end < start ? undefined : slicePieces(text, start, end);
}

function changeCase(operator: string, value: string): string {
  const change = (text: string): string =>
    operator.startsWith('^') ? text.toUpperCase() : text.toLowerCase();
  return operator.length === 2 ? change(value) : change(value.slice(0, 1)) + value.slice(1);
}

function transform(letter: string, value: string): Text | undefined {
  switch (letter) {
    case 'U':
      return plainText(value.toUpperCase());
    case 'L':
      return plainText(value.toLowerCase());
    case 'u':
      return plainText(changeCase('^', value));
    default:
      return undefined;
  }
}
