/**
 * How much of a text is worth parsing: up to the first control character, which libyaml refuses (yaml_parser_update_buffer
 * in reader.c), and at most 1 MB.
 * Invariant: what is returned has the length of a prefix of the text, so every offset stays valid.
 */
import type { YamlError } from './types.ts';

/** 40,000 lines. A longer netplan file is not configuration that somebody edits. */
export const maxYamlLength = 1_000_000;

export interface ReadableText {
  readonly text: string;
  /** Says where reading stopped, if it stopped. */
  readonly error: YamlError | undefined;
}

const controlCharacter =
  /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u0084\u0086-\u009F\uFFFE\uFFFF]/;

/** Line breaks for libyaml (YAML 1.1), but not for the package. */
const oldLineBreak = /[\u0085\u2028\u2029]|\r(?!\n)/g;

/** The part of a text that is parsed, and the error that says where the rest begins. */
export function readablePart(text: string): ReadableText {
  const part = firstPart(text);
  return { text: part.text.replaceAll(oldLineBreak, '\n'), error: part.error };
}

function firstPart(text: string): ReadableText {
  const control = text.search(controlCharacter);
  if (control !== -1 && control < maxYamlLength) {
    const span = { start: control, end: control + 1 };
    // libyaml reads ahead of its position and gives the start of the file.
    const noticed = { start: 0, end: 0 };
    const message = 'control characters are not allowed';
    return {
      text: text.slice(0, control),
      error: { code: 'control-character', span, noticed, message },
    };
  }
  if (text.length <= maxYamlLength) return { text, error: undefined };
  const stop = text.lastIndexOf('\n', maxYamlLength) + 1 || maxYamlLength;
  const message = `the text is longer than ${maxYamlLength} characters`;
  return {
    text: text.slice(0, stop),
    error: { code: 'too-large', span: { start: stop, end: stop + 1 }, message },
  };
}
