/**
 * Builds our tree while the grammar is read.
 * Invariant: an alias becomes the node that it names, with the span of the alias; all of them together stand for a limited
 * number of nodes, so that a text of aliases of aliases costs no more than a text without.
 */
import { coverSpans } from '../../base/span.ts';
import type { Span } from '../../base/span.ts';
import type { YamlEntry, YamlMapping, YamlNode, YamlScalar, YamlSequence } from '../types.ts';
import { Refusal } from './scanner.ts';
import type { Token } from './scanner.ts';

export interface Tree {
  /** Nodes that aliases may stand for, together. */
  readonly maxAliased: number;
  readonly open: Open[];
  readonly anchors: Map<string, Named>;
  root: YamlNode | undefined;
  /** The name that the next node gets. */
  pending: Named | undefined;
  nNodes: number;
  nAliasedNodes: number;
}

type Mutable<T> = { -readonly [Name in keyof T]: T[Name] };

interface OpenMapping {
  readonly kind: 'mapping';
  readonly node: Mutable<YamlMapping>;
  readonly entries: YamlEntry[];
  readonly oddKeys: YamlNode[];
  key: YamlNode | undefined;
  readonly anchor: Named | undefined;
}

interface OpenSequence {
  readonly kind: 'sequence';
  readonly node: Mutable<YamlSequence>;
  readonly items: YamlNode[];
  readonly anchor: Named | undefined;
}

type Open = OpenMapping | OpenSequence;

interface Named {
  node: YamlNode | undefined;
  size: number;
}

export const tooManyAliases = 'too many aliases';

export function createTree(maxAliased: number): Tree {
  return {
    maxAliased,
    open: [],
    anchors: new Map(),
    root: undefined,
    pending: undefined,
    nNodes: 0,
    nAliasedNodes: 0,
  };
}

/** The next node gets a name. False: there is one of that name already. */
export function putAnchor(tree: Tree, name: string): boolean {
  if (tree.anchors.has(name)) return false;
  tree.pending = { node: undefined, size: 0 };
  tree.anchors.set(name, tree.pending);
  return true;
}

export function putScalar(tree: Tree, { text, start, end, style }: Token): void {
  putLeaf(tree, { kind: 'scalar', text, span: { start, end }, style });
}

/** A value that is not written. */
export function putEmpty(tree: Tree, at: number): void {
  putLeaf(tree, { kind: 'scalar', text: '', span: { start: at, end: at }, style: 'plain' });
}

function putLeaf(tree: Tree, node: YamlScalar): void {
  tree.nNodes++;
  if (tree.pending !== undefined) {
    tree.pending.node = node;
    tree.pending.size = 1;
    tree.pending = undefined;
  }
  put(tree, node);
}

/** False: no node has that name. */
export function putAlias(tree: Tree, { text, start, end }: Token): boolean {
  const named = tree.anchors.get(text);
  if (named === undefined) return false;
  if (named.node === undefined || tree.nAliasedNodes + named.size > tree.maxAliased)
    throw new Refusal(tooManyAliases, start, true);
  tree.nAliasedNodes += named.size;
  put(tree, { ...named.node, span: { start, end } });
  return true;
}

export function openNode(
  tree: Tree,
  { kind, start, flow }: { kind: 'mapping' | 'sequence'; start: number; flow: boolean },
): void {
  const anchor = tree.pending;
  tree.pending = undefined;
  if (anchor !== undefined) anchor.size = tree.nNodes + tree.nAliasedNodes;
  tree.nNodes++;
  const span: Span = { start, end: start };
  if (kind === 'sequence') {
    const items: YamlNode[] = [];
    tree.open.push({ kind, node: { kind, items, span, flow }, items, anchor });
  } else {
    const entries: YamlEntry[] = [];
    const node = { kind, entries, span, flow };
    tree.open.push({ kind, node, entries, oddKeys: [], key: undefined, anchor });
  }
}

/** Ends what was opened last; a block ends with its last child. */
export function closeNode(tree: Tree, end?: number): void {
  const done = tree.open.pop();
  if (done === undefined) return;
  if (done.kind === 'mapping' && done.key !== undefined) addEntry(done, done.key, undefined);
  const last = done.kind === 'mapping' ? done.entries.at(-1) : done.items.at(-1);
  const { start } = done.node.span;
  done.node.span = { start, end: end ?? Math.max(start, last?.span.end ?? start) };
  if (done.kind === 'mapping' && done.oddKeys.length > 0) done.node.oddKeys = done.oddKeys;
  if (done.anchor !== undefined) {
    done.anchor.size = tree.nNodes + tree.nAliasedNodes - done.anchor.size;
    done.anchor.node = done.node;
  }
  put(tree, done.node);
}

/** The root, with what is still open. */
export function finishTree(tree: Tree): YamlNode | undefined {
  while (tree.open.length > 0) closeNode(tree);
  return tree.root;
}

function put(tree: Tree, node: YamlNode): void {
  const parent = tree.open.at(-1);
  if (parent === undefined) tree.root ??= node;
  else if (parent.kind === 'sequence') parent.items.push(node);
  else if (parent.key === undefined) parent.key = node;
  else {
    addEntry(parent, parent.key, node);
    parent.key = undefined;
  }
}

/** netplan takes no other keys than scalars. */
function addEntry(
  { entries, oddKeys }: OpenMapping,
  key: YamlNode,
  value: YamlNode | undefined,
): void {
  if (key.kind !== 'scalar') oddKeys.push(key);
  else if (value === undefined || isEmpty(value))
    entries.push({ key, value: undefined, span: key.span });
  else entries.push({ key, value, span: coverSpans(key.span, value.span) });
}

function isEmpty(node: YamlNode): boolean {
  return node.kind === 'scalar' && node.style === 'plain' && node.text === '';
}
