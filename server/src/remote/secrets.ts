/**
 * Answers of the user while one piece of work goes on: each step is a connection of its own, and nobody types a passphrase ten times.
 * Invariant: an answer that ssh did not take is forgotten, and asked for again.
 */

export interface Question {
  /** As ssh words it. */
  readonly prompt: string;
  /** SSH_ASKPASS_PROMPT: empty for a secret, `confirm` for yes or no, `none` for a notice. */
  readonly kind: string;
  /** The process of ssh that asks. */
  readonly asker: number;
}

/** Undefined: the user does not answer. */
export type AskUser = (question: Pick<Question, 'prompt' | 'kind'>) => Promise<string | undefined>;

export function createSecrets(ask: AskUser): {
  readonly answer: (question: Question) => Promise<string | undefined>;
} {
  const answers = new Map<string, string>();
  const asked = new Set<string>();
  let refused = false;
  let queue: Promise<unknown> = Promise.resolve();
  const answerNow = async ({ prompt, kind, asker }: Question): Promise<string | undefined> => {
    // Who has said no once is not asked by every further step.
    if (refused) return undefined;
    const isAgain = asked.has(`${asker} ${prompt}`);
    asked.add(`${asker} ${prompt}`);
    const kept = kind === '' && !isAgain ? answers.get(prompt) : undefined;
    if (kept !== undefined) return kept;
    answers.delete(prompt);
    const given = await ask({ prompt, kind });
    if (given === undefined) refused = true;
    else if (kind === '') answers.set(prompt, given);
    return given;
  };
  return {
    // One question at a time: two boxes at once would hide one another.
    answer: (question) => {
      const answered = queue.then(() => answerNow(question));
      queue = answered.catch(() => undefined);
      return answered;
    },
  };
}
