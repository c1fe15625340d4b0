/**
 * From the tree of the package `yaml` to ours.
 * Invariant: an alias becomes the node it names, with the span of the alias; the expansion is capped, so that a text of
 * aliases of aliases costs no more than a text without.
 */
import { isAlias, isCollection, isMap, isPair, isScalar } from 'yaml';
import type { Alias, ParsedNode, Scalar, YAMLMap, YAMLSeq } from 'yaml';
import type { Span } from '../base/span.ts';
import { coverSpans } from '../base/span.ts';
import type { YamlEntry, YamlError, YamlNode, YamlScalar } from './types.ts';

export interface ConvertedTree {
  readonly root: YamlNode | undefined;
  readonly errors: readonly YamlError[];
  /** How many nodes stand for others, written elsewhere. */
  readonly nAliasedNodes: number;
}

/** More than `compose.ts` lets pass. */
const maxDepth = 200;
/** All nodes that aliases stand for, together. */
const maxAliasedNodes = 20_000;

interface Conversion {
  readonly text: string;
  readonly anchors: Map<string, { readonly node: YamlNode; readonly size: number }>;
  readonly errors: YamlError[];
  nNodes: number;
  nAliasedNodes: number;
}

/** Converts a parsed tree of `text`. */
export function convertNode(contents: unknown, text: string): ConvertedTree {
  const conversion: Conversion = {
    text,
    anchors: new Map(),
    errors: [],
    nNodes: 0,
    nAliasedNodes: 0,
  };
  const root = isEmptyDocument(contents) ? undefined : convert(contents, conversion, 0);
  return { root, errors: conversion.errors, nAliasedNodes: conversion.nAliasedNodes };
}

/** A document with nothing in it is composed as an empty plain scalar. */
function isEmptyDocument(contents: unknown): boolean {
  return (
    contents === null || (isScalar(contents) && contents.source === '' && contents.type === 'PLAIN')
  );
}

function convert(node: unknown, conversion: Conversion, depth: number): YamlNode | undefined {
  if (depth > maxDepth) return undefined;
  if (isAlias(node)) return convertAlias(node, conversion);
  const before = conversion.nNodes + conversion.nAliasedNodes;
  const converted = convertOwn(node, conversion, depth);
  if (converted === undefined) return undefined;
  conversion.nNodes++;
  const anchor = isScalar(node) || isCollection(node) ? node.anchor : undefined;
  if (anchor !== undefined) {
    const size = conversion.nNodes + conversion.nAliasedNodes - before;
    conversion.anchors.set(anchor, { node: converted, size });
  }
  return converted;
}

function convertOwn(node: unknown, conversion: Conversion, depth: number): YamlNode | undefined {
  if (isScalar(node)) return convertScalar(node, conversion);
  if (isMap(node)) return convertMapping(node, conversion, depth);
  if (isCollection(node)) return convertSequence(node, conversion, depth);
  return undefined;
}

function convertScalar(node: Scalar, conversion: Conversion): YamlScalar {
  const text = typeof node.value === 'string' ? node.value : (node.source ?? '');
  return { kind: 'scalar', text, span: spanOf(node, conversion), style: styleOf(node.type) };
}

function styleOf(type: string | undefined): YamlScalar['style'] {
  if (type === 'QUOTE_DOUBLE' || type === 'QUOTE_SINGLE') return 'quoted';
  if (type === 'BLOCK_LITERAL' || type === 'BLOCK_FOLDED') return 'block';
  return 'plain';
}

function convertMapping(node: YAMLMap, conversion: Conversion, depth: number): YamlNode {
  const entries: YamlEntry[] = [];
  const oddKeys: YamlNode[] = [];
  for (const pair of node.items) {
    const key = convert(pair.key, conversion, depth + 1);
    const value = convert(pair.value, conversion, depth + 1);
    // netplan takes no other keys than scalars.
    if (key?.kind !== 'scalar') {
      if (key !== undefined) oddKeys.push(key);
      continue;
    }
    if (node.flow === true) checkFlowKey(key, conversion);
    const isEmpty =
      value === undefined ||
      (value.kind === 'scalar' && value.style === 'plain' && value.text === '');
    if (isEmpty) entries.push({ key, value: undefined, span: key.span });
    else entries.push({ key, value, span: coverSpans(key.span, value.span) });
  }
  const flow = node.flow === true;
  return {
    kind: 'mapping',
    entries,
    ...(oddKeys.length === 0 ? {} : { oddKeys }),
    span: blockSpan(spanOf(node, conversion), flow ? undefined : entries.at(-1)),
    flow,
  };
}

/** libyaml takes `{a:}` for one word with a colon in it and refuses the colon (yaml_parser_scan_plain_scalar). */
function checkFlowKey(key: YamlScalar, conversion: Conversion): void {
  const { end } = key.span;
  if (key.style !== 'plain' || !/^:[,?[\]{}]/.test(conversion.text.slice(end, end + 2))) return;
  const span = { start: end, end: end + 1 };
  conversion.errors.push({ code: 'missing-space', span, message: "found unexpected ':'" });
}

function convertSequence(node: YAMLMap | YAMLSeq, conversion: Conversion, depth: number): YamlNode {
  const items: YamlNode[] = [];
  for (const item of node.items) {
    const converted = isPair(item) ? undefined : convert(item, conversion, depth + 1);
    if (converted !== undefined) items.push(converted);
  }
  const flow = node.flow === true;
  return {
    kind: 'sequence',
    items,
    span: blockSpan(spanOf(node, conversion), flow ? undefined : items.at(-1)),
    flow,
  };
}

/** A block ends with its last child; the package counts the line break and the comments behind it in. */
function blockSpan(span: Span, last: { readonly span: Span } | undefined): Span {
  return last === undefined
    ? span
    : { start: span.start, end: Math.max(span.start, last.span.end) };
}

function convertAlias(alias: Alias, conversion: Conversion): YamlNode {
  const span = spanOf(alias, conversion);
  const target = conversion.anchors.get(alias.source);
  if (target === undefined) return refuseAlias(span, conversion, `undefined alias ${alias.source}`);
  if (conversion.nAliasedNodes + target.size > maxAliasedNodes)
    return refuseAlias(span, conversion, 'too many aliases');
  conversion.nAliasedNodes += target.size;
  return { ...target.node, span };
}

function refuseAlias(span: Span, conversion: Conversion, message: string): YamlNode {
  conversion.errors.push({ code: 'bad-alias', span, message });
  return { kind: 'scalar', text: '', span, style: 'quoted' };
}

function spanOf(
  node: { range?: ParsedNode['range'] | null | undefined },
  conversion: Conversion,
): Span {
  const [start, end] = node.range ?? [0, 0, 0];
  const clampedStart = Math.min(Math.max(0, start), conversion.text.length);
  return {
    start: clampedStart,
    end: Math.min(Math.max(clampedStart, end), conversion.text.length),
  };
}
