/** Wording of what nft refuses. One rule for all: `nft-syntax`. */
import type { Problem } from '../../base/problem.ts';
import type { Span } from '../../base/span.ts';

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
