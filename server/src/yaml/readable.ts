/**
 * How much of a text is worth parsing: up to the first NUL byte (netplan reads a C string there), and at most 2 MB.
 * Invariant: what is returned is a prefix of the text, so every offset stays valid.
 */
import type { YamlError } from './types.ts';

/** The largest real netplan file that was seen has 40 KB; above this a file is not configuration that somebody edits. */
export const maxYamlLength = 2_000_000;

export interface ReadableText {
  readonly text: string;
  /** Says where reading stopped, if it stopped. */
  readonly error: YamlError | undefined;
}

/** The part of a text that is parsed, and the error that says where the rest begins. */
export function readablePart(text: string): ReadableText {
  const nul = text.indexOf('\0');
  if (nul !== -1 && nul < maxYamlLength) {
    return stopAt(text, nul, { code: 'binary', message: 'control characters are not allowed' });
  }
  if (text.length <= maxYamlLength) return { text, error: undefined };
  const lineStart = text.lastIndexOf('\n', maxYamlLength) + 1;
  const stop = lineStart === 0 ? maxYamlLength : lineStart;
  return stopAt(text, stop, {
    code: 'too-large',
    message: `the text is longer than ${maxYamlLength} characters`,
  });
}

function stopAt(
  text: string,
  offset: number,
  error: { code: string; message: string },
): ReadableText {
  return {
    text: text.slice(0, offset),
    error: { ...error, span: { start: offset, end: offset + 1 } },
  };
}
