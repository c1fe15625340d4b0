/** Wording of what nft refuses. One rule for all: `nft-syntax`. */
import type { Problem } from '../../base/problem.ts';
import type { Span } from '../../base/span.ts';
import type { Token } from './lex.ts';

export function syntaxProblem(
  span: Span,
  { what, todo }: { readonly what: string; readonly todo: string },
): Problem {
  return {
    rule: 'nft-syntax',
    span,
    what,
    why: 'nft reads a rule set as one transaction: with one syntax error it loads none of it',
    todo,
  };
}

/** What nft refuses in its own words. */
export function refusedProblem(span: Span, words: string): Problem {
  return {
    rule: 'nft-syntax',
    span,
    what: 'nft does not take this',
    why: `nft reads a rule set as one transaction, and refuses all of it: ${words}`,
    todo: 'correct it; `nft -c -f FILE` tries a file without changing anything',
  };
}

/** One problem for all of them, at the first. */
export function windowsLineEnds(tokens: readonly Token[]): readonly Problem[] {
  const first = tokens.find((token) => token.kind === 'carriage-return');
  if (first === undefined) return [];
  const what = 'lines end with CR LF, and nft takes the carriage return for a stray character';
  return [syntaxProblem(first.span, { what, todo: 'save the file with LF line ends' })];
}

export function unclosedStrings(tokens: readonly Token[]): readonly Problem[] {
  const wording = { what: 'this quote is never closed', todo: 'close it on the same line' };
  return tokens
    .filter((token) => token.kind === 'unclosed')
    .map((token) => syntaxProblem(token.span, wording));
}

export function undefinedVariables(uses: readonly Token[]): readonly Problem[] {
  return uses.map(({ text, span }) =>
    syntaxProblem(span, {
      what: `\`$${text}\` is not defined`,
      todo: `add \`define ${text} = …\` before it`,
    }),
  );
}
