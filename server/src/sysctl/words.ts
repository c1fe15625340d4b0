/** Words of a command whose text may have holes, as keys and values of sysctl. */
import { unknown, type Unknown } from '../base/fact.ts';
import { piecesOfWord, textOf, unknownPlaceholder } from '../shell/pieces.ts';
import type { ShellWord } from '../shell/types.ts';
import type { KeyText } from './key.ts';

/** The text of a word; a placeholder stands for what is unknown. */
export function wordText(word: ShellWord): string {
  return textOf(piecesOfWord(word));
}

/** A part of a word as a key. */
export function keyText(text: string, word: ShellWord): KeyText {
  const hole = text.includes(unknownPlaceholder) ? holeOf(word, text) : undefined;
  return { text, hole: unknownPlaceholder, unknown: hole };
}

/** The unknown behind a part of a word; text around it makes it a value equal to nothing else. */
export function holeOf(word: ShellWord, part: string): Unknown {
  const first = piecesOfWord(word).find((piece) => piece.unknown !== undefined)?.unknown;
  if (first === undefined) return unknown('it is not known');
  return part === unknownPlaceholder ? first : unknown(first.reason);
}
