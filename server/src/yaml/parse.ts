/**
 * The only importer of the package `yaml`: a text in, our own tree with spans out.
 * Follows what netplan makes of YAML through libyaml: scalars are text (failsafe schema), duplicate keys are kept, `<<` is
 * a key like any other, aliases are resolved, and nothing behind the first document is read.
 * Invariant: never throws, whatever the text; every span lies in the text.
 */
import { Composer, Lexer, Parser } from 'yaml';
import type { Document } from 'yaml';
import type { Span } from '../base/span.ts';
import { convertNode } from './convert.ts';
import { readErrors } from './errors.ts';
import { readablePart } from './readable.ts';
import type { YamlDocument, YamlError } from './types.ts';

/** Reads the first document of a YAML text. What cannot be read is in `errors`; what can be read is in `root`. */
export function parseYaml(text: string): YamlDocument {
  const readable = readablePart(text);
  const comments: Span[] = [];
  const document = composeFirst(readable.text, comments);
  if (document === undefined)
    return { root: undefined, errors: optional(readable.error), comments };
  const tree = convertNode(document.contents, readable.text);
  const errors = [...readErrors(readable.text, document.errors, tree.root), ...tree.errors];
  // A text that ends in the middle is often broken there only because it was cut.
  const kept =
    readable.error === undefined
      ? errors
      : errors.filter((error) => error.span.end < readable.text.length);
  return { root: tree.root, errors: firstOfEach([...kept, ...optional(readable.error)]), comments };
}

function optional(error: YamlError | undefined): YamlError[] {
  return error === undefined ? [] : [error];
}

/** Errors that do not derail the parser: the next error has its own cause. */
const localErrors: ReadonlySet<string> = new Set([
  'bad-escape',
  'bad-alias',
  'missing-space',
  'tab-indent',
]);

/** Keeps the errors up to the first that derails the parser; of errors with one code, the first. */
function firstOfEach(errors: readonly YamlError[]): readonly YamlError[] {
  const kept: YamlError[] = [];
  for (const error of errors.toSorted((a, b) => a.span.start - b.span.start)) {
    if (kept.some((other) => other.code === error.code)) continue;
    kept.push(error);
    if (!localErrors.has(error.code)) break;
  }
  return kept;
}

function composeFirst(text: string, comments: Span[]): Document.Parsed | undefined {
  const parser = new Parser();
  const composer = new Composer({
    schema: 'failsafe',
    uniqueKeys: false,
    prettyErrors: false,
    strict: true,
  });
  let nDocuments = 0;
  for (const token of tokensOf(text, parser, comments)) {
    if (token.type === 'document') nDocuments++;
    // The composer hands out a document when the next one begins: by then the first is whole.
    if (nDocuments === 2) break;
    for (const document of composer.next(token)) return document;
  }
  for (const document of composer.end()) return document;
  return undefined;
}

const comment = '#';
/** The lexer's mark before the text of a scalar. */
const scalarMark = '\u001F';

function* tokensOf(text: string, parser: Parser, comments: Span[]): ReturnType<Parser['next']> {
  let atScalar = false;
  for (const lexeme of new Lexer().lex(text)) {
    if (!atScalar && lexeme.startsWith(comment)) {
      comments.push({ start: parser.offset, end: parser.offset + lexeme.length });
    }
    atScalar = lexeme === scalarMark;
    yield* parser.next(lexeme);
  }
  yield* parser.end();
}
