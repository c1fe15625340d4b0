/**
 * Shell text to a list of simple commands with their words, context and variables.
 * Nothing is executed and nothing throws; a value that only a run would tell is unknown.
 */
import { findComments } from './comments.ts';
import { createEnvironment, createSymbols } from './environment.ts';
import type { Scope, Session } from './session.ts';
import { withoutCarriageReturns } from './source.ts';
import { surveyScript } from './survey.ts';
import { parseTolerantly } from './tolerant.ts';
import type { ShellError, ShellScript } from './types.ts';
import { walkBody, walkFunction } from './walk.ts';

/** Longer texts are read up to this many characters. */
export const longestText = 2_000_000;

/** Reads a script. Commands are in text order; `errors` says what the shell would refuse, and where reading stopped. */
export function parseShell(text: string): ShellScript {
  const readable = readableText(text);
  const source = withoutCarriageReturns(readable.text);
  const tolerant = parseTolerantly(source.text);
  const locateAll = (errors: readonly ShellError[]): ShellError[] =>
    errors.map((error) => ({ ...error, span: source.locate(error.span.start, error.span.end) }));
  const session: Session = {
    fileText: text,
    survey: surveyScript(tolerant.syntax),
    symbols: createSymbols(),
    commands: [],
    variables: new Map(),
    deferred: [],
    leaves: [],
    broken: tolerant.broken,
    errors: [],
    walk: walkBody,
  };
  const context = { conditional: false, loop: false, failureIgnored: false, trap: false };
  const scope: Scope = {
    session,
    source: { ...source, text: tolerant.text },
    environment: createEnvironment(),
    context,
  };
  walkBody(tolerant.syntax, scope);
  walkDeferred(session);
  const order = (a: { span: { start: number } }, b: { span: { start: number } }): number =>
    a.span.start - b.span.start;
  return {
    commands: session.commands.toSorted(order),
    variables: new Map(
      [...session.variables].map(([name, assignments]) => [
        name,
        { name, assignments: assignments.toSorted(order) },
      ]),
    ),
    errors: [...readable.errors, ...locateAll(tolerant.errors), ...session.errors].toSorted(order),
    comments: findComments(scope.source, session.leaves),
  };
}

/** Function bodies run when they are called: they are read last, with the variables as the script leaves them. */
function walkDeferred(session: Session): void {
  // The list grows while it is walked: functions can be defined inside functions.
  for (const { name, body, scope } of session.deferred) {
    if (name === '') walkTrap(body, scope);
    else walkFunction(name, body, scope);
  }
}

function walkTrap(body: Parameters<typeof walkFunction>[1], scope: Scope): void {
  if (body.type === 'Script')
    walkBody(body, {
      ...scope,
      environment: createEnvironment(
        scope.environment,
        (name) => (scope.session.survey.assignments.get(name) ?? 0) <= 1,
      ),
    });
}

function readableText(text: string): { text: string; errors: ShellError[] } {
  const nul = text.indexOf('\0');
  const tooLong = text.length > longestText;
  if (nul === -1 && !tooLong) return { text, errors: [] };
  const limit = tooLong && (nul === -1 || nul > longestText) ? longestText : nul;
  const message =
    limit === nul
      ? 'reading stopped here: the text holds a NUL character, so it is not a script'
      : `reading stopped here: the text is longer than ${longestText} characters`;
  // Whole lines only: half a command would be misread.
  const end = text.lastIndexOf('\n', limit) + 1;
  return {
    text: text.slice(0, end),
    errors: [{ span: { start: limit, end: Math.min(limit + 1, text.length) }, message }],
  };
}
