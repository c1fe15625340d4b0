/**
 * Shell text to a list of simple commands with their words, context and variables.
 * Nothing is executed and nothing throws; a value that only a run would tell is unknown.
 */
import { findComments } from './comments.ts';
import { createEnvironment, createSymbols } from './environment.ts';
import { loopLimits } from './loops.ts';
import { withinLength, withoutNul } from './readable.ts';
import type { Scope, Session } from './session.ts';
import { withoutCarriageReturns } from './source.ts';
import { surveyScript } from './survey.ts';
import { parseTolerantly } from './tolerant.ts';
import type { ShellError, ShellScript } from './types.ts';
import { walkBody, walkFunction } from './walk.ts';

/** Reads a script. Commands are in text order; `errors` says what the shell would refuse, where reading stopped, and what is strange. */
export function parseShell(text: string): ShellScript {
  const cut = withinLength(text);
  const source = withoutCarriageReturns(cut.text);
  const whole = withoutNul(source.text);
  const tolerant = parseTolerantly(whole.text);
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
    broken: [...tolerant.broken, ...whole.broken],
    errors: [],
    loops: 'expand',
    loopDepth: 0,
    loopBudget: { left: loopLimits.commands },
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
    errors: [
      ...cut.notes,
      ...locateAll([...whole.notes, ...tolerant.errors]),
      ...session.errors,
    ].toSorted(order),
    comments: findComments(scope.source, session.leaves),
  };
}

/** Function bodies run when they are called: they are read last, with the variables as the script leaves them. */
function walkDeferred(session: Session): void {
  // The list grows while it is walked: functions can be defined inside functions.
  for (const { name, body, scope: outer } of session.deferred) {
    // A function that stands in a loop is collected while the loop's own commands are not.
    const { commands, loops, loopDepth } = session;
    const scope = { ...outer, session: { ...outer.session, commands, loops, loopDepth } };
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
