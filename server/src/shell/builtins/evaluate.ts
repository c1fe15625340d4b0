/** `eval`, `trap`, `sh -c`: text that runs as a script, read where it stands or where it was put together. */
import { parseSyntax } from '../adapter.ts';
import type { Script } from '../adapter.ts';
import { isLeft, prices, spend } from '../budget.ts';
import { blankEnvironment, forgetAll } from '../environment.ts';
import { walkList } from '../evaluator.ts';
import { isOpen, piecesOfWord, textOf, unknownPlaceholder } from '../pieces.ts';
import { apart, noteUnfollowed } from '../session.ts';
import type { Outcome, Scope } from '../session.ts';
import { pieceSource, shiftedSource } from '../source.ts';
import type { Source } from '../source.ts';
import type { HerePiece, ShellWord } from '../types.ts';
import { setPositionals, setUnknownPositionals, textOfArgument } from './shellState.ts';
import { textOfWord } from './call.ts';
import type { BuiltinCall } from './call.ts';

const deepest = 8;

interface Program {
  readonly body: Script;
  readonly source: Source;
}

/** The program that words make, joined by blanks; undefined where nothing of it is known. */
function programOf(words: readonly ShellWord[], { source }: Scope): Program | undefined {
  const [first] = words;
  const last = words.at(-1);
  if (first === undefined || last === undefined) return undefined;
  const inner = /^(['"])([^\\]*)\1$/s.exec(first.raw)?.[2];
  if (
    words.length === 1 &&
    first.isLiteral &&
    inner === first.value &&
    source.origin === undefined
  ) {
    const file = { ...source, locate: (start: number, end: number) => ({ start, end }) };
    return { body: parseSyntax(inner), source: shiftedSource(inner, file, first.span.start + 1) };
  }
  const pieces = words.flatMap((word, index): readonly HerePiece[] => [
    ...(index === 0 ? [] : [{ text: ' ', span: word.span }]),
    ...piecesOfWord(word),
  ]);
  const text = textOf(pieces);
  if (/^\s*\uE000?\s*$/.test(text) || words.some((word) => word.several === true)) return undefined;
  const body = parseSyntax(text);
  if ((body.errors ?? []).length > 0) return undefined;
  return {
    body,
    source: pieceSource(pieces, { start: first.span.start, end: last.span.end }, source),
  };
}

/** `eval`: runs here. What is unknown in the text counts as a part of one word. */
export function evaluate({ args, scope, command }: BuiltinCall): Outcome {
  const { session } = scope;
  const isText = args.every((word) => word.value === '');
  if (isText) return 'success';
  const program = programOf(args, scope);
  const text = program?.source.text ?? '';
  spend(session.budget, 1, prices.parsed * text.length);
  if (program === undefined || session.evaluations >= deepest || !isLeft(session.budget)) {
    noteUnfollowed(scope, 'dynamic', {
      span: command.span,
      reason: '`eval` runs text that is known only when the script runs',
    });
    forgetAll(scope.environment, session.symbols);
    if (scope.sink !== undefined) scope.sink.known = false;
    return 'unsure';
  }
  session.evaluations++;
  const outcome = walkList(program.body, { ...scope, source: program.source });
  session.evaluations--;
  // `eval "$name=…"` may set anything.
  if (new RegExp(`(?:^|[;&|\\n])\\s*${unknownPlaceholder}`).test(text))
    forgetAll(scope.environment, session.symbols);
  return outcome;
}

/** `trap 'commands' SIGNAL…`: they run later, or never. */
export function trap({ args, scope }: BuiltinCall): Outcome {
  const [handler] = args;
  const text = textOfWord(handler);
  if (handler === undefined || args.length < 2 || text === undefined || /^-|^\d*$/.test(text))
    return 'success';
  const program = programOf([handler], scope);
  if (program !== undefined)
    scope.session.traps.push({ body: program.body, scope: { ...scope, source: program.source } });
  return 'success';
}

/** `sh -c 'commands' name arguments…`, and a shell that reads its commands from a pipe. */
export function runShell({ args, scope, command, stdin }: BuiltinCall): Outcome {
  const { session } = scope;
  const at = args.findIndex((word) => /^-\w*c$/.test(textOfWord(word) ?? ''));
  const isScript = args.some((word) => !/^[-+]/.test(textOfWord(word) ?? ''));
  const context = command.context;
  const environment = blankEnvironment(session.symbols);
  const inner = { ...apart(scope), context, environment };
  if (at >= 0) {
    const given = args[at + 1];
    const program = given === undefined || isOpen(given) ? undefined : programOf([given], scope);
    if (program === undefined || !isLeft(session.budget) || session.evaluations >= deepest) {
      lose(command.span, scope);
      return 'unsure';
    }
    spend(session.budget, 1, prices.parsed * program.source.text.length);
    const name = args[at + 2];
    if (name !== undefined && isOpen(name)) setUnknownPositionals(inner);
    else {
      if (name !== undefined)
        inner.environment.bindings.set('0', { kind: 'text', text: textOfArgument(name, scope) });
      setPositionals(args.slice(at + 3), inner);
    }
    return run(program, inner);
  }
  if (isScript) {
    if (scope.sink !== undefined) scope.sink.known = false;
    return 'unsure';
  }
  const document = stdin?.document;
  if (document === undefined || session.evaluations >= deepest || !isLeft(session.budget)) {
    if (stdin !== undefined) lose(command.span, scope);
    if (scope.sink !== undefined) scope.sink.known = false;
    return 'unsure';
  }
  const text = textOf(document.pieces);
  const source = pieceSource(document.pieces, command.span, scope.source);
  spend(session.budget, 1, prices.parsed * text.length);
  return run({ body: parseSyntax(text), source }, inner);
}

function run({ body, source }: Program, scope: Scope): Outcome {
  const { session } = scope;
  session.evaluations++;
  const outcome = walkList(body, { ...scope, source });
  session.evaluations--;
  return outcome === 'gone' ? 'unsure' : outcome;
}

function lose(span: ShellWord['span'], scope: Scope): void {
  noteUnfollowed(scope, 'dynamic', {
    span,
    reason: 'a shell runs commands that are made when the script runs',
  });
}
