/**
 * Takes the value of a keyword, checks it as iproute2 does, and keeps reading after a value that is wrong.
 * Unknown values are taken as they are; a value that is missing because the next keyword follows is not taken.
 */
import { unknown, type Fact } from '../base/fact.ts';
import { parseIprouteAddress, type Address, type Family } from '../net/address.ts';
import { parseIproutePrefix, type Prefix } from '../net/prefix.ts';
import type { ShellWord } from '../shell/types.ts';
import { factOf, knownFamily, peek, peekText, stop, type Cursor } from './cursor.ts';
import { isKeyword, type Grammar, type GrammarRow } from './grammar.ts';
import { parseNumber, wantsOf, fits } from './scalars.ts';
import {
  incomplete,
  invalidAddress,
  invalidPrefix,
  invalidValue,
  missingGateway,
} from './wording.ts';

export interface Keyword {
  readonly row: GrammarRow;
  readonly word: ShellWord;
  /** The table the keyword is from: its keywords cannot be meant as values. */
  readonly grammar: Grammar;
}

const refused = unknown('`ip` refuses the written value');
const anyWords = new Set(['default', 'any', 'all']);
const families: Readonly<Record<string, Family | undefined>> = {
  inet: 4,
  inet6: 6,
  mpls: undefined,
  bridge: undefined,
  link: undefined,
};

/** The word after a keyword, or undefined with a problem. Words that may be several end the reading. */
export function takeWord(cursor: Cursor, keyword: Keyword): ShellWord | undefined {
  const word = peek(cursor);
  if (word === undefined) {
    if (!cursor.incomplete)
      cursor.problems.push(
        incomplete(keyword.word.span, textOf(keyword.word), wantsOf(keyword.row.argument)),
      );
    return undefined;
  }
  if (word.several === true) {
    stop(cursor);
    return undefined;
  }
  cursor.at += 1;
  return word;
}

/** The address after `via` or `src`; `inet` or `inet6` may stand before it. */
export function takeAddress(cursor: Cursor, keyword: Keyword): Fact<Address> | undefined {
  let family = knownFamily(cursor);
  const isVia = keyword.row.keyword === 'via';
  const named = peekText(cursor);
  if (isVia && named !== undefined && Object.hasOwn(families, named)) {
    cursor.at += 1;
    family = families[named];
    if (family === undefined) return takeUnread(cursor, keyword);
  }
  const word = takeWord(cursor, keyword);
  if (word === undefined) return undefined;
  if (typeof word.value !== 'string') return factOf<Address>(word.value, word, cursor);
  const address = parseIprouteAddress(word.value, family) ?? anyAddress(word.value, family);
  if (address !== undefined) {
    if (cursor.family === 'any') cursor.family = address.family;
    return factOf(address, word, cursor);
  }
  const isLost = isKeyword(keyword.grammar, word.value);
  if (isLost) cursor.at -= 1;
  cursor.problems.push(
    isVia && isLost
      ? missingGateway(word.span, word.value, deviceAfter(cursor))
      : invalidAddress({ span: word.span, text: word.value }, textOf(keyword.word), family),
  );
  return isLost ? undefined : factOf<Address>(refused, word, cursor);
}

/** A prefix; the word `default`, `any` or `all` gives `everything`. */
export function takePrefix<T extends 'default' | 'all'>(
  cursor: Cursor,
  keyword: Keyword,
  everything: T,
): Fact<Prefix | T> | undefined {
  const word = takeWord(cursor, keyword);
  if (word === undefined) return undefined;
  if (
    typeof word.value === 'string' &&
    isKeyword(keyword.grammar, word.value) &&
    !anyWords.has(word.value)
  )
    cursor.at -= 1;
  return prefixOf(cursor, word, everything);
}

/** The prefix that a word says, with a problem if it says none. */
export function prefixOf<T extends 'default' | 'all'>(
  cursor: Cursor,
  word: ShellWord,
  everything: T,
): Fact<Prefix | T> {
  if (typeof word.value !== 'string') return factOf<Prefix | T>(word.value, word, cursor);
  if (anyWords.has(word.value)) return factOf<Prefix | T>(everything, word, cursor);
  const prefix = parseIproutePrefix(word.value, knownFamily(cursor));
  if (prefix === undefined) {
    cursor.problems.push(invalidPrefix(word.span, word.value, knownFamily(cursor)));
    return factOf<Prefix | T>(refused, word, cursor);
  }
  if (cursor.family === 'any') cursor.family = prefix.address.family;
  return factOf<Prefix | T>(prefix, word, cursor);
}

/** A number; problems for text that is none. */
export function takeNumber(cursor: Cursor, keyword: Keyword): Fact<number> | undefined {
  const text = takeText(cursor, keyword);
  if (text === undefined) return undefined;
  if (typeof text.value !== 'string') return { ...text, value: text.value };
  return { ...text, value: parseNumber(text.value) ?? refused };
}

/** A routing table: a number, or a name as written. */
export function takeTable(cursor: Cursor, keyword: Keyword): Fact<number | string> | undefined {
  const text = takeText(cursor, keyword);
  if (text === undefined || typeof text.value !== 'string') return text;
  return { ...text, value: parseNumber(text.value) ?? text.value };
}

/** Any value, checked against what the keyword takes. */
export function takeText(cursor: Cursor, keyword: Keyword): Fact<string> | undefined {
  const { argument } = keyword.row;
  if ('lockable' in argument && argument.lockable === true && peekText(cursor) === 'lock')
    cursor.at += 1;
  const word = takeWord(cursor, keyword);
  if (word === undefined) return undefined;
  if (typeof word.value !== 'string' || fits(argument, word.value))
    return factOf(word.value, word, cursor);
  cursor.problems.push(
    invalidValue({ span: word.span, text: word.value }, keyword.row, wantsOf(argument)),
  );
  // `metric dev eno4`: the value was lost, the next keyword is still read.
  if (isKeyword(keyword.grammar, word.value)) cursor.at -= 1;
  return factOf<string>(refused, word, cursor);
}

/** `via link …`, `via mpls …`: addresses of other kinds. */
function takeUnread(cursor: Cursor, keyword: Keyword): Fact<Address> | undefined {
  const word = takeWord(cursor, keyword);
  return word === undefined
    ? undefined
    : factOf<Address>(unknown('it is an address of another kind'), word, cursor);
}

/** `via default` passes the argument check of `ip`; the kernel refuses it later. */
function anyAddress(text: string, family: Family | undefined): Address | undefined {
  if (!anyWords.has(text)) return undefined;
  return family === 6 ? { family: 6, words: [0, 0, 0, 0] } : { family: 4, value: 0 };
}

function deviceAfter(cursor: Cursor): string | undefined {
  const device = peekText(cursor) === 'dev' ? cursor.words[cursor.at + 1]?.value : undefined;
  return typeof device === 'string' ? device : undefined;
}

function textOf(word: ShellWord): string {
  return typeof word.value === 'string' ? word.value : word.raw;
}
