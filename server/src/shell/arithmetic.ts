/**
 * `$(( … ))`, `(( … ))`, `let` and subscripts (Bash manual, 6.5 "Shell Arithmetic"; integers of 64 bits).
 * What an expression sets is set; where its value is not known, what it may set is forgotten.
 */
import { unknown } from '../base/fact.ts';
import type { Unknown } from '../base/fact.ts';
import { parseArithmetic } from './adapter.ts';
import type { ArithmeticExpression } from './adapter.ts';
import { setElement, setText } from './assign.ts';
import { arithmeticTargets } from './assignments.ts';
import { forget, lookup } from './environment.ts';
import { calculate, parseInteger } from './integers.ts';
import { valueOf } from './pieces.ts';
import type { Scope } from './session.ts';
import { plainText } from './values.ts';
import { elementText, scalarText, variableOf } from './variables.ts';
import { expandParts } from './evaluator.ts';

const notKnown = unknown('the calculation is known only when the script runs');
/** Variables whose values are expressions with variables …: bash itself stops at 1024. */
const deepest = 16;

type ArithmeticWord = Extract<ArithmeticExpression, { type: 'ArithmeticWord' }>;

interface Place {
  readonly scope: Scope;
  readonly depth: number;
}

/** The value of `$(( … ))` as text, or unknown. */
export function evaluateArithmetic(
  expression: ArithmeticExpression | undefined,
  scope: Scope,
): string | Unknown {
  if (expression === undefined) return '0';
  const value = evaluateNumber(expression, scope);
  return value === undefined ? notKnown : String(value);
}

/** The value of an expression; what it may have set is forgotten where it is not known. */
export function evaluateNumber(expression: ArithmeticExpression, scope: Scope): bigint | undefined {
  const value = evaluate(expression, { scope, depth: 0 });
  if (value === undefined) {
    const { environment, session } = scope;
    for (const name of arithmeticTargets(expression))
      forget(
        { environment, symbols: session.symbols },
        name,
        `\`$${name}\` is calculated when the script runs`,
      );
  }
  return value;
}

/** The value of a text where the shell calculates: a subscript, the operand of `-eq`, `declare -i`. */
export function arithmeticOfText(text: string, scope: Scope, depth = 0): bigint | undefined {
  const trimmed = text.trim();
  const integer = trimmed === '' ? 0n : parseInteger(trimmed);
  if (integer !== undefined) return integer;
  if (depth > deepest) return undefined;
  if (/^[A-Za-z_]\w*$/.test(trimmed)) return valueOfName(trimmed, { scope, depth });
  const expression = parseArithmetic(trimmed);
  return expression === undefined ? undefined : evaluate(expression, { scope, depth: depth + 1 });
}

function evaluate(expression: ArithmeticExpression, at: Place): bigint | undefined {
  switch (expression.type) {
    case 'ArithmeticWord':
      return evaluateWord(expression, at);
    case 'ArithmeticGroup':
      return evaluate(expression.expression, at);
    case 'ArithmeticUnary':
      return evaluateUnary(expression, at);
    case 'ArithmeticBinary':
      return evaluateBinary(expression, at);
    case 'ArithmeticTernary': {
      const test = evaluate(expression.test, at);
      return test === undefined
        ? undefined
        : evaluate(test === 0n ? expression.alternate : expression.consequent, at);
    }
    case 'ArithmeticCommandExpansion': {
      const text = valueOf(expandParts([{ ...expression, type: 'CommandExpansion' }], at.scope));
      return typeof text === 'string' ? parseInteger(text.trim()) : undefined;
    }
  }
}

function evaluateUnary(
  { operator, operand, prefix }: Extract<ArithmeticExpression, { type: 'ArithmeticUnary' }>,
  at: Place,
): bigint | undefined {
  const value = evaluate(operand, at);
  if (value === undefined) return undefined;
  switch (operator) {
    case '+':
      return value;
    case '-':
      return BigInt.asIntN(64, -value);
    case '~':
      return ~value;
    case '!':
      return value === 0n ? 1n : 0n;
    case '++':
    case '--': {
      const after = BigInt.asIntN(64, operator === '++' ? value + 1n : value - 1n);
      return assign(operand, after, at) ? (prefix ? after : value) : undefined;
    }
    default:
      return undefined;
  }
}

function evaluateBinary(
  { operator, left, right }: Extract<ArithmeticExpression, { type: 'ArithmeticBinary' }>,
  at: Place,
): bigint | undefined {
  if (operator === '=') {
    const value = evaluate(right, at);
    return value !== undefined && assign(left, value, at) ? value : undefined;
  }
  const first = evaluate(left, at);
  if (first === undefined) return undefined;
  if (operator === '&&' && first === 0n) return 0n;
  if (operator === '||' && first !== 0n) return 1n;
  const second = evaluate(right, at);
  if (second === undefined) return undefined;
  const isUpdate = /^(?:[-+*/%&|^]|<<|>>)=$/.test(operator);
  const value = calculate(isUpdate ? operator.slice(0, -1) : operator, first, second);
  if (value === undefined || !isUpdate) return value;
  return assign(left, value, at) ? value : undefined;
}

const element = /^([A-Za-z_]\w*)\[(.*)\]$/s;

/** The text of a leaf after expansion; undefined where it is not known or would have to be read anew with its neighbours. */
function leafText(word: ArithmeticWord, { scope }: Place): string | undefined {
  const simple = /^\$(?:(\w+|[#?!@*-])|\{(\w+)\})$/.exec(word.value);
  if (simple !== null) {
    const value = valueOf(scalarText(simple[1] ?? simple[2] ?? '', scope));
    return typeof value === 'string' ? value : undefined;
  }
  if (word.parts === undefined) return word.value;
  const value = valueOf(expandParts(word.parts, scope));
  return typeof value === 'string' ? value : undefined;
}

function evaluateWord(word: ArithmeticWord, at: Place): bigint | undefined {
  const text = leafText(word, at)?.trim();
  if (text === undefined) return undefined;
  const integer = parseInteger(text);
  if (integer !== undefined) return integer;
  if (/^[A-Za-z_]\w*$/.test(text)) return valueOfName(text, at);
  const subscript = element.exec(text);
  if (subscript === null) return undefined;
  const name = subscript[1] ?? '';
  const key = subscriptOf(name, subscript[2] ?? '', at);
  const value = valueOf(elementText(name, key, at.scope));
  return typeof value === 'string' ? arithmeticOfText(value, at.scope, at.depth + 1) : undefined;
}

function valueOfName(name: string, { scope, depth }: Place): bigint | undefined {
  const value = valueOf(scalarText(name, scope));
  return typeof value === 'string' ? arithmeticOfText(value, scope, depth + 1) : undefined;
}

function subscriptOf(name: string, text: string, { scope, depth }: Place): string | undefined {
  if (
    lookup(scope.environment, name) !== undefined &&
    variableOf(name, scope).kind === 'associative'
  )
    return text;
  const value = arithmeticOfText(text, scope, depth + 1);
  return value === undefined ? undefined : String(value);
}

/** Sets a variable or an element; false where the target is not known. */
function assign(target: ArithmeticExpression, value: bigint, at: Place): boolean {
  if (target.type !== 'ArithmeticWord') return false;
  const text = plainText(String(value));
  const name = /^[A-Za-z_]\w*$/.exec(target.value)?.[0];
  if (name !== undefined) {
    setText(name, text, at.scope);
    return true;
  }
  const subscript = element.exec(leafText(target, at) ?? '');
  if (subscript === null) return false;
  const array = subscript[1] ?? '';
  const key = subscriptOf(array, subscript[2] ?? '', at);
  if (key === undefined) return false;
  setElement(array, { key, text }, at.scope);
  return true;
}
