/**
 * Matches, statements and settings word by word. A value can be an expression, and an expression can have values:
 * that is why phrases, matches and values are read in one file.
 */
import { isToken } from '../lex.ts';
import type { Token } from '../lex.ts';
import { bareFieldOf, expressionOf, fieldOf, keyOf, statementOf } from './index.ts';
import { meta } from './meta.ts';
import { endsWith, take, wordAt } from './roles.ts';
import type { Expected, OpenPhrase, Subject, Walk } from './roles.ts';
import { verdicts } from './statements.ts';
import type { NftKey, NftOperand, NftPart, NftPhrase } from './types.ts';

export interface Compared {
  readonly subject: Subject;
  readonly value: NftOperand;
  /** The expression itself may go on: `numgen inc` with `mod`. */
  readonly open?: OpenPhrase;
}

/** True if a match can begin with the word. */
export function beginsMatch(word: string): boolean {
  return (
    keyOf(word) !== undefined || expressionOf(word) !== undefined || bareFieldOf(word) !== undefined
  );
}

/** `ip saddr`, `ip saddr . tcp dport`, `numgen inc mod 2`; undefined: the tokens end within it. */
export function walkExpression(walk: Walk): Compared | undefined {
  const first = walkOneExpression(walk);
  let last = first;
  while (last !== undefined && wordAt(walk) === '.') {
    take(walk);
    if (endsWith(walk, { kind: 'expression' })) return undefined;
    last = walkOneExpression(walk);
  }
  return last === undefined ? undefined : first;
}

function walkOneExpression(walk: Walk): Compared | undefined {
  const word = wordAt(walk) ?? '';
  const key = keyOf(word);
  const phrase = expressionOf(word);
  const bare = bareFieldOf(word);
  if (key !== undefined) {
    take(walk, { kind: 'key', key });
    return walkField(walk, key);
  }
  if (phrase !== undefined) {
    const end = walkPhrase(walk, phrase);
    if (end === undefined) return undefined;
    const { open, result: value = { placeholder: 'VALUE' } } = end;
    return { subject: { kind: 'phrase', phrase, part: undefined }, value, open };
  }
  if (bare !== undefined) {
    take(walk, { kind: 'field', key: meta, field: bare });
    return { subject: { kind: 'field', key: meta, field: bare }, value: bare.value };
  }
  take(walk);
  return unknownExpression;
}

const unknownExpression: Compared = {
  subject: { kind: 'phrase', phrase: { word: '', doc: '', parts: [] }, part: undefined },
  value: { placeholder: 'VALUE' },
};

function walkField(walk: Walk, key: NftKey): Compared | undefined {
  for (;;) {
    if (endsWith(walk, { kind: 'field', key })) return undefined;
    const field = fieldOf(key, wordAt(walk) ?? '');
    if (field === undefined) {
      take(walk);
      return unknownExpression;
    }
    take(walk, { kind: 'field', key, field });
    if (field.leads === true) continue;
    const subject: Subject = { kind: 'field', key, field };
    for (const value of field.selects ?? []) {
      if (endsWith(walk, { kind: 'value', subject, value, isFirst: false })) return undefined;
      take(walk, { kind: 'value', subject, value });
    }
    return { subject, value: field.value };
  }
}

const comparisons = new Set([
  '==',
  '!=',
  '<',
  '>',
  '<=',
  '>=',
  '!',
  'eq',
  'ne',
  'lt',
  'gt',
  'le',
  'ge',
  'in',
]);
const arithmetic = new Set(['&', '|', '^', '<<', '>>', 'and', 'or', 'xor', 'lshift', 'rshift']);

/** A whole match; false: the tokens end within it. */
export function walkMatch(walk: Walk): boolean {
  const compared = walkExpression(walk);
  if (compared === undefined) return false;
  const { subject, value, open } = compared;
  const first = { kind: 'value', subject, value, isFirst: true, open } as const;
  for (;;) {
    if (endsWith(walk, first)) return false;
    const word = wordAt(walk) ?? '';
    if (word === 'map') {
      if (!walkMap(walk, subject)) return false;
      continue;
    }
    if (word === 'vmap') return walkMap(walk, subject);
    if (!arithmetic.has(word)) break;
    take(walk);
    if (endsWith(walk, { ...first, isFirst: false })) return false;
    take(walk, { kind: 'value', subject, value });
  }
  const word = wordAt(walk) ?? '';
  if (comparisons.has(word) || word === 'set') take(walk);
  return walkValue(walk, subject, value);
}

export interface PhraseEnd {
  readonly open: OpenPhrase;
  /** What the expression gives by its parts. */
  readonly result: NftOperand | undefined;
}

/**
 * Steps over a phrase; undefined: the tokens end within it.
 * `isWhole`: nothing else can follow, as in a setting of a chain.
 */
export function walkPhrase(walk: Walk, phrase: NftPhrase, isWhole = false): PhraseEnd | undefined {
  take(walk, { kind: 'phrase', phrase });
  const used = new Set<NftPart>();
  let { result } = phrase;
  for (;;) {
    const open = { phrase, used };
    const token = walk.tokens[walk.at];
    if (token === undefined) {
      walk.open = open;
      if (!phrase.parts.some((part) => isMissing(part, used))) return { open, result };
      endsWith(walk, { kind: 'parts', open });
      return undefined;
    }
    const part = partOf(phrase, used, token);
    if (part === undefined) {
      if (wordAt(walk) !== ',' && !(isWhole && wordAt(walk) === '=')) return { open, result };
      take(walk);
      continue;
    }
    used.add(part);
    if (part.words !== undefined) take(walk, { kind: 'part', phrase, part });
    ({ result = result } = part);
    const { value } = part;
    if (value !== undefined && !walkValue(walk, { kind: 'phrase', phrase, part }, value))
      return undefined;
  }
}

function isMissing(part: NftPart, used: ReadonlySet<NftPart>): boolean {
  return (part.words === undefined || part.isNeeded === true) && !used.has(part);
}

/** A word of the phrase, or else the value that has no word. */
function partOf(
  { parts }: NftPhrase,
  used: ReadonlySet<NftPart>,
  token: Token,
): NftPart | undefined {
  const free = parts.filter((part) => part.repeats === true || !used.has(part));
  const isWord = token.kind === 'word' || token.kind === 'symbol';
  const named = isWord ? free.find(({ words }) => words?.includes(token.text)) : undefined;
  if (named !== undefined || (token.kind === 'symbol' && token.text !== '{')) return named;
  return free.find(({ words }) => words === undefined);
}

/** A verdict of a map; false: the tokens end within it. */
export function walkVerdict(walk: Walk): boolean {
  const phrase = statementOf(wordAt(walk) ?? '');
  if (phrase === undefined || !verdicts.includes(phrase)) {
    take(walk);
    return true;
  }
  return walkPhrase(walk, phrase) !== undefined;
}

/** Symbols that hold the parts of one value together. */
const joints = new Set([
  ',',
  '-',
  '/',
  ':',
  '.',
  '+',
  '&',
  '|',
  '^',
  '<<',
  '>>',
  'and',
  'or',
  'xor',
]);

/** Steps over a value; false: the tokens end before or within it. */
export function walkValue(walk: Walk, subject: Subject, value: NftOperand): boolean {
  const expected = { kind: 'value', subject, value, isFirst: false } as const;
  for (;;) {
    if (endsWith(walk, expected)) return false;
    if (!walkOne(walk, subject, value)) return false;
    const next = wordAt(walk);
    if (next === 'map') {
      if (!walkMap(walk, subject)) return false;
      continue;
    }
    if (next === undefined || !joints.has(next)) return true;
    take(walk);
  }
}

function walkOne(walk: Walk, subject: Subject, value: NftOperand): boolean {
  if (wordAt(walk) === '{') return walkBraces(walk, { subject, value });
  if (wordAt(walk) === '(' || wordAt(walk) === '[' || wordAt(walk) === ':') {
    take(walk);
    return true;
  }
  if (value.names === 'expression' || beginsExpression(walk, value))
    return walkExpression(walk) !== undefined;
  take(walk, { kind: 'value', subject, value });
  return true;
}

/** `ct mark` in place of a number, unless the word is one of the values. */
function beginsExpression(walk: Walk, { words = [] }: NftOperand): boolean {
  const word = wordAt(walk) ?? '';
  if (words.includes(word)) return false;
  if (expressionOf(word) !== undefined || bareFieldOf(word) !== undefined) return true;
  const next = wordAt(walk, 1);
  const key = keyOf(word);
  return (
    key !== undefined && (next === undefined || key.fields.some((field) => field.word === next))
  );
}

/** `map { … }`, `vmap @NAME`. */
export function walkMap(walk: Walk, subject: Subject): boolean {
  const isVerdicts = wordAt(walk) === 'vmap';
  take(walk);
  if (endsWith(walk, { kind: 'map', subject })) return false;
  const value = subject.kind === 'field' ? subject.field.value : { placeholder: 'VALUE' };
  if (wordAt(walk) === '{') return walkBraces(walk, { subject, value, isVerdicts });
  take(walk);
  return true;
}

/** Elements between braces; of a map each has a `:` with what it leads to behind it. */
interface Elements {
  readonly subject: Subject;
  readonly value: NftOperand;
  /** Of a verdict map. */
  readonly isVerdicts?: boolean;
}

function walkBraces(walk: Walk, elements: Elements): boolean {
  const { subject, value, isVerdicts = false } = elements;
  take(walk);
  let isTarget = false;
  for (;;) {
    if (endsWith(walk, isTarget && isVerdicts ? { kind: 'verdict' } : elementOf(subject, value)))
      return false;
    const word = wordAt(walk);
    if (isTarget && isVerdicts && word !== '}' && word !== ',') {
      if (!walkVerdict(walk)) return false;
      continue;
    }
    if (word === ':' || word === ',') isTarget = word === ':';
    if (isToken(walk.tokens[walk.at], '{')) {
      if (!walkBraces(walk, { subject, value })) return false;
      continue;
    }
    const isSymbol = walk.tokens[walk.at]?.kind === 'symbol';
    if (!isSymbol && value.names === 'expression' && !isTarget) {
      if (walkExpression(walk) === undefined) return false;
      continue;
    }
    take(walk, isSymbol || isTarget ? undefined : { kind: 'value', subject, value });
    if (word === '}') return true;
  }
}

function elementOf(subject: Subject, value: NftOperand): Expected {
  return value.names === 'expression'
    ? { kind: 'expression' }
    : { kind: 'value', subject, value, isFirst: false };
}
