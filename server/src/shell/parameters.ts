/**
 * `$X` and `${X…}`: the value of a variable, as far as the script tells it (Bash manual, 3.5.3).
 * Operations that are not modelled give unknown.
 */
import { unknown } from '../base/fact.ts';
import type { Unknown } from '../base/fact.ts';
import type { Span } from '../base/span.ts';
import type { ParameterExpansionPart, Word } from './adapter.ts';
import { positionals } from './assignments.ts';
import { createEnvironment, freshSymbol, initialValue, lookup, momentOf } from './environment.ts';
import type { Binding, Environment } from './environment.ts';
import { unknownPiece, valueOf } from './pieces.ts';
import type { Scope } from './session.ts';
import type { HerePiece, ShellWord } from './types.ts';

export interface Expansion {
  readonly pieces: readonly HerePiece[];
  readonly several: boolean;
  readonly definition: Span | undefined;
}

/** Values that change from one use to the next, or that only the running shell knows. */
const volatile = new Set([
  '?',
  '!',
  '$',
  '#',
  '-',
  '_',
  '0',
  'RANDOM',
  'SRANDOM',
  'SECONDS',
  'LINENO',
  'BASHPID',
  'EPOCHSECONDS',
  'EPOCHREALTIME',
  'PIPESTATUS',
  'FUNCNAME',
  'REPLY',
]);

/** The value of `$name`. */
export function expandVariable(name: string, span: Span, scope: Scope): Expansion {
  if (name === '@' || name === '*') return several(`\`$${name}\` is the list of arguments`, span);
  if (/^\d+$/.test(name) && name !== '0') return single(positional(name, scope), span);
  if (volatile.has(name))
    return single(unknown(`\`$${name}\` is known only when the script runs`), span);
  const binding = bindingOf(name, scope);
  return {
    pieces: binding.pieces.map((piece) => ({ ...piece, span })),
    several: false,
    definition: binding.definition,
  };
}

/** The value of `${name…}`. `expand` evaluates the words inside the braces. */
export function expandParameter(
  part: ParameterExpansionPart,
  span: Span,
  using: { readonly scope: Scope; readonly expand: (word: Word) => ShellWord },
): Expansion {
  const { scope, expand } = using;
  const notModelled = single(unknown(`\`${part.text}\` is known only when the script runs`), span);
  if (part.index !== undefined) {
    if (part.index.text === '@' || part.index.text === '*')
      return several(`\`${part.text}\` is a list`, span);
    return part.operation === undefined && part.prefix === undefined
      ? single(element(part.parameter, part.index, scope), span)
      : notModelled;
  }
  if (part.prefix !== undefined)
    return part.operation?.type === 'Names'
      ? several(`\`${part.text}\` is a list`, span)
      : notModelled;
  if (part.operation === undefined) return expandVariable(part.parameter, span, scope);
  if (part.operation.type !== 'Default') return notModelled;
  const isSetHere = lookup(scope.environment, part.parameter) !== undefined;
  const plain = isSetHere ? expandVariable(part.parameter, span, scope) : notModelled;
  const operand = expand(part.operation.operand);
  const chosen = chooseDefault(part.operation.operator, plain, operand);
  if (chosen === 'variable') return plain;
  if (chosen === 'operand')
    return { pieces: pieces(operand, span), several: false, definition: undefined };
  return single(
    unknown(`\`${part.text}\` may be set outside this file`, defaultSymbol(part, scope)),
    span,
  );
}

/** Which side of `${X:-word}` counts, if the value of `X` is known. */
function chooseDefault(
  operator: string,
  plain: Expansion,
  operand: ShellWord,
): 'variable' | 'operand' | 'unknown' {
  const value = valueOf(plain.pieces);
  if (typeof value !== 'string') return 'unknown';
  // Without the colon an empty value counts as set.
  const isSet = value !== '' || !operator.startsWith(':');
  if (operator.endsWith('+')) return isSet ? 'operand' : 'variable';
  if (isSet) return 'variable';
  return operator.endsWith('?') || operand.several === true ? 'unknown' : 'operand';
}

/** `${X:-word}` has the same value at each use, as long as `X` is the same and the word holds no expansion. */
function defaultSymbol(part: ParameterExpansionPart, scope: Scope): string | undefined {
  const operand = part.operation?.type === 'Default' ? part.operation.operand : undefined;
  if (
    operand?.parts?.some((each) => each.type !== 'Literal' && each.type !== 'SingleQuoted') === true
  )
    return undefined;
  const binding = lookup(scope.environment, part.parameter);
  const base =
    binding === undefined
      ? `${part.parameter}/${momentOf(scope.environment)}`
      : symbolOf(bindingOf(part.parameter, scope));
  return base === undefined ? undefined : `${base}:${part.text}`;
}

/** The binding of a name; a name that the script has not set gets its value from outside. */
function bindingOf(name: string, scope: Scope): Binding {
  const found = lookup(scope.environment, name);
  if (found !== undefined && found !== 'withheld') return found;
  const value =
    found === 'withheld'
      ? withheldValue(name, scope)
      : initialValue(scope.environment, scope.session.symbols, name);
  return { pieces: [unknownPiece(value, { start: 0, end: 0 })], definition: undefined };
}

/** In a function body: a variable whose value depends on the moment of the call; the same at each use in that body. */
function withheldValue(name: string, scope: Scope): Unknown {
  const layer = functionLayer(scope.environment);
  const value = unknown(
    `\`$${name}\` depends on when the function is called`,
    freshSymbol(scope.session.symbols, name),
  );
  layer.bindings.set(name, {
    pieces: [unknownPiece(value, { start: 0, end: 0 })],
    definition: undefined,
  });
  return value;
}

function functionLayer(environment: Environment): Environment {
  let layer = environment;
  while (layer.admits === undefined && layer.parent !== undefined) layer = layer.parent;
  return layer;
}

function positional(name: string, scope: Scope): Unknown {
  const list = symbolOf(bindingOf(positionals, scope));
  const suffix = list === undefined || list === positionals ? '' : list.slice(positionals.length);
  return unknown(`\`$${name}\` is an argument`, `${name}${suffix}`);
}

function element(array: string, index: Word, scope: Scope): Unknown {
  const list = symbolOf(bindingOf(array, scope));
  const isFixed =
    index.parts === undefined &&
    /^\w+$/.test(index.text) &&
    (!/^[A-Za-z_]/.test(index.text) || lookup(scope.environment, index.text) === undefined);
  return unknown(
    `\`${array}[${index.text}]\` is an element of an array`,
    list === undefined || !isFixed ? undefined : `${list}[${index.text}]`,
  );
}

function symbolOf(binding: Binding): string | undefined {
  const value = valueOf(binding.pieces);
  return typeof value === 'string' ? undefined : value.symbol;
}

function pieces(word: ShellWord, span: Span): HerePiece[] {
  if (word.pieces !== undefined) return word.pieces.map((piece) => ({ ...piece, span }));
  return [
    typeof word.value === 'string' ? { text: word.value, span } : unknownPiece(word.value, span),
  ];
}

function single(value: Unknown, span: Span): Expansion {
  return { pieces: [unknownPiece(value, span)], several: false, definition: undefined };
}

function several(reason: string, span: Span): Expansion {
  return { pieces: [unknownPiece(unknown(reason), span)], several: true, definition: undefined };
}

/** An environment for the body of a function that is written here and called later. */
export function functionEnvironment(name: string, scope: Scope): Environment {
  const { survey, symbols } = scope.session;
  const firstCall = survey.functions.get(name)?.firstCall ?? Infinity;
  const environment = createEnvironment(scope.environment, (variable, binding) => {
    const assignments = survey.assignments.get(variable) ?? 0;
    return (
      assignments === 0 ||
      (assignments === 1 && binding !== undefined && (binding.definition?.start ?? 0) < firstCall)
    );
  });
  const list = unknown('it is the list of arguments', freshSymbol(symbols, positionals));
  environment.bindings.set(positionals, {
    pieces: [unknownPiece(list, { start: 0, end: 0 })],
    definition: undefined,
  });
  return environment;
}
