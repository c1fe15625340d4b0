/** Colours by meaning: types of the protocol's own legend, so that every theme knows them. */
import type { Span } from '../../base/span.ts';

export const tokenTypes = [
  'function',
  'class',
  'method',
  'keyword',
  'parameter',
  'variable',
  'namespace',
  'number',
  'string',
  'enumMember',
  'operator',
] as const;

export type TokenType = (typeof tokenTypes)[number];

export interface SemanticToken {
  readonly span: Span;
  readonly type: TokenType;
}
