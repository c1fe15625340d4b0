/**
 * A first look over the syntax before anything is evaluated: how often each name is set, what functions do and when they are called.
 * Needed because the body of a function runs later than it is written, and the body of a loop more than once.
 */
import { arithmeticTargets, effectsOf } from './assignments.ts';
import { visitChildren } from './adapter.ts';
import type { SyntaxNode, Word } from './adapter.ts';
import { writtenPath } from './sourceRequests.ts';

export interface Touched {
  readonly names: ReadonlySet<string>;
  /** Runs text that cannot be read here (`source`, `eval`): any name may be set. */
  readonly forgets: boolean;
}

/** What a body does itself; `touchedByCall` adds what it calls. */
export interface FunctionSurvey extends Touched {
  /** Offset of the first call outside functions, directly or through other functions; Infinity if there is none. */
  readonly firstCall: number;
  /** Names of other functions that its body calls. */
  readonly calls: ReadonlySet<string>;
}

export interface Survey {
  /** Number of places that set a name, in the whole file. */
  readonly assignments: Map<string, number>;
  readonly functions: Map<string, FunctionSurvey>;
  /** Paths after `.` and `source`, as `writtenPath` gives them. */
  readonly sourced: Set<string>;
  /** What is known of parts of the script already: a loop in a function is asked for at each call. */
  readonly touched: Map<SyntaxNode | string, Touched>;
}

/** Adds what a sourced file sets and defines. */
export function addSurvey(survey: Survey, { assignments, functions, sourced }: Survey): void {
  survey.touched.clear();
  for (const path of sourced) survey.sourced.add(path);
  for (const [name, count] of assignments)
    survey.assignments.set(name, Math.max(survey.assignments.get(name) ?? 0, count));
  for (const [name, each] of functions)
    if (!survey.functions.has(name)) survey.functions.set(name, each);
}

interface Collected {
  readonly names: Map<string, number>;
  readonly localNames: Set<string>;
  readonly calls: Map<string, number>;
  readonly sourced: Set<string>;
  forgets: boolean;
}

/** Surveys the whole file. */
export function surveyScript(root: SyntaxNode): Survey {
  const bodies = new Map<string, Collected>();
  const main = collect(root, bodies);
  const assignments = new Map(main.names);
  for (const body of bodies.values()) {
    for (const [name, count] of body.names)
      assignments.set(name, (assignments.get(name) ?? 0) + count);
    for (const name of body.localNames) assignments.set(name, (assignments.get(name) ?? 0) + 1);
  }
  const sourced = new Set([...bodies.values(), main].flatMap((each) => [...each.sourced]));
  return { assignments, functions: surveyFunctions(bodies, main), sourced, touched: new Map() };
}

/** What a part of the script may set when it runs, the functions it calls included. */
export function touchedBy(node: SyntaxNode, survey: Survey): Touched {
  const known = survey.touched.get(node);
  if (known !== undefined) return known;
  const { names, localNames, calls, forgets } = collect(node, new Map());
  const own = { names: new Set([...names.keys(), ...localNames]), forgets };
  const touched = withCalls(own, calls.keys(), survey);
  survey.touched.set(node, touched);
  return touched;
}

/** What a call of a function may set. */
export function touchedByCall(name: string, survey: Survey): Touched {
  const known = survey.touched.get(name);
  if (known !== undefined) return known;
  const touched = withCalls({ names: new Set(), forgets: false }, [name], survey);
  survey.touched.set(name, touched);
  return touched;
}

/** Whatever sets more names than that may as well set all: functions that call each other each set what all of them set. */
const mostNames = 256;

function withCalls(own: Touched, calls: Iterable<string>, survey: Survey): Touched {
  const { functions, touched } = survey;
  const names = new Set(own.names);
  let { forgets } = own;
  const reached = new Set([...calls].filter((name) => functions.has(name)));
  for (const called of reached) {
    const known = touched.get(called);
    const each = known ?? functions.get(called);
    for (const name of each?.names ?? []) names.add(name);
    forgets ||= each?.forgets === true || names.size > mostNames;
    if (forgets) break;
    if (known !== undefined) continue;
    for (const next of functions.get(called)?.calls ?? [])
      if (functions.has(next)) reached.add(next);
  }
  return { names, forgets };
}

function surveyFunctions(
  bodies: ReadonlyMap<string, Collected>,
  main: Collected,
): Map<string, FunctionSurvey> {
  const firstCalls = firstCallsOf(bodies, main);
  return new Map(
    [...bodies].map(([name, body]) => [
      name,
      {
        names: new Set(body.names.keys()),
        forgets: body.forgets,
        firstCall: firstCalls.get(name) ?? Infinity,
        calls: new Set([...body.calls.keys()].filter((each) => each !== name)),
      },
    ]),
  );
}

/** Offsets of the first calls outside functions: whatever a function calls is called with it. */
function firstCallsOf(
  bodies: ReadonlyMap<string, Collected>,
  main: Collected,
): ReadonlyMap<string, number> {
  const first = new Map<string, number>();
  for (const [called, offset] of [...main.calls].toSorted(([, a], [, b]) => a - b)) {
    const reached = new Set([called]);
    for (const name of reached) {
      if (first.has(name)) continue;
      first.set(name, offset);
      for (const next of bodies.get(name)?.calls.keys() ?? []) reached.add(next);
    }
  }
  return first;
}

function nothing(): Collected {
  return {
    names: new Map(),
    localNames: new Set(),
    calls: new Map(),
    sourced: new Set(),
    forgets: false,
  };
}

function collect(root: SyntaxNode, bodies: Map<string, Collected>): Collected {
  const into = nothing();
  visit(root, into, bodies);
  return into;
}

/** A function that is defined twice counts with both bodies. */
function collectFunction(name: string, body: SyntaxNode, bodies: Map<string, Collected>): void {
  const into = bodies.get(name) ?? nothing();
  bodies.set(name, into);
  visit(body, into, bodies);
}

function visit(node: SyntaxNode, into: Collected, bodies: Map<string, Collected>): void {
  switch (node.type) {
    case 'Function':
      collectFunction(node.name.value, node.body, bodies);
      return;
    case 'Command':
      visitCommand(node, into);
      return;
    case 'For':
    case 'Select':
      count(into, node.name.value);
      for (const word of node.wordlist ?? []) visitWord(word, into);
      visit(node.body, into, bodies);
      return;
    case 'ArithmeticCommand':
      if (node.expression !== undefined)
        for (const name of arithmeticTargets(node.expression)) count(into, name);
      return;
    case 'ArithmeticFor':
      for (const part of [node.initialize, node.test, node.update]) {
        if (part !== undefined) for (const name of arithmeticTargets(part)) count(into, name);
      }
      visit(node.body, into, bodies);
      return;
    case 'Word':
      visitWord(node, into);
      return;
    case 'Coproc':
      count(into, node.name?.value ?? 'COPROC');
      visit(node.body, into, bodies);
      return;
    default:
      visitChildren(node, (child) => {
        visit(child, into, bodies);
      });
  }
}

function visitCommand(command: Extract<SyntaxNode, { type: 'Command' }>, into: Collected): void {
  if (command.name !== undefined) {
    const called = command.name.value;
    if (!into.calls.has(called)) into.calls.set(called, command.pos);
    if (called === '.' || called === 'source') noteSourced(command, into);
    visitWord(command.name, into);
  }
  for (const effect of effectsOf(command)) {
    if (effect.kind === 'forgets') into.forgets = true;
    else if (effect.kind !== 'set-by-command' && effect.local)
      into.localNames.add(effect.kind === 'assign' ? effect.assignment.name : effect.name);
    else count(into, effect.kind === 'assign' ? effect.assignment.name : effect.name);
  }
  const visitWordPart = (part: SyntaxNode): void => {
    if (part.type === 'Word') visitWord(part, into);
    else if (part.type === 'Assignment' && part.value.type === 'Word') visitWord(part.value, into);
  };
  command.prefix.forEach(visitWordPart);
  command.suffix.forEach(visitWordPart);
}

function noteSourced({ suffix }: Extract<SyntaxNode, { type: 'Command' }>, into: Collected): void {
  const path = suffix.find((part) => part.type === 'Word');
  if (path !== undefined) into.sourced.add(writtenPath(path.text));
}

/** `${X:=value}` and `$((X++))` set variables from inside a word; anything in `$(…)` runs apart. */
function visitWord(word: Word, into: Collected): void {
  if (!word.text.includes('${') && !word.text.includes('$((')) return;
  for (const part of word.parts ?? []) visitPart(part, into);
}

function visitPart(part: SyntaxNode, into: Collected): void {
  if (part.type === 'CommandExpansion' || part.type === 'ProcessSubstitution') return;
  if (part.type === 'ArithmeticExpansion') {
    if (part.expression !== undefined)
      for (const name of arithmeticTargets(part.expression)) count(into, name);
    return;
  }
  if (
    part.type === 'ParameterExpansion' &&
    part.operation?.type === 'Default' &&
    part.operation.operator.endsWith('=')
  )
    count(into, part.parameter);
  visitChildren(part, (child) => {
    visitPart(child, into);
  });
}

function count(into: Collected, name: string): void {
  into.names.set(name, (into.names.get(name) ?? 0) + 1);
}
