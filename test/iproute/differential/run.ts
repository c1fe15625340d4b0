/** Runs lines by all judges and by our reader, and tells where they differ. */
import { createRandom } from '../../netplan/differential/random.ts';
import { agree, explanationOf, isAboutState, oursOf, reasonOf, type Ours } from './compare.ts';
import { generateLine } from './generate.ts';
import { answersOf, type Answer, type Judge } from './judge.ts';

export interface Comparison {
  readonly lines: number;
  /** Lines whose answer is about the words, not about links and modules that are not there. */
  readonly compared: number;
  /** Refused by us and by every judge. */
  readonly refused: number;
  /** Of those: our page quotes the answer to the letter. */
  readonly quoted: number;
  /** How often we are silent, by reason. */
  readonly explained: Readonly<Record<string, number>>;
  readonly disagreements: readonly string[];
}

/** Lines without repetition. */
export function generateLines(count: number, seed: number): readonly string[] {
  const random = createRandom(seed);
  return [...new Set(Array.from({ length: count }, () => generateLine(random)))];
}

/** A line counts as refused where every judge refuses it: words are newer than some, and checks became stricter. */
export async function compareLines(
  judges: readonly Judge[],
  lines: readonly string[],
): Promise<Comparison> {
  const answers = await Promise.all(judges.map((judge) => answersOf(judge, lines)));
  for (const each of answers)
    if (each.length !== lines.length)
      throw new Error(`${each.length} answers to ${lines.length} lines`);
  const explained: Record<string, number> = {};
  const result = { lines: lines.length, compared: 0, refused: 0, quoted: 0 };
  const disagreements: string[] = [];
  for (const [index, line] of lines.entries()) {
    const said = answers.flatMap((each) => each.slice(index, index + 1));
    if (said.some((answer) => isAboutState(answer))) continue;
    result.compared++;
    const ours = oursOf(line);
    const verdict = judgeLine(line, ours, said);
    if (verdict.isRefused && ours.length > 0) {
      result.refused++;
      if (ours.some(({ says }) => said.some((answer) => answer.says === says))) result.quoted++;
    }
    if (verdict.explanation !== undefined)
      explained[verdict.explanation] = (explained[verdict.explanation] ?? 0) + 1;
    else if (verdict.difference !== undefined)
      disagreements.push(`${verdict.difference}: ip ${line}\n    ${describe(ours, judges, said)}`);
  }
  return { ...result, explained, disagreements };
}

interface Verdict {
  readonly isRefused: boolean;
  readonly difference?: string;
  readonly explanation?: string | undefined;
}

function judgeLine(line: string, ours: readonly Ours[], said: readonly Answer[]): Verdict {
  const reasons = said.map((answer) => reasonOf(answer));
  const isRefused = reasons.every((reason) => reason !== undefined);
  if (!isRefused)
    return ours.length === 0 ? { isRefused } : { isRefused, difference: 'only we refuse' };
  const [first] = said;
  const explanation = blameDifferentWords(said)
    ? 'each version refuses another word'
    : first === undefined
      ? undefined
      : explanationOf(line, first);
  if (ours.length === 0) return { isRefused, difference: 'only ip refuses', explanation };
  const agrees = reasons.some((reason) => reason !== undefined && agree(ours, reason));
  return agrees ? { isRefused } : { isRefused, difference: 'another reason', explanation };
}

/** True if the versions stop at different words: each knows something that the other does not. */
function blameDifferentWords(said: readonly Answer[]): boolean {
  return new Set(said.map(({ says }) => /"([^"]*)"/.exec(says)?.[1])).size > 1;
}

function describe(
  ours: readonly Ours[],
  judges: readonly Judge[],
  said: readonly Answer[],
): string {
  const theirs = said.map(({ status, says }, i) => `${judges[i]?.name ?? ''} (${status}): ${says}`);
  const we = ours.map(({ reason, says }) => `we (${reason}): ${says}`);
  return [...we, ...theirs].join('\n    ');
}
