/** Sets variables, and forgets what a command, loop or function call may have changed. */
import { isUnknown, unknown } from '../base/fact.ts';
import type { Assignment, Word } from './adapter.ts';
import { isLeft, limits, prices, spend } from './budget.ts';
import { calculateText, expandText, expandWords } from './evaluator.ts';
import { forget, forgetAll, freshSymbol, lookup } from './environment.ts';
import { fieldSeparators } from './fields.ts';
import { countOf, isOpen, textOf, valueOf } from './pieces.ts';
import { placeAt } from './session.ts';
import type { Scope } from './session.ts';
import type { Touched } from './survey.ts';
import type { Place } from './types.ts';
import { elementsInOrder, plainText, scalarOf, textVariable, unknownText } from './values.ts';
import type { Attributes, Item, Text, Variable } from './values.ts';
import { keyOf } from './subscripts.ts';
import { referenceTarget, variableOf } from './variables.ts';
import { piecesOfWord } from './pieces.ts';

/** Forgets the names that a loop, branch or function may set. */
export function forgetTouched(touched: Touched, scope: Scope): void {
  const { environment, session } = scope;
  const at = { environment, symbols: session.symbols };
  spend(session.budget, 0, prices.forgotten * touched.names.size);
  // Where nothing more is followed, many names are not worth the time that it takes to tell them from the others.
  const isMany = !isLeft(session.budget) && touched.names.size > limits.names;
  const forgets = touched.forgets || isMany;
  if (forgets) forgetAll(environment, session.symbols);
  for (const name of touched.names)
    if (!forgets || name === '@') forget(at, name, `\`$${name}\` is set when the script runs`);
}

/** Gives a variable a value, as `NAME=value` does: attributes of the variable count. */
export function setText(name: string, text: Text, scope: Scope): void {
  setDefined(name, { text, definition: undefined }, scope);
}

/** The same, with the place of the assignment. */
export function setDefined(
  name: string,
  { text, definition }: { readonly text: Text; readonly definition: Place | undefined },
  scope: Scope,
): void {
  const { environment } = scope;
  const found = lookup(environment, name);
  const before = typeof found === 'object' ? found : undefined;
  if (before?.attributes?.reference === true) {
    setThroughReference(before, { text, name }, scope);
    return;
  }
  if (before?.kind === 'indexed' || before?.kind === 'associative') {
    setElement(name, { key: '0', text }, scope);
    return;
  }
  if (before?.kind === 'list') {
    forget({ environment, symbols: scope.session.symbols }, name, `\`${name}\` is an array`);
    return;
  }
  const value = shaped(name, withAttributes(text, before?.attributes, scope), scope);
  const made = textVariable(value, definition);
  const attributes = before?.attributes;
  environment.bindings.set(name, attributes === undefined ? made : { ...made, attributes });
}

function setThroughReference(
  reference: Variable,
  { text, name }: { readonly text: Text; readonly name: string },
  scope: Scope,
): void {
  const target = referenceTarget(reference);
  const value = scalarOf(reference);
  const isEmpty = !isUnknown(value) && valueOf(value) === '';
  if (target !== undefined && target !== name) setText(target, text, scope);
  else if (isEmpty) scope.environment.bindings.set(name, { ...reference, kind: 'text', text });
  else forgetAll(scope.environment, scope.session.symbols);
}

interface Element {
  readonly key: string | undefined;
  readonly text: Text;
}

/** `NAME[key]=value`. An unknown key makes the whole array unknown. */
export function setElement(name: string, { key, text }: Element, scope: Scope): void {
  const { environment, session } = scope;
  const variable = variableOf(name, scope);
  const elements = key === undefined ? undefined : elementsWith(variable, key, text);
  if (elements === undefined || sizeOf(elements) > limits.elements) {
    const value = unknown(`\`${name}\` is an array`, freshSymbol(session.symbols, name));
    environment.bindings.set(name, { kind: 'list', value, shifted: 0 });
    return;
  }
  environment.bindings.set(name, elements);
}

function sizeOf(variable: Variable): number {
  return 'elements' in variable ? variable.elements.size : 0;
}

function elementsWith(variable: Variable, key: string, text: Text): Variable | undefined {
  const { attributes } = variable;
  const kept = attributes === undefined ? {} : { attributes };
  if (variable.kind === 'associative')
    return { ...kept, kind: 'associative', elements: new Map([...variable.elements, [key, text]]) };
  if (variable.kind === 'list') return undefined;
  const before = variable.kind === 'indexed' ? variable.elements : startOf(variable);
  const number = Number(key);
  const index = number < 0 ? Math.max(-1, ...before.keys()) + 1 + number : number;
  if (!Number.isSafeInteger(index) || index < 0) return undefined;
  return { ...kept, kind: 'indexed', elements: new Map([...before, [index, text]]) };
}

/** A plain variable that becomes an array keeps its value as element 0; what is set nowhere here is taken for unset. */
function startOf(variable: Variable): ReadonlyMap<number, Text> {
  if (variable.kind !== 'text' || typeof valueOf(variable.text) !== 'string') return new Map();
  return new Map([[0, variable.text]]);
}

/**
 * Runs `NAME=value`, `NAME+=value`, `NAME[i]=value`, `NAME=(…)`.
 * `prepare` runs when the value is read: `local x=$x` makes the name local then.
 */
export function runAssignment(
  assignment: Assignment,
  scope: Scope,
  prepare: () => void = () => {},
): void {
  const { name, value, index, append } = assignment;
  const { source } = scope;
  const span = source.locate(assignment.pos, assignment.end);
  const definition = placeAt(scope, span);
  if (value.type === 'ArrayValue') {
    prepare();
    const elements = value.elements;
    assignArray(name, { elements, append: append === true, definition }, scope);
  } else {
    const text = joinsKeys(value, scope)
      ? unknownText(unknown('`IFS` was changed'))
      : expandText(value, scope);
    const added = text.map((piece) =>
      piece.written === undefined ? { ...piece, written: placeAt(scope, piece.span) } : piece,
    );
    prepare();
    if (index === undefined) {
      const text = append === true ? appended(name, added, scope) : added;
      setDefined(name, { text, definition }, scope);
    } else {
      const key = keyOf(name, index, scope);
      const before = append === true && key !== undefined ? elementBefore(name, key, scope) : [];
      setElement(name, { key, text: [...before, ...added] }, scope);
    }
  }
  record(name, assignment, scope);
}

/** `a="${!l[@]}"`: bash 5.2 joins keys by the first separator here, and elements by a blank. */
function joinsKeys({ text }: Word, scope: Scope): boolean {
  return /\$\{![A-Za-z_]\w*\[@\]\}/.test(text) && fieldSeparators(scope) !== ' \t\n';
}

function elementBefore(name: string, key: string, scope: Scope): Text {
  const variable = variableOf(name, scope);
  if (variable.kind === 'associative') return variable.elements.get(key) ?? [];
  return variable.kind === 'indexed' ? (variable.elements.get(Number(key)) ?? []) : [];
}

function appended(name: string, added: Text, scope: Scope): Text {
  const variable = variableOf(name, scope);
  const before = scalarOf(variable);
  const text = isUnknown(before) ? unknownText(before) : before;
  if (variable.attributes?.integer === true) {
    const [left, right] = [valueOf(text), valueOf(added)];
    if (typeof left === 'string' && typeof right === 'string')
      return plainText(`(${left === '' ? '0' : left})+(${right})`);
  }
  return [...text, ...added];
}

interface ArrayAssignment {
  readonly elements: readonly Word[];
  readonly append: boolean;
  readonly definition: Place;
}

function assignArray(
  name: string,
  { elements, append, definition }: ArrayAssignment,
  scope: Scope,
): void {
  const { environment, session } = scope;
  const found = lookup(environment, name);
  const before = typeof found === 'object' ? found : undefined;
  const isMap = before?.kind === 'associative';
  const attributes = before?.attributes === undefined ? {} : { attributes: before.attributes };
  const read = readElements(elements, { name, isMap }, scope);
  const first = append && before !== undefined ? before : undefined;
  const continues =
    first?.kind === 'list' || (first?.kind === 'text' && isUnknown(valueOf(first.text)));
  if (!read.isWhole || continues) {
    const value = unknown(`\`${name}\` is an array`, freshSymbol(session.symbols, name));
    const list = { kind: 'list', value, shifted: 0, definition } as const;
    const items = isMap ? undefined : itemsWith(first, read.elements);
    environment.bindings.set(name, items === undefined ? list : { ...list, items });
    return;
  }
  if (isMap) {
    const start = first?.kind === 'associative' ? first.elements : [];
    const all = new Map([
      ...start,
      ...read.elements.flatMap(({ key, text }) =>
        key === undefined ? [] : [[key, text] as const],
      ),
    ]);
    environment.bindings.set(name, {
      ...attributes,
      kind: 'associative',
      elements: all,
      definition,
    });
    return;
  }
  const all = new Map(
    first?.kind === 'indexed' ? first.elements : first === undefined ? [] : startOf(first),
  );
  let next = Math.max(-1, ...all.keys()) + 1;
  for (const { key, text } of read.elements) {
    const index = key === undefined ? next : Number(key);
    all.set(index, withAttributes(text, before?.attributes, scope));
    next = index + 1;
  }
  environment.bindings.set(name, { ...attributes, kind: 'indexed', elements: all, definition });
}

interface Elements {
  readonly elements: readonly (Element & Pick<Item, 'count'>)[];
  /** False where an element may be none or several, or is not known. */
  readonly isWhole: boolean;
}

/** The items of a list before and those that are added; undefined where they have no order of their own. */
function itemsWith(
  before: Variable | undefined,
  added: Elements['elements'],
): readonly Item[] | undefined {
  if (added.length > limits.elements || added.some(({ key }) => key !== undefined))
    return undefined;
  if (before === undefined) return added;
  if (before.kind === 'list') {
    const { items } = before;
    return items === undefined || items.length > limits.elements ? undefined : [...items, ...added];
  }
  if (before.kind !== 'indexed') return undefined;
  const elements = elementsInOrder(before);
  if (elements.some(([key], index) => Number(key) !== index)) return undefined;
  return [...elements.map(([, text]) => ({ text, count: 'one' as const })), ...added];
}

/** The elements between the brackets, as far as they are known. */
function readElements(
  words: readonly Word[],
  array: { readonly name: string; readonly isMap: boolean },
  scope: Scope,
): Elements {
  const read: (Element & Pick<Item, 'count'>)[] = [];
  let isWhole = true;
  for (const word of words) {
    const subscript = /^\[([^\]]*)\]=/.exec(word.text);
    if (subscript !== null) {
      const element = readSubscripted(word, subscript, scope);
      const key = array.isMap ? element.key : indexOf(element.key, scope);
      if (key === undefined) isWhole = false;
      read.push({ ...element, key: key ?? '', count: 'one' });
      continue;
    }
    if (array.isMap) isWhole = false;
    for (const each of expandWords(word, scope)) {
      if (isOpen(each)) isWhole = false;
      const text = piecesOfWord(each).map((piece) => ({
        ...piece,
        written: piece.written ?? placeAt(scope, each.span),
      }));
      read.push({
        key: undefined,
        text: text.filter((piece) => piece.text !== ''),
        count: countOf(each),
      });
    }
  }
  return { elements: read, isWhole: isWhole && read.length <= limits.elements };
}

/** `[key]=value`, read from the value of the whole word, because the parser gives it as one. */
function readSubscripted(word: Word, subscript: RegExpExecArray, scope: Scope): Element {
  const pieces = expandText(word, scope);
  const value = valueOf(pieces);
  const inside = subscript[1] ?? '';
  if (typeof value === 'string') {
    const plain = /^\[([^\]]*)\]=(.*)$/s.exec(value);
    return { key: plain?.[1], text: plainText(plain?.[2] ?? '') };
  }
  const isPlainKey = !/[$`"'\\]/.test(inside);
  const rest = textOf(pieces).indexOf(']=');
  const key = isPlainKey && rest >= 0 ? inside : undefined;
  return { key, text: unknownText(unknown(value.reason)) };
}

function indexOf(key: string | undefined, scope: Scope): string | undefined {
  const value = key === undefined ? undefined : calculateText(key, scope);
  return value === undefined || value < 0n || value > 1_000_000n ? undefined : String(value);
}

/** What `declare -i`, `-l`, `-u` make of a text. */
function withAttributes(text: Text, attributes: Attributes | undefined, scope: Scope): Text {
  if (attributes === undefined) return text;
  const { integer, lower, upper } = attributes;
  if (integer !== true && lower !== true && upper !== true) return text;
  const value = valueOf(text);
  if (typeof value !== 'string') return unknownText(unknown(value.reason));
  if (integer === true) {
    const number = calculateText(value, scope);
    return number === undefined
      ? unknownText(unknown('the calculation is known only when the script runs'))
      : plainText(String(number));
  }
  return plainText(lower === true ? value.toLowerCase() : value.toUpperCase());
}

/** An unknown value takes the name of the variable as its symbol; `A=$B` keeps the symbol of `B`, for they are equal. */
function shaped(name: string, text: Text, { session }: Scope): Text {
  const [only] = text;
  if (
    text.length > limits.pieces ||
    text.reduce((sum, piece) => sum + piece.text.length, 0) > limits.text
  )
    // `X=$X$X` in a row doubles each time: a value that long is no route.
    return unknownText(
      unknown(`\`$${name}\` is too long to follow`, freshSymbol(session.symbols, name)),
    );
  if (only?.unknown === undefined || text.length > 1) return text;
  if (only.unknown.symbol !== undefined) return text;
  const value = unknown(only.unknown.reason, freshSymbol(session.symbols, name));
  return [{ ...only, unknown: value }];
}

/** Notes where a variable of this file is set. */
function record(name: string, assignment: Assignment, scope: Scope): void {
  const { source } = scope;
  const span = source.locate(assignment.pos, assignment.end);
  const nameSpan = source.locate(assignment.pos, assignment.pos + name.length);
  recordValue(name, { span, nameSpan }, scope);
}

/** Notes an assignment with the value that the variable has now. A place that sets several values sets an unknown one. */
export function recordValue(
  name: string,
  place: { readonly span: Place['span']; readonly nameSpan: Place['span'] },
  scope: Scope,
): void {
  const { session, source, environment } = scope;
  if (source.file !== undefined || source.origin !== undefined) return;
  const variable = lookup(environment, name);
  const text = typeof variable === 'object' ? scalarOf(variable) : [];
  const isList = typeof variable === 'object' && variable.kind !== 'text';
  const value = isList
    ? unknown(`\`${name}\` is an array`)
    : isUnknown(text)
      ? text
      : valueOf(text);
  const places: NonNullable<ReturnType<typeof session.variables.get>> =
    session.variables.get(name) ?? new Map<number, never>();
  session.variables.set(name, places);
  const before = places.get(place.nameSpan.start);
  const isSame = before === undefined || before.value === value;
  session.symbols.trace?.assigned.push({ name, start: place.nameSpan.start });
  places.set(place.nameSpan.start, {
    ...place,
    value: isSame || isUnknown(value) ? value : unknown(`\`$${name}\` takes several values here`),
  });
}

/** A list of texts as an array, for `read -a`, `mapfile` and the arguments. */
export function arrayOf(texts: readonly Text[], from = 0): Variable {
  return { kind: 'indexed', elements: new Map(texts.map((text, i) => [i + from, text])) };
}
