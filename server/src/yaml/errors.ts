/**
 * From the parser's errors to ours: a stable code, and a span on the characters that somebody must change.
 * The parser marks where it noticed; for a missing colon, quote or bracket that is behind the cause.
 * Which errors exist follows libyaml 0.2.5, because netplan reads with it.
 */
import type { YAMLError } from 'yaml';
import type { Span } from '../base/span.ts';
import { findCause } from './cause.ts';
import type { YamlError, YamlErrorCode, YamlNode } from './types.ts';

/** netplan stops at the first; the others are often no more than its echo. */
const maxErrors = 20;

/** The errors that libyaml has too. Warnings of the parser and errors about tags are none. */
export function readErrors(
  text: string,
  errors: readonly YAMLError[],
  root: YamlNode | undefined,
): YamlError[] {
  const end =
    errors.find((error) => isBehindDocument(text, error, root))?.pos[0] ?? text.length + 1;
  // The parser lists what it could not place before what it could: the first on the list need not be the first in the text.
  const inOrder = errors.toSorted((a, b) => a.pos[0] - b.pos[0]);
  return inOrder.slice(0, maxErrors).flatMap((error) => {
    const code = codeOf(error);
    if (code === undefined || error.pos[0] >= end) return [];
    return [findCause({ code, span: spanOf(text, error), message: error.message }, { text, root })];
  });
}

/** Errors that do not derail the parser: the next error has its own cause. */
const localErrors: ReadonlySet<YamlErrorCode> = new Set([
  'bad-escape',
  'bad-alias',
  'missing-space',
  'tab-indent',
]);

/** True if what follows the error cannot be trusted: errors behind it may be its echo. */
export function isDerailing(error: YamlError): boolean {
  return !localErrors.has(error.code);
}

/** Keeps the errors up to the first that derails the parser; of errors with one code, the first. */
export function firstOfEach(errors: readonly YamlError[]): readonly YamlError[] {
  const kept: YamlError[] = [];
  for (const error of errors.toSorted((a, b) => a.span.start - b.span.start)) {
    if (kept.some((other) => other.code === error.code)) continue;
    kept.push(error);
    if (isDerailing(error)) break;
  }
  return kept;
}

/**
 * libyaml ends the document behind a scalar or a flow collection at the top, and before a line that is indented less than
 * the first; netplan asks for no second document.
 */
function isBehindDocument(text: string, error: YAMLError, root: YamlNode | undefined): boolean {
  if (root === undefined || error.pos[0] < root.span.end) return false;
  const isClosed = root.kind === 'scalar' || root.flow;
  return (
    error.code === 'UNEXPECTED_TOKEN' &&
    (isClosed || columnOf(text, error.pos[0]) < columnOf(text, root.span.start))
  );
}

function columnOf(text: string, offset: number): number {
  return (
    offset - (Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1)) + 1)
  );
}

function codeOf(error: YAMLError): YamlErrorCode | undefined {
  switch (error.code) {
    case 'TAB_AS_INDENT':
      return 'tab-indent';
    case 'BAD_INDENT':
      return /flow/i.test(error.message) ? 'unclosed-flow' : 'bad-indent';
    case 'MISSING_CHAR':
      // libyaml takes a comment right behind a quoted scalar.
      if (error.message.startsWith('Comments must')) return undefined;
      return missingCharacter(error.message);
    case 'MULTILINE_IMPLICIT_KEY':
      return 'missing-colon';
    case 'BLOCK_AS_IMPLICIT_KEY':
      return 'nested-mapping';
    case 'BAD_DQ_ESCAPE':
      return 'bad-escape';
    case 'BAD_ALIAS':
      return 'bad-alias';
    case 'BAD_SCALAR_START':
      return 'bad-character';
    case 'BLOCK_IN_FLOW':
      return 'unclosed-flow';
    case 'RESOURCE_EXHAUSTION':
      return 'too-deep';
    // netplan ignores tags, and libyaml takes long and repeated keys.
    case 'TAG_RESOLVE_FAILED':
    case 'BAD_COLLECTION_TYPE':
    case 'DUPLICATE_KEY':
    case 'MULTIPLE_DOCS':
      return undefined;
    default:
      return 'other';
  }
}

function missingCharacter(message: string): YamlErrorCode {
  if (message.includes('quote')) return 'unclosed-quote';
  if (message.startsWith('Implicit map keys')) return 'missing-colon';
  if (message.startsWith('Missing ,')) return 'missing-comma';
  if (/^Flow|end with/.test(message)) return 'unclosed-flow';
  return 'other';
}

function spanOf(text: string, error: YAMLError): Span {
  const start = Math.max(0, Math.min(error.pos[0], text.length));
  const end = Math.max(start, Math.min(error.pos[1], text.length));
  const newline = text.slice(start, end).search(/[\r\n]/);
  return { start, end: newline > 0 ? start + newline : end };
}
