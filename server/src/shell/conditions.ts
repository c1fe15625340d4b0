/**
 * `test`, `[ … ]` and `[[ … ]]`: the outcome where the operands are known (Bash manual, 6.4).
 * What asks the file system or a regular expression is unsure, but for files that the script sources and the host has.
 */
import type { SyntaxNode, Word } from './adapter.ts';
import { parseInteger } from './integers.ts';
import { patternOf } from './parameterOperations.ts';
import { matches } from './patterns.ts';
import { isOpen, piecesOfWord, valueOf } from './pieces.ts';
import { within } from './session.ts';
import type { Outcome, Scope } from './session.ts';
import { hasSource } from './sourceRequests.ts';
import type { ShellWord } from './types.ts';
import { isSetHere, variableOf } from './variables.ts';
import { calculateText, expandText } from './evaluator.ts';

type Truth = boolean | undefined;

/** The outcome of `[ … ]` or `test …`; the words are the arguments without the closing bracket. */
export function outcomeOfTest(words: readonly ShellWord[], scope: Scope): Outcome {
  // An unknown word may be none: the operators would shift.
  return words.some(isOpen) ? 'unsure' : outcomeOf(testWords(words, scope));
}

export function outcomeOf(truth: Truth): Outcome {
  return truth === undefined ? 'unsure' : truth ? 'success' : 'failure';
}

/** POSIX: what an expression means depends on the number of words. */
function testWords(words: readonly ShellWord[], scope: Scope): Truth {
  const [first, second, third] = words;
  if (first === undefined) return false;
  if (words.length === 1) return filled(first);
  if (first.value === '!' && words.length <= 4) return not(testWords(words.slice(1), scope));
  if (second !== undefined && words.length === 2) return unary(first, second, scope);
  if (second !== undefined && third !== undefined && words.length === 3)
    return binary(first, second, third);
  return testLists(words, scope);
}

/** `a -o b -a c`: `-a` binds more. Brackets are not modelled. */
function testLists(words: readonly ShellWord[], scope: Scope): Truth {
  if (words.some((word) => word.value === '(' || word.value === ')')) return undefined;
  const alternatives = splitAt(words, '-o').map((each) =>
    splitAt(each, '-a')
      .map((part) => (part.length > 4 || part.length === 0 ? undefined : testWords(part, scope)))
      .reduce<Truth>((a, b) => both(a, b), true),
  );
  return alternatives.reduce<Truth>((a, b) => not(both(not(a), not(b))), false);
}

function splitAt(words: readonly ShellWord[], operator: string): ShellWord[][] {
  const parts: ShellWord[][] = [[]];
  for (const word of words) {
    if (word.value === operator) parts.push([]);
    else parts.at(-1)?.push(word);
  }
  return parts;
}

function not(truth: Truth): Truth {
  return truth === undefined ? undefined : !truth;
}

function both(a: Truth, b: Truth): Truth {
  if (a === false || b === false) return false;
  return a === undefined || b === undefined ? undefined : true;
}

/** True for a text that is not empty: one known character is enough. */
function filled(word: ShellWord): Truth {
  const pieces = piecesOfWord(word);
  if (pieces.some((piece) => piece.unknown === undefined && piece.text !== '')) return true;
  return pieces.some((piece) => piece.unknown !== undefined) ? undefined : false;
}

function unary(operator: ShellWord, operand: ShellWord, scope: Scope): Truth {
  switch (operator.value) {
    case '-n':
      return filled(operand);
    case '-z':
      return not(filled(operand));
    case '-v':
      return isSetVariable(operand.value, scope);
    default:
      return hasSource(operator, operand, scope);
  }
}

function isSetVariable(name: ShellWord['value'], scope: Scope): Truth {
  if (typeof name !== 'string' || !/^[A-Za-z_]\w*$/.test(name) || !isSetHere(name, scope))
    return undefined;
  const variable = variableOf(name, scope);
  if (variable.kind === 'unset') return false;
  return variable.kind === 'text' ? true : undefined;
}

function binary(left: ShellWord, operator: ShellWord, right: ShellWord): Truth {
  const [a, b] = [left.value, right.value];
  if (typeof a !== 'string' || typeof b !== 'string') return undefined;
  switch (operator.value) {
    case '=':
    case '==':
      return a === b;
    case '!=':
      return a !== b;
    case '-a':
      return a !== '' && b !== '';
    case '-o':
      return a !== '' || b !== '';
    default: {
      const [first, second] = [parseDecimal(a), parseDecimal(b)];
      return first === undefined || second === undefined
        ? undefined
        : compare(operator.value, first, second);
    }
  }
}

/** `[` reads decimal numbers only. */
function parseDecimal(text: string): bigint | undefined {
  const trimmed = text.trim();
  return /^[-+]?\d{1,18}$/.test(trimmed) ? BigInt(trimmed.replace(/^\+/, '')) : undefined;
}

function compare(operator: ShellWord['value'], a: bigint, b: bigint): Truth {
  switch (operator) {
    case '-eq':
      return a === b;
    case '-ne':
      return a !== b;
    case '-lt':
      return a < b;
    case '-le':
      return a <= b;
    case '-gt':
      return a > b;
    case '-ge':
      return a >= b;
    default:
      return undefined;
  }
}

/** `[[ … ]]`: `&&` and `||` inside may keep the right side from running. */
export function truthOf(node: SyntaxNode, scope: Scope): Truth {
  switch (node.type) {
    case 'TestUnary':
      return unaryNode(node, scope);
    case 'TestBinary':
      return binaryNode(node, scope);
    case 'TestNot': {
      const truth = truthOf(node.operand, scope);
      return node.negations.length % 2 === 1 ? not(truth) : truth;
    }
    case 'TestGroup':
      return truthOf(node.expression, scope);
    case 'TestLogical': {
      const isAnd = node.operator === '&&';
      let truth: Truth = isAnd;
      for (const operand of node.operands) {
        if (truth === !isAnd) break;
        const at = truth === undefined ? within(scope, { conditional: true }) : scope;
        const next = truthOf(operand, at);
        truth = isAnd ? both(truth, next) : not(both(not(truth), not(next)));
      }
      return truth;
    }
    default:
      return undefined;
  }
}

type Test<T extends string> = Extract<SyntaxNode, { type: T }>;

function unaryNode({ operator, operand }: Test<'TestUnary'>, scope: Scope): Truth {
  const word = asWord(operand, scope);
  const name: ShellWord = { ...word, value: operator };
  // `[[ word ]]` is given as `-n word`.
  return unary(name, word, scope);
}

function asWord(word: Word, scope: Scope): ShellWord {
  const pieces = expandText(word, scope);
  const value = valueOf(pieces);
  const span = scope.source.locate(word.pos, word.end);
  return {
    span,
    raw: word.text,
    value,
    isLiteral: false,
    ...(pieces.length > 1 ? { pieces } : {}),
  };
}

function binaryNode({ operator, left, right }: Test<'TestBinary'>, scope: Scope): Truth {
  const a = valueOf(expandText(left, scope));
  if (/^-(?:eq|ne|lt|le|gt|ge)$/.test(operator)) {
    const b = valueOf(expandText(right, scope));
    if (typeof a !== 'string' || typeof b !== 'string') return undefined;
    const [first, second] = [numberOf(a, scope), numberOf(b, scope)];
    return first === undefined || second === undefined
      ? undefined
      : compare(operator, first, second);
  }
  const pattern = patternOf(right, scope);
  if (typeof a !== 'string' || pattern === undefined) return undefined;
  if (operator === '=' || operator === '==') return matches(pattern, a);
  return operator === '!=' ? !matches(pattern, a) : undefined;
}

function numberOf(text: string, scope: Scope): bigint | undefined {
  return parseInteger(text.trim()) ?? calculateText(text, scope);
}
