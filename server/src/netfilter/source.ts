/**
 * Text that a netfilter tool reads, and where its characters stand in the file.
 * A rule set can be a file, a here-document with variables put in, or the arguments of a command; all are read alike.
 */
import { isUnknown, unknown } from '../base/fact.ts';
import type { Unknown } from '../base/fact.ts';
import type { Span } from '../base/span.ts';
import { pieceSource, type TextSource } from '../shell/textSource.ts';
import type { HerePiece, ShellWord } from '../shell/types.ts';

export { fileSource, hereDocumentSource, type TextSource } from '../shell/textSource.ts';

/** One argument: its value and its place. */
export interface Word {
  readonly value: string | Unknown;
  readonly span: Span;
}

/** Arguments joined by blanks, as nft itself joins them (main(), nftables src/main.c). */
export function argumentSource(words: readonly ShellWord[]): TextSource {
  const pieces = words.flatMap((word, index): HerePiece[] => {
    const piece = argumentPiece(word);
    const gap = { text: ' ', span: { start: word.span.start, end: word.span.start } };
    return index === 0 ? [piece] : [gap, piece];
  });
  const [first] = words;
  return pieceSource(pieces, first?.span ?? { start: 0, end: 0 });
}

/** Text of an unknown piece: a word that no grammar knows, so that the words around it are still read. */
const placeholder = 'unknown-value';

function argumentPiece({ value, span, raw, isLiteral }: ShellWord): HerePiece {
  if (isUnknown(value)) return { text: placeholder, span, unknown: value };
  const quote = /^(["']).*\1$/s.test(raw) ? 1 : 0;
  const inner = { start: span.start + quote, end: span.end - quote };
  const fits = isLiteral && inner.end - inner.start === value.length;
  return { text: value, span: fits ? inner : span };
}

/** The unknown of a word that is only partly unknown: equal to nothing else. */
export function partlyUnknown(part: Unknown, isWhole: boolean): Unknown {
  return isWhole ? part : unknown(part.reason);
}
