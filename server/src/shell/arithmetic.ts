/**
 * `$(( … ))`: the value if everything in it is known (Bash manual, 6.5 "Shell Arithmetic"; 64-bit integers).
 * Results beyond 2^53 are unknown rather than rounded.
 */
import { isUnknown, unknown } from '../base/fact.ts';
import type { Unknown } from '../base/fact.ts';
import type { ArithmeticExpression } from './adapter.ts';
import { arithmeticTargets } from './assignments.ts';
import { expandVariable } from './parameters.ts';
import { valueOf } from './pieces.ts';
import type { Scope } from './session.ts';

const notKnown = unknown('the calculation is known only when the script runs');

/** The value of an arithmetic expression, or unknown. Expressions that set variables are unknown. */
export function evaluateArithmetic(
  expression: ArithmeticExpression | undefined,
  scope: Scope,
): number | Unknown {
  if (expression === undefined || arithmeticTargets(expression).length > 0) return notKnown;
  const value = evaluate(expression, scope);
  return value === undefined ||
    value > BigInt(Number.MAX_SAFE_INTEGER) ||
    value < -BigInt(Number.MAX_SAFE_INTEGER)
    ? notKnown
    : Number(value);
}

function evaluate(expression: ArithmeticExpression, scope: Scope): bigint | undefined {
  switch (expression.type) {
    case 'ArithmeticWord':
      return evaluateWord(expression, scope);
    case 'ArithmeticGroup':
      return evaluate(expression.expression, scope);
    case 'ArithmeticUnary':
      return unary(expression.operator, evaluate(expression.operand, scope));
    case 'ArithmeticBinary':
      return binary(
        expression.operator,
        evaluate(expression.left, scope),
        evaluate(expression.right, scope),
      );
    case 'ArithmeticTernary': {
      const test = evaluate(expression.test, scope);
      return test === undefined
        ? undefined
        : evaluate(test === 0n ? expression.alternate : expression.consequent, scope);
    }
    case 'ArithmeticCommandExpansion':
      return undefined;
  }
}

function evaluateWord(
  word: Extract<ArithmeticExpression, { type: 'ArithmeticWord' }>,
  scope: Scope,
): bigint | undefined {
  const name = /^\$?(?:\{([A-Za-z_]\w*)\}|([A-Za-z_]\w*))$/.exec(word.value);
  if (name === null) return parseInteger(word.value);
  const value = valueOf(
    expandVariable(name[1] ?? name[2] ?? '', { start: 0, end: 0 }, scope).pieces,
  );
  return isUnknown(value) ? undefined : parseInteger(value);
}

/** Decimal, `0x` hexadecimal, or octal with a leading zero. */
function parseInteger(text: string): bigint | undefined {
  if (/^0[0-7]+$/.test(text)) return BigInt(`0o${text.slice(1)}`);
  return /^(?:0[xX][\da-fA-F]+|0|[1-9]\d*)$/.test(text) ? BigInt(text) : undefined;
}

function unary(operator: string, value: bigint | undefined): bigint | undefined {
  if (value === undefined) return undefined;
  switch (operator) {
    case '+':
      return value;
    case '-':
      return -value;
    case '~':
      return ~value;
    case '!':
      return value === 0n ? 1n : 0n;
    default:
      return undefined;
  }
}

function binary(
  operator: string,
  left: bigint | undefined,
  right: bigint | undefined,
): bigint | undefined {
  if (left === undefined || right === undefined) return undefined;
  const value = calculate(operator, left, right);
  return value === undefined ? undefined : BigInt.asIntN(64, value);
}

function calculate(operator: string, left: bigint, right: bigint): bigint | undefined {
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return right === 0n ? undefined : left / right;
    case '%':
      return right === 0n ? undefined : left % right;
    case '<<':
      return right >= 0n && right < 64n ? left << right : undefined;
    case '>>':
      return right >= 0n && right < 64n ? left >> right : undefined;
    case '&':
      return left & right;
    case '|':
      return left | right;
    case '^':
      return left ^ right;
    default:
      return undefined;
  }
}
