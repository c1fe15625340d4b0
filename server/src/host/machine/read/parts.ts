/** The words of a command as keywords with their values, for what the typed facts of `iproute/` do not carry. */
import { isUnknown } from '../../../base/fact.ts';
import { findRow, type Grammar, type GrammarRow } from '../../../iproute/grammar.ts';
import type { ShellCommand, ShellWord } from '../../../shell/types.ts';

export interface Parts {
  /** The last value of each keyword; empty text for a keyword alone. */
  readonly values: ReadonlyMap<string, string>;
  /** Words that are no keywords. */
  readonly free: readonly string[];
  /** What stands behind a keyword whose value is a language of its own (`type KIND …`). */
  readonly rest: readonly string[];
  /** A word is not known. */
  readonly isUnknown: boolean;
}

const optionsWithValue: ReadonlySet<string> = new Set([
  '-f',
  '-family',
  '-n',
  '-netns',
  '-l',
  '-loops',
  '-rc',
  '-rcvbuf',
]);

/** The words behind object and verb. */
export function argumentsOf(command: ShellCommand): readonly ShellWord[] {
  return command.words.slice(objectAt(command) + 2);
}

/** The verb as it is written; undefined if there is none or it is not known. */
export function verbOf(command: ShellCommand): string | undefined {
  const value = command.words[objectAt(command) + 1]?.value;
  return typeof value === 'string' ? value : undefined;
}

/** True for `ip $opts link set …`: the variable may hold `-netns NAME`, so that the command may be for another machine. */
export function mayBeElsewhere({ words }: ShellCommand): boolean {
  return words.slice(1, objectAt({ words })).some(({ value }) => isUnknown(value));
}

function objectAt({ words }: Pick<ShellCommand, 'words'>): number {
  let at = 1;
  for (; at < words.length; at += 1) {
    const value = words[at]?.value;
    const isOption =
      typeof value === 'string'
        ? value.startsWith('-')
        : typeof words[at + 1]?.value === 'string' && /\$/.test(words[at]?.raw ?? '');
    if (!isOption) break;
    if (typeof value === 'string' && optionsWithValue.has(value)) at += 1;
  }
  return at;
}

function hasNoValue({ argument }: GrammarRow): boolean {
  return argument.kind === 'none' || (argument.kind === 'scope' && argument.value === undefined);
}

/** Words of another grammar follow. */
function opensOther({ argument }: GrammarRow): boolean {
  return argument.kind === 'rest' || argument.kind === 'select';
}

const rows = new WeakMap<Grammar, Map<string, GrammarRow | undefined>>();

/** The row of a word, remembered: scripts say the same few keywords again and again. Addresses are none. */
function rowOf(grammar: Grammar, text: string): GrammarRow | undefined {
  const first = text.charCodeAt(0);
  if (!(first >= 97 && first <= 122) || text.length > 24) return undefined;
  const remembered = rows.get(grammar);
  const row = remembered?.get(text);
  if (row !== undefined) return row;
  if (!/^[a-z][\w-]*$/.test(text)) return undefined;
  const known =
    remembered === undefined || remembered.size > 1000
      ? new Map<string, GrammarRow | undefined>()
      : remembered;
  if (known !== remembered) rows.set(grammar, known);
  if (!known.has(text)) known.set(text, findRow(grammar, text));
  return known.get(text);
}

/** Reads the words by a grammar; words that are unknown are left out and noted. */
export function partsOf(words: readonly ShellWord[], grammar: Grammar): Parts {
  const values = new Map<string, string>();
  const free: string[] = [];
  const rest: string[] = [];
  let hasUnknown = false;
  const textAt = (index: number): string | undefined => {
    const word = words[index];
    if (word === undefined) return undefined;
    if (isUnknown(word.value) || word.several === true) hasUnknown = true;
    return typeof word.value === 'string' ? word.value : undefined;
  };
  for (let i = 0; i < words.length; i += 1) {
    const text = textAt(i);
    const row = text === undefined ? undefined : rowOf(grammar, text);
    if (row === undefined) {
      if (text !== undefined) free.push(text);
    } else if (hasNoValue(row)) values.set(row.keyword, '');
    else if (row.argument.kind === 'nexthop') break;
    else {
      i += 1;
      let value = textAt(i);
      if (value === 'lock') {
        i += 1;
        value = `lock ${textAt(i) ?? ''}`;
      }
      values.set(row.keyword, value ?? '');
      if (!opensOther(row)) continue;
      for (i += 1; i < words.length; i += 1) rest.push(textAt(i) ?? '');
    }
  }
  return { values, free, rest, isUnknown: hasUnknown };
}
