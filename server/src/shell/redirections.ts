/**
 * Redirections and here-documents of one command (Bash manual, 3.6).
 * Invariant: the pieces of a here-document, put together, are what the command reads on standard input.
 */
import { unknown } from '../base/fact.ts';
import type { HereDoc, SyntaxRedirection, WordPart } from './adapter.ts';
import { piecesOfWord, textOf, unknownPiece, unknownPlaceholder } from './pieces.ts';
import type { Scope } from './session.ts';
import type { HereDocument, HerePiece, Redirection } from './types.ts';
import { processInput } from './substitution.ts';
import { expandParts, expandUnsplit } from './words.ts';

/** One redirection with its target expanded. */
export function readRedirection(redirection: SyntaxRedirection, scope: Scope): Redirection {
  const { source } = scope;
  const descriptor =
    redirection.descriptor?.type === 'FileDescriptor'
      ? { descriptor: redirection.descriptor.value }
      : {};
  const base = {
    operator: redirection.operator,
    span: source.locate(redirection.pos, redirection.end),
    ...descriptor,
  };
  if (redirection.type === 'HereDoc') {
    return { ...base, target: undefined, hereDocument: readHereDocument(redirection, scope) };
  }
  const process = processOf(redirection);
  if (process !== undefined) return { ...base, ...readProcess(process, scope) };
  const target =
    redirection.target === undefined ? undefined : expandUnsplit(redirection.target, scope);
  if (redirection.type === 'Redirect' || target === undefined) return { ...base, target };
  const pieces = [
    ...piecesOfWord(target),
    { text: '\n', span: { start: target.span.end, end: target.span.end } },
  ];
  return {
    ...base,
    target,
    hereDocument: { span: target.span, body: textOf(pieces), quoted: target.isLiteral, pieces },
  };
}

type Process = Extract<WordPart, { type: 'ProcessSubstitution' }>;

/** `< <(…)`. */
function processOf(redirection: SyntaxRedirection): Process | undefined {
  if (redirection.type !== 'Redirect' || redirection.operator !== '<') return undefined;
  const [only, ...others] = redirection.target?.parts ?? [];
  if (only?.type !== 'ProcessSubstitution' || others.length > 0) return undefined;
  return only.operator === '<' ? only : undefined;
}

/** What the commands inside write is read as if it stood in a here-document. */
function readProcess(part: Process, scope: Scope): Pick<Redirection, 'target' | 'hereDocument'> {
  const span = scope.source.locate(part.pos, part.end);
  const hereDocument = processInput(part, span, scope);
  const value = unknown('it is what another command writes');
  const target = { span, raw: part.text, value, isLiteral: false };
  return hereDocument === undefined ? { target } : { target, hereDocument };
}

/** True if the command's errors, or all its output, go to `/dev/null`. */
function silencesErrors(redirections: readonly Redirection[]): boolean {
  return redirections.some(({ operator, descriptor, target }, index) => {
    if (target?.value === '/dev/null' && operator.includes('>')) {
      if (descriptor === 2 || operator === '&>' || operator === '&>>') return true;
      return descriptor === undefined && operator === '>&';
    }
    // `>/dev/null 2>&1`: the order counts, the reverse order leaves errors visible.
    if (operator !== '>&' || descriptor !== 2 || target?.value !== '1') return false;
    return redirections
      .slice(0, index)
      .some(
        (each) =>
          each.target?.value === '/dev/null' &&
          (each.descriptor ?? 1) === 1 &&
          each.operator.startsWith('>'),
      );
  });
}

/** True if errors do not come to light: they go to `/dev/null`, or into `$(… 2>&1)`, whose reader looks at them. */
export function hidesErrors(
  redirections: readonly Redirection[],
  { captured }: Pick<Scope, 'captured'>,
): boolean {
  if (silencesErrors(redirections)) return true;
  return captured === true && redirections.some(joinsOutput);
}

function joinsOutput({ operator, descriptor, target }: Redirection): boolean {
  return operator === '>&' && descriptor === 2 && target?.value === '1';
}

/** True if what the command writes is thrown away, errors too. */
export function silencesAll(redirections: readonly Redirection[]): boolean {
  return (
    silencesErrors(redirections) &&
    redirections.some(
      ({ operator, descriptor, target }) =>
        target?.value === '/dev/null' && operator.includes('>') && descriptor !== 2,
    )
  );
}

function readHereDocument(node: HereDoc, scope: Scope): HereDocument {
  const { body } = node;
  const span = scope.source.locate(body.pos, body.end);
  const quoted = node.delimiter?.quoted ?? false;
  if (scope.source.broken.some((range) => body.pos < range.end && range.start < body.end)) {
    return {
      span,
      body: body.text,
      quoted,
      pieces: [
        unknownPiece(unknown('a quote before it is not closed, or it holds a NUL character'), span),
      ],
    };
  }
  const stripsTabs = node.operator === '<<-';
  const parts: readonly WordPart[] = (quoted ? undefined : body.parts) ?? [
    { type: 'Literal', pos: body.pos, end: body.end, text: body.text, value: body.text },
  ];
  const isLiteral = quoted || body.parts === undefined;
  const pieces = parts.flatMap((part, index): readonly HerePiece[] => {
    if (part.type !== 'Literal') return expandParts([part], scope);
    const atLineStart = index === 0;
    return literalPieces(
      { text: part.text, pos: part.pos, escapes: !isLiteral || !quoted, stripsTabs, atLineStart },
      scope,
    );
  });
  return { span, body: body.text, quoted, pieces };
}

interface LiteralBody {
  readonly text: string;
  readonly pos: number;
  /** Backslashes before `$`, backquote, backslash and line ends are taken away. */
  readonly escapes: boolean;
  /** `<<-`: tabs at the start of each line are taken away. */
  readonly stripsTabs: boolean;
  readonly atLineStart: boolean;
}

/** Cuts literal text so that in each piece the n-th character stands at the n-th place of its span. */
function literalPieces(literal: LiteralBody, scope: Scope): HerePiece[] {
  const { text, pos } = literal;
  const pieces: HerePiece[] = [];
  let from = 0;
  const cut = (end: number, resume: number): void => {
    if (end > from) pieces.push(...knownAndUnknown(text.slice(from, end), pos + from, scope));
    from = resume;
  };
  for (let at = 0; at < text.length; at++) {
    const isLineStart = at === 0 ? literal.atLineStart : text[at - 1] === '\n';
    if (literal.stripsTabs && isLineStart && text[at] === '\t') {
      let end = at;
      while (text[end] === '\t') end++;
      cut(at, end);
      at = end;
    }
    if (!literal.escapes || text[at] !== '\\') continue;
    const next = text[at + 1];
    if (next === '\n') cut(at, at + 2);
    else if (next === '$' || next === '`' || next === '\\') cut(at, at + 1);
    else continue;
    at++;
  }
  cut(text.length, text.length);
  return pieces;
}

/** In text that was put together, placeholders become the unknowns that they stand for. */
function knownAndUnknown(text: string, pos: number, { source }: Scope): HerePiece[] {
  const { origin } = source;
  const place = (from: number, to: number): HerePiece['span'] =>
    source.locate(pos + from, pos + to);
  if (origin === undefined) return [{ text, span: place(0, text.length) }];
  let at = 0;
  return text.split(/(\uE000)/).flatMap((part): HerePiece[] => {
    const start = at;
    at += part.length;
    if (part === '') return [];
    const span = place(start, at);
    if (part !== unknownPlaceholder) return [{ text: part, span }];
    const why = origin.unknownAt(pos + start) ?? unknown('it is known only when the script runs');
    return [unknownPiece(why, span)];
  });
}

/** The output of a group or function, where it is a file of which each command inside adds a fact of its own. */
export function filledBy(redirections: readonly Redirection[]): Redirection | undefined {
  const output = redirections.findLast(
    (each) => each.operator.startsWith('>') && (each.descriptor ?? 1) === 1,
  );
  const path = output?.target?.value;
  return typeof path === 'string' && /^\/proc\/sys\/|\/iproute2\/rt_tables/.test(path)
    ? output
    : undefined;
}
