/**
 * The balancers of nft: `numgen inc mod 2 offset 3`, `jhash ip saddr . ip daddr mod 2 seed 1`, `symhash mod 2`
 * (parser_bison.y, numgen_expr and hash_expr, nftables 1.0.6), and maps from the number that they draw.
 */
import { unknown } from '../../base/fact.ts';
import type { Fact } from '../../base/fact.ts';
import { parseMark } from '../marks.ts';
import type { BalanceChoice, RuleBalance } from '../types.ts';
import { accept, peek, takeBraces } from './cursor.ts';
import { isAnyToken, isToken } from './lex.ts';
import type { Token } from './lex.ts';
import { elementsOf, factOf } from './ruleState.ts';
import type { RuleState } from './ruleState.ts';
import { splitElements, splitPair } from './scope.ts';

/** The balancer at the cursor; undefined, and nothing taken, for anything else. */
export function readBalance(state: RuleState): RuleBalance | undefined {
  const start = state.at;
  const balance = balanceAt(state);
  if (balance === undefined) state.at = start;
  return balance;
}

function balanceAt(state: RuleState): RuleBalance | undefined {
  if (accept(state, 'numgen')) {
    const mode = isToken(peek(state), 'inc') ? 'inc' : 'random';
    if (!accept(state, 'inc', 'random')) return undefined;
    const modulus = readNumber(state, 'mod');
    return modulus && { kind: 'numgen', mode, modulus, offset: readOffset(state) };
  }
  if (accept(state, 'symhash')) {
    const modulus = readNumber(state, 'mod');
    return modulus && { kind: 'symhash', modulus, offset: readOffset(state) };
  }
  return accept(state, 'jhash') ? readJhash(state) : undefined;
}

function readJhash(state: RuleState): RuleBalance | undefined {
  const keys = readKeys(state);
  const modulus = readNumber(state, 'mod');
  if (modulus === undefined) return undefined;
  const seed = readNumber(state, 'seed');
  return { kind: 'jhash', keys, modulus, seed, offset: readOffset(state) };
}

/** Up to `mod`, parted at dots. */
function readKeys(state: RuleState): readonly string[] {
  const keys: string[] = [];
  let words: string[] = [];
  for (; peek(state) !== undefined && !isToken(peek(state), 'mod'); state.at++) {
    if (isToken(peek(state), '.')) {
      keys.push(words.join(' '));
      words = [];
    } else words.push(peek(state)?.text ?? '');
  }
  return [...keys, words.join(' ')];
}

function readNumber(state: RuleState, word: string): Fact<number> | undefined {
  const token = peek(state, 1);
  if (!isToken(peek(state), word) || token === undefined) return undefined;
  state.at += 2;
  return numberFact(state, token);
}

function readOffset(state: RuleState): Fact<number> {
  const before = peek(state, -1);
  const span = before?.span ?? { start: 0, end: 0 };
  return readNumber(state, 'offset') ?? { value: 0, origin: { file: state.file, span } };
}

/** The number that a token is. */
export function numberFact(state: RuleState, token: Token): Fact<number> {
  const value = parseMark(token.text) ?? unknown(`\`${token.text}\` is not a number`);
  return factOf(state, token, value);
}

/** The map after a balancer: `map { 0 : 0x1, 1-2 : 0x2 }`, `map @name`, or `vmap`. Undefined where there is none, or its numbers cannot be told. */
export function readChoices(
  state: RuleState,
  word: 'map' | 'vmap',
): readonly BalanceChoice<readonly Token[]>[] | undefined {
  if (!accept(state, word)) return undefined;
  const token = peek(state);
  if (isToken(token, '{')) return choicesOf(splitElements(takeBraces(state)));
  if (token?.kind !== 'reference') return undefined;
  state.at++;
  const elements = elementsOf(state, token.text);
  return elements === undefined ? undefined : choicesOf(elements);
}

function choicesOf(
  elements: readonly (readonly Token[])[],
): readonly BalanceChoice<readonly Token[]>[] | undefined {
  const choices = elements.map((element) => {
    const { key, value } = splitPair(element);
    const range = numbersOf(key);
    return range === undefined ? undefined : { ...range, value };
  });
  return choices.includes(undefined) ? undefined : choices.filter((one) => one !== undefined);
}

/** `0`, `0-4`, also as three tokens. */
export function numbersOf(tokens: readonly Token[]): BalanceChoice<undefined> | undefined {
  if (tokens.some((token) => token.unknown !== undefined || isAnyToken(token, ['*'])))
    return undefined;
  const match = /^(\w+)(?:-(\w+))?$/.exec(tokens.map((token) => token.text).join(''));
  const from = parseMark(match?.[1] ?? '');
  const to = match?.[2] === undefined ? from : parseMark(match[2]);
  return from === undefined || to === undefined ? undefined : { from, to, value: undefined };
}
