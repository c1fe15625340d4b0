/**
 * What nft surely refuses in a rule: an unknown field, a value that is missing or out of its range, a statement behind a
 * final verdict. Reads from left to right and stops, silently, at the first part that it does not know.
 */
import { bareMetaKeys, fieldsOf } from './fields.ts';
import { isAnyToken, isToken } from './lex.ts';
import type { Token } from './lex.ts';

export interface RuleRefusal {
  /** Undefined: at the end of the rule. */
  readonly token: Token | undefined;
  /** nft's own words. */
  readonly words: string;
}

interface Walk {
  readonly tokens: readonly Token[];
  at: number;
  /** A verdict stands before the cursor, so that nothing but a comment may follow. */
  isOver: boolean;
}

type Step = RuleRefusal | 'known' | 'unknown';

/** The first refusal of a rule with its variables put in. */
export function ruleRefusal(tokens: readonly Token[]): RuleRefusal | undefined {
  const walk: Walk = { tokens, at: 0, isOver: false };
  while (walk.at < tokens.length) {
    const token = tokens[walk.at];
    if (token === undefined || token.unknown !== undefined || token.kind !== 'word')
      return undefined;
    if (walk.isOver && token.text !== 'comment')
      return { token, words: 'Statement after terminal statement has no effect' };
    const step = stepOver(walk, token);
    if (step === 'unknown') return undefined;
    if (step !== 'known') return step;
  }
  return undefined;
}

function stepOver(walk: Walk, token: Token): Step {
  switch (token.text) {
    case 'accept':
    case 'drop':
    case 'return':
      walk.at++;
      walk.isOver = true;
      return 'known';
    case 'continue':
    case 'notrack':
      walk.at++;
      return 'known';
    case 'jump':
    case 'goto':
      return stepOverJump(walk);
    case 'comment':
      walk.at += 2;
      return 'known';
    case 'counter':
      return stepOverCounter(walk);
    case 'masquerade':
      return stepOverMasquerade(walk);
    default:
      return stepOverMatch(walk, token);
  }
}

const atEnd = (words: string): RuleRefusal => ({ token: undefined, words });

function stepOverJump(walk: Walk): Step {
  const name = walk.tokens[walk.at + 1];
  if (name === undefined) return atEnd("syntax error, unexpected newline, expecting '{'");
  if (name.kind !== 'word' || name.unknown !== undefined) return 'unknown';
  walk.at += 2;
  walk.isOver = true;
  return 'known';
}

function stepOverCounter(walk: Walk): Step {
  walk.at++;
  const next = walk.tokens[walk.at];
  if (isToken(next, 'packets')) walk.at += 4;
  else if (isToken(next, 'name')) walk.at += 2;
  else if (next?.kind === 'string') walk.at++;
  return 'known';
}

function stepOverMasquerade(walk: Walk): Step {
  walk.at++;
  const next = walk.tokens[walk.at];
  if (isToken(next, 'to')) return 'unknown';
  while (isAnyToken(walk.tokens[walk.at], ['random', 'fully-random', 'persistent', ','])) walk.at++;
  walk.isOver = true;
  return 'known';
}

function stepOverMatch(walk: Walk, first: Token): Step {
  const known = fieldsOf(first.text);
  if (known === undefined && !bareMetaKeys.has(first.text)) return 'unknown';
  let field = first;
  if (known !== undefined) {
    const next = walk.tokens[walk.at + 1];
    if (next === undefined) return atEnd('syntax error, unexpected newline');
    if (next.unknown !== undefined || next.kind !== 'word') return 'unknown';
    if (!known.has(next.text))
      return {
        token: next,
        words: `syntax error, unexpected ${first.text === 'meta' ? next.text : 'string'}`,
      };
    field = next;
    walk.at++;
  }
  walk.at++;
  return stepOverOperand(walk, { header: first.text, field: field.text });
}

interface Key {
  readonly header: string;
  readonly field: string;
}

/** Keys whose values are one plain word each, or a list of words. */
const plainFields = new Set([
  'saddr', 'daddr', 'sport', 'dport', 'protocol', 'l4proto', 'nfproto', 'mark', 'state', 'status', 'ttl', 'length',
  'iif', 'iifname', 'oif', 'oifname', 'skuid', 'skgid', 'pkttype', 'hoplimit', 'nexthdr', 'direction',
]); // prettier-ignore

function stepOverOperand(walk: Walk, key: Key): Step {
  if (!plainFields.has(key.field)) return 'unknown';
  const next = walk.tokens[walk.at];
  if (next === undefined) return atEnd('syntax error, unexpected newline');
  if (isToken(next, 'set')) return stepOverAssignment(walk, key);
  if (isAnyToken(next, ['&', 'and', '|', 'or', '^', 'xor', '<<', '>>', '.', 'vmap', 'map']))
    return 'unknown';
  if (isAnyToken(next, ['==', '!=', 'eq', 'ne', '<', '>', '<=', '>=', '!'])) walk.at++;
  const value = walk.tokens[walk.at];
  if (value === undefined) return atEnd('syntax error, unexpected newline');
  if (isToken(value, '{')) return stepOverSet(walk);
  if (value.unknown !== undefined) return 'unknown';
  if (value.kind === 'reference') walk.at++;
  else if (value.kind === 'word' || value.kind === 'string') {
    const words = valueRefusal(value, key);
    if (words !== undefined) return { token: value, words };
    walk.at++;
    if (
      isAnyToken(walk.tokens[walk.at], [
        ',',
        '.',
        '-',
        '/',
        'and',
        'or',
        'xor',
        '&',
        '|',
        '^',
        '<<',
        '>>',
      ])
    )
      return 'unknown';
  } else return 'unknown';
  return isToken(walk.tokens[walk.at], '.') ? 'unknown' : 'known';
}

/** `meta mark set …`: only what needs no arithmetic. */
function stepOverAssignment(walk: Walk, key: Key): Step {
  walk.at++;
  const value = walk.tokens[walk.at];
  if (value === undefined) return atEnd('syntax error, unexpected newline');
  if (value.kind !== 'word' || value.unknown !== undefined || !/^\d/.test(value.text))
    return 'unknown';
  const words = valueRefusal(value, key);
  if (words !== undefined) return { token: value, words };
  walk.at++;
  const isMore = isAnyToken(walk.tokens[walk.at], [
    '&',
    'and',
    '|',
    'or',
    '^',
    'xor',
    '<<',
    '>>',
    '.',
  ]);
  return isMore ? 'unknown' : 'known';
}

function stepOverSet(walk: Walk): Step {
  let depth = 0;
  for (; walk.at < walk.tokens.length; walk.at++) {
    if (isToken(walk.tokens[walk.at], '{')) depth++;
    if (isToken(walk.tokens[walk.at], '}')) depth--;
    if (depth === 0) break;
  }
  walk.at++;
  return depth === 0 ? 'known' : 'unknown';
}

const states = new Set(['invalid', 'new', 'established', 'related', 'untracked']);

function valueRefusal({ text, kind }: Token, { header, field }: Key): string | undefined {
  if (field === 'mark' && /^\d+$|^0x[\da-f]+$/i.test(text) && Number(text) > 0xffff_ffff)
    return `Value ${Number(text)} exceeds valid range 0-4294967295`;
  if ((field === 'sport' || field === 'dport') && /^\d+$/.test(text) && Number(text) > 65_535)
    return 'Service out of range';
  if (
    header === 'ct' &&
    field === 'state' &&
    kind === 'word' &&
    /^[a-z]+$/.test(text) &&
    !states.has(text)
  )
    return 'Could not parse conntrack state';
  const isAddress = header === 'ip' && (field === 'saddr' || field === 'daddr');
  return isAddress &&
    /^\d+\.\d+\.\d+\.\d+$/.test(text) &&
    text.split('.').some((part) => Number(part) > 255)
    ? 'Could not resolve hostname: Name or service not known'
    : undefined;
}
