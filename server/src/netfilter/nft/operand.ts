/** The right side of a match: one value, a `{ … }` list, or a named set; with its operator before it. */
import { unknown } from '../../base/fact.ts';
import { accept, peek, takeBraces } from './cursor.ts';
import { elementsOf } from './ruleState.ts';
import type { RuleState } from './ruleState.ts';
import { splitElements } from './scope.ts';
import type { Token } from './lex.ts';

export interface Operand {
  readonly negated: boolean;
  /** The first token of each element; a set that is filled in elsewhere is one unknown. */
  readonly values: readonly Token[];
}

/** Reads operator and values. Undefined, and nothing taken, for an operator that is not modelled. */
export function readOperand(state: RuleState): Operand | undefined {
  const start = state.at;
  const negated = accept(state, '!=', 'ne', '!');
  if (!negated) accept(state, '==', 'eq');
  const token = peek(state);
  if (token?.kind === 'symbol' && token.text === '{')
    return { negated, values: firsts(splitElements(takeBraces(state))) };
  if (token?.kind === 'reference') {
    state.at++;
    const elements = elementsOf(state, token.text);
    return { negated, values: elements === undefined ? [unknownSet(token)] : firsts(elements) };
  }
  if (token?.kind === 'word' || token?.kind === 'string') {
    state.at++;
    return { negated, values: [token, ...readMore(state)] };
  }
  state.at = start;
  return undefined;
}

/** `ct state new,established`: a list without braces. */
function readMore(state: RuleState): readonly Token[] {
  const values: Token[] = [];
  while (accept(state, ',')) {
    const token = peek(state);
    if (token === undefined) break;
    values.push(token);
    state.at++;
  }
  return values;
}

function firsts(elements: readonly (readonly Token[])[]): readonly Token[] {
  return elements.flatMap(([first]) => (first === undefined ? [] : [first]));
}

function unknownSet(token: Token): Token {
  return {
    ...token,
    kind: 'word',
    unknown: unknown(`the set \`@${token.text}\` is filled elsewhere`),
  };
}
