/** Integers of the shell: 64 bits, in bases up to 64 (Bash manual, 6.5). */

/** Decimal, `0x` hexadecimal, octal with a leading zero, or `base#digits`; undefined if it is no integer. */
export function parseInteger(text: string): bigint | undefined {
  if (/^[-+]/.test(text)) {
    const value = parseInteger(text.slice(1).trim());
    return value === undefined
      ? undefined
      : BigInt.asIntN(64, text.startsWith('-') ? -value : value);
  }
  if (/^0[0-7]+$/.test(text)) return BigInt.asIntN(64, BigInt(`0o${text.slice(1)}`));
  if (/^(?:0[xX][\da-fA-F]+|0|[1-9]\d*)$/.test(text) && text.length < 40)
    return BigInt.asIntN(64, BigInt(text));
  const based = /^(\d{1,2})#([\w@]{1,40})$/.exec(text);
  return based === null ? undefined : parseBase(Number(based[1]), based[2] ?? '');
}

function parseBase(base: number, digits: string): bigint | undefined {
  if (base < 2 || base > 64) return undefined;
  let value = 0n;
  for (const digit of digits) {
    const number = digitOf(digit, base);
    if (number === undefined || number >= base) return undefined;
    value = value * BigInt(base) + BigInt(number);
  }
  return BigInt.asIntN(64, value);
}

/** Digits, small letters, capitals, `@`, `_`; up to base 36 small letters and capitals are the same. */
function digitOf(digit: string, base: number): number | undefined {
  if (/\d/.test(digit)) return Number(digit);
  if (/[a-z]/.test(digit)) return digit.charCodeAt(0) - 97 + 10;
  if (/[A-Z]/.test(digit)) return digit.charCodeAt(0) - 65 + (base <= 36 ? 10 : 36);
  return digit === '@' ? 62 : digit === '_' ? 63 : undefined;
}

/** One operation; undefined for a division by zero and a power that bash refuses. */
export function calculate(operator: string, left: bigint, right: bigint): bigint | undefined {
  const value = operation(operator, left, right);
  return value === undefined ? undefined : BigInt.asIntN(64, value);
}

function operation(operator: string, left: bigint, right: bigint): bigint | undefined {
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
    case '**':
      return power(left, right);
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
    case ',':
      return right;
    default:
      return compare(operator, left, right);
  }
}

function power(base: bigint, exponent: bigint): bigint | undefined {
  if (exponent < 0n || exponent > 1_000n) return undefined;
  let value = 1n;
  for (let i = 0n; i < exponent; i++) value = BigInt.asIntN(64, value * base);
  return value;
}

function compare(operator: string, left: bigint, right: bigint): bigint | undefined {
  switch (operator) {
    case '==':
      return left === right ? 1n : 0n;
    case '!=':
      return left === right ? 0n : 1n;
    case '<':
      return left < right ? 1n : 0n;
    case '<=':
      return left <= right ? 1n : 0n;
    case '>':
      return left > right ? 1n : 0n;
    case '>=':
      return left >= right ? 1n : 0n;
    case '&&':
      return left !== 0n && right !== 0n ? 1n : 0n;
    case '||':
      return left !== 0n || right !== 0n ? 1n : 0n;
    default:
      return undefined;
  }
}
