/**
 * Parses a text in one piece. libyaml's grammar decides whether it is YAML for netplan, where it is not, and what it says;
 * the package `yaml`, which goes on behind an error, gives the tree and the causes of a text that is broken.
 */
import type { Span } from '../base/span.ts';
import { composeFirst } from './compose.ts';
import type { Effort } from './compose.ts';
import { convertNode } from './convert.ts';
import { readErrors } from './errors.ts';
import { flattenFlows } from './flatten.ts';
import { readLibyaml } from './libyaml/read.ts';
import type { LibyamlResult } from './libyaml/read.ts';
import { withRefusal } from './refusal.ts';
import type { YamlError, YamlNode } from './types.ts';

export interface ParsedText {
  readonly root: YamlNode | undefined;
  /** All that were noticed, echoes included. */
  readonly errors: readonly YamlError[];
  readonly comments: readonly Span[];
  readonly effort: Effort;
  readonly nAliasedNodes: number;
}

/** Broken texts that are longer are not read a second time. */
const maxTolerantLength = 300_000;

/** Parses a text as it stands. `stopOfText` says that it ends where it was cut. */
export function parseOnce(text: string, stopOfText?: YamlError): ParsedText {
  const strict = readLibyaml(text);
  const isCut = stopOfText !== undefined;
  // A text that ends in the middle is often broken there only because it was cut.
  const isBroken =
    strict.error !== undefined && !(isCut && strict.error.at >= text.trimEnd().length);
  if (!isBroken) return fromStrict(strict, isCut ? [stopOfText] : []);
  if (text.length > maxTolerantLength || strict.error.words === undefined) {
    const errors = withRefusal([], strict.error, text);
    return fromStrict(strict, isCut ? [...errors, stopOfText] : errors);
  }
  const tolerant = parseTolerantly(text, strict, strict.error.at);
  const { errors, ...rest } = tolerant;
  const all = withRefusal(errors, strict.error, text);
  return { ...rest, errors: isCut ? [...all, stopOfText] : all };
}

function fromStrict(
  { root, comments, nTokens, depth, nAliasedNodes }: LibyamlResult,
  errors: readonly YamlError[],
): ParsedText {
  return { root, errors, comments, effort: { nLexemes: nTokens, nOpen: depth }, nAliasedNodes };
}

function parseTolerantly(text: string, strict: LibyamlResult, refusedAt: number): ParsedText {
  const flat = flattenFlows(text, { ...strict, refusedAt });
  const { contents, errors, comments, tabs, effort, stop } = composeFirst(flat.text);
  const { root, errors: treeErrors, nAliasedNodes } = convertNode(contents, text);
  const all = [
    ...readErrors(text, errors, root),
    ...treeErrors,
    ...tabs.map((span) => tabError(span)),
    ...(stop === undefined ? [] : [stop]),
  ];
  return {
    root,
    errors: all,
    comments: [...comments, ...flat.comments].toSorted((a, b) => a.start - b.start),
    effort,
    nAliasedNodes,
  };
}

function tabError(span: Span): YamlError {
  return { code: 'tab-indent', span, message: 'tabs are not allowed for indent' };
}
