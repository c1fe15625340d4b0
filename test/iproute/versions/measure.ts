/** Asks one release of `ip` which words of the grammar tables it knows. */
import { answersOf, type Answer, type Judge } from '../differential/judge.ts';
import { nameOf, type Place } from './lines.ts';

/** `known`: the answer is another one than to a word that means nothing. */
export type Verdict = 'known' | 'unknown' | 'unclear';

/** By the name of the place. */
export async function verdictsOf(
  judge: Judge,
  all: readonly Place[],
): Promise<ReadonlyMap<string, Verdict>> {
  const lines = [...new Set(all.flatMap((place) => [lineOf(place), lineWithout(place)]))];
  const answers = await answersOf(judge, lines);
  const byLine = new Map(lines.map((line, index) => [line, answers[index]]));
  return new Map(
    all.map((place) => [
      nameOf(place),
      judgePlace(place, byLine.get(lineOf(place)), byLine.get(lineWithout(place))),
    ]),
  );
}

export function lineOf({ before, word, after }: Place): string {
  return [...before, word, ...after].join(' ');
}

/** The line with a word of the same length that no release knows. */
export function lineWithout({ before, word, after }: Place): string {
  return [...before, meaningless(word), ...after].join(' ');
}

function meaningless(word: string): string {
  return 'zq'.repeat(word.length).slice(0, word.length);
}

/** `ip` asks for a module of the kernel before it reads the words, or passes over words that it does not know. */
const readsNothing = /^(?:$|RTNETLINK answers: No such file|Not enough information: "prefix")/;

function judgePlace(
  { word }: Place,
  answer: Answer | undefined,
  other: Answer | undefined,
): Verdict {
  if (answer === undefined || other === undefined) return 'unclear';
  const says = [answer, other].map((each) => each.says.replaceAll(word, meaningless(word)));
  if (says[0] !== says[1]) return 'known';
  return readsNothing.test(other.says) ? 'unclear' : 'unknown';
}

/** The releases looked at, oldest first, and by the first of them that knows it every place: path to words. */
export interface Measured {
  readonly releases: readonly string[];
  readonly first: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Of these `ip` says nothing to tell by: it passes over any word there, or wants a module of the kernel first. */
  readonly unclear: Readonly<Record<string, string>>;
}

/** Asks all releases. */
export async function measure(
  releases: readonly Judge[],
  all: readonly Place[],
): Promise<Measured> {
  const verdicts: (readonly [release: string, ReadonlyMap<string, Verdict>])[] = [];
  for (const judge of releases) verdicts.push([judge.name, await verdictsOf(judge, all)]);
  /** None if an older release leaves it open. */
  const firstOf = (place: Place): string | undefined => {
    const told = verdicts.find(([, verdictOf]) => verdictOf.get(nameOf(place)) !== 'unknown');
    return told?.[1].get(nameOf(place)) === 'known' ? told[0] : undefined;
  };
  return {
    releases: releases.map(({ name }) => name),
    first: Object.fromEntries(
      releases.map(({ name }) => [name, wordsByPath(all.filter((each) => firstOf(each) === name))]),
    ),
    unclear: wordsByPath(all.filter((each) => firstOf(each) === undefined)),
  };
}

function wordsByPath(all: readonly Place[]): Readonly<Record<string, string>> {
  const words: Record<string, string> = {};
  for (const { path, word } of all) {
    const key = path.join(' ');
    words[key] = key in words ? `${words[key]} ${word}` : word;
  }
  return words;
}
