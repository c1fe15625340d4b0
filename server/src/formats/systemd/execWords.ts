/**
 * The words of an `ExecStart=` line as systemd splits them, without any shell.
 * config_parse_exec(), src/core/load-fragment.c and extract_first_word(), src/basic/extract-word.c, v255: blanks split, quotes
 * hold together and go, C escapes and specifiers are put in, `;` alone begins the next command. systemd.service(5), "Command
 * lines", and replace_env_argv(), src/basic/env-util.c: `$$` is `$`, `${NAME}` the value of a variable, and a word that is `$NAME`,
 * in quotes or not, stands for the blank-separated words of the value. A word that only begins so (`$NAME-1`) is left out, and `:`
 * before the program leaves `$` alone.
 */
import { unknown, type Unknown } from '../../base/fact.ts';
import type { Span } from '../../base/span.ts';
import { textOf, unknownPiece, valueOf } from '../../shell/pieces.ts';
import type { HerePiece, ShellWord } from '../../shell/types.ts';
import { splitQuoted } from './quoted.ts';

export interface ExecLine {
  readonly fileText: string;
  readonly value: string;
  readonly valueSpan: Span;
  readonly specifiers: ReadonlyMap<string, string | Unknown>;
  readonly variables: ReadonlyMap<string, string | Unknown>;
}

interface Draft {
  readonly start: number;
  end: number;
  readonly pieces: HerePiece[];
  isLiteral: boolean;
  /** The word begins with a `$` that no other one escapes. */
  isVariable: boolean;
}

/** A line with its variables, if `:` before the program does not keep them out. */
interface Line extends ExecLine {
  readonly expands: boolean;
}

/** Each command of the line as its words, quotes and prefixes of the first word removed by nobody yet. */
export function splitExec(given: ExecLine): readonly (readonly ShellWord[])[] {
  const line = { ...given, expands: !/^\s*["']?[-@+!|]*:/.test(given.value) };
  const commands: ShellWord[][] = [[]];
  for (const draft of draftsOf(line)) {
    const text = textOf(draft.pieces);
    if (text === ';' && draft.end - draft.start === 1) commands.push([]);
    else commands.at(-1)?.push(...wordsOf(line, draft));
  }
  return commands.filter((words) => words.length > 0);
}

function draftsOf(line: Line): readonly Draft[] {
  const { value, valueSpan } = line;
  const drafts: Draft[] = [];
  let draft: Draft | undefined;
  let quote = '';
  for (let i = 0; i < value.length;) {
    const char = value.charAt(i);
    if (quote === '' && /\s/.test(char)) {
      draft = undefined;
      i++;
      continue;
    }
    if (draft === undefined) {
      draft = { start: i, end: i, pieces: [], isLiteral: true, isVariable: false };
      drafts.push(draft);
    }
    const isQuote = quote === '' ? char === '"' || char === "'" : char === quote;
    if (isQuote) quote = quote === '' ? char : '';
    const piece = isQuote ? { text: '', length: 1 } : pieceAt(line, i);
    const span = { start: valueSpan.start + i, end: valueSpan.start + i + piece.length };
    if (!isQuote && line.expands && char === '$' && piece.length === 1)
      draft.isVariable ||= textOf(draft.pieces) === '';
    if (!isQuote && (piece.unknown !== undefined || piece.length !== piece.text.length))
      draft.isLiteral = false;
    draft.pieces.push(
      piece.unknown === undefined ? { text: piece.text, span } : unknownPiece(piece.unknown, span),
    );
    i += piece.length;
    draft.end = i;
  }
  return drafts;
}

interface Piece {
  readonly text: string;
  readonly length: number;
  readonly unknown?: Unknown;
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', s: ' ', r: '\r' };

function pieceAt({ value, specifiers, variables, expands }: Line, at: number): Piece {
  const rest = value.slice(at, at + 80);
  const hole = /^(?:\{\{.*?\}\}|<%.*?%>|@\w+@)/.exec(rest)?.[0];
  if (hole !== undefined)
    return {
      text: '',
      length: hole.length,
      unknown: unknown('it is filled in by a template', hole.replaceAll(/\s+/g, '')),
    };
  const [char = ''] = rest;
  const next = rest.charAt(1);
  if (char === '\\' && next !== '') {
    const code = /^\\x([\da-fA-F]{2})/.exec(rest)?.[1];
    return code === undefined
      ? { text: escapes[next] ?? next, length: 2 }
      : { text: String.fromCharCode(Number.parseInt(code, 16)), length: 4 };
  }
  if (char === '%' && /[A-Za-z%]/.test(next))
    return known(
      next === '%'
        ? '%'
        : (specifiers.get(next) ?? unknown(`\`%${next}\` is put in by systemd`, `%${next}`)),
      2,
    );
  if (!expands || char !== '$') return { text: char, length: 1 };
  if (next === '$') return { text: '$', length: 2 };
  const name = /^\$\{(\w+)\}/.exec(rest)?.[1];
  return name === undefined
    ? { text: char, length: 1 }
    : known(variables.get(name) ?? fromOutside(name), name.length + 3);
}

function fromOutside(name: string): Unknown {
  return unknown(`\`$${name}\` is set outside this file`, name);
}

function known(value: string | Unknown, length: number): Piece {
  return typeof value === 'string' ? { text: value, length } : { text: '', length, unknown: value };
}

function wordsOf({ fileText, valueSpan, variables }: Line, draft: Draft): readonly ShellWord[] {
  const span = { start: valueSpan.start + draft.start, end: valueSpan.start + draft.end };
  const raw = fileText.slice(span.start, span.end);
  const pieces = merged(draft.pieces);
  const whole = valueOf(pieces);
  const name = draft.isVariable && typeof whole === 'string' ? whole.slice(1) : undefined;
  if (name !== undefined && name !== '') {
    if (!/^[A-Za-z_]\w*$/.test(name)) return [];
    const value = variables.get(name) ?? fromOutside(name);
    if (typeof value !== 'string') return [{ span, raw, value, isLiteral: false, several: true }];
    return splitQuoted(value, { escapes: false }).map((text) => ({
      span,
      raw,
      value: text,
      isLiteral: false,
    }));
  }
  return [
    {
      span,
      raw,
      value: whole,
      isLiteral: draft.isLiteral,
      ...(typeof whole === 'string' || pieces.length < 2 ? {} : { pieces }),
    },
  ];
}

/** Neighbouring pieces of known text as one. */
function merged(pieces: readonly HerePiece[]): readonly HerePiece[] {
  const result: HerePiece[] = [];
  for (const piece of pieces) {
    const last = result.at(-1);
    if (last === undefined || last.unknown !== undefined || piece.unknown !== undefined)
      result.push(piece);
    else
      result[result.length - 1] = {
        text: last.text + piece.text,
        span: { start: last.span.start, end: piece.span.end },
      };
  }
  return result.filter(
    (piece) => piece.unknown !== undefined || piece.text !== '' || result.length === 1,
  );
}
