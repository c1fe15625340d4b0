/**
 * The adapter of the package `yaml`: runs its lexer, parser and composer over the first document of a text.
 * Along the way it notes what the composer drops: comments, and tabs at the start of lines without content.
 */
import { Composer, Lexer, Parser } from 'yaml';
import type { YAMLError } from 'yaml';
import type { Span } from '../base/span.ts';
import type { YamlError } from './types.ts';

export interface Composed {
  /** The root node of the package, or null. */
  readonly contents: unknown;
  readonly errors: readonly YAMLError[];
  readonly comments: readonly Span[];
  /** Where reading stopped, if it stopped before the end. */
  readonly stop: YamlError | undefined;
  /** Tabs in the indentation of empty lines and comments: libyaml refuses them too. */
  readonly tabs: readonly Span[];
  readonly effort: Effort;
}

/** What the limits of reading count. */
export interface Effort {
  readonly nLexemes: number;
  /** The most collections and the like that were open at one place. */
  readonly nOpen: number;
}

/** Reads up to the end of the first document. */
export function composeFirst(text: string): Composed {
  const parser = new Parser();
  const composer = new Composer({
    schema: 'failsafe',
    uniqueKeys: false,
    prettyErrors: false,
    strict: true,
  });
  const notes: Notes = {
    comments: [],
    tabs: [],
    stop: undefined,
    effort: { nLexemes: 0, nOpen: 0 },
  };
  let nDocuments = 0;
  for (const token of tokensOf(text, parser, notes)) {
    if (token.type === 'document') nDocuments++;
    // The composer hands out a document when the next one begins: by then the first is whole.
    if (nDocuments === 2) break;
    for (const document of composer.next(token))
      return { contents: document.contents, errors: document.errors, ...notes };
  }
  for (const document of composer.end())
    return { contents: document.contents, errors: document.errors, ...notes };
  return { contents: null, errors: composer.streamInfo().errors, ...notes };
}

interface Notes {
  readonly comments: Span[];
  readonly tabs: Span[];
  stop: YamlError | undefined;
  readonly effort: { -readonly [Name in keyof Effort]: Effort[Name] };
}

/** A file of 10,000 lines has 100,000 to 160,000 lexemes. More are read by nobody, and cost seconds. */
export const maxLexemes = 250_000;
/** Open collections. netplan nests 8 deep; libyaml stops at 1,000. */
export const maxOpen = 120;

/** The lexer's mark before the text of a scalar. */
const scalarMark = '\u001F';

function* tokensOf(text: string, parser: Parser, notes: Notes): ReturnType<Parser['next']> {
  let before = '\n';
  let depth = 0;
  const { effort } = notes;
  for (const lexeme of new Lexer().lex(text)) {
    effort.nLexemes++;
    effort.nOpen = Math.max(effort.nOpen, parser.stack.length);
    notes.stop = stopAt(parser, effort.nLexemes);
    if (notes.stop !== undefined) break;
    if (before !== scalarMark) {
      if (lexeme === '[' || lexeme === '{') depth++;
      else if (lexeme === ']' || lexeme === '}') depth--;
      else
        noteLexeme(
          lexeme,
          { start: parser.offset, atKeyStart: depth <= 0 && keyStarts.has(before) },
          notes,
        );
    }
    before = before === scalarMark ? '' : lexeme;
    yield* parser.next(lexeme);
  }
  yield* parser.end();
}

function stopAt(parser: Parser, nLexemes: number): YamlError | undefined {
  const span = { start: parser.offset, end: parser.offset + 1 };
  if (nLexemes > maxLexemes) return { code: 'too-large', span, message: 'too many words' };
  return parser.stack.length > maxOpen
    ? { code: 'too-deep', span, message: 'too many open collections' }
    : undefined;
}

function noteLexeme(
  lexeme: string,
  place: { start: number; atKeyStart: boolean },
  notes: Notes,
): void {
  const { start, atKeyStart } = place;
  if (lexeme.startsWith('#')) notes.comments.push({ start, end: start + lexeme.length });
  if (!atKeyStart) return;
  const tab = /^[ \t]*$/.test(lexeme) ? lexeme.indexOf('\t') : -1;
  if (tab !== -1)
    notes.tabs.push({ start: start + tab, end: start + lexeme.lastIndexOf('\t') + 1 });
}

/** Lexemes behind which libyaml expects a key, and so takes a tab for indentation (simple_key_allowed in scanner.c). */
const keyStarts: ReadonlySet<string> = new Set(['\n', '\r\n', '-', '?']);
