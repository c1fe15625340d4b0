/**
 * What is known of each variable at one point of the run.
 * Environments are layered: a branch, loop, call or subshell writes to its own layer, and the layer is merged or dropped after it.
 * A layer does not change while one above it is in use.
 * Invariant: a name is bound to a value only if every way to this point sets that value.
 */
import { unknown } from '../base/fact.ts';
import type { Trace } from './trace.ts';
import { sameVariable, textVariable, unknownText } from './values.ts';
import type { Variable } from './values.ts';

export interface Environment {
  readonly parent: Environment | undefined;
  readonly bindings: Map<string, Variable>;
  /** Set where every variable before was forgotten (`source`, `eval`): the number of that moment. */
  forgotten: number | undefined;
  /** The body of a function that nothing calls: only some bindings of the script hold there. */
  readonly admits: ((name: string, variable: Variable | undefined) => boolean) | undefined;
  /** Set while a statement runs in this layer: what it reads from the layers below is noted there. */
  trace: Trace | undefined;
}

/** Gives each unknown value its own symbol: the variable's name, then `name#2`, `name#3`, … */
export interface Symbols {
  readonly counts: Map<string, number>;
  readonly initial: Map<string, Variable>;
  moments: number;
  /** Those of the text before an edit: where the symbol is the same, so is the value. */
  readonly earlier: ReadonlyMap<string, Variable> | undefined;
  /** What the statement that runs takes of all this is noted there. */
  trace: Trace | undefined;
}

/** What a way through the script changed since a layer below. */
export interface Delta {
  readonly bindings: ReadonlyMap<string, Variable>;
  readonly forgotten: number | undefined;
}

export function createSymbols(earlier?: ReadonlyMap<string, Variable>): Symbols {
  return { counts: new Map(), initial: new Map(), moments: 0, earlier, trace: undefined };
}

export function createEnvironment(
  parent?: Environment,
  admits?: Environment['admits'],
): Environment {
  return { parent, bindings: new Map(), forgotten: undefined, admits, trace: undefined };
}

/** A symbol that no other value has. */
export function freshSymbol(symbols: Symbols, name: string): string {
  const before = symbols.counts.get(name) ?? 0;
  const count = before + 1;
  symbols.counts.set(name, count);
  const { trace } = symbols;
  if (trace !== undefined && !trace.counts.has(name)) trace.counts.set(name, before);
  return count === 1 ? name : `${name}#${count}`;
}

/** The value of a name, or undefined where the script has not set it yet. */
export function lookup(environment: Environment, name: string): Variable | 'withheld' | undefined {
  for (
    let layer: Environment | undefined = environment;
    layer !== undefined;
    layer = layer.parent
  ) {
    const binding = layer.bindings.get(name);
    if (binding !== undefined) return binding;
    if (layer.forgotten !== undefined && !isOwnState(name)) return undefined;
    if (layer.admits !== undefined) {
      const outer = layer.parent === undefined ? undefined : lookup(layer.parent, name);
      if (outer === 'withheld' || !layer.admits(name, outer)) return 'withheld';
      return outer;
    }
    if (layer.trace !== undefined) {
      const below = layer.parent === undefined ? undefined : lookup(layer.parent, name);
      layer.trace.reads.set(name, below);
      return below;
    }
  }
  return undefined;
}

/** The value that a name has before the script sets it: the same unknown at every use between two `source`s. */
export function initialValue(environment: Environment, symbols: Symbols, name: string): Variable {
  const key = `${name}/${momentOf(environment)}`;
  const { trace } = symbols;
  const existing = symbols.initial.get(key);
  if (existing !== undefined) {
    if (trace !== undefined && !trace.made.has(key)) trace.initial.set(key, existing);
    return existing;
  }
  const variable = madeInitial(symbols, name, key);
  symbols.initial.set(key, variable);
  trace?.made.set(key, variable);
  return variable;
}

function madeInitial(symbols: Symbols, name: string, key: string): Variable {
  const symbol = freshSymbol(symbols, name);
  const earlier = symbols.earlier?.get(key);
  if (earlier?.kind === 'text' && earlier.text[0]?.unknown?.symbol === symbol) return earlier;
  return textVariable(unknownText(unknown(`\`$${name}\` is set outside this file`, symbol)));
}

/** The number of the last moment at which everything was forgotten; 0 at the start of the script. */
export function momentOf(environment: Environment): number {
  for (
    let layer: Environment | undefined = environment;
    layer !== undefined;
    layer = layer.parent
  ) {
    if (layer.forgotten !== undefined) return layer.forgotten;
    if (layer.trace !== undefined) {
      layer.trace.moment = layer.parent === undefined ? 0 : momentOf(layer.parent);
      return layer.trace.moment;
    }
  }
  return 0;
}

/** Names that are no variables of the script: functions (`name()`), the arguments, options of the shell. */
export const functionKey = (name: string): string => `${name}()`;
export const positionals = '@';
export const errexitKey = 'set -e';

function isOwnState(name: string): boolean {
  return name === positionals || name === errexitKey || name.endsWith('()');
}

/** From here on nothing is known of any variable; functions and arguments stay. */
export function forgetAll(environment: Environment, symbols: Symbols): void {
  symbols.moments += 1;
  keepOwnState(environment);
  environment.forgotten = symbols.moments;
}

function keepOwnState({ bindings }: Environment): void {
  for (const name of bindings.keys()) if (!isOwnState(name)) bindings.delete(name);
}

/** An environment of which nothing is known, functions and arguments included. */
export function blankEnvironment(symbols: Symbols): Environment {
  symbols.moments += 1;
  return { ...createEnvironment(), forgotten: symbols.moments };
}

interface Writable {
  readonly environment: Environment;
  readonly symbols: Symbols;
}

/** From here on the value of one name is unknown, and equal to nothing before. An array stays an array. */
export function forget({ environment, symbols }: Writable, name: string, reason: string): void {
  const value = unknown(reason, freshSymbol(symbols, name));
  const before = lookup(environment, name);
  const isList =
    name === positionals ||
    (typeof before === 'object' && /^(?:indexed|associative|list)$/.test(before.kind));
  environment.bindings.set(
    name,
    isList ? { kind: 'list', value, shifted: 0 } : textVariable(unknownText(value)),
  );
}

/** What was set in the layers above `base`. */
export function deltaSince(environment: Environment, base: Environment): Delta {
  if (environment.parent === base)
    return { bindings: environment.bindings, forgotten: environment.forgotten };
  const bindings = new Map<string, Variable>();
  let forgotten: number | undefined;
  for (
    let layer: Environment | undefined = environment;
    layer !== undefined && layer !== base;
    layer = layer.parent
  ) {
    for (const [name, variable] of layer.bindings)
      if (!bindings.has(name) && (forgotten === undefined || isOwnState(name)))
        bindings.set(name, variable);
    forgotten ??= layer.forgotten;
  }
  return { bindings, forgotten };
}

/** Joins the ways that lead on into the environment that they were forked from. */
export function mergeDeltas({ environment, symbols }: Writable, deltas: readonly Delta[]): void {
  const [only] = deltas;
  if (only !== undefined && deltas.length === 1) {
    if (only.forgotten !== undefined) {
      keepOwnState(environment);
      environment.forgotten = only.forgotten;
    }
    for (const [name, variable] of only.bindings) environment.bindings.set(name, variable);
    return;
  }
  const names = new Set(deltas.flatMap((delta) => [...delta.bindings.keys()]));
  if (deltas.some((delta) => delta.forgotten !== undefined)) {
    forgetAll(environment, symbols);
    for (const name of names) if (!isOwnState(name)) names.delete(name);
  }
  for (const name of names) {
    const values = deltas.map((delta) => delta.bindings.get(name) ?? lookup(environment, name));
    mergeValue({ environment, symbols }, name, values);
  }
}

function mergeValue(
  at: Writable,
  name: string,
  values: readonly (Variable | 'withheld' | undefined)[],
): void {
  const first = values[0];
  const known = values.filter((value) => typeof value === 'object');
  if (
    typeof first === 'object' &&
    known.length === values.length &&
    known.every((value) => sameVariable(value, first))
  ) {
    at.environment.bindings.set(name, first);
    return;
  }
  if (name === errexitKey) {
    at.environment.bindings.set(name, { kind: 'unset' });
    return;
  }
  if (name.endsWith('()')) {
    const bodies = new Set(
      known.flatMap((value) => (value.kind === 'functions' ? value.bodies : [])),
    );
    at.environment.bindings.set(name, { kind: 'functions', bodies: [...bodies] });
    return;
  }
  const isList = known.some((value) => /^(?:indexed|associative|list)$/.test(value.kind));
  if (isList) at.environment.bindings.set(name, { kind: 'indexed', elements: new Map() });
  forget(at, name, `\`$${name}\` depends on the branch that runs`);
}
