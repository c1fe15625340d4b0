/**
 * From tokens to the tree, as the parser and the loader of libyaml 0.2.5 do it (src/parser.c, src/loader.c): the same texts
 * are refused, at the same place. Reads the first document and one token more, as netplan does.
 * Invariant: what was read before a refusal is in the tree.
 */
import type { Span } from '../../base/span.ts';
import type { YamlNode } from '../types.ts';
import { netplanWords } from './netplanWords.ts';
import { createParser, readDocument } from './parser.ts';
import { Refusal } from './scanner.ts';
import { finishTree, tooManyAliases } from './tree.ts';

export interface LibyamlError {
  /** What netplan prints behind `Invalid YAML: `; absent where it is our limit that was reached. */
  readonly words?: string;
  /** libyaml's own words. */
  readonly problem: string;
  readonly at: number;
}

export interface LibyamlResult {
  readonly root: YamlNode | undefined;
  readonly error: LibyamlError | undefined;
  readonly comments: readonly Span[];
  readonly nTokens: number;
  /** The most collections that were open at one place. */
  readonly depth: number;
  /** How many nodes stand for others, written elsewhere. */
  readonly nAliasedNodes: number;
}

/** All nodes that aliases stand for, together. netplan takes any number; nobody writes so many. */
const maxAliasedNodes = 20_000;
/** What is shown of a text with more: what cannot be read to the end anyhow need not cost much. */
const maxAliasedNodesShown = 500;

/** Reads a text without control characters whose line breaks are LF or CR LF. */
export function readLibyaml(text: string): LibyamlResult {
  const result = readUpTo(maxAliasedNodes, text);
  return result.error?.problem === tooManyAliases ? readUpTo(maxAliasedNodesShown, text) : result;
}

function readUpTo(maxAliased: number, text: string): LibyamlResult {
  const parser = createParser(text, maxAliased);
  let error: LibyamlError | undefined;
  try {
    readDocument(parser);
  } catch (thrown) {
    if (!(thrown instanceof Refusal)) throw thrown;
    const { message: problem, at, isLimit } = thrown;
    error = { problem, at, ...(isLimit ? {} : { words: netplanWords(parser, thrown) }) };
  }
  const { scanner, tree, depth } = parser;
  return {
    root: finishTree(tree),
    error,
    comments: scanner.comments,
    nTokens: scanner.nTaken,
    depth,
    nAliasedNodes: tree.nAliasedNodes,
  };
}
