/**
 * How much of a text is worth parsing: up to the first control character, which libyaml refuses (yaml_parser_update_buffer
 * in reader.c), and of a text above 1 MB
 * the beginning only.
 * Invariant: what is returned has the length of a prefix of the text, so every offset stays valid.
 */
import type { YamlError } from './types.ts';

/** 40,000 lines. A longer netplan file is not configuration that somebody edits. */
export const maxYamlLength = 1_000_000;

/** What is read of a longer text: enough to see what it is. */
const excerptLength = 20_000;

export interface ReadableText {
  readonly text: string;
  /** Says where reading stopped, if it stopped. */
  readonly error: YamlError | undefined;
}

const controlCharacter =
  /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u0084\u0086-\u009F\uFFFE\uFFFF]/;

/** Line breaks for libyaml (YAML 1.1), but not for the package. */
const oldLineBreak = /[\u0085\u2028\u2029]|\r(?!\n)/g;

/** Everything that one of the two patterns above may match: most texts have none of it, and are looked at once. */
const oddCharacter = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u2028\u2029\uFFFE\uFFFF]/;

/** The part of a text that is parsed, and the error that says where the rest begins. */
export function readablePart(text: string): ReadableText {
  if (text.length <= maxYamlLength && !oddCharacter.test(text)) return { text, error: undefined };
  const part = firstPart(text);
  return { text: part.text.replaceAll(oldLineBreak, '\n'), error: part.error };
}

function firstPart(text: string): ReadableText {
  if (text.length <= maxYamlLength) return upToControl(text);
  const stop = text.lastIndexOf('\n', excerptLength) + 1 || excerptLength;
  const part = upToControl(text.slice(0, stop));
  if (part.error !== undefined) return part;
  const message = `the text is longer than ${maxYamlLength} characters`;
  return {
    text: part.text,
    error: { code: 'too-large', span: { start: stop, end: stop + 1 }, message },
  };
}

function upToControl(text: string): ReadableText {
  const control = text.search(controlCharacter);
  if (control === -1) return { text, error: undefined };
  const span = { start: control, end: control + 1 };
  // libyaml reads ahead of its position and gives the start of the file.
  const noticed = { start: 0, end: 0 };
  const message = 'control characters are not allowed';
  return {
    text: text.slice(0, control),
    error: { code: 'control-character', span, noticed, message, words: message },
  };
}
