/**
 * What the sets and maps of a text hold at its end, wherever it is written: a rule looks an element up when a packet comes,
 * not when it is read (nft(8), SETS, MAPS, ELEMENTS).
 */
import { isAnyToken, isToken } from './lex.ts';
import type { Token } from './lex.ts';
import { isFamily, nameOf, readTableName, tableKeyOf } from './reader.ts';
import type { TableName } from './reader.ts';
import { createScope, expandVariables, readDefine, splitElements, splitPair } from './scope.ts';
import type { Scope } from './scope.ts';
import type { Block, Node } from './structure.ts';
import { isUnknown } from '../../base/fact.ts';

/** By `family table name`; a set that is filled at run time, or that nothing is known to be in, is left out. */
export type Elements = Scope['elements'];

type Element = readonly Token[];

interface Gathering {
  readonly scope: Scope;
  /** Those of each set by their keys: one that is removed is found without a search. */
  readonly elements: Map<string, Map<string, Element[]>>;
  /** Filled by packets, or by a file that is not read. */
  readonly open: Set<string>;
}

/** All of a text, from its first command to its last. */
export function elementsIn(nodes: readonly Node[]): Elements {
  const gathering: Gathering = { scope: createScope(), elements: new Map(), open: new Set() };
  for (const node of nodes) gatherNode(gathering, node);
  const { elements, open } = gathering;
  return new Map(
    [...elements]
      .filter(([key, held]) => held.size > 0 && !open.has(key))
      .map(([key, held]) => [key, [...held.values()].flat()]),
  );
}

function gatherNode(gathering: Gathering, node: Node): void {
  const { scope } = gathering;
  const tokens = node.kind === 'block' ? node.header : node.tokens;
  if (isAnyToken(tokens[0], ['define', 'redefine'])) return readDefine(scope, tokens);
  const verb = isAnyToken(tokens[0], ['add', 'create', 'delete', 'destroy', 'flush'])
    ? tokens[0]?.text
    : undefined;
  const [object, ...rest] = expandVariables(scope, verb === undefined ? tokens : tokens.slice(1));
  const { name, after } = readTableName(rest);
  if (verb === 'delete' || verb === 'destroy' || verb === 'flush')
    return remove(gathering, { verb, object, name, after, isAll: !isFamily(rest[0]?.text) });
  if (isToken(object, 'element')) return addElements(gathering, name, after);
  if (node.kind !== 'block') return;
  if (isToken(object, 'table'))
    for (const inner of node.body) gatherInTable(gathering, name, inner);
  else if (isAnyToken(object, ['set', 'map'])) readBlock(gathering, keyOf(name, after[0]), node);
}

function gatherInTable(gathering: Gathering, name: TableName, node: Node): void {
  const tokens = node.kind === 'block' ? node.header : node.tokens;
  if (isAnyToken(tokens[0], ['define', 'redefine'])) readDefine(gathering.scope, tokens);
  else if (node.kind === 'block' && isAnyToken(tokens[0], ['set', 'map']))
    readBlock(gathering, keyOf(name, tokens[1]), node);
}

/** `flags dynamic; elements = { … }`. */
function readBlock(gathering: Gathering, key: string, { body }: Block): void {
  for (const node of body) {
    if (node.kind !== 'statement') continue;
    const [first] = node.tokens;
    const isDynamic =
      isToken(first, 'flags') && node.tokens.some((token) => isToken(token, 'dynamic'));
    if (isDynamic || isToken(first, 'include')) gathering.open.add(key);
    if (isToken(first, 'elements'))
      append(gathering, key, expandVariables(gathering.scope, node.tokens.slice(2)));
  }
}

/** `add element TABLE SET { … }`. */
function addElements(
  gathering: Gathering,
  name: TableName,
  [label, ...elements]: readonly Token[],
): void {
  if (label !== undefined) append(gathering, keyOf(name, label), elements);
}

function append({ elements }: Gathering, key: string, tokens: readonly Token[]): void {
  const held = elements.get(key) ?? new Map<string, Element[]>();
  elements.set(key, held);
  for (const element of splitElements(tokens)) {
    const text = textOf(element);
    const same = held.get(text);
    if (same === undefined) held.set(text, [element]);
    else same.push(element);
  }
}

interface Removal {
  readonly verb: string;
  readonly object: Token | undefined;
  readonly name: TableName;
  readonly after: readonly Token[];
  /** `flush ruleset` without a family. */
  readonly isAll: boolean;
}

function remove(gathering: Gathering, removal: Removal): void {
  const { verb, object, name, after, isAll } = removal;
  const { elements } = gathering;
  const forget = (start: string): void => {
    for (const key of elements.keys()) if (key.startsWith(start)) elements.delete(key);
  };
  if (isToken(object, 'ruleset')) return forget(isAll ? '' : `${name.family} `);
  // `flush table` leaves its sets as they are.
  if (isToken(object, 'table') && verb !== 'flush') return forget(`${tableKeyOf(name)} `);
  if (isAnyToken(object, ['set', 'map'])) elements.delete(keyOf(name, after[0]));
  if (!isToken(object, 'element')) return;
  const held = elements.get(keyOf(name, after[0]));
  for (const element of splitElements(after.slice(1))) held?.delete(textOf(element));
}

function textOf(element: Element): string {
  return splitPair(element)
    .key.map(({ text }) => text)
    .join(' ');
}

function keyOf(name: TableName, label: Token | undefined): string {
  const text = nameOf(label);
  return `${tableKeyOf(name)} ${isUnknown(text) ? '?' : text}`;
}
