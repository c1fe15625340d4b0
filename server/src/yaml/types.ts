/** The tree of a YAML text: every scalar is text (failsafe schema), every node knows its span. */
import type { Piece } from '../base/pieces.ts';
import type { Span } from '../base/span.ts';
import type { BlockText } from './mergeBlocks.ts';

export interface YamlScalar {
  readonly kind: 'scalar';
  /** The text after quotes and folding are undone. An empty value (`dhcp4:`) is the empty string. */
  readonly text: string;
  /** The characters in the file, quotes included. */
  readonly span: Span;
  readonly style: 'plain' | 'quoted' | 'block';
}

export interface YamlEntry {
  readonly key: YamlScalar;
  /** Absent for `key:` with nothing behind it. */
  readonly value: YamlNode | undefined;
  /** From the key to the end of the value. */
  readonly span: Span;
}

export interface YamlMapping {
  readonly kind: 'mapping';
  /** In document order; duplicate keys are kept. */
  readonly entries: readonly YamlEntry[];
  /** Keys that are lists or mappings (`? [a]`, `{{}}`), and whose entries are left out. */
  readonly oddKeys?: readonly YamlNode[];
  readonly span: Span;
  readonly flow: boolean;
}

export interface YamlSequence {
  readonly kind: 'sequence';
  readonly items: readonly YamlNode[];
  readonly span: Span;
  readonly flow: boolean;
}

/** Anchors, aliases: an alias is shown as the node it names, with the span of the alias. */
export type YamlNode = YamlScalar | YamlMapping | YamlSequence;

export type YamlErrorCode =
  | 'tab-indent'
  | 'bad-indent'
  | 'unclosed-quote'
  | 'unclosed-flow'
  | 'missing-colon'
  | 'missing-comma'
  | 'missing-space'
  | 'nested-mapping'
  | 'bad-escape'
  | 'bad-alias'
  | 'repeated-anchor'
  | 'bad-character'
  | 'control-character'
  | 'too-large'
  | 'too-deep'
  | 'too-many-aliases'
  | 'other';

export interface YamlError {
  /** Stable code of ours. */
  readonly code: YamlErrorCode;
  /** The cause: the characters that somebody must change. */
  readonly span: Span;
  /** Where a parser like libyaml notices, if that is on a later line. */
  readonly noticed?: Span;
  /** The parser's own words. */
  readonly message: string;
  /** What netplan prints behind `Invalid YAML: `, if this is the error that it stops at. */
  readonly words?: string;
}

export interface YamlDocument {
  readonly root: YamlNode | undefined;
  readonly errors: readonly YamlError[];
  readonly comments: readonly Span[];
  /**
   * Present where the text is broken within single blocks only: their places. What is read outside of them stays as it is
   * once they are mended.
   */
  readonly brokenBlocks?: readonly Span[];
  /** What the next version of the text can take over; absent if there is nothing. */
  readonly blocks?: YamlBlocks;
}

export interface YamlBlocks {
  readonly all: readonly YamlBlock[];
  /** The text that they make up; absent if it was parsed in one piece. */
  readonly text?: BlockText;
}

/** A part of a mapping that was parsed alone. */
export interface YamlBlock {
  readonly text: string;
  /** Where it stands, and what moves with it. */
  readonly piece: Piece;
  readonly entries: readonly YamlEntry[];
  readonly comments: readonly Span[];
  readonly isBroken: boolean;
  readonly nLexemes: number;
}
