/**
 * `meta mark set EXPRESSION` and `ct mark set EXPRESSION` as actions.
 * Precedence of nft: `|` below `^` below `&` below shifts (parser_bison.y, basic_rhs_expr).
 * A map on a link gives one rule for each of its entries.
 */
import { unknown } from '../../base/fact.ts';
import type { Fact, Unknown } from '../../base/fact.ts';
import { allBits, parseMark } from '../marks.ts';
import { restoresByMatch } from '../match.ts';
import type { RuleAction } from '../types.ts';
import { numberFact, readBalance, readChoices } from './balance.ts';
import { accept, peek, skipExpression, skipMap, takeBraces } from './cursor.ts';
import { linkKeys } from './keywords.ts';
import { isAnyToken, isToken } from './lex.ts';
import type { Token } from './lex.ts';
import {
  andForms,
  connectionMark,
  constantMark,
  isConstant,
  opaqueMark,
  orForms,
  packetMark,
  shiftForm,
  xorForms,
} from './markForm.ts';
import type { MarkForm } from './markForm.ts';
import { elementsOf, factOf } from './ruleState.ts';
import type { RuleState, Variant } from './ruleState.ts';
import { splitElements, splitPair } from './scope.ts';

export type MarkKind = 'mark' | 'ctMark';

/** Reads the expression after `set` and adds what it does. */
export function readMarkAssignment(state: RuleState, kind: MarkKind): void {
  const first = peek(state);
  if (first === undefined) return;
  if (readBalanced(state, kind)) return;
  const variants = readLinkMap(state, kind);
  if (variants !== undefined) {
    state.variants = variants;
    state.variantsAt = state.actions.length;
    return;
  }
  const start = state.at;
  const form = readOr(state);
  const isOneWord = state.at === start + 1;
  const reason = first.unknown ?? unknown('the value is computed for each packet');
  state.actions.push(
    ...actionsOf(state, { kind, form, first, reason: isOneWord ? reason : unknown(reason.reason) }),
  );
}

/** `numgen inc mod 2 map { 0 : 0x1, 1 : 0x2 }`, or the drawn number itself. */
function readBalanced(state: RuleState, kind: MarkKind): boolean {
  const [start, first] = [state.at, peek(state)];
  const balance = first === undefined ? undefined : readBalance(state);
  const hasMap = isToken(peek(state), 'map');
  const choices = readChoices(state, 'map')?.map(({ from, to, value: [mark] }) => ({
    from,
    to,
    value: mark === undefined ? undefined : numberFact(state, mark),
  }));
  const goesOn = isAnyToken(peek(state), ['|', 'or', '&', 'and', '^', 'xor', '<<', '>>']);
  if (first === undefined || balance === undefined || goesOn) {
    state.at = start;
    return false;
  }
  const values = choices?.flatMap(({ value, ...numbers }) =>
    value === undefined ? [] : [{ ...numbers, value }],
  );
  state.actions.push({
    kind: kind === 'mark' ? 'set-mark' : 'set-ct-mark',
    value: {
      value: first.unknown ?? unknown('the value is computed for each packet'),
      origin: { file: state.file, span: first.span },
    },
    mask: allBits,
    ...(hasMap && values === undefined ? {} : { balanced: { balance, choices: values } }),
  });
  return true;
}

interface Assignment {
  readonly kind: MarkKind;
  readonly form: MarkForm;
  readonly first: Token;
  readonly reason: Unknown;
}

function actionsOf(
  state: RuleState,
  { kind, form, first, reason }: Assignment,
): readonly RuleAction[] {
  const copied = kind === 'mark' ? form.ctMark : form.mark;
  const kept = kind === 'mark' ? form.mark : form.ctMark;
  if (copied !== 0) return [{ kind: kind === 'mark' ? 'restore-mark' : 'save-mark', mask: copied }];
  const mask = ~kept >>> 0;
  if (mask === 0) return [];
  const fact: Fact<number> = {
    value: form.opaque === 0 ? form.constant : reason,
    origin: { file: state.file, span: first.span },
  };
  if (kind === 'ctMark') return [{ kind: 'set-ct-mark', value: fact, mask }];
  const set: RuleAction = { kind: 'set-mark', value: fact, mask };
  return restoresByMatch(state.match, fact.value, mask)
    ? [set, { kind: 'restore-mark', mask }]
    : [set];
}

/** `oifname map { "eno3" : 0x3, "eno4" : 0x4 }`. Undefined, and nothing taken, for anything else. */
function readLinkMap(state: RuleState, kind: MarkKind): readonly Variant[] | undefined {
  const start = state.at;
  accept(state, 'meta');
  const key = peek(state);
  const direction =
    key?.kind === 'word' && Object.hasOwn(linkKeys, key.text) ? linkKeys[key.text] : undefined;
  const entries =
    direction === undefined || !isToken(peek(state, 1), 'map') ? undefined : readMapEntries(state);
  if (entries === undefined || direction === undefined) {
    state.at = start;
    return undefined;
  }
  return entries.flatMap((entry): readonly Variant[] => {
    const {
      key: [name],
      value: [mark],
    } = splitPair(entry);
    if (name === undefined || mark === undefined) return [];
    const value = factOf(
      state,
      mark,
      parseMark(mark.text) ?? unknown(`\`${mark.text}\` is not a number`),
    );
    const link = { negated: false, names: [factOf(state, name, name.text)] };
    return [
      {
        guard: { [direction]: link },
        actions: [{ kind: kind === 'mark' ? 'set-mark' : 'set-ct-mark', value, mask: allBits }],
      },
    ];
  });
}

function readMapEntries(state: RuleState): readonly (readonly Token[])[] | undefined {
  state.at += 2;
  if (isToken(peek(state), '{')) return splitElements(takeBraces(state));
  const name = peek(state);
  const entries = name?.kind === 'reference' ? elementsOf(state, name.text) : undefined;
  if (entries !== undefined) state.at++;
  return entries;
}

function readOr(state: RuleState): MarkForm {
  let form = readXor(state);
  while (accept(state, '|', 'or')) form = orForms(form, readXor(state));
  return form;
}

function readXor(state: RuleState): MarkForm {
  let form = readAnd(state);
  while (accept(state, '^', 'xor')) form = xorForms(form, readAnd(state));
  return form;
}

function readAnd(state: RuleState): MarkForm {
  let form = readShift(state);
  while (accept(state, '&', 'and')) form = andForms(form, readShift(state));
  return form;
}

function readShift(state: RuleState): MarkForm {
  let form = readPrimary(state);
  for (;;) {
    const isLeft = accept(state, '<<', 'lshift');
    if (!isLeft && !accept(state, '>>', 'rshift')) return form;
    const bits = readPrimary(state);
    form = isConstant(bits) ? shiftForm(form, isLeft ? bits.constant : -bits.constant) : opaqueMark;
  }
}

function readPrimary(state: RuleState): MarkForm {
  const token = peek(state);
  if (token === undefined) return opaqueMark;
  if (isToken(token, '(')) return readParentheses(state);
  const source = readMarkSource(state);
  if (source !== undefined) return source;
  const value =
    token.unknown === undefined && token.kind === 'word' ? parseMark(token.text) : undefined;
  if (value !== undefined) {
    state.at++;
    return constantMark(value);
  }
  if (token.unknown !== undefined) state.at++;
  else if (!skipMap(state)) skipExpression(state);
  return opaqueMark;
}

/** Deeper than any person writes; the reader must not run out of stack on text made by a machine. */
const deepest = 32;

function readParentheses(state: RuleState): MarkForm {
  if (state.depth >= deepest) {
    skipExpression(state);
    return opaqueMark;
  }
  state.at++;
  state.depth++;
  const form = readOr(state);
  state.depth--;
  accept(state, ')');
  return form;
}

/** `mark`, `meta mark`, `ct mark`, also as the key of a map: the result depends on nothing else. */
function readMarkSource(state: RuleState): MarkForm | undefined {
  const isConnection = isToken(peek(state), 'ct') && isToken(peek(state, 1), 'mark');
  const isMeta = isToken(peek(state), 'meta') && isToken(peek(state, 1), 'mark');
  if (!isConnection && !isMeta && !isToken(peek(state), 'mark')) return undefined;
  state.at += isConnection || isMeta ? 2 : 1;
  const start = state.at - (isConnection || isMeta ? 2 : 1);
  if (isToken(peek(state), 'map')) {
    state.at = start;
    if (!skipMap(state)) skipExpression(state);
  }
  return isConnection ? connectionMark : packetMark;
}
