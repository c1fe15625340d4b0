/**
 * From the parts of a written word to the words that a command gets: joining and splitting (Bash manual, 3.5.7).
 */
import { unknown } from '../base/fact.ts';
import { lookup } from './environment.ts';
import { slicePiece, textOf, unknownPiece } from './pieces.ts';
import type { Scope } from './session.ts';
import type { HerePiece, Place } from './types.ts';
import { scalarOf } from './values.ts';
import { isUnknown } from '../base/fact.ts';
import { valueOf } from './pieces.ts';

/** A part of a word, or the border between two words (`"$@"`). */
export type Fragment = 'border' | Part;

export interface Part {
  readonly piece: HerePiece;
  /** Text that came from a variable without quotes around it: blanks in it end the word. */
  readonly splits: boolean;
  readonly quoted: boolean;
  /** May be none or several words. */
  readonly several: boolean;
  /** The same, where one word is what the script means: an unknown value without quotes, a pattern of file names. */
  readonly open: boolean;
  readonly definition: Place | undefined;
  /** The separator between two words of a list without quotes. */
  readonly between?: true;
}

/** A part that is one word's text as it stands. */
export function fixedPart(piece: HerePiece, quoted: boolean): Part {
  return { piece, splits: false, quoted, several: false, open: false, definition: undefined };
}

/** True for text that stands for the names of files where it is not quoted (bash 5.2, unquoted_glob_pattern_p). */
export function isFilePattern(text: string): boolean {
  return /[*?]|\[[^\]]*\]/.test(text);
}

/** The separators of fields, or undefined where the script set them to what is not known. */
export function fieldSeparators({ environment }: Scope): string | undefined {
  const variable = lookup(environment, 'IFS');
  if (variable === undefined) return ' \t\n';
  if (variable === 'withheld') return undefined;
  if (variable.kind === 'unset') return ' \t\n';
  const text = scalarOf(variable);
  const value = isUnknown(text) ? text : valueOf(text);
  return typeof value === 'string' ? value : undefined;
}

/** The words that fragments make; an unknown unquoted value counts as one word or a part of one. */
export function splitFields(
  fragments: readonly Fragment[],
  separators: string | undefined,
): Part[][] {
  const splitter = createSplitter();
  for (const fragment of fragments) {
    if (fragment === 'border') {
      splitter.end();
      splitter.endedByBlank = false;
    } else if (!fragment.splits) splitter.add(fragment);
    else if (separators === undefined)
      splitter.add({
        ...fragment,
        open: true,
        piece: unknownPiece(unknown('`IFS` was changed'), fragment.piece.span),
      });
    else splitPart(fragment, separators, splitter);
  }
  splitter.end();
  return splitter.fields;
}

interface Splitter {
  readonly fields: Part[][];
  readonly add: (part: Part) => void;
  /** Ends a word that has any text. */
  readonly end: () => boolean;
  readonly addEmpty: (part: Part) => void;
  /** A blank has ended a word, and nothing but blanks stood since. */
  endedByBlank: boolean;
}

function createSplitter(): Splitter {
  const fields: Part[][] = [];
  let field: Part[] = [];
  return {
    fields,
    endedByBlank: false,
    add: (part) => {
      field.push(part);
    },
    end: () => {
      const isWord =
        field.some((each) => each.quoted || each.several || each.piece.unknown !== undefined) ||
        textOf(field.map((each) => each.piece)) !== '';
      if (isWord) fields.push(field);
      field = [];
      return isWord;
    },
    addEmpty: (part) => {
      fields.push([{ ...part, splits: false, piece: { ...part.piece, text: '' } }]);
    },
  };
}

/** Blanks around a separator belong to it, also where it stands in the next part; one that is no blank makes empty words. */
function splitPart(part: Part, separators: string, splitter: Splitter): void {
  const { text } = part.piece;
  let from = 0;
  const take = (end: number): void => {
    if (end > from) splitter.add({ ...part, piece: slicePiece(part.piece, from, end) });
  };
  for (let at = 0; at < text.length; at++) {
    const char = text[at] ?? '';
    if (!separators.includes(char)) continue;
    take(at);
    const hadWord = splitter.end();
    const isBlank = char === ' ' || char === '\t' || char === '\n';
    if (!hadWord && !isBlank && !splitter.endedByBlank) splitter.addEmpty(part);
    if (hadWord || !isBlank) splitter.endedByBlank = hadWord && isBlank;
    from = at + 1;
  }
  take(text.length);
}

/** Fragments as one text. */
export function joinFragments(fragments: readonly Fragment[]): readonly HerePiece[] {
  return fragments.map((fragment) => unsplit(fragment).piece);
}

const blank = fixedPart({ text: ' ', span: { start: 0, end: 0 } }, true);

/**
 * A fragment where the shell does not split: words of a list stand a blank apart.
 * Without quotes (`x=$@`) it is a blank in bash and the first separator in dash.
 */
export function unsplit(fragment: Fragment): Part {
  if (fragment === 'border') return blank;
  return fragment.between === true
    ? fixedPart(unknownPiece(unknown('`IFS` was changed'), fragment.piece.span), true)
    : fragment;
}
