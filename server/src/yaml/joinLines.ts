/**
 * Joins the lines of a flow collection or quoted scalar into one, by turning line breaks and comments into spaces.
 * Invariant: the text keeps its length, so every offset stays valid.
 */
import type { YamlError } from './types.ts';

/** The text with the lines joined that the first error is about, or undefined if it is about something else. */
export function joinLines(text: string, errors: readonly YamlError[]): string | undefined {
  const first = errors.toSorted((a, b) => a.span.start - b.span.start)[0];
  if (first === undefined || (first.code !== 'unclosed-flow' && first.code !== 'unclosed-quote'))
    return undefined;
  const { start } = first.span;
  const end = closingOf(text, start);
  if (end === undefined) return undefined;
  const joined = text.slice(0, start) + onOneLine(text.slice(start, end)) + text.slice(end);
  return joined === text ? undefined : joined;
}

/** The offset behind the bracket or quote that closes the one at `start`. */
function closingOf(text: string, start: number): number | undefined {
  let depth = 0;
  let at = start;
  do {
    const part = nextPart(text, at);
    if (part === undefined) return undefined;
    if (part.text === '[' || part.text === '{') depth++;
    else if (part.text === ']' || part.text === '}') depth--;
    at = part.end;
  } while (depth > 0);
  return at > start ? at : undefined;
}

/** A bracket, a whole quoted scalar, a comment, or anything between. */
function nextPart(
  text: string,
  start: number,
): { readonly text: string; readonly end: number } | undefined {
  const part = /[[\]{}]|"(?:[^"\\]|\\[^])*"|'(?:[^']|'')*'|#[^\r\n]*|[^[\]{}"'#]+/y;
  part.lastIndex = start;
  const found = part.exec(text)?.[0];
  return found === undefined ? undefined : { text: found, end: start + found.length };
}

function onOneLine(text: string): string {
  const withoutComments = text.startsWith('"') || text.startsWith("'") ? text : blankComments(text);
  return withoutComments.replaceAll(/[\r\n]/g, ' ');
}

function blankComments(text: string): string {
  return text.replaceAll(
    /(\s)(#[^\r\n]*)/g,
    (_all, before: string, comment: string) => before + ' '.repeat(comment.length),
  );
}
