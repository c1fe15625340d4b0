/** `ip rule …` (iproute2 6.1, ip/iprule.c: iprule_modify, iprule_list_flush_or_save). */
import { unknown, type Fact } from '../base/fact.ts';
import type { Prefix } from '../net/prefix.ts';
import { findVerb, verbs } from './abbreviations.ts';
import { commonOf, factOf, nextKeyword, peek, stop, type Cursor } from './cursor.ts';
import { findRow } from './grammar.ts';
import { findRouteType } from './objects/route.ts';
import { ruleGrammar } from './objects/rule.ts';
import { readPlain } from './readPlain.ts';
import { parseNumber } from './scalars.ts';
import type { IpRuleCommand } from './types.ts';
import { takeNumber, takePrefix, takeTable, takeText, type Keyword } from './values.ts';
import { invalidValue, missingPart, unknownVerb } from './wording.ts';

interface RuleState {
  priority: Fact<number> | undefined;
  not: boolean;
  from: Fact<Prefix | 'all'> | undefined;
  to: Fact<Prefix | 'all'> | undefined;
  iif: Fact<string> | undefined;
  oif: Fact<string> | undefined;
  fwmark: IpRuleCommand['fwmark'];
  table: Fact<number | string> | undefined;
  suppressPrefixLength: Fact<number> | undefined;
  action: string;
  otherSelectors: string[];
}

/** Reads what follows the object. */
export function readRule(cursor: Cursor): IpRuleCommand {
  const state: RuleState = {
    priority: undefined,
    not: false,
    from: undefined,
    to: undefined,
    iif: undefined,
    oif: undefined,
    fwmark: undefined,
    table: undefined,
    suppressPrefixLength: undefined,
    action: 'lookup',
    otherSelectors: [],
  };
  // Rules take the family from the options alone, IPv4 if there is none; an address of the other family passes `ip`.
  const verb = readVerb(cursor);
  if (verb === 'add' || verb === 'del') {
    if (peek(cursor) === undefined)
      cursor.problems.push(
        missingPart(
          cursor.span,
          'selectors and an action',
          `"ip rule ${verb}" requires arguments.`,
        ),
      );
    readRuleWords(cursor, state);
  } else {
    stop(cursor);
  }
  return {
    object: 'rule',
    verb,
    ...state,
    ...commonOf(cursor),
  };
}

function readVerb(cursor: Cursor): IpRuleCommand['verb'] {
  if (peek(cursor) === undefined) return 'show';
  const next = nextKeyword(cursor);
  if (next === undefined) return 'other';
  const verb = findVerb(verbs.rule, next.text);
  if (verb === undefined) cursor.problems.push(unknownVerb(next.word.span, next.text, 'rule'));
  return verb ?? 'other';
}

function readRuleWords(cursor: Cursor, state: RuleState): void {
  for (let next = nextKeyword(cursor); next !== undefined; next = nextKeyword(cursor)) {
    const { text, word } = next;
    const row = findRow(ruleGrammar, text);
    if (row !== undefined) readRuleKeyword(cursor, state, { row, word, grammar: ruleGrammar });
    else if (text === 'help') stop(cursor);
    else readAction(cursor, state, { text, word });
  }
}

function readRuleKeyword(cursor: Cursor, state: RuleState, keyword: Keyword): void {
  switch (keyword.row.keyword) {
    case 'not':
      state.not = true;
      return;
    case 'from':
    case 'to':
      state[keyword.row.keyword] = readPrefix(cursor, keyword);
      return;
    case 'preference':
    case 'order':
    case 'priority':
      state.priority = takeNumber(cursor, keyword);
      return;
    case 'iif':
    case 'oif':
      state[keyword.row.keyword] = takeText(cursor, keyword);
      return;
    case 'fwmark':
      state.fwmark = takeFwmark(cursor, keyword);
      return;
    case 'table':
      state.table = takeTable(cursor, keyword);
      return;
    case 'suppress_prefixlength':
      state.suppressPrefixLength = takeNumber(cursor, keyword);
      return;
    case 'goto':
    case 'nop':
      state.action = keyword.row.keyword;
      return readPlain(cursor, keyword);
    case 'type': {
      const type = takeText(cursor, keyword);
      if (typeof type?.value === 'string')
        readAction(cursor, state, { text: type.value, word: { span: type.origin.span } });
      return;
    }
    default:
      state.otherSelectors.push(keyword.row.keyword);
      readPlain(cursor, keyword);
  }
}

/** The family of one selector does not bind the next: `ip` leaves the judgement to the kernel. */
function readPrefix(cursor: Cursor, keyword: Keyword): Fact<Prefix | 'all'> | undefined {
  const before = cursor.family;
  const prefix = takePrefix(cursor, keyword, 'all');
  cursor.family = before;
  return prefix;
}

function isTypeNumber(text: string): boolean {
  const number = parseNumber(text);
  return number !== undefined && number >= 0 && number <= 255;
}

function readAction(
  cursor: Cursor,
  state: RuleState,
  next: { readonly text: string; readonly word: { readonly span: Fact<string>['origin']['span'] } },
): void {
  const { text, word } = next;
  const type = findRouteType(text);
  // A number names a type, too; those that are not actions are left to the kernel.
  if (type !== undefined) state.action = type === 'unicast' ? 'lookup' : type;
  else if (isTypeNumber(text)) state.action = 'other';
  else
    cursor.unexpected.push({
      text,
      span: word.span,
      says: `Error: argument "${text}" is wrong: Failed to parse rule type`,
    });
}

/** `0x100`, `0x100/0xff00`; all bits count without a mask. */
function takeFwmark(cursor: Cursor, keyword: Keyword): IpRuleCommand['fwmark'] {
  const word = peek(cursor);
  const text = takeText(cursor, keyword);
  if (text === undefined || word === undefined) return undefined;
  const number = (value: string): number | undefined => {
    const parsed = parseNumber(value);
    return parsed !== undefined && parsed >= 0 && parsed <= 0xffffffff ? parsed : undefined;
  };
  if (typeof text.value !== 'string') {
    const masked =
      word.pieces?.some((piece) => piece.unknown === undefined && piece.text.includes('/')) ??
      false;
    const mask = masked ? unknown(text.value.reason) : 0xffffffff;
    return {
      value: factOf<number>(text.value, word, cursor),
      mask: factOf<number>(mask, word, cursor),
    };
  }
  const slash = text.value.indexOf('/');
  const value = number(slash < 0 ? text.value : text.value.slice(0, slash));
  const mask = slash < 0 ? 0xffffffff : number(text.value.slice(slash + 1));
  if (value === undefined)
    cursor.problems.push(
      invalidValue(
        { span: word.span, text: text.value },
        keyword.row,
        'a number, or a number and a mask like `0x100/0xff00`',
      ),
    );
  else if (mask === undefined)
    cursor.problems.push(
      invalidValue(
        { span: word.span, text: text.value.slice(slash + 1) },
        { ...keyword.row, refusal: 'fwmask value is invalid' },
        'a number as its mask',
      ),
    );
  if (value === undefined || mask === undefined) return undefined;
  return { value: factOf<number>(value, word, cursor), mask: factOf<number>(mask, word, cursor) };
}
