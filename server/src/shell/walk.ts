/**
 * Walks the syntax in the order of execution and collects simple commands with the variables as they stand there.
 * What cannot be told is followed on every way; nothing is ever run.
 */
import type { CompoundList, Pipeline, Script, SyntaxNode } from './adapter.ts';
import { evaluateNumber } from './arithmetic.ts';
import { putAside, walkAndOr, walkCase, walkIf } from './branches.ts';
import { checked, commandOf } from './commands.ts';
import { outcomeOf, truthOf } from './conditions.ts';
import { functionKey } from './environment.ts';
import { walkTestLoop, walkWordLoop } from './loops.ts';
import { documentOf } from './output.ts';
import { filledBy, hidesErrors, readRedirection } from './redirections.ts';
import { apart, within } from './session.ts';
import type { Outcome, Scope, Sink, Stdin } from './session.ts';
import type { HereDocument } from './types.ts';

/** Walks a list of statements; the rest of a list that ends early is put aside. */
export function walkBody(body: Script | CompoundList, scope: Scope): Outcome {
  let outcome: Outcome = 'success';
  let from = scope;
  const { commands } = body;
  const leaves = waysOut(scope);
  for (let index = 0; index < commands.length; index++) {
    const statement = commands[index];
    if (statement === undefined) break;
    outcome = walkStatement(statement, from);
    if (outcome === 'gone') {
      if (index + 1 < commands.length) putAside(commands.slice(index + 1), from);
      break;
    }
    if (from === scope && waysOut(scope) > leaves) from = within(scope, { conditional: true });
  }
  return outcome;
}

/** How often a function may have ended by now with nothing wrong: `[ -e FILE ] && return`. An error (`return 1`) is no way to go on. */
function waysOut({ frame }: Scope): number {
  if (frame?.kind !== 'function') return 0;
  return frame.returns.reduce((sum, { outcome }) => sum + (outcome === 'failure' ? 0 : 1), 0);
}

/** Walks one statement of a list; what runs in the background counts as done. */
export function walkStatement(
  { command, background }: Script['commands'][number],
  scope: Scope,
): Outcome {
  if (background !== true) return walkNode(command, scope);
  walkNode(command, apart(scope));
  return 'success';
}

/** Walks any node. */
export function walkNode(node: SyntaxNode, scope: Scope): Outcome {
  switch (node.type) {
    case 'Command':
      return commandOf(node, scope);
    case 'Statement':
      return walkNode(node.command, node.background === true ? apart(scope) : scope);
    case 'Pipeline':
      return walkPipeline(node, scope);
    case 'AndOr':
      return walkAndOr(node, scope);
    case 'If':
      return walkIf(node, scope);
    case 'Case':
      return walkCase(node, scope);
    case 'CompoundList':
    case 'Script':
      return walkBody(node, scope);
    case 'BraceGroup':
      return walkBody(node.body, scope);
    case 'Subshell':
      return checked(subshellOutcome(walkBody(node.body, apart(scope))), scope);
    case 'Coproc':
      walkNode(node.body, apart(scope));
      return 'success';
    case 'While':
    case 'ArithmeticFor':
      return walkTestLoop(node, scope);
    case 'For':
    case 'Select':
      return walkWordLoop(node, scope);
    default:
      return walkOther(node, scope);
  }
}

/** `exit` ends the subshell alone, and its status is not followed. */
function subshellOutcome(outcome: Outcome): Outcome {
  return outcome === 'gone' ? 'unsure' : outcome;
}

function walkOther(node: SyntaxNode, scope: Scope): Outcome {
  switch (node.type) {
    case 'Redirected':
      return walkRedirected(node, scope);
    case 'Function': {
      const body = { name: node.name.value, body: node.body, source: scope.source };
      scope.session.defined.push({ body, scope });
      const key = functionKey(body.name);
      scope.environment.bindings.set(key, { kind: 'functions', bodies: [body] });
      return 'success';
    }
    case 'ArithmeticCommand': {
      const value = node.expression === undefined ? 0n : evaluateNumber(node.expression, scope);
      return checked(outcomeOf(value === undefined ? undefined : value !== 0n), scope);
    }
    case 'TestCommand':
      return checked(outcomeOf(truthOf(node.expression, scope)), scope);
    default:
      return 'unsure';
  }
}

/** A group, branch or loop with redirections: its commands read and write there. */
function walkRedirected(node: Extract<SyntaxNode, { type: 'Redirected' }>, scope: Scope): Outcome {
  const redirections = node.redirects.map((redirect) => readRedirection(redirect, scope));
  const document = redirections.findLast(
    (each) => each.hereDocument !== undefined && (each.descriptor ?? 0) === 0,
  )?.hereDocument;
  const readsFile = redirections.some(
    (each) => each.operator === '<' && (each.descriptor ?? 0) === 0,
  );
  const isWritten = redirections.some(
    (each) => each.operator.includes('>') && (each.descriptor ?? 1) === 1,
  );
  const inner: Scope = {
    ...(hidesErrors(redirections, scope) ? within(scope, { failureIgnored: true }) : scope),
    sink: isWritten ? undefined : scope.sink,
    output: isWritten ? filledBy(redirections) : scope.output,
    stdin:
      document !== undefined
        ? stdinFrom(document, undefined, scope)
        : readsFile
          ? stdinFrom(undefined, undefined, scope)
          : scope.stdin,
  };
  return walkNode(node.command, inner);
}

function stdinFrom(
  document: HereDocument | undefined,
  reader: SyntaxNode | undefined,
  { uncertainty }: Scope,
): Stdin {
  return { document, reader, text: undefined, at: 0, isLost: false, uncertainty };
}

/** Each command of a pipeline runs apart; what one writes is what the next one reads. */
function walkPipeline(pipeline: Pipeline, scope: Scope): Outcome {
  const negations = pipeline.prefixes.filter((prefix) => prefix.type === 'Negation').length;
  const outer =
    negations === 0 ? scope : { ...within(scope, { failureIgnored: true }), guarded: true };
  const [only] = pipeline.commands;
  let outcome: Outcome = 'success';
  if (only !== undefined && pipeline.commands.length === 1) outcome = walkNode(only, outer);
  else outcome = walkStages(pipeline, outer);
  // `set -e` leaves alone what `!` asks for, whatever comes of it.
  if (negations === 0) return checked(outcome, scope);
  if (negations % 2 === 0 || outcome === 'gone' || outcome === 'unsure') return outcome;
  return outcome === 'success' ? 'failure' : 'success';
}

function walkStages(pipeline: Pipeline, scope: Scope): Outcome {
  const last = pipeline.commands.length - 1;
  let outcome: Outcome = 'unsure';
  let { stdin } = scope;
  pipeline.commands.forEach((command, index) => {
    const sink: Sink | undefined =
      index === last ? scope.sink : { pieces: [], known: true, uncertainty: scope.uncertainty };
    const guarded = scope.guarded || index < last;
    const output = index === last ? scope.output : undefined;
    outcome = walkNode(command, { ...apart(scope), stdin, sink, guarded, output });
    if (sink === undefined || index === last) return;
    const span = scope.source.locate(command.pos, command.end);
    const next = pipeline.commands[index + 1];
    stdin = stdinFrom(sink.known ? documentOf(sink, span) : undefined, next, scope);
  });
  return subshellOutcome(outcome);
}
