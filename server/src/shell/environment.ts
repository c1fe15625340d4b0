/**
 * What is known of each variable at one point of the text.
 * Environments are layered: a branch, loop or subshell writes to its own layer, and the layer is merged or dropped after it.
 * Invariant: a name is bound to a value only if every way to this point sets that value.
 */
import { unknown } from '../base/fact.ts';
import type { Unknown } from '../base/fact.ts';
import type { Span } from '../base/span.ts';
import { unknownPiece } from './pieces.ts';
import type { HerePiece } from './types.ts';

export interface Binding {
  readonly pieces: readonly HerePiece[];
  /** The assignment, where there is exactly one. */
  readonly definition: Span | undefined;
}

export interface Environment {
  readonly parent: Environment | undefined;
  readonly bindings: Map<string, Binding>;
  /** Set where everything before was forgotten (`source`, `eval`): the number of that moment. */
  forgotten: number | undefined;
  /** The body of a function runs later: only some bindings of the script hold there. */
  readonly admits: ((name: string, binding: Binding | undefined) => boolean) | undefined;
}

/** Gives each unknown value its own symbol: the variable's name, then `name#2`, `name#3`, … */
export interface Symbols {
  readonly counts: Map<string, number>;
  readonly initial: Map<string, Unknown>;
  moments: number;
}

export function createSymbols(): Symbols {
  return { counts: new Map(), initial: new Map(), moments: 0 };
}

export function createEnvironment(
  parent?: Environment,
  admits?: Environment['admits'],
): Environment {
  return { parent, bindings: new Map(), forgotten: undefined, admits };
}

/** A symbol that no other value has. */
export function freshSymbol(symbols: Symbols, name: string): string {
  const count = (symbols.counts.get(name) ?? 0) + 1;
  symbols.counts.set(name, count);
  return count === 1 ? name : `${name}#${count}`;
}

/** The binding of a name, or undefined where the script has not set it yet. */
export function lookup(environment: Environment, name: string): Binding | 'withheld' | undefined {
  for (
    let layer: Environment | undefined = environment;
    layer !== undefined;
    layer = layer.parent
  ) {
    const binding = layer.bindings.get(name);
    if (binding !== undefined) return binding;
    if (layer.forgotten !== undefined) return undefined;
    if (layer.admits !== undefined) {
      const outer = layer.parent === undefined ? undefined : lookup(layer.parent, name);
      if (outer === 'withheld' || !layer.admits(name, outer)) return 'withheld';
      return outer;
    }
  }
  return undefined;
}

/** The value that a name has before the script sets it: the same unknown at every use between two `source`s. */
export function initialValue(environment: Environment, symbols: Symbols, name: string): Unknown {
  const key = `${name}/${momentOf(environment)}`;
  const existing = symbols.initial.get(key);
  if (existing !== undefined) return existing;
  const value = unknown(`\`$${name}\` is set outside this file`, freshSymbol(symbols, name));
  symbols.initial.set(key, value);
  return value;
}

/** The number of the last moment at which everything was forgotten; 0 at the start of the script. */
export function momentOf(environment: Environment): number {
  for (
    let layer: Environment | undefined = environment;
    layer !== undefined;
    layer = layer.parent
  ) {
    if (layer.forgotten !== undefined) return layer.forgotten;
  }
  return 0;
}

/** From here on nothing is known of any variable. */
export function forgetAll(environment: Environment, symbols: Symbols): void {
  symbols.moments += 1;
  environment.bindings.clear();
  environment.forgotten = symbols.moments;
}

/** From here on the value of one name is unknown, and equal to nothing before. */
export function forget(
  { environment, symbols }: { readonly environment: Environment; readonly symbols: Symbols },
  name: string,
  reason: string,
): void {
  const value = unknown(reason, freshSymbol(symbols, name));
  environment.bindings.set(name, {
    pieces: [unknownPiece(value, { start: 0, end: 0 })],
    definition: undefined,
  });
}

/** Joins the branches of an `if` or `case` back into the environment they were forked from. */
export function mergeBranches(
  environment: Environment,
  symbols: Symbols,
  branches: readonly Environment[],
): void {
  if (branches.some((branch) => branch.forgotten !== undefined)) {
    forgetAll(environment, symbols);
    return;
  }
  const names = new Set(branches.flatMap((branch) => [...branch.bindings.keys()]));
  for (const name of names) {
    const values = branches.map((branch) => branch.bindings.get(name) ?? lookup(environment, name));
    const first = values[0];
    if (typeof first === 'object' && values.every((value) => value === first))
      environment.bindings.set(name, first);
    else forget({ environment, symbols }, name, `\`$${name}\` depends on the branch that runs`);
  }
}
