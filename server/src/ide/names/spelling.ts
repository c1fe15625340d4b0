/**
 * Where exactly a value is spelled: the characters in the word, or, where the word is a variable, those of its assignment,
 * which may stand in a file that the script sources.
 * A value that is put together from parts is spelled nowhere; its word is shown, and no edit reaches it.
 */
import type { Origin } from '../../base/fact.ts';
import type { Span } from '../../base/span.ts';
import { scriptOf } from '../../host/commands.ts';
import type { Document, Host } from '../../host/model.ts';
import { parseNumber } from '../../iproute/scalars.ts';
import type { ShellWord } from '../../shell/types.ts';

export interface Spelling {
  readonly origin: Origin;
  readonly text: string;
  readonly editable: boolean;
}

/** Finds a value at a place of a host: the place itself first, the assignment behind it second. */
export type Speller = (origin: Origin, value: string | number) => readonly Spelling[];

export function createSpeller({ documents }: Host): Speller {
  const texts = new Map(documents.map(({ file }) => [file.id, file.text]));
  const words = wordsByPlace(documents);
  return (origin, value) => {
    const text = texts.get(origin.file);
    if (text === undefined) return [];
    const span = spelledIn(text, origin.span, value);
    if (span !== undefined) return [spelling({ ...origin, span }, sliceOf(text, span), true)];
    const found = words.get(`${origin.file} ${origin.span.start}`) ?? [];
    const shown = spelling(origin, sliceOf(text, origin.span), false);
    const elsewhere = found.flatMap(({ word, script }) =>
      writtenAt(word, { script, file: origin.file }).flatMap((place): readonly Spelling[] => {
        const other = texts.get(place.file) ?? '';
        const spelled = spelledIn(other, place.span, value) ?? assignedIn(other, place.span, value);
        return spelled === undefined
          ? []
          : [spelling({ file: place.file, span: spelled }, sliceOf(other, spelled), true)];
      }),
    );
    return [shown, ...elsewhere];
  };
}

interface Standing {
  /** Id of the script that runs the command. */
  readonly script: string;
  /** Id of the file that the command stands in. */
  readonly file: string;
}

/** Where the value of a word may stand: in an assignment, at the call of a function; in a file that is sourced, too. */
function writtenAt({ written, definition }: ShellWord, { script, file }: Standing): Origin[] {
  return [
    ...(written === undefined ? [] : [{ file: written.file ?? script, span: written.span }]),
    ...(definition === undefined ? [] : [{ file, span: definition }]),
  ];
}

function spelling(origin: Origin, text: string, editable: boolean): Spelling {
  return { origin, text, editable };
}

/** The value within a span: alone, in quotes, or as the beginning of `0x1/0xff`; a number in any of its spellings. */
function spelledIn(text: string, span: Span, value: string | number): Span | undefined {
  const written = sliceOf(text, span);
  const quote = /^(["']).*\1$/s.test(written) ? 1 : 0;
  const inner = written.slice(quote, written.length - quote);
  const [before = ''] = inner.split('/');
  const isIt = typeof value === 'number' ? parseNumber(before) === value : inner === value;
  if (!isIt) return undefined;
  const start = span.start + quote;
  return { start, end: start + (typeof value === 'number' ? before : inner).length };
}

function sliceOf(text: string, { start, end }: Span): string {
  return text.slice(start, end);
}

function assignedIn(text: string, assignment: Span, value: string | number): Span | undefined {
  const written = sliceOf(text, assignment);
  const before = /^[A-Za-z_]\w*=/.exec(written)?.[0].length;
  if (before === undefined) return undefined;
  return spelledIn(text, { start: assignment.start + before, end: assignment.end }, value);
}

interface PlacedWord {
  readonly word: ShellWord;
  readonly script: string;
}

/** By file and start: a word of a function has another value at each call. */
function wordsByPlace(documents: readonly Document[]): ReadonlyMap<string, readonly PlacedWord[]> {
  const found = new Map<string, PlacedWord[]>();
  for (const document of documents) {
    const script = document.file.id;
    for (const { words, file = script } of scriptOf(document)?.executed ?? [])
      for (const word of words) {
        if (word.written === undefined && word.definition === undefined) continue;
        const key = `${file} ${word.span.start}`;
        found.set(key, [...(found.get(key) ?? []), { word, script }]);
      }
  }
  return found;
}
