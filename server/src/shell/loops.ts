/**
 * Loops: over words that are known the body runs once for each; `while` and `for ((…))` run as long as the test is known.
 * Every other loop is read once, with what it sets unknown.
 */
import type { SyntaxNode } from './adapter.ts';
import { evaluateNumber } from './arithmetic.ts';
import { forgetTouched, recordValue, setDefined } from './assign.ts';
import { putAside, walkClause } from './branches.ts';
import { isLeft, limits, spend } from './budget.ts';
import { childrenOf } from './adapter.ts';
import { expandWords, walkList } from './evaluator.ts';
import { createEnvironment, deltaSince, forget, mergeDeltas } from './environment.ts';
import type { Delta } from './environment.ts';
import { outcomeOf } from './conditions.ts';
import { noteUnfollowed, placeAt, within } from './session.ts';
import type { LoopFrame, Outcome, Scope } from './session.ts';
import { touchedBy } from './survey.ts';
import type { ShellWord } from './types.ts';
import { elementsInOrder } from './values.ts';
import type { Text } from './values.ts';
import { argumentsOf } from './variables.ts';
import { textOfArgument } from './builtins/shellState.ts';

type WordLoop = Extract<SyntaxNode, { type: 'For' | 'Select' }>;
type Loop = Extract<SyntaxNode, { type: 'For' | 'Select' | 'While' | 'ArithmeticFor' }>;

/** `for` and `select`. */
export function walkWordLoop(node: WordLoop, scope: Scope): Outcome {
  const values = valuesOf(node, scope);
  if (values === undefined || node.type === 'Select' || scope.context.neverRuns === true)
    return walkOnce(node, scope);
  if (values.length === 0) {
    putAside([node.body], scope);
    return 'success';
  }
  if (!isLeft(scope.session.budget)) {
    noteLimit(node, scope);
    return walkOnce(node, scope);
  }
  const rounds = createRounds(scope);
  for (const value of values) {
    if (!rounds.isLive) break;
    if (!mayGoOn(node, scope)) {
      forgetRest(node, rounds);
      break;
    }
    runRound(rounds, (inner) => {
      setVariable(node, value, inner);
      return walkList(node.body, inner);
    });
  }
  return finish(rounds);
}

/** The values that the variable takes, or undefined where they are not known. */
function valuesOf(node: WordLoop, scope: Scope): readonly Text[] | undefined {
  if (node.wordlist === undefined) {
    const list = argumentsOf(scope);
    return list.kind === 'indexed' ? elementsInOrder(list).map(([, text]) => text) : undefined;
  }
  const words = node.wordlist.flatMap((word) => expandWords(word, scope));
  // The parser gives a body that is never closed no extent.
  if (node.body.end <= node.body.pos || words.length > limits.rounds) return undefined;
  return words.every((word) => isPlain(word))
    ? words.map((word) => textOfArgument(word, scope))
    : undefined;
}

/** Settings of the kernel by pattern: what the pattern stands for can be said without the names. */
const settingsPattern = /^\/proc\/sys\/[\w./*-]*$/;

/** A word of its own: known, and no file name pattern. */
function isPlain(word: ShellWord): boolean {
  if (typeof word.value !== 'string' || word.several === true) return false;
  const isQuoted = /^["']/.test(word.raw);
  return isQuoted || !/[*?[]/.test(word.value) || settingsPattern.test(word.value);
}

function setVariable(node: WordLoop, value: Text, scope: Scope): void {
  const span = scope.source.locate(node.name.pos, node.name.end);
  setDefined(node.name.value, { text: value, definition: placeAt(scope, span) }, scope);
  recordValue(node.name.value, { span, nameSpan: span }, scope);
}

/** The body once, as one of any number of rounds: what it sets is unknown at its start and after it. */
function walkOnce(node: Loop, scope: Scope): Outcome {
  const touched = touchedBy(node, scope.session.survey);
  if (scope.stdin !== undefined) scope.stdin.isLost = true;
  forgetTouched(touched, scope);
  const environment = createEnvironment(scope.environment);
  const frame = frameOf(scope, environment);
  const inner: Scope = {
    ...within(scope, { loop: true }),
    environment,
    loop: frame,
    uncertainty: scope.uncertainty + 1,
  };
  if (node.type === 'While') walkClause(node.clause, inner);
  else if (node.type !== 'ArithmeticFor') setUnknown(node, inner);
  else if (node.test !== undefined) evaluateNumber(node.test, inner);
  walkList(node.body, inner);
  forgetTouched(touched, scope);
  if (scope.sink !== undefined) scope.sink.known = false;
  return 'unsure';
}

function setUnknown(node: WordLoop, scope: Scope): void {
  const { environment, session, source } = scope;
  const { value: name } = node.name;
  const reason = `\`$${name}\` takes one value after the other in a loop`;
  forget({ environment, symbols: session.symbols }, name, reason);
  const span = source.locate(node.name.pos, node.name.end);
  recordValue(name, { span, nameSpan: span }, scope);
}

/** Rounds of a loop that are run one after the other. */
interface Rounds {
  readonly scope: Scope;
  readonly environment: Scope['environment'];
  readonly breaks: Delta[];
  /** False once a round ended in a way that leads to no next round. */
  isLive: boolean;
  /** A round may have ended the loop: what follows may not run. */
  mayHaveEnded: boolean;
  outcome: Outcome;
}

function createRounds(scope: Scope): Rounds {
  return {
    scope,
    environment: createEnvironment(scope.environment),
    breaks: [],
    isLive: true,
    mayHaveEnded: false,
    outcome: 'success',
  };
}

function frameOf(scope: Scope, environment: Scope['environment'], breaks: Delta[] = []): LoopFrame {
  return {
    outer: scope.loop,
    base: scope.environment,
    round: environment,
    breaks,
    continues: [],
  };
}

function runRound(rounds: Rounds, run: (inner: Scope) => Outcome): Outcome {
  const { scope, environment, breaks } = rounds;
  const before = breaks.length;
  const frame = frameOf(scope, environment, breaks);
  const round = createEnvironment(environment);
  const context = rounds.mayHaveEnded ? { loop: true, conditional: true } : { loop: true };
  const outcome = run({
    ...within(scope, context),
    environment: round,
    loop: frame,
    uncertainty: scope.uncertainty + (rounds.mayHaveEnded ? 1 : 0),
  });
  const ways = [
    ...(outcome === 'gone' ? [] : [deltaSince(round, environment)]),
    ...frame.continues,
  ];
  if (ways.length > 0) mergeDeltas({ environment, symbols: scope.session.symbols }, ways);
  rounds.isLive = ways.length > 0;
  rounds.mayHaveEnded ||= breaks.length > before;
  rounds.outcome = ways.length === 1 && outcome !== 'gone' ? outcome : 'unsure';
  return outcome;
}

function finish({ scope, environment, breaks, isLive, outcome }: Rounds): Outcome {
  const ways = [...(isLive ? [deltaSince(environment, scope.environment)] : []), ...breaks];
  if (ways.length === 0) return 'gone';
  mergeDeltas({ environment: scope.environment, symbols: scope.session.symbols }, ways);
  return breaks.length === 0 ? outcome : isLive ? 'unsure' : 'success';
}

function mayGoOn(node: Loop, { session }: Scope): boolean {
  // A body without commands costs, too.
  spend(session.budget, 1, node.body.end - node.body.pos);
  return isLeft(session.budget);
}

/** The budget is used up: the other rounds may set anything that the loop sets. */
function forgetRest(node: Loop, { scope, environment }: Rounds): void {
  noteLimit(node, scope);
  forgetTouched(touchedBy(node, scope.session.survey), { ...scope, environment });
  if (scope.sink !== undefined) scope.sink.known = false;
}

function noteLimit(node: Loop, scope: Scope): void {
  const reason = 'not every round of this loop is followed';
  noteUnfollowed(scope, 'limit', { span: scope.source.locate(node.pos, node.pos + 3), reason });
}

/** `while`, `until` and `for ((…))`. */
export function walkTestLoop(
  node: Extract<SyntaxNode, { type: 'While' | 'ArithmeticFor' }>,
  scope: Scope,
): Outcome {
  const isEndless = node.type === 'While' && isConstant(node) && !canLeave(node.body);
  if (isEndless || scope.context.neverRuns === true) return walkOnce(node, scope);
  const { commands, unfollowed } = scope.session;
  const start = commands.length;
  const notes = unfollowed.length;
  const written = scope.sink?.pieces.length ?? 0;
  const wasKnown = scope.sink?.known ?? false;
  const rounds = createRounds(scope);
  if (runTestLoop(node, rounds)) return finish(rounds);
  // Not known when it ends: forget these rounds, and read it once.
  commands.length = start;
  unfollowed.length = notes;
  if (scope.sink !== undefined) {
    scope.sink.pieces.length = written;
    scope.sink.known = wasKnown;
  }
  return walkOnce(node, scope);
}

/** Runs the rounds; false where it is not known when they end. */
function runTestLoop(
  node: Extract<SyntaxNode, { type: 'While' | 'ArithmeticFor' }>,
  rounds: Rounds,
): boolean {
  const { scope, environment } = rounds;
  const outer = { ...scope, environment };
  if (node.type === 'ArithmeticFor' && node.initialize !== undefined)
    if (evaluateNumber(node.initialize, outer) === undefined) return false;
  const returns = scope.frame?.returns.length ?? 0;
  for (let round = 0; round < limits.rounds; round++) {
    const tested = testOf(node, outer);
    if (tested === 'gone') {
      rounds.isLive = false;
      return true;
    }
    if (tested === 'unsure') return false;
    if (tested === (node.type === 'While' && node.kind === 'until' ? 'success' : 'failure')) {
      if (round === 0) {
        putAside([node.body], scope);
        rounds.outcome = 'success';
      }
      return true;
    }
    if (!mayGoOn(node, scope)) return false;
    runRound(rounds, (inner) => walkList(node.body, inner));
    if (!rounds.isLive) return true;
    if (rounds.mayHaveEnded || (scope.frame?.returns.length ?? 0) > returns) return false;
    if (node.type === 'ArithmeticFor' && node.update !== undefined)
      if (evaluateNumber(node.update, outer) === undefined) return false;
  }
  return false;
}

function testOf(
  node: Extract<SyntaxNode, { type: 'While' | 'ArithmeticFor' }>,
  scope: Scope,
): Outcome {
  if (node.type === 'While') return walkClause(node.clause, within(scope, { loop: true }));
  if (node.test === undefined) return 'success';
  const value = evaluateNumber(node.test, scope);
  return outcomeOf(value === undefined ? undefined : value !== 0n);
}

/** `while true`, `until false`, `while :`, `while [ 1 ]`. */
function isConstant({ clause, kind }: Extract<SyntaxNode, { type: 'While' }>): boolean {
  const [only] = clause.commands;
  const command = only?.command;
  return (
    clause.commands.length === 1 &&
    command?.type === 'Command' &&
    (kind === 'until' ? /^(?:false|\[|test)$/ : /^(?:true|:|\[|test)$/).test(
      command.name?.value ?? '',
    ) &&
    command.args.every((word) => word.type === 'Word' && word.parts === undefined)
  );
}

/** True if something in the body may end the loop. */
function canLeave(node: SyntaxNode): boolean {
  if (node.type === 'Command')
    return /^(?:break|return|exit|eval|\.|source)$/.test(node.name?.value ?? '');
  if (node.type === 'Word') return false;
  return childrenOf(node).some(canLeave);
}
