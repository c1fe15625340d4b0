/** The tree of a YAML text: every scalar is text (failsafe schema), every node knows its span. */
import type { Span } from '../base/span.ts';

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
  | 'bad-character'
  | 'control-character'
  | 'too-large'
  | 'too-deep'
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
}

export interface YamlDocument {
  readonly root: YamlNode | undefined;
  readonly errors: readonly YamlError[];
  readonly comments: readonly Span[];
  /** What the next version of the text can take over, by the text of each block; absent if it was parsed in one piece. */
  readonly blocks?: YamlBlocks;
}

export type YamlBlocks = ReadonlyMap<string, YamlBlock>;

/** A part of a mapping that was parsed alone. */
export interface YamlBlock {
  readonly text: string;
  /** The offset in the document that the spans are made for. */
  readonly start: number;
  readonly entries: readonly YamlEntry[];
  readonly comments: readonly Span[];
  readonly isBroken: boolean;
  readonly nLexemes: number;
}
