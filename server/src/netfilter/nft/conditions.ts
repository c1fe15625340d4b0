/** Matches of an nft rule: links, addresses, marks, connection states. Anything else is kept as text. */
import { unknown } from '../../base/fact.ts';
import type { Unknown } from '../../base/fact.ts';
import { parseStrictAddress } from '../../net/address.ts';
import type { Family } from '../../net/address.ts';
import { networkOf, parseStrictPrefix } from '../../net/prefix.ts';
import type { Prefix } from '../../net/prefix.ts';
import { allBits, parseMark } from '../marks.ts';
import { stateList } from '../match.ts';
import type { BalanceChoice, RuleAction } from '../types.ts';
import { numbersOf, readBalance, readChoices } from './balance.ts';
import { accept, isKeyWord, keyEnd, peek, skipExpression, skipPart, takeBraces } from './cursor.ts';
import { linkKeys } from './keywords.ts';
import { isAnyToken, isToken } from './lex.ts';
import type { Token } from './lex.ts';
import { readMarkAssignment } from './markExpression.ts';
import type { MarkKind } from './markExpression.ts';
import { readOperand } from './operand.ts';
import { elementsOf, factOf } from './ruleState.ts';
import type { RuleState } from './ruleState.ts';
import { splitElements, splitPair } from './scope.ts';

/** Reads the match at the cursor; at least one token is taken. */
export function readCondition(state: RuleState): void {
  const start = state.at;
  if (readBalanceCondition(state)) return;
  if (isConcatenation(state)) return readConcatenation(state);
  if (readModelled(state)) return;
  state.at = start;
  if (!readVerdictsOfKey(state)) state.match.other.push(skipOther(state));
}

/** `tcp dport vmap { 22 : accept, … }`: whatever the key is, its chains are called. */
function readVerdictsOfKey(state: RuleState): boolean {
  const at = keyEnd(state);
  if (at === state.at || !isToken(state.tokens[at], 'vmap')) return false;
  const key = state.tokens.slice(state.at, at).map(({ text }) => text);
  state.at = at;
  return readOtherVerdicts(state, key.join(' '));
}

/** `numgen random mod 10 < 3`, `numgen inc mod 2 vmap { 0 : jump a, 1 : jump b }`. */
function readBalanceCondition(state: RuleState): boolean {
  const start = state.at;
  const balance = readBalance(state);
  if (balance === undefined) return false;
  if (isToken(peek(state), 'vmap')) {
    const choices = readChoices(state, 'vmap')?.flatMap(({ from, to, value }) =>
      verdictOf(value).map((verdict) => ({ from, to, value: verdict })),
    );
    if (choices === undefined) state.actions.push({ kind: 'unmodelled', name: 'vmap' });
    else state.actions.push({ kind: 'choose', balanced: { balance, choices } });
    return true;
  }
  const compared = readComparison(state);
  if (compared !== undefined) {
    state.match.balance.push({ balance, negated: false, numbers: compared });
    return true;
  }
  const operand = readOperand(state);
  if (operand === undefined) {
    state.at = start;
    state.match.other.push(skipExpression(state));
    return true;
  }
  const numbers = operand.values.map((token) => numbersOf([token]));
  state.match.balance.push({
    balance,
    negated: operand.negated,
    numbers: numbers.includes(undefined) ? undefined : numbers.filter((one) => one !== undefined),
  });
  return true;
}

/** `< 3`, `>= 2`: the numbers that it lets through. */
function readComparison(state: RuleState): readonly BalanceChoice<undefined>[] | undefined {
  const [operator, token] = [peek(state), peek(state, 1)];
  if (!isAnyToken(operator, ['<', '>', '<=', '>=', 'lt', 'gt', 'le', 'ge'])) return undefined;
  const number = token?.unknown === undefined ? parseMark(token?.text ?? '') : undefined;
  if (number === undefined) return undefined;
  state.at += 2;
  const isBelow = isAnyToken(operator, ['<', '<=', 'lt', 'le']);
  const inner = isAnyToken(operator, ['<=', '>=', 'le', 'ge']) ? 0 : 1;
  return isBelow
    ? [{ from: 0, to: number - inner, value: undefined }]
    : [{ from: number + inner, to: allBits, value: undefined }];
}

/** `ct original ip saddr …` is about the connection, not about the packet's own address. */
function skipOther(state: RuleState): string {
  const isDirected =
    isToken(peek(state), 'ct') && isAnyToken(peek(state, 1), ['original', 'reply']);
  if (!isDirected) return skipPart(state);
  const direction = peek(state, 1)?.text ?? '';
  state.at += 2;
  return `ct ${direction} ${skipPart(state)}`;
}

/** False: not modelled, the cursor may stand anywhere. */
function readModelled(state: RuleState): boolean {
  const hasMeta = accept(state, 'meta');
  const key = peek(state)?.text ?? '';
  if (Object.hasOwn(linkKeys, key)) return readLink(state, linkKeys[key] ?? 'iif');
  if (key === 'mark') return readMark(state, 'mark');
  if (hasMeta) return key === 'nfproto' && readProtocolFamily(state);
  if (key === 'ct') {
    if (isToken(peek(state, 1), 'mark')) {
      state.at++;
      return readMark(state, 'ctMark');
    }
    return isToken(peek(state, 1), 'state') ? readConnectionState(state) : false;
  }
  if (key === 'ip' || key === 'ip6') return readAddress(state, key === 'ip' ? 4 : 6);
  return false;
}

function readLink(state: RuleState, direction: 'iif' | 'oif'): boolean {
  state.at++;
  if (accept(state, 'vmap')) return readLinkVerdicts(state, direction);
  const operand = readOperand(state);
  if (operand === undefined) return false;
  state.match[direction] = {
    negated: operand.negated,
    names: operand.values.map((token) => factOf(state, token, token.text)),
  };
  return true;
}

/** `oifname vmap { "eno3" : jump fibre, … }`: one rule for each entry. */
function readLinkVerdicts(state: RuleState, direction: 'iif' | 'oif'): boolean {
  const entries = readVerdictEntries(state);
  if (entries === undefined) return false;
  state.variantsAt = state.actions.length;
  state.variants = entries.flatMap((entry) => {
    const {
      key: [name],
      value,
    } = splitPair(entry);
    if (name === undefined) return [];
    return [
      {
        guard: { [direction]: { negated: false, names: [factOf(state, name, name.text)] } },
        actions: verdictOf(value),
      },
    ];
  });
  return true;
}

/** `ct mark vmap { 0x1 : jump fibre, … }`: one rule for each entry; false, and nothing taken, where a key is no single mark. */
function readMarkVerdicts(state: RuleState, kind: MarkKind): boolean {
  const start = state.at;
  state.at++;
  const variants = (readVerdictEntries(state) ?? []).map((entry) => {
    const { key, value } = splitPair(entry);
    const [token] = key;
    const mark = key.length > 1 || token === undefined ? undefined : parseMark(token.text);
    if (token === undefined || mark === undefined || token.unknown !== undefined) return undefined;
    const guard = { negated: false, value: factOf(state, token, mark), mask: allBits };
    return { guard: { [kind]: guard }, actions: verdictOf(value) };
  });
  const known = variants.filter((variant) => variant !== undefined);
  if (known.length === 0 || known.length < variants.length) {
    state.at = start;
    return false;
  }
  state.variantsAt = state.actions.length;
  state.variants = known;
  return true;
}

function readVerdictEntries(state: RuleState): readonly (readonly Token[])[] | undefined {
  const token = peek(state);
  if (isToken(token, '{')) return splitElements(takeBraces(state));
  if (token?.kind !== 'reference') return undefined;
  state.at++;
  return elementsOf(state, token.text);
}

function verdictOf([verdict, chain]: readonly Token[]): readonly RuleAction[] {
  if (isToken(verdict, 'accept')) return [{ kind: 'accept' }];
  if (isToken(verdict, 'drop')) return [{ kind: 'drop' }];
  if (isToken(verdict, 'return')) return [{ kind: 'return' }];
  if (isAnyToken(verdict, ['jump', 'goto']) && chain !== undefined)
    return [
      isToken(verdict, 'goto')
        ? { kind: 'jump', chain: chain.text, isGoto: true }
        : { kind: 'jump', chain: chain.text },
    ];
  return [];
}

/** A verdict map on something else: any of its verdicts may follow. */
function readOtherVerdicts(state: RuleState, key: string): boolean {
  state.at++;
  const entries = readVerdictEntries(state) ?? [];
  state.match.other.push(`${key} vmap`);
  for (const entry of entries) state.actions.push(...verdictOf(splitPair(entry).value));
  state.actions.push({ kind: 'unmodelled', name: 'vmap' });
  return true;
}

function readMark(state: RuleState, kind: MarkKind): boolean {
  state.at++;
  if (accept(state, 'set')) {
    readMarkAssignment(state, kind);
    return true;
  }
  if (isToken(peek(state), 'vmap'))
    return (
      readMarkVerdicts(state, kind) ||
      readOtherVerdicts(state, kind === 'mark' ? 'meta mark' : 'ct mark')
    );
  const mask = readMask(state);
  const operand = readOperand(state);
  const [token] = operand?.values ?? [];
  if (
    mask === undefined ||
    operand === undefined ||
    token === undefined ||
    operand.values.length > 1
  )
    return false;
  const value = factOf(
    state,
    token,
    parseMark(token.text) ?? unknown(`\`${token.text}\` is not a number`),
  );
  state.match[kind] = { negated: operand.negated, value, mask };
  return true;
}

/** `& 0xff` before the operator; undefined for a mask that is not a number. */
function readMask(state: RuleState): number | undefined {
  if (!accept(state, '&', 'and')) return allBits;
  const token = peek(state);
  state.at++;
  return token === undefined || token.unknown !== undefined ? undefined : parseMark(token.text);
}

function readConnectionState(state: RuleState): boolean {
  state.at += 2;
  if (isToken(peek(state), 'vmap')) return readOtherVerdicts(state, 'ct state');
  const operand = readOperand(state);
  if (operand === undefined) return false;
  const names = operand.values.map((token) => (token.unknown === undefined ? token.text : ''));
  const states = stateList(names, operand.negated);
  if (states === undefined) return false;
  state.match.ctStates = states;
  return true;
}

function readProtocolFamily(state: RuleState): boolean {
  state.at++;
  const operand = readOperand(state);
  const [token] = operand?.values ?? [];
  const family = isToken(token, 'ipv4') ? 4 : isToken(token, 'ipv6') ? 6 : undefined;
  if (family === undefined || operand?.negated !== false || operand.values.length > 1) return false;
  narrowFamily(state, family);
  return true;
}

function readAddress(state: RuleState, family: Family): boolean {
  narrowFamily(state, family);
  const isSource = isToken(peek(state, 1), 'saddr');
  if (!isSource && !isToken(peek(state, 1), 'daddr')) return false;
  state.at += 2;
  if (isToken(peek(state), 'vmap')) return false;
  const operand = readOperand(state);
  if (operand === undefined) return false;
  const prefixes = operand.values.map((token) => factOf(state, token, prefixOf(token.text)));
  state.match[isSource ? 'source' : 'destination'] = { negated: operand.negated, prefixes };
  return true;
}

function prefixOf(text: string): Prefix | Unknown {
  const address = parseStrictAddress(text);
  if (address !== undefined) return { address, length: address.family === 4 ? 32 : 128 };
  const prefix = parseStrictPrefix(text);
  return prefix === undefined ? unknown(`\`${text}\` is no single prefix`) : networkOf(prefix);
}

function narrowFamily(state: RuleState, family: Family): void {
  state.families = state.families.filter((one) => one === family);
}

/** Up to the set behind the keys, so that the matches after it are read; without a set as far as it may go. */
function readConcatenation(state: RuleState): void {
  const start = state.at;
  let at = state.at;
  while (isAnyToken(state.tokens[at], ['.', '!=', '==']) || isKeyWord(state.tokens[at])) at++;
  const isVerdicts = isToken(state.tokens[at], 'vmap');
  const operand = state.tokens[isVerdicts ? at + 1 : at];
  if (operand?.kind !== 'reference' && !isToken(operand, '{')) {
    state.match.other.push(skipExpression(state));
    return;
  }
  state.at = at;
  const words = state.tokens.slice(start, at).map(({ text }) => text);
  if (isVerdicts) {
    readOtherVerdicts(state, words.join(' '));
    return;
  }
  const from = state.at;
  if (isToken(operand, '{')) takeBraces(state);
  else state.at++;
  const set = state.tokens.slice(from, state.at).map(({ text }) => text);
  state.match.other.push([...words, ...set].join(' '));
}

/** `iifname . ip saddr { … }`: several keys at once, of one word or two. */
function isConcatenation(state: RuleState): boolean {
  return isToken(peek(state, 1), '.') || isToken(peek(state, 2), '.');
}
