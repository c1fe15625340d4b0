/**
 * `$X` and `${X…}`: the value of a variable, as far as the script tells it (Bash manual, 3.5.3).
 * Operations that are not modelled give unknown.
 */
import { unknown } from '../base/fact.ts';
import type { Unknown } from '../base/fact.ts';
import type { ParameterExpansionPart, Word } from './adapter.ts';
import { calculateText, expandText, knownText } from './evaluator.ts';
import { setText } from './assign.ts';
import { lookup, momentOf } from './environment.ts';
import { fieldSeparators } from './fields.ts';
import { operate } from './parameterOperations.ts';
import { valueOf } from './pieces.ts';
import type { Scope } from './session.ts';
import type { Place } from './types.ts';
import { elementsInOrder, plainText, unknownText } from './values.ts';
import type { Item, Text } from './values.ts';
import { keyOf } from './subscripts.ts';
import { argumentsOf, elementText, isSetHere, scalarText, variableOf } from './variables.ts';

export type Expansion =
  | { readonly kind: 'text'; readonly text: Text; readonly definition: Place | undefined }
  /** `"$@"`: each item begins a word of its own; an open one may be none or several words. */
  | {
      readonly kind: 'list';
      readonly items: readonly Text[];
      readonly counts?: readonly Item['count'][];
      /** `$*`, which is one word in quotes. */
      readonly joins?: boolean;
    }
  | { readonly kind: 'unknown-list'; readonly value: Unknown }
  /** The word of `${X:-word}`: its quotes count. */
  | { readonly kind: 'operand'; readonly word: Word };

/** The value of `$name`. */
export function expandVariable(name: string, scope: Scope): Expansion {
  if (name === '@' || name === '*') return expandList(name, '@', scope);
  const definition =
    /^[A-Za-z_]/.test(name) && isSetHere(name, scope)
      ? variableOf(name, scope).definition
      : undefined;
  return { kind: 'text', text: scalarText(name, scope), definition };
}

/** The value of `${name…}`. */
export function expandParameter(part: ParameterExpansionPart, scope: Scope): Expansion {
  const { parameter, prefix, index, operation } = part;
  if (prefix === '!') return expandIndirect(part, scope);
  const subscript = index?.text ?? (parameter === '@' || parameter === '*' ? parameter : undefined);
  const isList = subscript === '@' || subscript === '*';
  if (isList) return expandListOperation(part, subscript, scope);
  if (prefix === '#') return asText(lengthOf(textOfPart(part, scope)));
  if (operation === undefined && index === undefined) return expandVariable(parameter, scope);
  const text = textOfPart(part, scope);
  if (operation === undefined) return asText(text);
  if (operation.type === 'Default') return expandDefault(part, text, scope);
  // bash changes an empty value (`${X/#/pre}`), but leaves what is not set as it is.
  if (text.length === 0 && stateOf(part, text, scope) === 'unset') return asText([]);
  return asText(operate(operation, text, scope) ?? notModelled(part, scope));
}

function asText(text: Text): Expansion {
  return { kind: 'text', text, definition: undefined };
}

function textOfPart({ parameter, index }: ParameterExpansionPart, scope: Scope): Text {
  return index === undefined
    ? scalarText(parameter, scope)
    : elementText(parameter, keyOf(parameter, index, scope), scope);
}

function lengthOf(text: Text): Text {
  const value = valueOf(text);
  return typeof value === 'string'
    ? plainText(String(Array.from(value).length))
    : unknownText(unknown('it is the length of an unknown value'));
}

/** `${!X}` names another variable; `${!a[@]}` are the keys of an array. */
function expandIndirect(part: ParameterExpansionPart, scope: Scope): Expansion {
  const notKnown = unknown(`\`${part.text}\` is known only when the script runs`);
  if (part.operation?.type === 'Names') return { kind: 'unknown-list', value: notKnown };
  const subscript = part.index?.text;
  if (subscript !== '@' && subscript !== '*')
    return expandNamed(part, scope) ?? asText(unknownText(notKnown));
  const variable = variableOf(part.parameter, scope);
  if (variable.kind === 'indexed' || variable.kind === 'associative') {
    return asList(
      elementsInOrder(variable).map(([key]) => plainText(key)),
      subscript,
      scope,
    );
  }
  const isKnown =
    variable.kind === 'unset' || (variable.kind === 'text' && isKnownText(variable.text));
  if (!isKnown) return { kind: 'unknown-list', value: notKnown };
  return { kind: 'list', items: variable.kind === 'unset' ? [] : [plainText('0')] };
}

/** `${!X}` where the name in `X` is known; of a `declare -n` variable it is that name. */
function expandNamed(part: ParameterExpansionPart, scope: Scope): Expansion | undefined {
  const name = valueOf(textOfPart(part, scope));
  const found = lookup(scope.environment, part.parameter);
  const isReference = typeof found === 'object' && found.attributes?.reference === true;
  if (typeof name !== 'string' || isReference || !/^(?:[A-Za-z_]\w*|[1-9]\d*)$/.test(name))
    return undefined;
  return expandParameter({ ...part, prefix: undefined, index: undefined, parameter: name }, scope);
}

function isKnownText(text: Text): boolean {
  return typeof valueOf(text) === 'string';
}

/** The elements of an array or the arguments, or the reason why they are not known. */
function itemsOf(name: string, scope: Scope): readonly Text[] | Unknown {
  const variable = name === '@' || name === '*' ? argumentsOf(scope) : variableOf(name, scope);
  switch (variable.kind) {
    case 'indexed':
    case 'associative':
      return elementsInOrder(variable).map(([, text]) => text);
    case 'unset':
    case 'functions':
      return [];
    case 'list':
      return unknown(`\`${name}\` is a list of unknown length`);
    case 'text':
      if (isSetHere(name, scope) || isKnownText(variable.text)) return [variable.text];
      return unknown(`\`${name}\` may be a list that is set outside this file`);
  }
}

function expandList(subscript: '@' | '*', name: string, scope: Scope): Expansion {
  const open = openItemsOf(name, scope);
  if (open !== undefined) return { ...open, joins: subscript === '*' };
  const items = itemsOf(name, scope);
  return 'kind' in items ? { kind: 'unknown-list', value: items } : asList(items, subscript, scope);
}

/** All items of a list of unknown length, as they were written. */
function openItemsOf(name: string, scope: Scope): Extract<Expansion, { kind: 'list' }> | undefined {
  const variable = name === '@' || name === '*' ? argumentsOf(scope) : variableOf(name, scope);
  if (variable.kind !== 'list' || variable.items === undefined) return undefined;
  return {
    kind: 'list',
    items: variable.items.map(({ text }) => text),
    counts: variable.items.map(({ count }) => count),
  };
}

/**
 * `"${a[*]}"` is one word, joined by the first separator. Without quotes both are split again, so that nothing differs,
 * but for no separator at all: that joins within quotes only.
 */
function asList(items: readonly Text[], subscript: '@' | '*', scope: Scope): Expansion {
  if (subscript === '@') return { kind: 'list', items };
  const separators = fieldSeparators(scope);
  if (separators === undefined || (separators === '' && items.length > 1))
    return asText(unknownText(unknown('`IFS` was changed')));
  const between = plainText(separators.slice(0, 1));
  return asText(items.flatMap((item, i) => (i === 0 ? item : [...between, ...item])));
}

function expandListOperation(
  part: ParameterExpansionPart,
  subscript: '@' | '*',
  scope: Scope,
): Expansion {
  const { parameter, operation, prefix } = part;
  if (operation === undefined && prefix === undefined)
    return expandList(subscript, parameter, scope);
  const items = itemsOf(parameter, scope);
  const notKnown = unknown(`\`${part.text}\` is a list of unknown length`);
  if ('kind' in items)
    return prefix === '#'
      ? asText(unknownText(notKnown))
      : { kind: 'unknown-list', value: notKnown };
  if (prefix === '#') return asText(plainText(String(items.length)));
  if (operation === undefined) return asList(items, subscript, scope);
  if (operation.type === 'Slice') {
    const sliced = sliceItems(part, items, scope);
    return sliced === undefined
      ? { kind: 'unknown-list', value: notKnown }
      : asList(sliced, subscript, scope);
  }
  if (operation.type === 'Default') {
    const isSet = items.length > 1 || items.some((item) => item.length > 0);
    const isPlus = operation.operator.endsWith('+');
    if (isSet !== isPlus && (isSet || isPlus))
      return isSet ? asList(items, subscript, scope) : asText([]);
    return { kind: 'operand', word: operation.operand };
  }
  const changed = items.map((item) => operate(operation, item, scope));
  const known = changed.filter((item) => item !== undefined);
  return known.length < items.length
    ? { kind: 'unknown-list', value: notKnown }
    : asList(known, subscript, scope);
}

/** `${@:2}`, `${a[@]:1:2}`: arguments count from 1 (0 is the script). */
function sliceItems(
  part: ParameterExpansionPart,
  items: readonly Text[],
  scope: Scope,
): readonly Text[] | undefined {
  if (part.operation?.type !== 'Slice') return undefined;
  const offset = calculateText(knownText(part.operation.offset, scope) ?? '?', scope);
  const length =
    part.operation.length === undefined
      ? BigInt(items.length)
      : calculateText(knownText(part.operation.length, scope) ?? '?', scope);
  const isArguments = part.parameter === '@' || part.parameter === '*';
  if (offset === undefined || length === undefined || length < 0n) return undefined;
  if (!isArguments) return sliceElements(part.parameter, { items, offset, length }, scope);
  const first = Number(offset) < 0 ? items.length + Number(offset) + 1 : Number(offset);
  // The name of the script is not known.
  if (first === 0) return undefined;
  return first < 0 ? [] : items.slice(first - 1, first - 1 + Number(length));
}

interface Slice {
  readonly items: readonly Text[];
  readonly offset: bigint;
  readonly length: bigint;
}

/** The offset is a subscript, the length a number of elements: gaps do not count. Of a text bash takes characters. */
function sliceElements(
  name: string,
  { items, offset, length }: Slice,
  scope: Scope,
): readonly Text[] | undefined {
  const variable = variableOf(name, scope);
  if (variable.kind === 'unset') return [];
  if (variable.kind !== 'indexed') return undefined;
  const indices = [...variable.elements.keys()].toSorted((a, b) => a - b);
  const end = (indices.at(-1) ?? -1) + 1;
  const first = Number(offset) < 0 ? end + Number(offset) : Number(offset);
  if (first < 0) return [];
  const start = indices.findIndex((index) => index >= first);
  return start < 0 ? [] : items.slice(start, start + Number(length));
}

/** `${X:-word}` and its kin. */
function expandDefault(part: ParameterExpansionPart, text: Text, scope: Scope): Expansion {
  const { operation, parameter } = part;
  if (operation?.type !== 'Default') return asText(text);
  const { operator, operand } = operation;
  const state = stateOf(part, text, scope);
  const chosen = choose(operator, state);
  if (chosen === 'variable')
    return part.index === undefined && state !== 'unset'
      ? expandVariable(parameter, scope)
      : asText(text);
  if (chosen === 'operand') {
    if (!operator.endsWith('=')) return { kind: 'operand', word: operand };
    const value = expandText(operand, scope);
    if (part.index === undefined) setText(parameter, value, scope);
    return asText(value);
  }
  // What the operand runs counts, whichever side is taken.
  expandText(operand, scope);
  const value = unknownText(
    unknown(`\`${part.text}\` may be set outside this file`, operationSymbol(part, scope)),
  );
  if (operator.endsWith('=') && part.index === undefined) setText(parameter, value, scope);
  return asText(value);
}

type State = 'unset' | 'empty' | 'filled' | 'unknown';

function stateOf({ parameter, index }: ParameterExpansionPart, text: Text, scope: Scope): State {
  if (text.some((piece) => piece.unknown === undefined && piece.text !== '')) return 'filled';
  if (text.some((piece) => piece.unknown !== undefined)) return 'unknown';
  if (/^\d+$/.test(parameter)) {
    const list = argumentsOf(scope);
    return list.kind === 'indexed' && !list.elements.has(Number(parameter)) ? 'unset' : 'empty';
  }
  const variable = variableOf(parameter, scope);
  if (variable.kind === 'unset') return 'unset';
  if (variable.kind === 'indexed' && index === undefined)
    return variable.elements.has(0) ? 'empty' : 'unset';
  if (index !== undefined && (variable.kind === 'indexed' || variable.kind === 'associative')) {
    const keys: readonly (string | number)[] = [...variable.elements.keys()];
    const key = keyOf(parameter, index, scope);
    return keys.some((each) => String(each) === key) ? 'empty' : 'unset';
  }
  return 'empty';
}

/** Which side of `${X:-word}` counts, if the value of `X` is known. */
function choose(operator: string, state: State): 'variable' | 'operand' | 'unknown' {
  if (state === 'unknown') return 'unknown';
  // Without the colon an empty value counts as set.
  const isSet = state === 'filled' || (state === 'empty' && !operator.startsWith(':'));
  if (operator.endsWith('+')) return isSet ? 'operand' : 'variable';
  if (isSet) return 'variable';
  return operator.endsWith('?') ? 'unknown' : 'operand';
}

function notModelled(part: ParameterExpansionPart, scope: Scope): Text {
  return unknownText(
    unknown(`\`${part.text}\` is known only when the script runs`, operationSymbol(part, scope)),
  );
}

/** An operation gives the same value at each use, as long as the variable is the same and the words hold no expansion. */
function operationSymbol(part: ParameterExpansionPart, scope: Scope): string | undefined {
  if (part.index !== undefined || /[$`]/.test(part.text.slice(2))) return undefined;
  const found = lookup(scope.environment, part.parameter);
  if (found === undefined && /^[A-Za-z_]/.test(part.parameter))
    return `${part.parameter}/${momentOf(scope.environment)}:${part.text}`;
  const value = valueOf(scalarText(part.parameter, scope));
  const symbol = typeof value === 'string' ? undefined : value.symbol;
  return symbol === undefined ? undefined : `${symbol}:${part.text}`;
}
