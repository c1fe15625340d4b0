/**
 * Walks the statements of a script, and those that did not change since the last text not again: what such a statement did is
 * done once more from the record of it, as long as everything that it took from before is still the same.
 * Invariant: nobody can tell the result from that of a fresh walk (`test/workspace/incrementalScripts.test.ts`).
 */
import { createPiece, type Piece } from '../base/pieces.ts';
import type { Script } from './adapter.ts';
import { isLeft, spend, spendEvaluated, type Budget } from './budget.ts';
import { createEnvironment, deltaSince, lookup, mergeDeltas, momentOf } from './environment.ts';
import { putAside } from './branches.ts';
import { placesOf, type StatementPlace } from './statementPlaces.ts';
import type { Outcome, Scope, Session } from './session.ts';
import { createTrace, type Trace } from './trace.ts';
import type { ShellCommand, ShellVariable, Unfollowed } from './types.ts';
import type { Variable } from './values.ts';
import { walkStatement } from './walk.ts';

type Assignment = ShellVariable['assignments'][number];

/** What a statement did. */
export interface Recording {
  /** Where it stands; all places below move with it. */
  readonly piece: Piece;
  readonly outcome: Outcome;
  readonly commands: readonly ShellCommand[];
  readonly unfollowed: readonly Unfollowed[];
  readonly assigned: readonly { readonly name: string; readonly assignment: Assignment }[];
  /** What it bound, beyond itself. */
  readonly bound: ReadonlyMap<string, Variable>;
  readonly took: Omit<Trace, 'assigned'>;
  readonly counted: ReadonlyMap<string, number>;
  readonly spent: Readonly<Budget>;
}

/** The statements from the first on; undefined where a statement is to be walked each time. */
export type Recordings = readonly (Recording | undefined)[];

/** Walks all statements. `known` are the recordings of those that stand in the text as before, moved to where they stand now. */
export function walkStatements(
  syntax: Script,
  scope: Scope,
  known: (index: number) => Recording | undefined,
): Recordings {
  const { commands } = syntax;
  const places = placesOf(syntax, scope.source.text);
  const recordings: (Recording | undefined)[] = [];
  for (const [index, statement] of commands.entries()) {
    const old = known(index);
    let outcome: Outcome;
    if (old !== undefined && isAsBefore(old, scope)) {
      repeat(old, scope);
      recordings.push(old);
      ({ outcome } = old);
    } else {
      const walk = (inner: Scope): Outcome => walkStatement(statement, inner);
      const place = places[index];
      const walked =
        place === undefined || readsOtherFiles(scope.session)
          ? { outcome: walk(scope), recording: undefined }
          : record(place, walk, scope);
      recordings.push(walked.recording);
      ({ outcome } = walked);
    }
    if (outcome === 'gone') {
      if (index + 1 < commands.length) putAside(commands.slice(index + 1), scope);
      break;
    }
  }
  return recordings;
}

/** Behind a file that was sourced, values have places in that file. */
function readsOtherFiles({ sources }: Session): boolean {
  if (sources.size === 0) return false;
  return [...sources.values()].some(({ file }) => file !== undefined);
}

function isAsBefore({ took, spent }: Recording, { session, environment }: Scope): boolean {
  const { symbols, budget } = session;
  for (const [name, variable] of took.reads)
    if (lookup(environment, name) !== variable) return false;
  if (took.moment !== undefined && took.moment !== momentOf(environment)) return false;
  for (const [name, count] of took.counts)
    if ((symbols.counts.get(name) ?? 0) !== count) return false;
  for (const [key, variable] of took.initial)
    if (symbols.initial.get(key) !== variable) return false;
  for (const key of took.made.keys()) if (symbols.initial.has(key)) return false;
  return (
    budget.commands > spent.commands &&
    budget.characters > spent.characters &&
    budget.evaluated > spent.evaluated &&
    !readsOtherFiles(session)
  );
}

function repeat(recording: Recording, { session, environment }: Scope): void {
  const { symbols, variables } = session;
  for (const command of recording.commands) session.commands.push(command);
  for (const each of recording.unfollowed) session.unfollowed.push(each);
  for (const { name, assignment } of recording.assigned) {
    const places = variables.get(name) ?? new Map<number, Assignment>();
    variables.set(name, places.set(assignment.nameSpan.start, assignment));
  }
  for (const [name, count] of recording.counted) symbols.counts.set(name, count);
  for (const [key, variable] of recording.took.made) symbols.initial.set(key, variable);
  for (const [name, variable] of recording.bound) environment.bindings.set(name, variable);
  spend(session.budget, recording.spent.commands, recording.spent.characters);
  spendEvaluated(session.budget, recording.spent.evaluated);
}

interface Recorded {
  readonly outcome: Outcome;
  readonly recording: Recording | undefined;
}

/** Walks a statement in a layer of its own, which tells what it takes from before and what it sets. */
function record(place: StatementPlace, walk: (inner: Scope) => Outcome, scope: Scope): Recorded {
  const { session, environment } = scope;
  const trace = createTrace();
  const layer = createEnvironment(environment);
  layer.trace = trace;
  session.symbols.trace = trace;
  const before = stateOf(session);
  const outcome = walk({ ...scope, environment: layer });
  session.symbols.trace = undefined;
  layer.trace = undefined;
  const delta = deltaSince(layer, environment);
  const bound = new Map(delta.bindings);
  if (bound.size > 0 || delta.forgotten !== undefined)
    mergeDeltas({ environment, symbols: session.symbols }, [{ ...delta, bindings: bound }]);
  // Functions and traps keep the layer: from here on it shows what the script has bound.
  layer.bindings.clear();
  layer.forgotten = undefined;
  if (!isClosed(before, session, trace) || outcome === 'gone')
    return { outcome, recording: undefined };
  return { outcome, recording: recordingOf({ place, outcome, bound, trace, before }, session) };
}

interface State {
  readonly commands: number;
  readonly unfollowed: number;
  readonly defined: number;
  readonly called: number;
  readonly traps: number;
  readonly dead: number;
  readonly sources: number;
  readonly moments: number;
  readonly budget: Readonly<Budget>;
}

function stateOf(session: Session): State {
  return {
    commands: session.commands.length,
    unfollowed: session.unfollowed.length,
    defined: session.defined.length,
    called: session.called.size,
    traps: session.traps.length,
    dead: session.dead.length,
    sources: session.sources.size,
    moments: session.symbols.moments,
    budget: { ...session.budget },
  };
}

/**
 * True if the recording tells all: the statement leaves nothing for the end of the script, whose syntax would have to stay,
 * asks for no file, and calls no function, whose body stands elsewhere.
 */
function isClosed(before: State, session: Session, { reads }: Trace): boolean {
  const after = stateOf(session);
  const leavesNothing =
    after.defined === before.defined &&
    after.called === before.called &&
    after.traps === before.traps &&
    after.dead === before.dead &&
    after.sources === before.sources &&
    after.moments === before.moments;
  if (!leavesNothing || !isLeft(session.budget)) return false;
  for (const variable of reads.values())
    if (typeof variable === 'object' && variable.kind === 'functions') return false;
  return true;
}

interface Walked {
  readonly place: StatementPlace;
  readonly outcome: Outcome;
  readonly bound: ReadonlyMap<string, Variable>;
  readonly trace: Trace;
  readonly before: State;
}

function recordingOf(walked: Walked, session: Session): Recording {
  const { place, outcome, bound, before } = walked;
  const { assigned: places, ...took } = walked.trace;
  const commands = session.commands.slice(before.commands);
  const unfollowed = session.unfollowed.slice(before.unfollowed);
  const assigned = places.flatMap(({ name, start }) => {
    const assignment = session.variables.get(name)?.get(start);
    return assignment === undefined ? [] : [{ name, assignment }];
  });
  return {
    piece: createPiece(place, [commands, unfollowed, assigned, bound], commands),
    outcome,
    commands,
    unfollowed,
    assigned,
    bound,
    took,
    counted: new Map(
      [...took.counts.keys()].map((name) => [name, session.symbols.counts.get(name) ?? 0]),
    ),
    spent: {
      commands: before.budget.commands - session.budget.commands,
      characters: before.budget.characters - session.budget.characters,
      evaluated: before.budget.evaluated - session.budget.evaluated,
    },
  };
}
