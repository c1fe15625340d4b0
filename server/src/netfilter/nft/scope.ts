/** What a text has defined so far: `define` variables; and what its named sets and maps hold at its end. */
import { unknown } from '../../base/fact.ts';
import { isAnyToken, isToken } from './lex.ts';
import type { Token } from './lex.ts';

export interface Scope {
  readonly variables: Map<string, readonly Token[]>;
  /** `family table name` -> elements of a set or map. */
  readonly elements: ReadonlyMap<string, readonly (readonly Token[])[]>;
  /** Variables that no `define` before their use gave, at their place. */
  readonly undefinedUses: Token[];
}

export function createScope(elements: Scope['elements'] = new Map()): Scope {
  return { variables: new Map(), elements, undefinedUses: [] };
}

/** `define NAME = …`. */
export function readDefine(scope: Scope, tokens: readonly Token[]): void {
  const [, name] = tokens;
  if (name !== undefined && isToken(tokens[2], '='))
    scope.variables.set(name.text, tokens.slice(3));
}

const deepest = 8;

/** Puts variables in. What comes from a variable stands where the variable is used. */
export function expandVariables(
  scope: Scope,
  tokens: readonly Token[],
  depth = 0,
): readonly Token[] {
  if (!tokens.some((token) => token.kind === 'variable')) return tokens;
  return tokens.flatMap((token): readonly Token[] => {
    if (token.kind !== 'variable') return [token];
    const value = depth < deepest ? scope.variables.get(token.text) : undefined;
    if (value !== undefined) {
      return expandVariables(scope, value, depth + 1).map((part) => ({
        ...part,
        span: token.span,
      }));
    }
    scope.undefinedUses.push(token);
    return [
      {
        ...token,
        kind: 'word',
        unknown: unknown(`\`$${token.text}\` is defined outside this file`, token.text),
      },
    ];
  });
}

/** The elements of a list: split at commas, inner braces of variables dissolved, options such as `timeout` left in. */
export function splitElements(tokens: readonly Token[]): readonly (readonly Token[])[] {
  const elements: Token[][] = [[]];
  for (const token of tokens) {
    if (isAnyToken(token, ['{', '}'])) continue;
    if (isToken(token, ',')) elements.push([]);
    else elements.at(-1)?.push(token);
  }
  return elements.filter((element) => element.length > 0);
}

/** A `key : value` element. */
export function splitPair(element: readonly Token[]): {
  readonly key: readonly Token[];
  readonly value: readonly Token[];
} {
  const colon = element.findIndex((token) => isToken(token, ':'));
  return colon < 0
    ? { key: element, value: [] }
    : { key: element.slice(0, colon), value: element.slice(colon + 1) };
}
