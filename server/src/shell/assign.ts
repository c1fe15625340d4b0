/** Runs assignments on the environment, and forgets what a command, loop or function call may have changed. */
import { unknown } from '../base/fact.ts';
import type { Span } from '../base/span.ts';
import type { Assignment, Word } from './adapter.ts';
import type { Effect } from './assignments.ts';
import { forget, forgetAll, freshSymbol, lookup } from './environment.ts';
import { piecesOfWord, textOf, unknownPiece, valueOf } from './pieces.ts';
import type { Scope } from './session.ts';
import type { Touched } from './survey.ts';
import type { HerePiece } from './types.ts';
import { expandUnsplit } from './words.ts';

const longestValue = { pieces: 500, text: 20_000 } as const;

/** Runs what one command does to variables. */
export function applyEffect(effect: Effect, scope: Scope): void {
  const { environment, session } = scope;
  switch (effect.kind) {
    case 'assign':
      assign(effect.assignment, scope, effect.plain);
      return;
    case 'unset':
      environment.bindings.set(effect.name, { pieces: [], definition: undefined });
      return;
    case 'set-by-command':
      forget(
        { environment, symbols: session.symbols },
        effect.name,
        `\`$${effect.name}\` is set by \`${effect.command}\` when the script runs`,
      );
      return;
    case 'forgets':
      forgetAll(environment, session.symbols);
  }
}

/** Forgets the names that a loop, branch or function may set. */
export function forgetTouched(touched: Touched, scope: Scope): void {
  const { environment, session } = scope;
  if (touched.forgets) forgetAll(environment, session.symbols);
  else
    for (const name of touched.names)
      forget(
        { environment, symbols: session.symbols },
        name,
        `\`$${name}\` is set when the script runs`,
      );
}

/** The variable of a `for` loop: one of several values. */
export function assignLoopVariable(name: Word, scope: Scope): void {
  const { environment, session } = scope;
  forget(
    { environment, symbols: session.symbols },
    name.value,
    `\`$${name.value}\` takes one value after the other in a loop`,
  );
  const value = environment.bindings.get(name.value)?.pieces[0]?.unknown;
  const span = scope.source.locate(name.pos, name.end);
  if (value !== undefined) record(name.value, { span, nameSpan: span, value }, scope);
}

/** The variable of a `for` loop in one round: the word of that round. */
export function setLoopVariable(name: Word, value: string, { environment, source }: Scope): void {
  const span = source.locate(name.pos, name.end);
  environment.bindings.set(name.value, {
    pieces: [{ text: value, span }],
    definition: undefined,
  });
}

function assign(assignment: Assignment, scope: Scope, plain: boolean): void {
  const { source, environment } = scope;
  const { name } = assignment;
  const span = source.locate(assignment.pos, assignment.end);
  const nameSpan = source.locate(assignment.pos, assignment.pos + name.length);
  const pieces = namedPieces(name, assignedPieces(assignment, scope, plain), { scope, span });
  environment.bindings.set(name, { pieces, definition: span });
  record(name, { span, nameSpan, value: valueOf(pieces) }, scope);
}

function assignedPieces(
  assignment: Assignment,
  scope: Scope,
  plain: boolean,
): readonly HerePiece[] {
  const { name, value } = assignment;
  const span = scope.source.locate(assignment.pos, assignment.end);
  if (value.type === 'ArrayValue') {
    for (const element of value.elements) expandUnsplit(element, scope);
    return [unknownPiece(unknown(`\`${name}\` is an array`), span)];
  }
  const word = expandUnsplit(value, scope);
  if (!plain || assignment.index !== undefined)
    return [unknownPiece(unknown(`\`${name}\` has attributes or is an array`), span)];
  const added = piecesOfWord(word);
  if (assignment.append !== true) return added;
  const before = lookup(scope.environment, name);
  return before === undefined || before === 'withheld'
    ? [unknownPiece(unknown(`\`${name}\` has a part from outside this file`), span)]
    : [...before.pieces, ...added];
}

/** An unknown value takes the name of the variable as its symbol; `A=$B` keeps the symbol of `B`, for they are equal. */
function namedPieces(
  name: string,
  pieces: readonly HerePiece[],
  at: { readonly scope: Scope; readonly span: Span },
): readonly HerePiece[] {
  const value = valueOf(pieces);
  // `X=$X$X` in a row doubles each time: a value that long is no route.
  if (pieces.length > longestValue.pieces || textOf(pieces).length > longestValue.text) {
    const tooLong = unknown(
      `\`$${name}\` is too long to follow`,
      freshSymbol(at.scope.session.symbols, name),
    );
    return [unknownPiece(tooLong, at.span)];
  }
  if (typeof value === 'string') return pieces;
  if (pieces.length > 1) return pieces;
  if (value.symbol !== undefined && /^[A-Za-z_]\w*(?:#\d+)?$/.test(value.symbol)) return pieces;
  return [
    unknownPiece(unknown(value.reason, freshSymbol(at.scope.session.symbols, name)), at.span),
  ];
}

function record(
  name: string,
  assignment: { span: Span; nameSpan: Span; value: ReturnType<typeof valueOf> },
  scope: Scope,
): void {
  const existing = scope.session.variables.get(name);
  if (existing === undefined) scope.session.variables.set(name, [assignment]);
  else existing.push(assignment);
}
