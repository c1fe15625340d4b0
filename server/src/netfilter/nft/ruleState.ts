/** A rule while it is read: its conditions and actions so far, and the tokens still to come. */
import type { Fact, Unknown } from '../../base/fact.ts';
import type { Family } from '../../net/address.ts';
import type { MatchDraft } from '../match.ts';
import type { RuleAction, RuleMatch } from '../types.ts';
import type { TokenCursor } from './cursor.ts';
import type { Token } from './lex.ts';
import type { Scope } from './scope.ts';

/** One entry of a map or verdict map on a link or a mark: a rule of its own. */
export interface Variant {
  readonly guard: Partial<Pick<RuleMatch, 'iif' | 'oif' | 'mark' | 'ctMark'>>;
  readonly actions: readonly RuleAction[];
}

export interface RuleState extends TokenCursor {
  readonly match: MatchDraft;
  readonly actions: RuleAction[];
  families: readonly Family[];
  variants: readonly Variant[];
  /** So many actions come before those of the variants. */
  variantsAt: number;
  /** Open parentheses of the expression at the cursor. */
  depth: number;
  readonly scope: Scope;
  /** `family table`, the prefix of set names. */
  readonly table: string;
  readonly file: string;
}

export function factOf<T>(state: RuleState, token: Token, value: T | Unknown): Fact<T> {
  return { value: token.unknown ?? value, origin: { file: state.file, span: token.span } };
}

/** The elements of a set or map by name; undefined where its elements are filled in elsewhere. */
export function elementsOf(
  state: RuleState,
  name: string,
): readonly (readonly Token[])[] | undefined {
  return state.scope.elements.get(`${state.table} ${name}`);
}
