/** One word of a value. */
import { unknown, type Fact } from '../../base/fact.ts';
import type { ShellWord } from '../../shell/types.ts';
import { advance, factOf, peek, stop, type Cursor } from '../cursor.ts';
import { isKeyword, type Argument, type GrammarRow, type Scope } from '../grammar.ts';
import { fits, refusedPart, wantsOf } from '../scalars.ts';
import { incomplete, incompleteAfter, invalidValue } from '../wording.ts';

/** A keyword and where it stands. */
export interface Place {
  readonly row: GrammarRow;
  readonly word: ShellWord;
  /** The keywords of this scope cannot be meant as values. */
  readonly scope: Scope;
  /** The value stands without a keyword. */
  readonly isBare?: boolean;
}

/** What stands for a value that `ip` refuses. */
export const refused = unknown('`ip` refuses the written value');

/** The word after a keyword, or undefined with a problem. Words that may be several end the reading. */
export function takeWord(cursor: Cursor, place: Place): ShellWord | undefined {
  const { row, scope } = place;
  cursor.expected = { kind: 'value', row, scope };
  const word = peek(cursor);
  if (word === undefined) {
    if (!cursor.incomplete) cursor.problems.push(lackOf(place));
    cursor.lacksValue = true;
    return undefined;
  }
  if (word.several === true) {
    stop(cursor);
    return undefined;
  }
  advance(cursor, { kind: 'value', row });
  return word;
}

function lackOf({ row, word }: Place): ReturnType<typeof incomplete> {
  const keyword = typeof word.value === 'string' ? word.value : word.raw;
  return row.argument.kind === 'select'
    ? incompleteAfter(word.span, keyword, row.doc)
    : incomplete(word.span, keyword, wantsOf(row.argument));
}

/** Any value, checked against what the keyword takes. */
export function takeText(
  cursor: Cursor,
  place: Place,
  argument: Argument = place.row.argument,
): Fact<string> | undefined {
  const word = takeWord(cursor, place);
  if (word === undefined) return undefined;
  if (typeof word.value !== 'string' || fits(argument, word.value))
    return factOf(word.value, word, cursor);
  const written = { span: word.span, text: refusedPart(argument, word.value) ?? word.value };
  cursor.problems.push(invalidValue(written, { ...place.row, argument }, wantsOf(argument)));
  // `metric dev eno4`: the value was lost, the next keyword is still read.
  if (isKeyword(place.scope.grammar, word.value)) cursor.at -= 1;
  return factOf<string>(refused, word, cursor);
}
