/**
 * One nft rule: matches and statements from left to right, as the kernel evaluates them.
 * Gives several rules where a map or verdict map on a link or a mark decides; each has the key of its entry as match.
 */
import type { Family } from '../../net/address.ts';
import { emptyMatch } from '../match.ts';
import type { RuleAction, RuleMatch } from '../types.ts';
import { readBalance, readChoices } from './balance.ts';
import { readCondition } from './conditions.ts';
import { accept, peek, skipExpression, skipPart } from './cursor.ts';
import { silentStatements } from './keywords.ts';
import { isToken } from './lex.ts';
import type { Token } from './lex.ts';
import { factOf } from './ruleState.ts';
import type { RuleState } from './ruleState.ts';
import type { Scope } from './scope.ts';

export interface RuleInput {
  /** Variables put in. */
  readonly tokens: readonly Token[];
  readonly families: readonly Family[];
  readonly scope: Scope;
  /** `family table`. */
  readonly table: string;
  readonly file: string;
}

export interface RuleBody {
  readonly families: readonly Family[];
  readonly match: RuleMatch;
  readonly actions: readonly RuleAction[];
}

/** The rule, or one for each entry of its map. */
export function readRule(input: RuleInput): readonly RuleBody[] {
  const state: RuleState = {
    ...input,
    at: 0,
    match: emptyMatch(),
    actions: [],
    variants: [],
    variantsAt: 0,
    depth: 0,
  };
  while (state.at < state.tokens.length) {
    const before = state.at;
    if (!readStatement(state)) readCondition(state);
    // Whatever is not understood is stepped over.
    if (state.at === before) state.at++;
  }
  const { families, match, actions, variants, variantsAt } = state;
  if (variants.length === 0) return [{ families, match, actions }];
  return variants.map((variant) => ({
    families,
    match: { ...match, ...variant.guard },
    actions: [...actions.slice(0, variantsAt), ...variant.actions, ...actions.slice(variantsAt)],
  }));
}

/** False: a match stands at the cursor. */
function readStatement(state: RuleState): boolean {
  const token = peek(state);
  if (token?.kind !== 'word' || token.unknown !== undefined) return skipStray(state, token);
  switch (token.text) {
    case 'accept':
    case 'drop':
    case 'return':
      return readPlain(state, { kind: token.text });
    case 'reject':
      skipExpression(state);
      state.actions.push({ kind: 'drop' });
      return true;
    case 'jump':
    case 'goto':
      return readJump(state, token.text);
    case 'masquerade':
      skipExpression(state);
      state.actions.push({ kind: 'masquerade' });
      return true;
    case 'redirect':
      return readRedirect(state);
    case 'notrack':
      return readPlain(state, { kind: 'notrack' });
    case 'snat':
    case 'dnat':
      return readNat(state, token.text);
    default:
      return readOther(state, token.text);
  }
}

function readPlain(state: RuleState, action: RuleAction): boolean {
  state.at++;
  state.actions.push(action);
  return true;
}

function readJump(state: RuleState, word: 'jump' | 'goto'): boolean {
  const chain = peek(state, 1);
  state.at += 2;
  if (chain?.kind === 'word' && chain.unknown === undefined)
    state.actions.push({
      kind: 'jump',
      chain: chain.text,
      ...(word === 'goto' ? { isGoto: true } : {}),
    });
  else state.actions.push({ kind: 'unmodelled', name: 'jump' });
  return true;
}

/** `redirect`, `redirect to :8080`. */
function readRedirect(state: RuleState): boolean {
  state.at++;
  const hasPort = accept(state, 'to') && accept(state, ':');
  const port = hasPort ? peek(state) : undefined;
  const to = port === undefined ? undefined : factOf(state, port, port.text);
  if (port !== undefined) state.at++;
  if (isToken(peek(state), 'random') || isToken(peek(state), ',')) skipStatementEnd(state);
  state.actions.push({ kind: 'redirect', to });
  return true;
}

/** `snat to 198.51.100.2`, `snat ip to …:port`, `snat 198.51.100.2`; a computed address is left out. */
function readNat(state: RuleState, kind: 'snat' | 'dnat'): boolean {
  state.at++;
  accept(state, 'ip', 'ip6');
  accept(state, 'prefix');
  accept(state, 'to');
  const balance = readBalance(state);
  const choices = balance && readChoices(state, 'map');
  if (balance !== undefined && choices !== undefined) {
    const values = choices.flatMap(({ from, to: last, value: [address] }) =>
      address === undefined
        ? []
        : [{ from, to: last, value: factOf(state, address, address.text) }],
    );
    if (peek(state) !== undefined) skipStatementEnd(state);
    state.actions.push({ kind, to: undefined, balanced: { balance, choices: values } });
    return true;
  }
  const token = peek(state);
  const to = token !== undefined && isAddress(token) ? factOf(state, token, token.text) : undefined;
  if (token !== undefined) skipExpression(state);
  state.actions.push({ kind, to });
  return true;
}

/** `random`, `persistent` and the like. */
function skipStatementEnd(state: RuleState): void {
  while (accept(state, 'random', 'persistent', 'fully-random', ',')) {
    // Each is stepped over.
  }
}

function isAddress({ kind, text, unknown }: Token): boolean {
  return (
    unknown !== undefined || (kind === 'word' && /^[\dA-Fa-f]*[.:][\dA-Fa-f.:/-]*$/.test(text))
  );
}

/** Statements that are not modelled. */
function readOther(state: RuleState, word: string): boolean {
  if (silentStatements.has(word)) {
    skipPart(state);
    return true;
  }
  if (!otherStatements.has(word)) return false;
  state.actions.push({ kind: 'unmodelled', name: word });
  if (statementsWithOperand.has(word)) skipExpression(state);
  else skipPart(state);
  return true;
}

const statementsWithOperand = new Set(['queue', 'dup', 'fwd', 'tproxy']);

const otherStatements = new Set([
  ...statementsWithOperand,
  'synproxy',
  'update',
  'add',
  'delete',
  'destroy',
  'flow',
  'xt',
  'reset',
  'set',
  'map',
]);

/** A word that is not known could be anything: the rule may be narrower and do more. */
function skipStray(state: RuleState, token: Token | undefined): boolean {
  if (token?.unknown === undefined) return false;
  state.at++;
  state.match.other.push(token.unknown.symbol === undefined ? '?' : `$${token.unknown.symbol}`);
  state.actions.push({ kind: 'unmodelled', name: 'unknown' });
  return true;
}
