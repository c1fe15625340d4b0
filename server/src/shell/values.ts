/**
 * What a variable holds: text of known and unknown pieces, an array of such texts, or a list of which nothing is known.
 * Values never change; an assignment makes a new one.
 */
import { unknown } from '../base/fact.ts';
import type { Unknown } from '../base/fact.ts';
import type { SyntaxNode } from './adapter.ts';
import { textOf, unknownPiece, valueOf } from './pieces.ts';
import type { Source } from './source.ts';
import type { HerePiece, Place, ShellWord } from './types.ts';

export type Text = readonly HerePiece[];

/** `declare -i -l -u -n`: what an assignment does to the text. */
export interface Attributes {
  readonly integer?: boolean;
  readonly lower?: boolean;
  readonly upper?: boolean;
  /** A name for another variable: not followed. */
  readonly reference?: boolean;
}

interface Common {
  readonly attributes?: Attributes;
  /** The assignment, where there is exactly one. */
  readonly definition?: Place;
}

export type Variable =
  | (Common & { readonly kind: 'text'; readonly text: Text })
  | (Common & { readonly kind: 'unset' })
  | (Common & {
      readonly kind: 'indexed';
      /** By index; not in order. */
      readonly elements: ReadonlyMap<number, Text>;
      /** Arguments of a call: the words that were written for the elements 1, 2, …. */
      readonly words?: readonly ShellWord[];
    })
  | (Common & { readonly kind: 'associative'; readonly elements: ReadonlyMap<string, Text> })
  | (Common & {
      readonly kind: 'list';
      readonly value: Unknown;
      /** `shift` was called so often. */
      readonly shifted: number;
      /** What the list was made of, where that is known: an open item may be none or several elements. */
      readonly items?: readonly Item[];
      /** Arguments of a call: the words that were written. */
      readonly words?: readonly ShellWord[];
    })
  | (Common & { readonly kind: 'functions'; readonly bodies: readonly FunctionBody[] });

/** A part of a list, in the order in which it was written. */
export interface Item {
  readonly text: Text;
  /** `open` and `several` as those of a word: none or more than one element may come of it. */
  readonly count: 'one' | 'open' | 'several';
}

/** The element that is the n-th of the items, from 0, or undefined where an open item comes before it. */
export function elementOfItems(
  items: readonly Item[] | undefined,
  index: number,
): Text | undefined {
  const item = items?.[index];
  if (item === undefined || items?.slice(0, index).some(({ count }) => count !== 'one') === true)
    return undefined;
  return item.count === 'one' ? item.text : firstOfOpen(item.text);
}

/** What is certain of the first of the elements that an open text becomes, or of the next one if it becomes none. */
function firstOfOpen(text: Text): Text {
  const [only] = text;
  if (only?.unknown !== undefined && text.length === 1) return text;
  const at = text.findIndex((piece) => piece.unknown !== undefined);
  const known = at === -1 ? [] : text.slice(0, at);
  return [...known, unknownPiece(unknown('it may be a part of several words'), nowhere)];
}

/** A function as it was defined. */
export interface FunctionBody {
  readonly name: string;
  readonly body: SyntaxNode;
  readonly source: Source;
}

export function textVariable(text: Text, definition?: Place): Variable {
  return definition === undefined ? { kind: 'text', text } : { kind: 'text', text, definition };
}

/** One known text without a place of its own. */
export function plainText(text: string): Text {
  return text === '' ? [] : [{ text, span: nowhere }];
}

export const nowhere = { start: 0, end: 0 } as const;

export function unknownText(value: Unknown): Text {
  return [unknownPiece(value, nowhere)];
}

/** The text of a variable without a subscript: an array's element 0. */
export function scalarOf(variable: Variable): Text | Unknown {
  switch (variable.kind) {
    case 'text':
      return variable.text;
    case 'unset':
      return [];
    case 'indexed':
      return variable.elements.get(0) ?? [];
    case 'associative':
      return variable.elements.get('0') ?? [];
    case 'list':
      return (
        elementOfItems(variable.items, 0) ??
        unknown(variable.value.reason, elementSymbol(variable, '0'))
      );
    case 'functions':
      return [];
  }
}

/** The symbol of an element of a list of which nothing is known. */
export function elementSymbol(list: { readonly value: Unknown }, key: string): string | undefined {
  return list.value.symbol === undefined ? undefined : `${list.value.symbol}[${key}]`;
}

/** Elements in the order in which bash lists them. */
export function elementsInOrder(
  variable: Extract<Variable, { kind: 'indexed' | 'associative' }>,
): readonly (readonly [string, Text])[] {
  if (variable.kind === 'indexed') {
    return [...variable.elements]
      .toSorted(([a], [b]) => a - b)
      .map(([index, text]) => [String(index), text] as const);
  }
  return [...variable.elements].toReversed().toSorted(([a], [b]) => bucketOf(a) - bucketOf(b));
}

/**
 * The place of a key in the hash table of an associative array: bash 5.1 to 5.3 walk 1024 buckets, in each the newest first.
 * The hash is FNV-1 over the bytes of the key (hashlib.c, hash_string), the table assoc.c's ASSOC_HASH_BUCKETS.
 */
function bucketOf(key: string): number {
  let hash = 2166136261;
  for (const byte of new TextEncoder().encode(key)) hash = Math.imul(hash, 16777619) ^ byte;
  return hash & 1023;
}

/** True if two values cannot be told apart. */
export function sameVariable(a: Variable, b: Variable): boolean {
  if (a === b) return true;
  if (a.kind !== b.kind || !sameAttributes(a.attributes, b.attributes)) return false;
  switch (a.kind) {
    case 'text':
      return b.kind === 'text' && sameText(a.text, b.text);
    case 'unset':
      return true;
    case 'indexed':
      return b.kind === 'indexed' && sameElements(a.elements, b.elements);
    case 'associative':
      return b.kind === 'associative' && sameElements(a.elements, b.elements);
    case 'list':
      return b.kind === 'list' && a.value === b.value && a.shifted === b.shifted;
    case 'functions':
      return (
        b.kind === 'functions' &&
        a.bodies.length === b.bodies.length &&
        a.bodies.every((each, i) => each === b.bodies[i])
      );
  }
}

function sameAttributes(a: Attributes = {}, b: Attributes = {}): boolean {
  return (
    a.integer === b.integer &&
    a.lower === b.lower &&
    a.upper === b.upper &&
    a.reference === b.reference
  );
}

function sameElements<K>(a: ReadonlyMap<K, Text>, b: ReadonlyMap<K, Text>): boolean {
  if (a.size !== b.size) return false;
  for (const [key, text] of a) {
    const other = b.get(key);
    if (other === undefined || !sameText(text, other)) return false;
  }
  return true;
}

/** Known texts with the same characters, or the same unknowns between the same texts. */
export function sameText(a: Text, b: Text): boolean {
  if (a === b) return true;
  const known = valueOf(a);
  if (typeof known === 'string') return known === valueOf(b);
  const unknowns = (text: Text): (Unknown | undefined)[] =>
    text.flatMap((piece) => (piece.unknown === undefined ? [] : [piece.unknown]));
  const right = unknowns(b);
  return (
    textOf(a) === textOf(b) &&
    unknowns(a).every((each, i) => each === right[i] || sameSymbol(each, right[i]))
  );
}

function sameSymbol(a: Unknown | undefined, b: Unknown | undefined): boolean {
  return a?.symbol !== undefined && a.symbol === b?.symbol;
}
