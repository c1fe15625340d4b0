/** Words for the shell of a host. */

/**
 * One word that a POSIX shell reads as exactly this text, whatever is in it (XCU 2.2.2 "Single-Quotes").
 * NUL cannot be in an argument of a program: it is refused.
 */
export function shellWord(text: string): string {
  if (text.includes('\0')) throw new RangeError('a NUL character cannot be an argument');
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** A command line of words. */
export function shellLine(words: readonly string[]): string {
  return words.map((word) => shellWord(word)).join(' ');
}
