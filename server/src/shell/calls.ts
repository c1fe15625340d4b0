/** Calls of functions of the script: the body runs once for each call, with its arguments (Bash manual, 3.3). */
import type { Assignment } from './adapter.ts';
import { forgetTouched, runAssignment } from './assign.ts';
import { isLeft, limits } from './budget.ts';
import { setPositionals } from './builtins/shellState.ts';
import { walkNode } from './evaluator.ts';
import { createEnvironment, deltaSince, forget, mergeDeltas, positionals } from './environment.ts';
import type { Delta } from './environment.ts';
import { noteUnfollowed } from './session.ts';
import { touchedByCall } from './survey.ts';
import type { CallFrame, Outcome, Scope } from './session.ts';
import type { CommandContext, Place, ShellCommand } from './types.ts';
import type { FunctionBody } from './values.ts';

export interface Call {
  readonly command: ShellCommand;
  readonly bodies: readonly FunctionBody[];
  /** `A=1 f`: set while the function runs. */
  readonly prefix: readonly Assignment[];
}

/** Runs the body of a function; several bodies are branches. */
export function callFunction(call: Call, scope: Scope): Outcome {
  const { bodies, command } = call;
  const { session } = scope;
  if (!mayCall(bodies, scope)) {
    const name = bodies[0]?.name ?? '';
    const reason = `calls of \`${name}\` are not followed any further here`;
    noteUnfollowed(scope, 'limit', { span: command.span, reason });
    forgetTouched(touchedByCall(name, session.survey), scope);
    if (scope.sink !== undefined) scope.sink.known = false;
    return 'unsure';
  }
  const isSure = bodies.length === 1;
  const runs = bodies.map((body) =>
    runBody(body, call, isSure ? scope : { ...scope, uncertainty: scope.uncertainty + 1 }),
  );
  return finish(runs, scope);
}

/** Calls end where the budget does, and where nothing known ends a recursion. */
function mayCall(bodies: readonly FunctionBody[], scope: Scope): boolean {
  if (!isLeft(scope.session.budget)) return false;
  if ((scope.frame?.depth ?? 0) >= limits.depth) return false;
  for (let { frame } = scope; frame !== undefined; frame = frame.outer) {
    const isSame = bodies.some((each) => each.body === frame?.body);
    if (isSame && scope.uncertainty > frame.uncertainty) return false;
  }
  return true;
}

interface Run {
  readonly frame: CallFrame;
  readonly ways: readonly { readonly delta: Delta; readonly outcome: Outcome }[];
}

function runBody(body: FunctionBody, { command, prefix }: Call, scope: Scope): Run {
  const environment = createEnvironment(scope.environment);
  const frame = createFrame({ kind: 'function', body: body.body, command }, scope);
  scope.session.called.add(body.body);
  for (const assignment of prefix) {
    runAssignment(assignment, { ...scope, environment });
    frame.locals.set(assignment.name, true);
    frame.prefixed.add(assignment.name);
  }
  setPositionals(command.words.slice(1), { ...scope, environment });
  const inner: Scope = {
    ...scope,
    environment,
    frame,
    loop: undefined,
    source: body.source,
    context: bodyContext(body.name, scope),
    entry: false,
  };
  const outcome = walkNode(body.body, inner);
  const end = { delta: deltaSince(environment, scope.environment), outcome };
  return { frame, ways: outcome === 'gone' ? frame.returns : [...frame.returns, end] };
}

/** A frame for a function or a sourced file. */
export function createFrame(
  of: Pick<CallFrame, 'kind' | 'body'> & { readonly command: ShellCommand },
  scope: Scope,
): CallFrame {
  const { command } = of;
  const outer = scope.frame;
  const place: Place =
    command.file === undefined
      ? { span: command.span }
      : { span: command.span, file: command.file };
  return {
    outer,
    kind: of.kind,
    body: of.body,
    depth: (outer?.depth ?? 0) + 1,
    base: scope.environment,
    returns: [],
    locals: new Map(),
    prefixed: new Set(),
    uncertainty: scope.uncertainty,
    call: command,
    places: [place, ...(command.calls ?? [])],
  };
}

/** Commands of a body run under the conditions of the call, but `case "$1" in start) start` is no condition of a run. */
function bodyContext(name: string, { context, entry }: Scope): CommandContext {
  return { ...context, functionName: name, conditional: context.conditional && !entry };
}

/** Joins the ways out of a call; locals and arguments go back to what they were. */
function finish(runs: readonly Run[], scope: Scope): Outcome {
  const ways = runs.flatMap((run) => run.ways);
  if (ways.length === 0) return 'gone';
  const maybeLocal = new Set<string>();
  const deltas = runs.flatMap(({ frame, ways: own }) => {
    for (const [name, isCertain] of frame.locals) if (!isCertain) maybeLocal.add(name);
    return own.map(({ delta }) => withoutLocals(delta, frame));
  });
  const at = { environment: scope.environment, symbols: scope.session.symbols };
  mergeDeltas(at, deltas);
  for (const name of maybeLocal) forget(at, name, `\`$${name}\` may be local to a function`);
  const [first] = ways;
  return first !== undefined && ways.every((way) => way.outcome === first.outcome)
    ? first.outcome
    : 'unsure';
}

function withoutLocals(delta: Delta, { locals }: CallFrame): Delta {
  const bindings = new Map(delta.bindings);
  bindings.delete(positionals);
  for (const name of locals.keys()) bindings.delete(name);
  return { ...delta, bindings };
}
