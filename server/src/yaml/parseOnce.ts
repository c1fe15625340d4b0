/** Parses a text in one piece: runs the package, makes our tree and our errors. */
import type { Span } from '../base/span.ts';
import { composeFirst } from './compose.ts';
import type { Effort } from './compose.ts';
import { convertNode } from './convert.ts';
import { readErrors } from './errors.ts';
import type { YamlError, YamlNode } from './types.ts';

export interface ParsedText {
  readonly root: YamlNode | undefined;
  /** All that were noticed, echoes included. */
  readonly errors: readonly YamlError[];
  readonly comments: readonly Span[];
  readonly effort: Effort;
  readonly nAliasedNodes: number;
}

/** Parses a text as it stands. `stopOfText` says that it ends where it was cut. */
export function parseOnce(text: string, stopOfText?: YamlError): ParsedText {
  const { contents, errors, comments, tabs, effort, stop = stopOfText } = composeFirst(text);
  const { root, errors: treeErrors, nAliasedNodes } = convertNode(contents, text);
  const all = [
    ...readErrors(text, errors, root),
    ...treeErrors,
    ...tabs.map((span) => tabError(span)),
  ];
  if (stop === undefined) return { root, errors: all, comments, effort, nAliasedNodes };
  // A text that ends in the middle is often broken there only because it was cut.
  const own = all.filter(
    (error) => (error.noticed ?? error.span).end < Math.min(stop.span.start, text.length),
  );
  return { root, errors: [...own, stop], comments, effort, nAliasedNodes };
}

function tabError(span: Span): YamlError {
  return { code: 'tab-indent', span, message: 'tabs are not allowed for indent' };
}
