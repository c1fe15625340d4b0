/** Annotated texts with a cursor, and what hover and completion must say there. */
import { expect } from 'vitest';
import { completionsAt, hoverAt } from '../ide/answers.ts';

/** The hover at `<|>` holds each of the texts; without texts there is none. */
export function checkHover(source: string, ...texts: readonly string[]): void {
  const answer = hoverAt(source);
  if (texts.length === 0) expect(answer).toBe('nothing');
  for (const text of texts) expect(answer).toContain(text);
}

export interface ExpectedLabels {
  readonly has?: readonly string[];
  readonly lacks?: readonly string[];
  /** All labels, in their order. */
  readonly all?: readonly string[];
}

/** Labels at `<|>`. */
export function checkCompletion(source: string, { has, lacks, all }: ExpectedLabels): void {
  const labels = completionsAt(source);
  if (all !== undefined) expect(labels).toEqual(all);
  if (has !== undefined) expect(labels).toEqual(expect.arrayContaining([...has]));
  for (const label of lacks ?? []) expect(labels).not.toContain(label);
}
