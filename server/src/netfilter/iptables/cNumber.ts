/** Numbers as strtoumax() with base 0 reads them: blanks and a sign, then decimal, 0x hexadecimal, or octal after a zero. */

export interface LeadingNumber {
  readonly value: number;
  /** What stands behind the number. */
  readonly rest: string;
}

/** The number that a text begins with. Undefined: it begins with none, or with a minus (xtables_strtoul(), libxtables/xtables.c). */
export function leadingNumber(text: string): LeadingNumber | undefined {
  const match = /^[\t-\r ]*\+?(0[xX][\da-fA-F]+|0[0-7]*|[1-9]\d*)/.exec(text);
  if (match === null) return undefined;
  const [whole, digits = ''] = match;
  return { value: numberOf(digits), rest: text.slice(whole.length) };
}

function numberOf(digits: string): number {
  if (/^0x/i.test(digits)) return Number.parseInt(digits.slice(2), 16);
  return digits.startsWith('0') ? Number.parseInt(digits, 8) : Number.parseInt(digits, 10);
}

/** The whole text as a number within the limits; a `highest` of 0 is none, as in xtables_strtoul(). */
export function wholeNumber(text: string, lowest: number, highest: number): number | undefined {
  const number = leadingNumber(text);
  if (number === undefined || number.rest !== '') return undefined;
  return isWithin(number.value, lowest, highest) ? number.value : undefined;
}

export function isWithin(value: number, lowest: number, highest: number): boolean {
  const limit = highest === 0 ? 2 ** 64 - 1 : highest;
  return value >= lowest && value <= limit;
}
