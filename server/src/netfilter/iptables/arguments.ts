/**
 * The words of an iptables command as options with their values, in order.
 * An option that is not modelled takes all words up to the next option, so that nothing after it is misread.
 * Negation stands before the option (`! -o eno1`) or, in old scripts, before its value (`-o ! eno1`).
 */
import { isUnknown } from '../../base/fact.ts';
import { coverSpans } from '../../base/span.ts';
import type { Span } from '../../base/span.ts';
import type { Word } from '../source.ts';
import { commandNamed, longNameOf, resolveOption, takesNoWord } from './options.ts';

export interface Option {
  /** The full long name, or undefined for an option that is not modelled. */
  readonly name: string | undefined;
  /** As written, with its dashes. */
  readonly written: string;
  readonly negated: boolean;
  readonly values: readonly Word[];
  readonly span: Span;
}

interface Cursor {
  readonly words: readonly Word[];
  at: number;
  /** Names of `-m` and `-j` so far, the newest first: it wins an option name that two have. */
  readonly loaded: string[];
}

/** Reads the words after the command name. */
export function readOptions(words: readonly Word[]): readonly Option[] {
  const cursor: Cursor = { words, at: 0, loaded: [] };
  const options: Option[] = [];
  while (cursor.at < words.length) options.push(...readOption(cursor));
  return options;
}

function readOption(cursor: Cursor): readonly Option[] {
  const negated = skipNegation(cursor);
  const word = cursor.words[cursor.at];
  if (word === undefined) return [];
  cursor.at++;
  const text = textOf(word);
  if (text?.startsWith('--') === true && text.length > 2)
    return [readLong(cursor, { word, text, negated })];
  if (text !== undefined && /^-\w/.test(text)) return readShort(cursor, { word, text, negated });
  return [{ name: undefined, written: text ?? '', negated, values: [word], span: word.span }];
}

interface Written {
  readonly word: Word;
  readonly text: string;
  readonly negated: boolean;
}

function readLong(cursor: Cursor, { word, text, negated }: Written): Option {
  const equals = text.indexOf('=');
  const written = equals < 0 ? text : text.slice(0, equals);
  const attached = equals < 0 ? undefined : text.slice(equals + 1);
  const name = resolveOption(written.slice(2), cursor.loaded);
  return complete(cursor, { name, written, negated, attached, word });
}

/** `-nvL`, `-tnat`, `-o eno4`: letters that stand alone can share one dash, the rest is a value. */
function readShort(cursor: Cursor, { word, text, negated }: Written): readonly Option[] {
  const options: Option[] = [];
  for (let i = 1; i < text.length; i++) {
    const name = longNameOf(text.charAt(i));
    const written = `-${text.charAt(i)}`;
    if (name !== undefined && takesNoWord(name)) {
      options.push({ name, written, negated, values: [], span: word.span });
      continue;
    }
    const attached = i + 1 < text.length ? text.slice(i + 1) : undefined;
    options.push(complete(cursor, { name, written, negated, attached, word }));
    break;
  }
  return options;
}

interface Begun {
  readonly name: string | undefined;
  readonly written: string;
  readonly negated: boolean;
  /** The value in the same word. */
  readonly attached: string | undefined;
  readonly word: Word;
}

function complete(cursor: Cursor, { name, written, negated, attached, word }: Begun): Option {
  const values: Word[] = attached === undefined ? [] : [{ value: attached, span: word.span }];
  const inner =
    name !== undefined && !takesNoWord(name) && attached === undefined && skipNegation(cursor);
  for (let more = nWordsOf(cursor, name) - values.length; more > 0; more--) {
    const next = cursor.words[cursor.at];
    if (next === undefined) break;
    values.push(next);
    cursor.at++;
  }
  const last = values.at(-1);
  const [first] = values;
  if ((name === 'match' || name === 'jump' || name === 'goto') && first !== undefined) {
    const extension = textOf(first);
    if (extension !== undefined) cursor.loaded.unshift(extension);
  }
  return {
    name,
    written,
    negated: negated || inner,
    values,
    span: last === undefined ? word.span : coverSpans(word.span, last.span),
  };
}

/** How many words the option takes here. */
function nWordsOf(cursor: Cursor, name: string | undefined): number {
  if (name === undefined) return nWordsToNextOption(cursor);
  if (takesNoWord(name)) return 0;
  if (name === 'set-counters') return 2;
  if (name === 'wait') return /^\d+$/.test(textOf(cursor.words[cursor.at]) ?? '') ? 1 : 0;
  return commandNamed(name) === undefined ? 1 : nWordsToNextOption(cursor);
}

function nWordsToNextOption({ words, at }: Cursor): number {
  let end = at;
  while (end < words.length && !isOptionStart(textOf(words[end]))) end++;
  return end - at;
}

function isOptionStart(text: string | undefined): boolean {
  return text === '!' || (text !== undefined && /^--?\w/.test(text));
}

function skipNegation(cursor: Cursor): boolean {
  if (textOf(cursor.words[cursor.at]) !== '!') return false;
  cursor.at++;
  return true;
}

function textOf(word: Word | undefined): string | undefined {
  return word === undefined || isUnknown(word.value) ? undefined : word.value;
}
