/**
 * Numbers as the kernel reads them from a write to /proc/sys.
 * proc_get_long() and do_proc_dointvec(), kernel/sysctl.c, v6.18: blanks are skipped, a base is told by `0x` or a leading `0`,
 * a blank must follow the number, and what stands behind it is not looked at.
 */

/** The number that a write stores, or undefined if the kernel answers "Invalid argument". */
export function parseSysctlInteger(text: string): number | undefined {
  const match = /^[ \t\n\v\f\r]*(-?)([\da-fA-FxX]+)(?=[ \t\n]|$)/.exec(text);
  const [, sign = '', digits = ''] = match ?? [];
  const magnitude = parseUnsigned(digits);
  // The kernel copies at most 21 characters of a number.
  if (magnitude === undefined || sign.length + digits.length > 21) return undefined;
  return sign === '-' && magnitude !== 0 ? -magnitude : magnitude;
}

function parseUnsigned(digits: string): number | undefined {
  if (/^0[xX][\da-fA-F]+$/.test(digits)) return Number.parseInt(digits.slice(2), 16);
  if (/^0[0-7]*$/.test(digits)) return Number.parseInt(digits, 8);
  return /^[1-9]\d*$/.test(digits) ? Number.parseInt(digits, 10) : undefined;
}
